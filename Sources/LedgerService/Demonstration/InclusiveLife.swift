// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import Quantities

// What happens under the scenarios: authorise, travel, generate, verify, issue, trade, use.
extension Demonstration {
  /// The people are pseudonyms: the salt that made them stays with the operators.
  func authorise(_ session: LedgerSession) async throws(ServiceError) {
    let maker = try PersonPseudonym(salt: Array("example city, not a secret".utf8))
    var people: [Pseudonym] = []
    for rider in 0..<InclusiveCity.riders {
      people.append(try maker.pseudonym(of: "example rider \(rider)"))
    }
    let from = InclusiveCity.day(InclusiveCity.january, 1)
    for (name, party, count) in [
      ("transit", "metro", InclusiveCity.riders), ("bikes", "bikes", InclusiveCity.cyclists),
      ("points", "metro", InclusiveCity.cyclists),
    ] {
      let limit = InclusiveCreditLimits.pseudonymsPerRecord
      for start in stride(from: 0, to: count, by: limit) {
        let part = Array(people[start..<min(start + limit, count)])
        let record = AuthorisationRecord(
          scenario: story.scenarios[name] ?? 0, from: from, persons: part)
        try await submit([record.encoded], by: party, session)
      }
    }
    let (riders, cyclists) = (InclusiveCity.riders, InclusiveCity.cyclists)
    say(
      "  用户授权:公共出行 \(riders) 人,电单车 \(cyclists) 人,积分 \(cyclists) 人;账本只见假名",
      "  authorised: \(riders) for transit, \(cyclists) for e-bikes, \(cyclists) for points; "
        + "the ledger sees pseudonyms")
  }

  /// Six days of commuting, three of cycling and walking, each reported on the day after.
  func travel(_ session: LedgerSession) async throws(ServiceError) {
    for day in 5...10 {
      let date = InclusiveCity.day(InclusiveCity.january, day)
      clock.set(date.adding(days: 1))
      let riders = (0..<UInt32(InclusiveCity.riders)).map { InclusiveRides.commute($0, on: date) }
      try await report(riders, as: "transit", by: "metro", on: date, session)
      guard day < 8 else { continue }
      let walks = (0..<UInt32(InclusiveCity.cyclists)).map { InclusiveRides.walk($0, on: date) }
      try await report(walks, as: "points", by: "metro", on: date, session)
    }
    try await ride(InclusiveCity.january, 3, session)
    let state = await session.ledger.current
    let batches = try state.credits().batches.count
    say(
      "  上报 \(story.activities) 项活动,\(batches) 个批次,逐行按方法学计算、查重、查授权",
      "  \(story.activities) activities in \(batches) batches: each row evaluated, checked for "
        + "duplicates, overlaps and authorisation")
  }

  /// Some days of cycling at the end of a month's first half.
  func ride(
    _ month: CalendarMonth, _ days: Int, _ session: LedgerSession
  ) async throws(ServiceError) {
    for day in 12..<(12 + days) {
      let date = InclusiveCity.day(month, day)
      clock.set(date.adding(days: 1))
      let rides = (0..<UInt32(InclusiveCity.cyclists)).map { InclusiveRides.ride($0, on: date) }
      try await report(rides, as: "bikes", by: "bikes", on: date, session)
    }
  }

  func report(
    _ rows: [ActivityRow], as name: String, by party: String, on date: CalendarDate,
    _ session: LedgerSession
  ) async throws(ServiceError) {
    for record in try await batches(rows, as: name, on: date, session) {
      try await submit([record.encoded], by: party, session)
      story.activities += Int(record.terms.count)
    }
  }

  func batches(
    _ rows: [ActivityRow], as name: String, on date: CalendarDate, _ session: LedgerSession
  ) async throws(ServiceError) -> [ActivityBatchRecord] {
    let credits = try await session.ledger.current.credits()
    return try InclusiveBatches(
      story.scenarios[name] ?? 0, credits, hash: session.suite.hash
    ).records(rows, on: date)
  }

  /// The roof's January, by the month.
  func generate(_ session: LedgerSession) async throws(ServiceError) {
    let date = InclusiveCity.january.lastDay
    clock.set(InclusiveCity.day(InclusiveCity.february, 1))
    try await report(
      [InclusiveCity.generation(6_234_567, on: date)], as: "solar", by: "rooftop", on: date,
      session)
    say("  屋顶光伏一月发电 62345.67 kWh", "  the roof generated 62 345.67 kWh in January")
  }

  /// Verifies and issues what each scenario reported in a month.
  func closeMonth(
    _ month: CalendarMonth, _ session: LedgerSession
  ) async throws(ServiceError) {
    heading("核证与签发:\(month)", "Verified and issued: \(month)")
    clock.set(InclusiveCity.day(month.adding(months: 1), 5))
    for name in ["transit", "bikes", "solar"] {
      let number = story.scenarios[name] ?? 0
      var state = await session.ledger.current
      let credits = try state.credits()
      let key = CreditPeriod.key(number, month)
      guard let position = credits.periods.number(forKey: key) else { continue }
      let period = credits.periods[position]
      let verification = VerificationRecord(
        scenario: number, month: month, batches: period.batches, activities: period.activities,
        total: period.total,
        report: session.suite.hash.digest(of: Array("report \(name) \(month)".utf8)),
        opinion: "抽样核对票务与计量数据,无保留(示例) / sampled, unqualified (example)")
      try await submit([verification.encoded], by: "verifier", session)
      state = await session.ledger.current
      let plan = try IssuePlan.issue(of: "\(number)", month, in: state)
      try await submit([plan.record.encoded], by: "pher", session)
      let units = plan.range.map { "\($0)" } ?? "—"
      let (total, carry) = (CreditAmount.grams(plan.total), CreditAmount.grams(plan.carry))
      say(
        "  \(plan.scenario)  \(period.activities) 项 \(total) 克 → \(plan.count) 吨  \(units)"
          + "  结转 \(carry) 克",
        "  \(plan.scenario)  \(period.activities) activities, \(total) g → \(plan.count) t  "
          + "\(units)  carried \(carry) g")
      if name == "bikes", let range = plan.range, month == InclusiveCity.february {
        story.spanning = "\(range.series):\(range.first)"
      }
    }
  }

  /// A trade that both sides sign, and a tonne that neutralises an event.
  func tradeAndRetire(_ session: LedgerSession) async throws(ServiceError) {
    heading("交易与中和", "A trade, and an event made neutral")
    clock.set(InclusiveCity.day(InclusiveCity.january.adding(months: 2), 10))
    let state = await session.ledger.current
    let credits = try state.credits()
    guard let series = credits.scenarios[story.scenarios["transit"] ?? 0].tonnes.first?.series
    else { return }
    let prefix = state.core.series[series].prefix
    let offer = OfferRecord(
      series: series, first: 1, count: 5, buyer: numbers["expo"] ?? 0, price: Money(fen: 8_550),
      through: InclusiveCity.day(InclusiveCity.january.adding(months: 2), 31),
      reference: "EX-PHER-1")
    let receipt = try await submit([offer.encoded], by: "metro", session)
    let number = receipt.assignments.first { $0.kind == "offer" }?.number ?? 0
    try await expectRefusal(
      "报价期间把同样的吨再划转给别人", "the tonnes on offer are transferred to somebody else",
      PherTransferRecord(
        series: series, first: 1, count: 5, recipient: numbers["steel"] ?? 0
      ).encoded, by: "metro", session)
    try await submit([AcceptanceRecord(offer: number).encoded], by: "expo", session)
    say(
      "  公交地铁报价、会展中心接受:\(prefix):1-5,每吨 85.50 元,双方签署",
      "  offered by transit, accepted by the expo centre: \(prefix):1-5 at 85.50 yuan, "
        + "signed by both")
    let retirement = PherRetirementRecord(
      series: series, first: 1, count: 3, purpose: .event,
      beneficiary: "示例马拉松 2026(示例) / Example Marathon 2026 (example)",
      date: clock.now().date(offsetMinutes: 480), reference: "EX-EVENT-1")
    try await submit([retirement.encoded], by: "expo", session)
    say("  会展中心注销 3 吨,中和示例马拉松", "  the expo centre retires 3 t for the Example Marathon")
    try await expectRefusal(
      "中和用过的吨再用一次", "a tonne that neutralised the event is used again",
      retirement.encoded, by: "expo", session)
    story.neutralised = "\(prefix):2"
  }

  /// Points are given by the bands on file and spent; they never become tonnes.
  func spendPoints(_ session: LedgerSession) async throws(ServiceError) {
    heading("积分", "Points")
    let number = story.scenarios["points"] ?? 0
    let credits = try await session.ledger.current.credits()
    let column = PersonAmounts.Column(
      .points, scenario: number, month: InclusiveCity.january)
    var persons: [UInt32] = []
    credits.amounts.visit(column) { person, points in
      if points >= 20, persons.count < 100 { persons.append(person) }
    }
    say(
      "  步行 1 公里以内每公里 10 分:\(credits.amounts.total(column)) 分;\(persons.count) 人各兑换 20 分",
      "  walks count up to 1 km at 10 points a km: \(credits.amounts.total(column)) points; "
        + "\(persons.count) people spend 20 each")
    let record = PointsSpendRecord(
      scenario: number, persons: persons,
      amounts: [Int64](repeating: 20, count: persons.count),
      reference: "乘车券(示例) / ride coupons (example)",
      date: clock.now().date(offsetMinutes: 480))
    try await submit([record.encoded], by: "metro", session)
    let issue = CreditIssueRecord(
      scenario: number, month: InclusiveCity.january, total: credits.amounts.total(column),
      count: 0, first: 1, carry: 0)
    try await expectRefusal(
      "把积分签发成吨", "points are issued as tonnes", issue.encoded, by: "pher", session)
  }
}

extension InclusiveCity {
  /// A month's generation in hundredths of a kilowatt-hour.
  static func generation(_ amount: Int64, on date: CalendarDate) -> ActivityRow {
    ActivityRow(
      person: nil, key: InclusiveRides.key(4, UInt32(date.month), date), values: [amount])
  }
}
