// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Laws of the fold over random histories, of which many a statement is refused.
@Suite struct LedgerStateLawTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4]

  /// One to three records that `signer` may well submit, each refused now and then.
  private func records(
    by signer: UInt32, _ random: inout SplitMix64, _ ledger: TestLedger
  ) throws -> [any Record] {
    try (0..<Int.random(in: 1...3, using: &random)).map { _ in
      signer == TestLedger.registry
        ? try registryRecord(&random, ledger) : try holderRecord(signer, &random, ledger)
    }
  }

  private func registryRecord(
    _ random: inout SplitMix64, _ ledger: TestLedger
  ) throws -> any Record {
    let party = UInt32.random(in: 1...4, using: &random)
    let series = UInt32.random(in: 0...2, using: &random)
    let end = ledger.state.core.holdings.segments(of: series).last?.first ?? 0
    // At the end of what is issued, behind a gap, or across what is issued already.
    let first = max(end, 3) + UInt64.random(in: 0...6, using: &random) - 3
    let count = UInt64.random(in: 0...12, using: &random)
    switch Int.random(in: 0...7, using: &random) {
    case 0...3: return ToyIssue(prefix: "S\(series)", first: first, count: count, holder: party)
    case 4:
      return HoldRecord(
        series: series, first: UInt64.random(in: 0...max(end, 1), using: &random), count: 2,
        kind: Int.random(in: 0...2, using: &random), keeper: party, reason: "law")
    case 5: return ReleaseRecord(hold: UInt32.random(in: 0...5, using: &random), reason: "law")
    default: return try ledger.participant(UInt32.random(in: 5...60, using: &random), [.enterprise])
    }
  }

  private func holderRecord(
    _ signer: UInt32, _ random: inout SplitMix64, _ ledger: TestLedger
  ) throws -> any Record {
    let series = UInt32.random(in: 0...2, using: &random)
    let segments = ledger.state.core.holdings.segments(of: series)
    let own = segments.filter { $0.holder == signer && $0.standing == .available }
    let segment = try #require((own + [segments[0]]).randomElement(using: &random))
    let count = UInt64.random(in: 1...4, using: &random)
    switch Int.random(in: 0...7, using: &random) {
    case 0: return ReleaseRecord(hold: UInt32.random(in: 0...5, using: &random), reason: "law")
    case 1:
      return ToyClaim(
        "energy:\(series)", capacity: Int64.random(in: 0...20, using: &random),
        amount: Int64.random(in: 0...20, using: &random), scheme: "s\(signer)",
        date: try TestLedger.date("2026-06-01"))
    case 2:
      return HoldRecord(
        series: series, first: segment.first, count: count, kind: 1, keeper: TestLedger.bank,
        reason: "law")
    default:
      let standings: [Standing] = [.available, .available, .retired, .expired, .pendingOffset]
      return ToyMove(
        series: series, first: segment.first, count: count,
        to: UInt32.random(in: 1...4, using: &random),
        try #require(standings.randomElement(using: &random)),
        marks: Bool.random(using: &random) ? UInt8.random(in: 0...3, using: &random) : nil)
    }
  }

  /// A history of 120 submissions; `each` sees the state after every one.
  private func history(
    _ seed: UInt64, each: (inout TestLedger) throws -> Void = { _ in }
  ) throws -> (ledger: TestLedger, refused: Int) {
    var random = SplitMix64(seed: seed)
    var ledger = try TestLedger.founded()
    try ledger.apply(
      ParameterRecord(
        name: "toy.limit", effective: try TestLedger.date("2026-01-01"), value: 1_000,
        source: "test"), by: TestLedger.authority)
    var refused = 0
    for _ in 0..<120 {
      let signer = UInt32.random(in: 1...4, using: &random)
      if try ledger.refusal(of: try records(by: signer, &random, ledger), by: signer) != nil {
        refused += 1
      }
      try each(&ledger)
    }
    return (ledger, refused)
  }

  @Test(arguments: seeds)
  func `books balance and segments part all numbers, after every statement`(seed: UInt64) throws {
    let (ledger, refused) = try history(seed) { ledger in
      let core = ledger.state.core
      #expect(core.accounts.sums().values.allSatisfy { $0 == 0 })
      var balances: [[Int64]] = Array(
        repeating: Array(repeating: 0, count: Standing.allCases.count),
        count: core.participants.count)
      for series in 0..<UInt32(core.series.count) {
        let segments = core.holdings.segments(of: series)
        #expect(segments.first?.first == 0)
        #expect(segments.last?.isIssued == false)
        for (segment, next) in zip(segments, segments.dropFirst()) {
          #expect(segment.first < next.first)
          guard segment.isIssued else { continue }
          let length = Int64(next.first - segment.first)
          balances[Int(segment.holder)][Int(segment.standing.rawValue)] += length
          balances[Int(TestLedger.registry)][Int(Standing.issuance.rawValue)] -= length
        }
      }
      for participant in 0..<UInt32(core.participants.count) {
        let booked = Standing.allCases.map { ledger.balance(participant, $0) }
        #expect(booked == balances[Int(participant)])
      }
    }
    #expect((20...110).contains(refused), "both outcomes occur: \(refused)")
    #expect(ledger.state.core.holdings.segmentCount > 10)
  }

  @Test(arguments: seeds)
  func `a refused statement leaves no trace, whichever of its records failed`(seed: UInt64) throws {
    // `refusal(of:)` compares the images around every refusal; here the end is compared as well,
    // against a ledger that never saw the refused statements.
    let (ledger, _) = try history(seed)
    var replayed = TestLedger()
    for entry in ledger.entries { try replayed.submit(entry.statement, at: entry.registered) }
    #expect(replayed.state.images == ledger.state.images)
    #expect(replayed.state.size == UInt64(ledger.entries.count))
  }

  @Test func `the k-th record refused takes back the k-1 before it`() throws {
    var ledger = try TestLedger.founded()
    try ledger.apply(ToyIssue(count: 10, holder: TestLedger.maker), by: TestLedger.registry)
    let good: [any Record] = [
      ToyIssue(prefix: "U", count: 4, holder: TestLedger.buyer),
      ToyIssue(prefix: "U", first: 4, count: 4, holder: TestLedger.maker),
      try ledger.participant(20, [.enterprise]),
      ToyIssue(first: 10, count: 1, holder: 5),
      HoldRecord(
        series: 0, first: 0, count: 3, kind: 0, keeper: TestLedger.registry, reason: "order"),
      CorrectionRecord(entry: 1, record: 0, reason: "name"),
    ]
    let bad = ToyIssue(first: 3, count: 1, holder: TestLedger.buyer)
    for place in 0...good.count {
      let refusal = try ledger.refusal(
        of: good[..<place] + [bad] + good[place...], by: TestLedger.registry)
      #expect(refusal?.record == place)
    }
    let assigned = try ledger.apply(good, by: TestLedger.registry)
    #expect(assigned.map(\.kind) == ["series", "participant", "hold"])
    #expect(assigned.map(\.number) == [1, 5, 0])
    #expect(assigned.map(\.record) == [0, 2, 4])
  }

  private struct Key: Hashable {
    let section: UInt8
    let key: [UInt8]
  }

  @Test(arguments: seeds)
  func `stored changes add up to the whole state, which loads as it was`(seed: UInt64) throws {
    var stored: [Key: [UInt8]] = [:]
    var turn = 0
    let (ledger, _) = try history(seed) { ledger in
      turn += 1
      guard turn % 7 == 0 || turn == 120 else { return }
      let copy = ledger.state.takeChanges()
      copy.visitImages(changedOnly: true) { image in
        stored[Key(section: image.section, key: image.key)] =
          image.value.isEmpty ? nil : image.value
      }
      let whole = ledger.state.images
      #expect(whole.allSatisfy { stored[Key(section: $0.section, key: $0.key)] == $0.value })
      #expect(stored.count == whole.count)
      // Nothing but the header, which changes with every entry, is left to be stored.
      var rest = Set<UInt8>()
      ledger.state.visitImages(changedOnly: true) { rest.insert($0.section) }
      #expect(rest.isSubset(of: [SectionCode.ledger, SectionCode.statements]))
    }
    let rows = stored.sorted { left, right in
      left.key.section == right.key.section
        ? left.key.key.lexicographicallyPrecedes(right.key.key)
        : left.key.section < right.key.section
    }
    var loaded = LedgerState(loading: [ToyMechanism.self])
    for (key, value) in rows {
      try loaded.load(StateImage(section: key.section, key: key.key, value: value))
    }
    try loaded.finishLoading()
    #expect(loaded.images == ledger.state.images)
    // The loaded state goes on where the other stood.
    var first = ledger
    var second = ledger
    second.state = loaded
    let again = try #require(ledger.entries.last)
    #expect(second.refusal(of: again.statement)?.rule == LedgerRules.statementOnce)
    let next = try first.statement(
      [ToyIssue(prefix: "new", count: 3, holder: TestLedger.maker)], by: TestLedger.registry)
    try first.submit(next)
    try second.submit(next)
    #expect(first.state.images == second.state.images)
  }
}
