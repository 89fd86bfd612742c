// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@Suite struct RecordTests {
  private static let scenario = ScenarioRecord(
    scheme: 1, methodology: 2, code: "METRO", chineseName: "地铁", englishName: "Metro",
    operatorNumber: 3, beneficiary: 4, from: day(2024, 1, 1), through: day(2033, 12, 31),
    attributes: [-1, 0, .max], benefit: .personal, subjects: ["site:1", "device:x"],
    greenProject: 5, pointsPolicy: 6, insideMarkets: ["national-ets"], reference: "approval")
  private static let batch = ActivityBatchRecord(
    ActivityBatchRecord.Terms(
      scenario: 1, date: day(2025, 3, 1), status: .estimate, count: 2, total: 3,
      root: digest("root"), evidence: nil), rows: [0x80, 0x80])

  private static let filings: [any Record] = [
    MethodologyFilingRecord(document: [1, 2, 3], sourceDigest: digest("d"), reference: "filing"),
    MethodologyStatusRecord(
      methodology: 1, action: .supersede, from: day(2025, 1, 1), successor: 2, reason: "new"),
    SchemeRecord(
      code: "SZ", chineseName: "深圳", englishName: "Shenzhen", province: 44,
      from: day(2024, 1, 1), lateWindowDays: 7, vintageMonths: 36, bufferAccount: 8,
      source: "source"),
    scenario,
    ScenarioChangeRecord(
      scenario: 1, action: .methodology, from: day(2025, 1, 1), methodology: 3, reason: "new"),
    AuthorisationRecord(scenario: 1, from: day(2025, 1, 1), pseudonyms: [1, 2]),
    WithdrawalRecord(scenario: 1, from: day(2025, 1, 1), persons: [0, 5, 4_294_967_294]),
    batch,
    ActivityRemovalRecord(
      batch: 1, reason: .withdrawn, group: 2, rows: [0x80], path: [digest("a"), digest("b")],
      positions: [0, 63], total: 4),
    VerificationRecord(
      scenario: 1, month: month(2025, 3), batches: 2, activities: 3, total: 4,
      report: digest("r"), opinion: "合格"),
    ClaimRegistrationRecord(subject: "parcel:1", scheme: "ccer", reference: "r"),
  ]
  private static let movements: [any Record] = [
    CreditIssueRecord(
      scenario: 1, month: month(2025, 3), total: 4, count: 5, first: 6, bufferCount: 1, carry: 7),
    PherTransferRecord(series: 1, first: 2, count: 3, recipient: 4, reference: "r"),
    OfferRecord(
      series: 1, first: 2, count: 3, buyer: 4, price: Money(fen: 5), through: day(2025, 3, 9),
      reference: "r"),
    AcceptanceRecord(offer: 1), DeclineRecord(offer: 2),
    PherRetirementRecord(
      series: 1, first: 2, count: 3, purpose: .compliance, beneficiary: "b", obligation: 4,
      date: day(2025, 3, 9), reference: "r"),
    ObligationRecord(
      market: "m", participant: 1, year: 2024, tonnes: 5, capBasisPoints: 500,
      localSchemes: [1], outsideBasisPoints: 250, vintageFrom: month(2021, 1),
      deadline: day(2025, 12, 31), source: "s"),
    CreditReversalRecord(
      scenario: 1, tonnes: 2, date: day(2025, 3, 9), reason: "fire", evidence: digest("e")),
    PointsSpendRecord(
      scenario: 1, persons: [1], amounts: [2], reference: "r", date: day(2025, 3, 9)),
    PersonalPoolRecord(scenario: 1, persons: [1], grams: [2], count: 3, first: 4, carry: 5),
    PersonalRetirementRecord(
      scenario: 1, person: 2, grams: 3, purpose: .event, beneficiary: "b", reference: "r",
      date: day(2025, 3, 9)),
  ]

  @Test func `every record reads back as it was written`() throws {
    func expect<R: Record>(_ record: R) throws {
      let bytes = record.encoded
      var reader = CBORReader(bytes.span)
      #expect(try reader.readArrayHeader() == R.shape.fields.count + 1)
      #expect(try reader.readUnsigned() == R.shape.type)
      #expect(try R(decoding: &reader) == record)
      try reader.expectEnd()
    }
    let samples = Self.filings + Self.movements
    for record in samples { try expect(record) }
    let types = samples.map { type(of: $0).shape.type }.sorted()
    #expect(types == InclusiveCredits.records.map(\.type).sorted())
    #expect(types == Array(300...321))
  }

  @Test func `every reason, action and purpose has a name`() {
    #expect(Benefit.allCases.map(\.name) == Benefit.names)
    #expect(DataStatus.allCases.map(\.name) == DataStatus.names)
    #expect(RemovalReason.allCases.map(\.name) == RemovalReason.names)
    #expect(CreditPurpose.allCases.map(\.name) == CreditPurpose.names)
    #expect(MethodologyAction.allCases.map(\.name) == MethodologyAction.names)
    #expect(ScenarioAction.allCases.map(\.name) == ScenarioAction.names)
  }

  @Test func `records cut short or falsified are refused, never more`() throws {
    var random = SplitMix64(state: 61)
    var ledger = try TestLedger()
    let samples = (Self.filings + Self.movements).map(\.encoded)
    for _ in 0..<600 {
      var bytes = samples.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let position = Int.random(in: 2..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        }
      }
      let party = Party.allCases.randomElement(using: &random) ?? .authority
      // Whatever the bytes are, the answer is a refusal or an admission, never a trap.
      _ = try ledger.rejection(encoded: [bytes], by: party)
    }
    ledger.expectLaw()
  }
}
