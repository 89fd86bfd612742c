// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
public import TransparencyLog

/// The key a ledger's checkpoints are signed with, as its first entry says.
public enum CheckpointKey {
  /// The verifier of the checkpoints of the ledger whose first entry is `genesis`.
  public static func verifier(genesis entry: [UInt8]) throws(ServiceError) -> NoteVerifier {
    do throws(any Error) {
      let statement = try Statement(
        decoding: Array(entry[try Entry(decoding: entry.span).statementRange]))
      var reader = CBORReader(
        statement.bytes.span, range: statement.envelope.payloadRange)
      _ = try reader.readArrayHeader()
      _ = try reader.readArrayHeader()
      _ = try reader.readUnsigned()
      let genesis = try GenesisRecord(decoding: &reader)
      let algorithm = Suite.all[genesis.suite].signature
      return try NoteVerifier(
        name: genesis.origin, type: NoteKeyType(signingWith: algorithm),
        key: try VerifyingKey(algorithm: algorithm, bytes: genesis.checkpointKey))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Whether `note` is a checkpoint signed by the key in the first entry.
  static func signed(_ note: [UInt8], genesis entry: [UInt8]?) -> Bool {
    guard let entry else { return false }
    // What cannot be read is no checkpoint of this ledger.
    guard let verifier = try? verifier(genesis: entry),
      let claim = try? UnverifiedCheckpoint(parsing: note)
    else { return false }
    return (try? claim.verified(origin: verifier.name, verifiers: [verifier])) != nil
  }
}
