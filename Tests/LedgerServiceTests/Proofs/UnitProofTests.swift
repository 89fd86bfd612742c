// SPDX-License-Identifier: Apache-2.0
import Cryptography
import ExternalCredits
import GreenCertificates
import LedgerCore
import Quantities
import Testing
import TransparencyLog

@testable import LedgerService

/// Proofs of who holds a certificate or credit, or that it was never issued.
@Suite struct UnitProofTests {
  private static func answer(_ files: CommittedLedger, _ code: String) throws -> UnitAnswer {
    guard case .units(code, let answer) = try files.answer("unit:\(code)") else {
      throw BundleCheck.unsound("another answer")
    }
    return answer
  }

  @Test(arguments: Suite.all)
  func `who holds a certificate, and in which standing, is proved offline`(
    suite: Suite
  ) async throws {
    let files = try await CommittedLedger(suite)
    // 1–5 retired by the buyer, 6–10 his, 11 retired and 12 held by the shop, the rest unsold.
    let known: [(UInt64, UInt32, Standing, ClosedRange<UInt64>)] = [
      (1, 2, .retired, 1...5), (5, 2, .retired, 1...5), (6, 2, .available, 6...10),
      (10, 2, .available, 6...10), (11, 3, .retired, 11...11), (12, 3, .available, 12...12),
      (13, 1, .available, 13...100), (100, 1, .available, 13...100),
    ]
    for (serial, holder, standing, range) in known {
      let answer = try Self.answer(files, "0:\(serial)")
      let unit = try #require(answer.held.first)
      #expect(answer.held.count == 1)
      #expect(unit.serial == serial)
      #expect(unit.holder == holder)
      #expect(unit.standing == standing)
      #expect(unit.range == range)
      let status = try UnitQuery(code: "0:\(serial)").run(on: files.reading.rows)
      #expect(unit.code == status.unit.code)
      #expect(unit.lastChange == status.lastChange)
      #expect(unit.holderName == status.holderName)
    }
  }

  @Test func `every form in which a unit is named means the same one`() async throws {
    let files = try await CommittedLedger()
    let unit = try UnitLocation("0:7", in: files.reading.rows)
    for code in [unit.code, "\(unit.series.prefix):7", "0:7"] {
      let answer = try Self.answer(files, code)
      #expect(answer.held.map(\.code) == [unit.code])
      #expect(answer.held.map(\.serial) == [7])
    }
  }

  @Test func `that a number was never issued is proved for every way to read it`() async throws {
    let files = try await CommittedLedger()
    let unit = try UnitLocation("0:7", in: files.reading.rows)
    for serial: UInt64 in [0, 101, .max] {
      let answer = try Self.answer(files, "\(unit.series.prefix):\(serial)")
      #expect(answer.held.isEmpty)
      #expect(answer.missing.map(\.reason) == [.number])
    }
    // By number there is one series more to look for: one whose prefix is that number.
    #expect(try Self.answer(files, "0:101").missing.map(\.reason) == [.series, .number])
    #expect(try Self.answer(files, "9:1").missing.map(\.reason) == [.series, .series])
    // A certificate's code is one of another registry too, whose credits may be imported.
    let beyond = UnitLocation.code(of: 101, in: unit.series)
    #expect(try Self.answer(files, beyond).missing.map(\.reason) == [.number, .series])
    // The last two characters are the classes: the series has certificates of one only.
    let other = String(unit.code.dropLast()) + (unit.code.hasSuffix("T") ? "N" : "T")
    if UnitReading.all(of: other).contains(where: { $0.tradeClass != nil }) {
      #expect(try Self.answer(files, other).missing.map(\.reason).first == .tradeClass)
    }
    #expect(try Self.answer(files, "GS1-1-UG-GS11236-16-2024-30307-5").held.isEmpty)
  }

  @Test func `a credit of another registry is found under its printed serial`() async throws {
    let files = try await CommittedLedger { session, keys in
      let signer = StatementSigner(
        issuer: 0, audience: session.origin, suite: session.suite,
        key: try keys.key(LedgerCreation.authorityKeyName))
      let records: [[UInt8]] = [
        ParticipantRecord(
          identifier: "external:CAR:Acme", chineseName: "Acme", englishName: "Acme", province: 0,
          isExample: true, roles: [.external], since: ProofLedger.day, key: nil
        ).encoded,
        AssetRecord(
          code: "CAR", chineseName: "CAR", englishName: "CAR", unit: "tCO2e", issuer: 0
        ).encoded,
      ]
      let receipt = try await session.submit(records, as: signer)
      let block = try SerialGrammars.climateActionReserve.parse(
        "CAR-1-US-1008-27-845-WA-2015-2010-11 to 8645")
      let credits = ImportedCredits(
        range: block, quantity: block.count, project: "CAR845", vintage: ProofLedger.month,
        status: .retired, date: ProofLedger.day, reason: "—", details: "")
      let asset = try #require(receipt.assignments.first { $0.kind == "asset" }).number
      let holder = try #require(receipt.assignments.first { $0.kind == "participant" }).number
      let record = CreditImportRecord(
        credits: credits, asset: asset, holder: holder,
        sourceDigest: [UInt8](repeating: 7, count: 32), sourceRow: 2)
      _ = try await session.submit([record.encoded], as: signer)
    }
    let code = "CAR-1-US-1008-27-845-WA-2015-2010-17"
    let unit = try #require(try Self.answer(files, code).held.first)
    #expect(unit.code == code)
    #expect(unit.standing == .retired)
    #expect(unit.range == 11...8_645)
    // A printed block means its first number, and a number before or behind it was not imported.
    #expect(
      try Self.answer(files, "CAR-1-US-1008-27-845-WA-2015-2010-11 to 8645").held.map(\.serial)
        == [11])
    for serial in ["10", "8646"] {
      let answer = try Self.answer(files, "CAR-1-US-1008-27-845-WA-2015-2010-\(serial)")
      #expect(answer.held.isEmpty)
      #expect(answer.missing.map(\.reason) == [.number])
    }
    let check = try files.check("unit:\(code)")
    #expect(check.sentence.chinese.contains("已注销"))
    #expect(check.sentence.english.contains("retired"))
  }

  @Test func `what is no code of a unit is refused, however long`() async throws {
    let files = try await CommittedLedger()
    for text in ["foo", "x:y", String(repeating: "-", count: 100_000)] {
      #expect {
        try files.proof("unit:\(text)")
      } throws: { error in
        guard case .invalid? = error as? ServiceError else { return false }
        return true
      }
    }
  }

  @Test func `no changed byte changes who holds a unit, or that it was not issued`() async throws {
    let files = try await CommittedLedger()
    for question in ["unit:0:7", "unit:0:101"] { try files.flipBytes(of: question) }
  }

  @Test func `the rows of a unit are not left out, added, swapped or foreign`() async throws {
    let files = try await CommittedLedger()
    try files.tamper("unit:0:7", with: "unit:0:101")
    try files.tamper("unit:0:101", with: "unit:9:1")
    // Another standing of the partition: that of an earlier commitment.
    let earlier = try files.proof("unit:0:7").bytes
    let later = try await CommittedLedger { session, keys in
      let signer = StatementSigner(
        issuer: 2, audience: session.origin, suite: session.suite, key: try keys.key("buyer-3"))
      let record = RetirementRecord(
        series: 0, first: 7, count: 1, beneficiary: 2, purpose: .voluntary,
        consumption: ProofLedger.month...ProofLedger.month, date: ProofLedger.day)
      _ = try await session.submit([record.encoded], as: signer)
    }
    let honest = try later.proof("unit:0:7").bytes
    let old = try #require(try JSONValue(parsing: earlier)["answers"]?.elements)
    later.refuses(
      try CommittedLedger.changed(honest, "answers") { $0 = old }, "an earlier state")
  }
}
