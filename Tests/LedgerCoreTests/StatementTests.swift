// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities
import Testing
import TransparencyLog

@Suite struct StatementTests {
  private let id = [UInt8](1...16)

  private func signed(_ records: [[UInt8]]) throws -> [UInt8] {
    let ledger = TestLedger()
    let signer = StatementSigner(
      issuer: 7, audience: TestLedger.origin, suite: ledger.suite, key: try ledger.key(7))
    return try signer.sign(records, identifier: id, issuedAt: TestLedger.start)
  }

  /// A statement as long as told, around one byte string.
  private func signed(length: Int) throws -> [UInt8] {
    func filled(_ count: Int) throws -> [UInt8] {
      var writer = CBORWriter()
      writer.write(bytes: [UInt8](repeating: 0, count: count))
      return try signed([writer.bytes])
    }
    let filler = 60_000
    return try filled(filler + length - (try filled(filler)).count)
  }

  /// A statement with these header fields and a signature that nobody made.
  private func unsigned(
    issuer: String = "7", kid: Int = 8, cti: Int = 16, contentType: String? = Statement.contentType,
    signature: Int = 64
  ) -> [UInt8] {
    let protected = COSESign1.protectedHeader(
      algorithm: -8, keyIdentifier: [UInt8](repeating: 1, count: kid), contentType: contentType,
      issuer: issuer, audience: TestLedger.origin, issuedAt: 0,
      identifier: [UInt8](repeating: 2, count: cti))
    return COSESign1.encode(
      protected: protected, payload: [0x80], signature: [UInt8](repeating: 3, count: signature))
  }

  private func refusal(of bytes: [UInt8]) -> Rule? {
    do {
      _ = try Statement(decoding: bytes)
      return nil
    } catch {
      return error.rule
    }
  }

  @Test func `what was signed is read back`() throws {
    let records = [RulesetRecord(version: 1).encoded, ReleaseRecord(hold: 5, reason: "r").encoded]
    let bytes = try signed(records)
    let statement = try Statement(decoding: bytes)
    #expect(statement.bytes == bytes)
    #expect(statement.issuer == 7)
    #expect(statement.audience == TestLedger.origin)
    #expect(statement.identifier == id)
    let key = try TestLedger().key(7).verifyingKey
    #expect(statement.keyIdentifier == key.identifier(using: .sha256))
    #expect(statement.isSigned(by: key))
    #expect(!statement.isSigned(by: try TestLedger().key(8).verifyingKey))
    let found = try statement.records()
    #expect(found.map(\.type) == [6, 11])
    #expect(found.map { Array(bytes[$0.range]) } == records)
  }

  @Test func `every truncation and every trailing byte is refused`() throws {
    let bytes = try signed([RulesetRecord(version: 1).encoded])
    for length in 0..<bytes.count {
      #expect(refusal(of: Array(bytes[..<length])) == LedgerRules.malformed, "\(length) bytes")
    }
    #expect(refusal(of: bytes + [0]) == LedgerRules.malformed)
  }

  @Test func `no flipped bit leaves a statement that verifies`() throws {
    let bytes = try signed([RulesetRecord(version: 1).encoded])
    let key = try TestLedger().key(7).verifyingKey
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 1
      guard let statement = try? Statement(decoding: changed) else { continue }
      #expect(!statement.isSigned(by: key), "byte \(position)")
    }
  }

  @Test func `the header fields have their lengths and forms`() {
    #expect(refusal(of: unsigned()) == nil)
    #expect(refusal(of: unsigned(cti: 15)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(cti: 17)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(kid: 7)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(kid: 9)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(signature: 63)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(contentType: nil)) == LedgerRules.malformed)
    #expect(refusal(of: unsigned(contentType: "application/cbor")) == LedgerRules.malformed)
  }

  @Test(arguments: ["", "01", "+1", "-1", " 1", "1 ", "4294967296", "one", "१"])
  func `the issuer is a participant number in plain decimal`(text: String) {
    #expect(refusal(of: unsigned(issuer: text)) == LedgerRules.malformed)
  }

  @Test func `the longest statement makes the longest entry, one byte more is refused`() throws {
    let longest = try signed(length: Entry.maximumStatementLength)
    #expect(longest.count == Entry.maximumStatementLength)
    let entry = Entry.encode(
      previous: .zero, registered: TestLedger.start,
      statement: try Statement(decoding: longest).bytes)
    #expect(entry.count == Entry.maximumLength)
    var bundle: [UInt8] = []
    try EntryBundle.append(entry.span, to: &bundle)
    #expect(try EntryBundle.entryRanges(in: bundle.span, count: 1) == [2..<65_537])
    let longer = try signed(length: Entry.maximumStatementLength + 1)
    #expect(refusal(of: longer) == LedgerRules.size)
  }
}

@Suite struct EntryTests {
  private let statement: [UInt8] = [1, 2, 3, 4, 5]
  private var previous: Digest { HashFunction.sha256.leafHash(of: [9]) }

  @Test func `an entry is read back`() throws {
    let bytes = Entry.encode(
      previous: previous, registered: TestLedger.start, statement: statement)
    let entry = try Entry(decoding: bytes.span)
    #expect(entry.previous == previous)
    #expect(entry.registered == TestLedger.start)
    #expect(Array(bytes[entry.statementRange]) == statement)
  }

  @Test func `every truncation and every trailing byte is refused`() {
    let bytes = Entry.encode(
      previous: previous, registered: TestLedger.start, statement: statement)
    for length in 0..<bytes.count {
      #expect(throws: CBORError.self) {
        try Entry(decoding: bytes.span.extracting(0..<length))
      }
    }
    #expect(throws: CBORError.self) { try Entry(decoding: (bytes + [0]).span) }
  }

  @Test func `another shape is refused`() {
    func encoded(_ count: Int, previous: Int, registered: Int64) -> [UInt8] {
      var writer = CBORWriter()
      writer.writeArrayHeader(count)
      writer.write(bytes: [UInt8](repeating: 0, count: previous))
      writer.write(integer: registered)
      writer.write(bytes: statement)
      if count > 3 { writer.writeNull() }
      return writer.bytes
    }
    #expect(throws: Never.self) {
      try Entry(decoding: encoded(3, previous: 32, registered: 0).span)
    }
    for bytes in [
      encoded(4, previous: 32, registered: 0), encoded(3, previous: 31, registered: 0),
      encoded(3, previous: 33, registered: 0), encoded(3, previous: 32, registered: -1),
    ] {
      #expect(throws: CBORError.self) { try Entry(decoding: bytes.span) }
    }
  }
}
