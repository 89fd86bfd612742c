// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
import LedgerCore
import Quantities

/// Certificates of one project and month that their producer can still sell.
struct ExampleStock {
  let series: UInt32
  let plant: ExampleCity.Plant
  let month: CalendarMonth
  var next: UInt64
  let end: UInt64

  var count: UInt64 { end - next }
}

/// The dates of the demonstration.
enum ExampleYear {
  static let opening = CalendarDate(daysSinceEpoch: 19_905)
  static let firstMonth = CalendarMonth(monthsSinceEpoch: 55 * 12)
  /// Old certificates, generated in January 2024, that nobody buys and that expire.
  static let oldMonth = CalendarMonth(monthsSinceEpoch: 54 * 12)
  static let expiry = CalendarDate(daysSinceEpoch: 20_454)
}

extension Demonstration {
  func liveThroughYear(_ session: LedgerSession) async throws(ServiceError) {
    clock.set(ExampleYear.firstMonth.firstDay)
    try await issue(ExampleYear.oldMonth, only: "EXWNDONS211130G05", session)
    heading(
      "一年:逐月核发、交易、核销", "A year: issue, trade and retirement, month by month")
    for offset in 0..<12 {
      let month = ExampleYear.firstMonth.adding(months: offset)
      clock.set(month.adding(months: 1).firstDay.adding(days: 9))
      let before = issued
      try await issue(month, only: nil, session)
      let sold = try await sell(month, session)
      let retired = try await retire(month, session)
      say(
        "  \(month)  核发 \(pad(issued - before))  售出 \(pad(sold))(其中外省 \(pad(outside)))"
          + "  核销 \(pad(retired))",
        "  \(month)  issued \(pad(issued - before))  sold \(pad(sold)) (other provinces "
          + "\(pad(outside)))  retired \(pad(retired))")
    }
    say("  全年核发 \(issued) 张(1 张 = 1 MWh)", "  \(issued) certificates issued (1 = 1 MWh)")
  }

  private func pad(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 6 - digits.count)) + digits
  }

  /// Issues what each project fed in `month`; the remainder below 1 MWh is carried by the ledger.
  private func issue(
    _ month: CalendarMonth, only code: String?, _ session: LedgerSession
  ) async throws(ServiceError) {
    var records: [[UInt8]] = []
    var plants: [(ExampleCity.Plant, UInt64)] = []
    for plant in ExampleCity.plants where code == nil || code == plant.code {
      let energy = plant.monthly * plant.season[month.month - 1] / 100 * 1_000
      let carried = carries[plant.code] ?? 0
      let count = UInt64((energy + carried) / 1_000_000)
      carries[plant.code] = (energy + carried) % 1_000_000
      plants.append((plant, count))
      records.append(
        IssueRecord(
          project: projects[plant.code] ?? 0, month: month, powerClass: plant.powerClass,
          metered: Energy(wattHours: energy), first: 1, count: count,
          recipient: numbers[plant.owner] ?? 0, isSeparatelyMetered: true,
          evidence: HashFunction.sha256.digest(of: Array("\(plant.code) \(month)".utf8))
        ).encoded)
    }
    let receipt = try await submit(records, by: "registry", session)
    for assignment in receipt.assignments where assignment.kind == "series" {
      let (plant, count) = plants[assignment.record]
      issued += count
      stock.append(
        ExampleStock(
          series: assignment.number, plant: plant, month: month, next: 1, end: 1 + count))
    }
  }

  /// The buyers take what they want of a month; a part comes with green power.
  private func sell(
    _ month: CalendarMonth, _ session: LedgerSession
  ) async throws(ServiceError) -> UInt64 {
    outside = 0
    var sold: UInt64 = 0
    let date = month.adding(months: 1).firstDay.adding(days: 7)
    let buyers = ["textile", "cells", "steel", "data"]
    for position in stock.indices where stock[position].month == month {
      let item = stock[position]
      guard item.plant.powerClass == .feedIn, item.plant.energy != .hydro else { continue }
      for (rank, buyer) in buyers.enumerated() {
        let count = min(stock[position].count, item.count * UInt64(7 + rank * 3) / 60)
        guard count > 0 else { continue }
        let isWithPower = item.plant.owner == "offshore" && buyer == "data"
        try await trade(position, count, to: buyer, on: date, withPower: isWithPower, session)
        sold += count
        if item.plant.owner == "desert" || item.plant.owner == "steppe" { outside += count }
      }
    }
    return sold
  }

  private func trade(
    _ position: Int, _ count: UInt64, to buyer: String, on date: CalendarDate,
    withPower: Bool, _ session: LedgerSession
  ) async throws(ServiceError) {
    let item = stock[position]
    let seller = item.plant.owner
    var settlement: UInt32?
    if withPower {
      let report = SettlementRecord(
        seller: numbers[seller] ?? 0, buyer: numbers[buyer] ?? 0, month: item.month,
        energy: Energy(wattHours: Int64(count) * 1_000_000),
        reference: "EX-\(item.month.compactText)-\(position)")
      let receipt = try await submit([report.encoded], by: "platform", session)
      settlement = receipt.assignments.first?.number
    }
    let terms = transferTerms(
      item.series, item.next, count, from: seller, to: buyer, on: date,
      settlement: settlement)
    try await submit(
      [TransferRecord(terms, reference: "EX-\(item.series)-\(item.next)").encoded],
      by: withPower ? "platform" : seller, session)
    bought[buyer, default: []].append((item.series, item.next, count))
    stock[position].next += count
  }

  func transferTerms(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, from seller: String, to buyer: String,
    on date: CalendarDate, settlement: UInt32? = nil
  ) -> TransferRecord.Terms {
    func province(_ key: String) -> UInt8 {
      ExampleCity.parties.first { $0.key == key }?.province ?? ExampleCity.zhejiang
    }
    let producer = stock.first { $0.series == series }?.plant.owner ?? seller
    return TransferRecord.Terms(
      series: series, first: first, count: count, recipient: numbers[buyer] ?? 0,
      channel: settlement == nil ? .separate : .withPower, price: Money(fen: 515),
      tradeDate: date, origin: province(producer), destination: province(buyer),
      settlement: settlement,
      contract: HashFunction.sha256.digest(of: Array("\(seller) \(buyer) \(date)".utf8)))
  }

  /// Each enterprise retires what it used in the month, its latest purchase.
  private func retire(
    _ month: CalendarMonth, _ session: LedgerSession
  ) async throws(ServiceError) -> UInt64 {
    var retired: UInt64 = 0
    for buyer in ["cells", "data", "steel"] {
      guard let (series, first, count) = bought[buyer]?.popLast() else { continue }
      let record = RetirementRecord(
        series: series, first: first, count: count, beneficiary: numbers[buyer] ?? 0,
        purpose: buyer == "steel" ? .compliance : .voluntary, consumption: month...month,
        date: month.adding(months: 1).firstDay.adding(days: 8), reference: "EX-\(month)")
      try await submit([record.encoded], by: buyer, session)
      lastRetired = (series, first, count, buyer)
      retired += count
    }
    return retired
  }
}
