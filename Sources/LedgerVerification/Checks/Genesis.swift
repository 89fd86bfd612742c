// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import TransparencyLog

/// What the first entry says about the ledger, read before anything is replayed.
struct Genesis: Sendable {
  let origin: String
  let suite: Suite
  /// The key that signs checkpoints.
  let verifier: NoteVerifier

  /// Reads the first entry; `nil` when it holds no usable genesis record.
  init?(_ source: any LedgerSource) throws(VerificationError) {
    // What is wrong with the first entry is reported when all entries are read.
    var stream = EntryStream(source, FindingLog(limit: 0))
    guard let block = try stream.next(target: 1 << 17) else { return nil }
    let bytes = block.bytes.span.extracting(block.ranges[0])
    guard let record = Self.record(in: bytes) else { return nil }
    let suite = Suite.all[record.suite]
    guard let key = try? VerifyingKey(algorithm: suite.signature, bytes: record.checkpointKey),
      let verifier = try? NoteVerifier(
        name: record.origin, type: NoteKeyType(signingWith: suite.signature), key: key)
    else { return nil }
    origin = record.origin
    self.suite = suite
    self.verifier = verifier
  }

  private static func record(in bytes: Span<UInt8>) -> GenesisRecord? {
    do {
      let entry = try Entry(decoding: bytes)
      let whole = CBORReader(bytes)
      let statement = try Statement(decoding: whole.copy(entry.statementRange))
      var reader = CBORReader(
        statement.bytes.span, range: statement.envelope.payloadRange)
      _ = try reader.readArrayHeader()
      guard try reader.readArrayHeader() == GenesisRecord.shape.fields.count + 1,
        try reader.readUnsigned() == GenesisRecord.shape.type
      else { return nil }
      return try GenesisRecord(decoding: &reader)
    } catch {
      return nil
    }
  }
}
