// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Random acts on three scenarios; what must always hold is checked against sums kept beside.
@Suite struct RandomHistoryTests {
  /// A ledger and, beside it, what rides that were admitted save.
  private struct History {
    var ledger: TestLedger
    var random: SplitMix64
    let pooled: UInt32
    let personal: UInt32
    /// What persons' rides of a scenario and month save that have not left.
    var saved: [String: Int64] = [:]
    var batches: [(number: UInt32, record: ActivityBatchRecord, rides: [ActivityRow])] = []
    var accepted = 0
    var refused = 0

    init(seed: UInt64) throws {
      random = SplitMix64(state: seed)
      var ledger = try TestLedger(today: day(2025, 1, 5))
      let travel = try ledger.file(SampleMethodology.travel())
      let points = try ledger.file(SampleMethodology.points())
      pooled = try ledger.approve(ledger.approval(travel, "POOL", points: points))
      personal = try ledger.approve(ledger.approval(travel, "SELF", .personal))
      for scenario in [pooled, personal] { try ledger.authorise(scenario, 0...7) }
      self.ledger = ledger
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    mutating func note(_ isAccepted: Bool) {
      if isAccepted { accepted += 1 } else { refused += 1 }
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a random history conserves every unit and every gram`(_ seed: UInt64) throws {
    var history = try History(seed: seed)
    var stored: [[UInt8]: [UInt8]] = [:]
    for _ in 0..<160 {
      if history.below(10) == 0 { history.ledger.store(in: &stored) }
      history.ledger.comparesImages = history.below(8) == 0
      switch history.below(12) {
      case 0...5: try ride(&history)
      case 6: try leave(&history)
      case 7: try close(&history)
      case 8: try use(&history)
      case 9: try move(&history)
      default: history.ledger.today = history.ledger.today.adding(days: history.below(4))
      }
    }
    try close(&history)
    #expect(history.accepted > 40 && history.refused > 10, "seed \(seed)")
    history.ledger.expectLaw("seed \(seed)")
    try expectSums(history)
    history.ledger.store(in: &stored)
    let whole = history.ledger.images().filter { !$0.value.isEmpty }
      .map { ([$0.section] + $0.key, $0.value) }
    #expect(stored == Dictionary(uniqueKeysWithValues: whole), "seed \(seed)")
    let copy = try history.ledger.reloaded()
    #expect(copy.images() == history.ledger.images(), "seed \(seed)")
    history.ledger.comparesImages = false
    try expectSameAnswers(&history, copy)
  }

  private func ride(_ history: inout History) throws {
    let scenario = history.below(2) == 0 ? history.pooled : history.personal
    let date = history.ledger.today.adding(days: -history.below(35))
    let rides = (0...history.below(90)).map { _ in
      ActivityRow.ride(
        UInt32(history.below(9)), at: Int32(history.below(86_000)), for: 60,
        metres: Int64(history.below(3_000)), key: "\(history.below(1_000_000))")
    }
    let batch = try history.ledger.batch(scenario, on: date, rides)
    guard try history.ledger.refusal(batch, by: .metro) == nil else {
      // What a batch was refused for, single rows show; the others make a batch that is admitted.
      return try rideTested(&history, scenario, date, rides)
    }
    admitted(&history, batch, rides)
  }

  private func rideTested(
    _ history: inout History, _ scenario: UInt32, _ date: CalendarDate, _ rides: [ActivityRow]
  ) throws {
    history.note(false)
    let credits = history.ledger.credits
    guard
      var tester = try? ActivityTester(
        scenario: scenario, on: date, today: history.ledger.today, in: credits)
    else { return }
    let passed = rides.filter { (try? tester.test($0, in: credits)) != nil }
    guard !passed.isEmpty else { return }
    let batch = try history.ledger.batch(scenario, on: date, passed)
    let refusal = try history.ledger.refusal(batch, by: .metro)
    #expect(refusal == nil || refusal == "INC-76B", "rows that passed alone are admitted")
    if refusal == nil { admitted(&history, batch, passed) }
  }

  private func admitted(
    _ history: inout History, _ batch: ActivityBatchRecord, _ rides: [ActivityRow]
  ) {
    history.note(true)
    let number = UInt32(history.ledger.credits.batches.count - 1)
    history.batches.append((number, batch, rides))
    let key = CreditPeriod.key(batch.terms.scenario, batch.terms.date.calendarMonth)
    history.saved[key, default: 0] += batch.terms.total
  }

  private func leave(_ history: inout History) throws {
    guard let batch = history.batches.randomElement(using: &history.random) else { return }
    let row = history.below(batch.rides.count)
    let reason = RemovalReason.allCases.randomElement(using: &history.random) ?? .excluded
    let removal = try history.ledger.removal(
      (batch.number, batch.record), [UInt32(row % 64)], reason, group: row / 64)
    let refusal = try history.ledger.refusal(removal, by: .metro)
    history.note(refusal == nil)
    guard refusal == nil else { return }
    let terms = batch.record.terms
    let key = CreditPeriod.key(terms.scenario, terms.date.calendarMonth)
    history.saved[key, default: 0] -= removal.total
  }

  /// Verifies and issues whatever month can be.
  private func close(_ history: inout History) throws {
    for period in history.ledger.credits.periods.all where period.issue == nil {
      let verification = try history.ledger.verification(period.scenario, period.month)
      let refusal = try history.ledger.refusal(verification, by: .verifier)
      #expect((refusal == nil) == (period.month.lastDay < history.ledger.today))
      history.note(refusal == nil)
      guard refusal == nil else { continue }
      let scenario = history.ledger.credits.scenarios[period.scenario]
      let isPersonal = scenario.approval.benefit == .personal
      let grams = isPersonal ? grams(history.ledger, period) : nil
      let block = isPersonal ? scenario.grams : scenario.tonnes.first
      let last = block.map { history.ledger.credits.issues[$0.lastIssue] }
      let issue = try history.ledger.issue(
        period.scenario, period.month, count: grams?.count,
        first: last.map { $0.first + $0.count } ?? 1, carry: grams?.carry)
      #expect(try history.ledger.refusal(issue, by: .registry) == nil)
    }
  }

  private func grams(
    _ ledger: TestLedger, _ period: CreditPeriod
  ) -> (count: UInt64, carry: Int64) {
    let amounts = ledger.credits.amounts
    let pending = PersonAmounts.Column(
      .pending, scenario: period.scenario, month: period.month)
    let credited = PersonAmounts.Column(.credited, scenario: period.scenario, month: nil)
    var (count, fractions) = (Int64(0), Int64(0))
    for person in 0..<UInt32(ledger.credits.persons.count) {
      let before = amounts.amount(credited, person)
      let after = before + amounts.amount(pending, person)
      count += after / 1_000 - before / 1_000
      fractions += after % 1_000
    }
    return (UInt64(count), fractions)
  }

  /// Retires or pools grams of a person.
  private func use(_ history: inout History) throws {
    let person = UInt32(history.below(8))
    let grams = Int64(history.below(120))
    let carry = history.ledger.credits.scenarios[history.personal].poolCarry + grams * 1_000
    let pool = PersonalPoolRecord(
      scenario: history.personal, persons: [person], grams: [grams], count: 0, first: 1,
      carry: carry)
    let retirement = PersonalRetirementRecord(
      scenario: history.personal, person: person, grams: grams, purpose: .voluntary,
      beneficiary: "public", date: history.ledger.today)
    let available = history.ledger.credits.grams(of: person, scenario: history.personal)
    let record: any Record = history.below(2) == 0 ? pool : retirement
    let refusal = try history.ledger.refusal(record, by: .metro)
    #expect((refusal == nil) == (grams > 0 && grams <= available))
    history.note(refusal == nil)
  }

  /// Grams of persons never move.
  private func move(_ history: inout History) throws {
    guard let block = history.ledger.credits.scenarios[history.personal].grams else { return }
    let sale = history.ledger.transfer(block.series, 1, 1, to: .buyer)
    #expect(try history.ledger.refusal(sale, by: .metro) == "INC-74")
    history.note(false)
  }

  private func expectSums(_ history: History) throws {
    let credits = history.ledger.credits
    for period in credits.periods.all {
      let key = CreditPeriod.key(period.scenario, period.month)
      #expect(period.total == history.saved[key] ?? 0, "\(key)")
      let pending = PersonAmounts.Column(
        .pending, scenario: period.scenario, month: period.month)
      #expect(credits.amounts.total(pending) == (period.issue == nil ? period.total : 0))
    }
    for scenario in [history.pooled, history.personal] {
      let row = credits.scenarios[scenario]
      let issued = credits.periods.all.filter { $0.scenario == scenario && $0.issue != nil }
      let credited = PersonAmounts.Column(.credited, scenario: scenario, month: nil)
      let total = issued.reduce(0) { $0 + $1.total }
      #expect(credits.amounts.total(credited) == total)
      let unit: Int64 = row.approval.benefit == .personal ? 1_000 : 1_000_000_000
      let units = credits.issues.all.filter { $0.scenario == scenario && $0.kind == .month }
        .reduce(0) { $0 + Int64($1.count) }
      #expect(units * unit + row.carry == total)
    }
  }

  /// A ledger read back judges the next batch as the one that wrote it.
  private func expectSameAnswers(_ history: inout History, _ copy: TestLedger) throws {
    var copy = copy
    copy.comparesImages = false
    for _ in 0..<20 {
      guard let batch = history.batches.randomElement(using: &history.random) else { return }
      let first = try history.ledger.rejection(batch.record, by: .metro)
      #expect(first != nil, "what was admitted once is refused")
      #expect(try copy.rejection(batch.record, by: .metro) == first)
    }
  }
}
