// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Testing
import TransparencyLog

@Suite struct SecondKeyTests {
  private let key = Result { try Self.key(1) }

  private static func key(_ seed: UInt8) throws -> SigningKey {
    try SigningKey(algorithm: .sm2, seed: [UInt8](repeating: seed, count: 32))
  }

  private func naming(_ key: SigningKey, of ledger: TestLedger) throws -> CheckpointKeyRecord {
    try CheckpointKeyRecord(
      naming: key, origin: TestLedger.origin,
      checkpointKey: try ledger.checkpointKey().verifyingKey.bytes)
  }

  @Test func `a second key is named, replaced and ended, and its sizes are known`() throws {
    var ledger = try TestLedger.founded()
    let (first, other) = (try key.get(), try Self.key(2))
    #expect(ledger.state.header.secondKeys.current == nil)
    try ledger.apply(try naming(first, of: ledger), by: TestLedger.authority)
    try ledger.apply(try naming(other, of: ledger), by: TestLedger.authority)
    try ledger.apply(CheckpointKeyRecord(nil), by: TestLedger.authority)
    let keys = ledger.state.header.secondKeys
    #expect(keys.current == nil)
    #expect(keys.key(forSize: 2) == nil)
    #expect(keys.key(forSize: 3) == first.verifyingKey.bytes)
    #expect(keys.key(forSize: 4) == other.verifyingKey.bytes)
    #expect(keys.key(forSize: 5) == nil)
    let periods = keys.periods(origin: TestLedger.origin)
    #expect(periods.map(\.from) == [3, 4])
    #expect(periods.map(\.until) == [4, 5])
    #expect(periods.map(\.verifier.key) == [first.verifyingKey, other.verifyingKey])
    #expect(periods.allSatisfy { $0.verifier.name == TestLedger.origin })
  }

  @Test func `the state keeps the keys, and commits to them`() throws {
    var ledger = try TestLedger.founded()
    let without = ledger.state.header.rowBytes
    try ledger.apply(try naming(try key.get(), of: ledger), by: TestLedger.authority)
    #expect(ledger.state.header.rowBytes != without)
    for commits in [false, true] {
      if commits {
        try ledger.apply(
          StateCommitmentRecord(ledger.state.commitment()), by: TestLedger.authority)
      }
      let loaded = try LedgerHeader(decoding: ledger.state.header.rowBytes)
      #expect(loaded.secondKeys == ledger.state.header.secondKeys)
      #expect(loaded.commitment == ledger.state.header.commitment)
      #expect(loaded.rowBytes == ledger.state.header.rowBytes)
    }
  }

  @Test func `LED-114 a ledger of the national suite has no second line`() throws {
    var ledger = try TestLedger.founded(suite: .sm3SM2)
    let record = try naming(try key.get(), of: ledger)
    let refusal = try ledger.refusal(of: [record], by: TestLedger.authority)
    #expect(refusal?.rule == LedgerRules.secondKeySuite)
  }

  @Test func `LED-115 a key that did not sign for this ledger is not named`() throws {
    var ledger = try TestLedger.founded()
    let key = try key.get()
    let bytes = key.verifyingKey.bytes
    let own = try ledger.checkpointKey().verifyingKey.bytes
    let message = CheckpointKeyRecord.possessionMessage(
      origin: TestLedger.origin, checkpointKey: own, key: bytes)
    let signatures = [
      // By another key, for another ledger, over another key, over a checkpoint.
      try Self.key(2).signature(for: message),
      try key.signature(
        for: CheckpointKeyRecord.possessionMessage(
          origin: "ledger.example/other", checkpointKey: own, key: bytes)),
      try key.signature(
        for: CheckpointKeyRecord.possessionMessage(
          origin: TestLedger.origin, checkpointKey: bytes, key: bytes)),
      try key.signature(for: Array("\(TestLedger.origin)\n1\n".utf8)),
    ]
    for signature in signatures {
      let record = CheckpointKeyRecord(.init(key: bytes, possession: signature))
      let refusal = try ledger.refusal(of: [record], by: TestLedger.authority)
      #expect(refusal?.rule == LedgerRules.secondKeyPossession)
    }
    let good = try key.signature(for: message)
    try ledger.apply(
      CheckpointKeyRecord(.init(key: bytes, possession: good)), by: TestLedger.authority)
  }

  @Test func `LED-116 a key is named once and ended once`() throws {
    var ledger = try TestLedger.founded()
    let end = CheckpointKeyRecord(nil)
    let early = try ledger.refusal(of: [end], by: TestLedger.authority)
    #expect(early?.rule == LedgerRules.secondKeyOnce)
    let record = try naming(try key.get(), of: ledger)
    try ledger.apply(record, by: TestLedger.authority)
    let again = try ledger.refusal(of: [record], by: TestLedger.authority)
    #expect(again?.rule == LedgerRules.secondKeyOnce)
    try ledger.apply(end, by: TestLedger.authority)
    for record in [end, record] {
      let late = try ledger.refusal(of: [record], by: TestLedger.authority)
      #expect(late?.rule == LedgerRules.secondKeyOnce)
    }
  }

  @Test func `LED-6 nobody but the authority names or ends a second key`() throws {
    var ledger = try TestLedger.founded()
    let record = try naming(try key.get(), of: ledger)
    let naming = try ledger.refusal(of: [record], by: TestLedger.registry)
    #expect(naming?.rule == LedgerRules.role)
    try ledger.apply(record, by: TestLedger.authority)
    let ending = try ledger.refusal(of: [CheckpointKeyRecord(nil)], by: TestLedger.registry)
    #expect(ending?.rule == LedgerRules.role)
  }

  @Test func `LED-107 a key that is no point of the curve is refused`() throws {
    var ledger = try TestLedger.founded()
    let record = CheckpointKeyRecord(
      .init(
        key: [4] + [UInt8](repeating: 7, count: 64), possession: [UInt8](repeating: 1, count: 70)))
    let refusal = try ledger.refusal(of: [record], by: TestLedger.authority)
    #expect(refusal?.rule == LedgerRules.bounds)
  }

  @Test func `both fields are there or none`() throws {
    let record = try naming(try key.get(), of: try TestLedger.founded())
    for keepsKey in [true, false] {
      var writer = CBORWriter()
      writer.writeOptional(keepsKey ? record.named?.key : nil) { $0.write(bytes: $1) }
      writer.writeOptional(keepsKey ? nil : record.named?.possession) { $0.write(bytes: $1) }
      #expect(throws: CBORError.self) {
        var reader = CBORReader(writer.bytes.span)
        _ = try CheckpointKeyRecord(decoding: &reader)
      }
    }
  }

  @Test func `what shows possession is neither the text of a note nor a statement`() throws {
    let message = CheckpointKeyRecord.possessionMessage(
      origin: TestLedger.origin, checkpointKey: [1], key: [2])
    #expect(message.prefix(3) == [0x84, 0x78, 25])
    #expect(String(validating: message, as: UTF8.self) == nil)
    #expect(message[3...].starts(with: Array("tanzhang checkpoint.key 1".utf8)))
  }
}

extension LedgerHeader {
  /// The header's one row.
  fileprivate var rowBytes: [UInt8] {
    var bytes: [UInt8] = []
    visitImages(changedOnly: false) { bytes = $0.value }
    return bytes
  }
}
