// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
import LedgerCore
import Quantities
import Testing

/// SplitMix64: the same history for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

/// The simple model: what each single certificate is.
private struct Model {
  struct Unit: Equatable {
    var holder: UInt32
    var standing: Standing
    var trades: Int
  }

  var units: [UInt32: [UInt64: Unit]] = [:]

  func all(_ series: UInt32, _ range: ClosedRange<UInt64>, _ test: (Unit) -> Bool) -> Bool {
    range.allSatisfy { units[series]?[$0].map(test) ?? false }
  }

  mutating func change(
    _ series: UInt32, _ range: ClosedRange<UInt64>, _ change: (inout Unit) -> Void
  ) {
    for serial in range {
      guard var unit = units[series]?[serial] else { continue }
      change(&unit)
      units[series]?[serial] = unit
    }
  }
}

@Suite struct RandomHistoryTests {
  private static let traders: [Party] = [.owner, .buyer, .other, .provincial]

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `a random history keeps the law and agrees with the model`(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var ledger = try TestLedger()
    var model = Model()
    let projects = [try ledger.file(), try ledger.file(.solar, .selfUse)]
    var accepted = 0
    for _ in 0..<220 {
      if try step(&ledger, &model, projects, &random) { accepted += 1 }
    }
    #expect((40..<220).contains(accepted), "both ways must be taken, seed \(seed)")
    expectLaw(ledger)
    let claimed = ledger.core.claims.all.filter { $0.subject.hasPrefix("energy:") }.reduce(0) {
      $0 + $1.amount(of: "gec")
    }
    #expect(claimed == model.units.values.reduce(0) { $0 + Int64($1.count) } * 1_000_000)
    expectAgreement(ledger, model)
    let copy = try ledger.reloaded()
    #expect(copy.images() == ledger.images())
  }

  /// One random act; returns whether ledger and model both accepted it.
  private func step(
    _ ledger: inout TestLedger, _ model: inout Model, _ projects: [UInt32],
    _ random: inout SplitMix64
  ) throws -> Bool {
    let series = UInt32.random(in: 0..<max(1, UInt32(ledger.core.series.count)), using: &random)
    let first = UInt64.random(in: 1...60, using: &random)
    let range = first...(first + UInt64.random(in: 0...9, using: &random))
    let signer = Self.traders.randomElement(using: &random) ?? .owner
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return try issue(&ledger, &model, projects, &random)
    case 2, 3, 4:
      let recipient = Self.traders.randomElement(using: &random) ?? .buyer
      return try sell(&ledger, &model, series, range, signer, recipient)
    case 5: return try move(&ledger, &model, series, range, signer)
    case 6, 7: return try retire(&ledger, &model, series, range, signer)
    case 8: return try pledge(&ledger, &model, series, range, signer)
    default: return try expire(&ledger, &model, &random)
    }
  }

  private func issue(
    _ ledger: inout TestLedger, _ model: inout Model, _ projects: [UInt32],
    _ random: inout SplitMix64
  ) throws -> Bool {
    let project = projects.randomElement(using: &random) ?? 0
    let powerClass: PowerClass =
      project == projects[1] && Bool.random(using: &random) ? .selfUse : .feedIn
    let month = month(2024, 6).adding(months: Int.random(in: 0..<6, using: &random))
    let count = UInt64.random(in: 1...30, using: &random)
    let first = UInt64.random(in: 1...40, using: &random)
    let record = ledger.issue(of: project, month, powerClass, first: first, count: count)
    let prefix =
      try ledger.mechanism().projects[project].filing.code + month.compactText
      + String(powerClass.letter)
    let number = ledger.core.series.number(forKey: prefix)
    let isFree = number.map { (number: UInt32) in
      (first..<(first + count)).allSatisfy { model.units[number]?[$0] == nil }
    }
    let refusal = try ledger.refusal(record, by: .registry)
    let isExpired = refusal == "GEC-40"
    #expect((refusal == nil) == (isFree ?? true) || isExpired, "\(refusal ?? "accepted")")
    guard refusal == nil, let series = ledger.core.series.number(forKey: prefix) else {
      return false
    }
    for serial in first..<(first + count) {
      model.units[series, default: [:]][serial] = Model.Unit(
        holder: Party.owner.rawValue, standing: .available, trades: 0)
    }
    return true
  }

  private func isTradable(_ ledger: TestLedger, _ series: UInt32) -> Bool {
    guard let row = ledger.core.series.row(series) else { return false }
    return SeriesAttributes(rawValue: row.attributes)?.tradeClass == .tradable
  }

  private func sell(
    _ ledger: inout TestLedger, _ model: inout Model, _ series: UInt32,
    _ range: ClosedRange<UInt64>, _ giver: Party, _ recipient: Party
  ) throws -> Bool {
    let record = ledger.transfer(
      series, range.lowerBound, UInt64(range.count), to: recipient, on: day(2026, 5, 15))
    let isAllowed =
      giver != recipient && isTradable(ledger, series)
      && model.all(series, range) {
        $0.holder == giver.rawValue && $0.standing == .available && $0.trades == 0
      }
    let refusal = try ledger.refusal(record, by: giver)
    #expect((refusal == nil) == isAllowed, "sell \(range): \(refusal ?? "accepted")")
    guard refusal == nil else { return false }
    model.change(series, range) {
      $0.holder = recipient.rawValue
      $0.trades += 1
    }
    return true
  }

  private func move(
    _ ledger: inout TestLedger, _ model: inout Model, _ series: UInt32,
    _ range: ClosedRange<UInt64>, _ giver: Party
  ) throws -> Bool {
    let recipient = giver == .provincial ? Party.other : .provincial
    let record = ledger.transfer(
      series, range.lowerBound, UInt64(range.count), to: recipient, .administrative,
      on: day(2026, 5, 15), proof: digest("proof"))
    let isAllowed = model.all(series, range) {
      $0.holder == giver.rawValue && $0.standing == .available
    }
    let refusal = try ledger.refusal(record, by: giver)
    #expect((refusal == nil) == isAllowed, "move \(range): \(refusal ?? "accepted")")
    guard refusal == nil else { return false }
    model.change(series, range) { $0.holder = recipient.rawValue }
    return true
  }

  private func retire(
    _ ledger: inout TestLedger, _ model: inout Model, _ series: UInt32,
    _ range: ClosedRange<UInt64>, _ holder: Party
  ) throws -> Bool {
    let record = ledger.retirement(
      series, range.lowerBound, UInt64(range.count), for: .buyer,
      consumption: month(2024, 12)...month(2024, 12), on: day(2026, 5, 15))
    let isAllowed = model.all(series, range) {
      $0.holder == holder.rawValue && $0.standing == .available
    }
    let refusal = try ledger.refusal(record, by: holder)
    #expect((refusal == nil) == isAllowed, "retire \(range): \(refusal ?? "accepted")")
    guard refusal == nil else { return false }
    model.change(series, range) { $0.standing = .retired }
    return true
  }

  private func pledge(
    _ ledger: inout TestLedger, _ model: inout Model, _ series: UInt32,
    _ range: ClosedRange<UInt64>, _ holder: Party
  ) throws -> Bool {
    let record = HoldRecord(
      series: series, first: range.lowerBound, count: UInt64(range.count), kind: 1,
      keeper: Party.bank.rawValue, reason: "loan")
    let isAllowed = model.all(series, range) {
      $0.holder == holder.rawValue && $0.standing == .available
    }
    let refusal = try ledger.refusal(record, by: holder)
    #expect((refusal == nil) == isAllowed, "pledge \(range): \(refusal ?? "accepted")")
    guard refusal == nil else { return false }
    model.change(series, range) { $0.standing = .pledged }
    return true
  }

  /// Seldom late enough for something to be due; the first series end on 2026-05-31.
  private func expire(
    _ ledger: inout TestLedger, _ model: inout Model, _ random: inout SplitMix64
  ) throws -> Bool {
    let isLate = Int.random(in: 0..<8, using: &random) == 0
    let date = isLate ? day(2026, 6, 1) : day(2026, 5, 31)
    #expect(try ledger.refusal(ExpiryRecord(asOf: date), by: .registry) == nil)
    for (series, units) in model.units {
      guard let last = ledger.core.series[series].lastUse, last < date else { continue }
      for (serial, unit) in units where !unit.standing.isFinal {
        model.units[series]?[serial]?.standing = .expired
      }
    }
    return true
  }

  private func expectLaw(_ ledger: TestLedger) {
    #expect(ledger.core.accounts.sums().values.allSatisfy { $0 == 0 })
    for number in 0..<UInt32(ledger.core.claims.count) {
      let claim = ledger.core.claims[number]
      #expect(claim.claimed <= claim.capacity)
    }
  }

  private struct Account: Hashable {
    let holder: UInt32
    let asset: UInt32
    let standing: Standing
  }

  private func expectAgreement(_ ledger: TestLedger, _ model: Model) {
    var balances: [Account: Int64] = [:]
    for (series, units) in model.units {
      let asset = ledger.core.series[series].asset
      for (serial, unit) in units {
        let segment = ledger.segment(series, serial)
        let found = Model.Unit(
          holder: segment.holder, standing: segment.standing,
          trades: CertificateMarks(rawValue: segment.marks).tradeCount)
        #expect(found == unit, "series \(series), serial \(serial)")
        let account = Account(holder: unit.holder, asset: asset, standing: unit.standing)
        balances[account, default: 0] += 1
      }
    }
    for participant in 0..<UInt32(ledger.core.accounts.participantCount) {
      for line in ledger.core.accounts.lines(of: participant) where line.standing != .issuance {
        let account = Account(
          holder: participant, asset: line.asset, standing: line.standing)
        #expect(line.amount == balances[account] ?? 0)
      }
    }
  }
}
