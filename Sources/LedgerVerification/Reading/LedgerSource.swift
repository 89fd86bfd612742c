// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

/// A file of framed entries.
struct EntryFile: Sendable {
  let name: String
  /// The index of its first entry, by its name.
  let first: UInt64
  /// How many entries it holds, by its name; `nil` when zero bytes may follow the last.
  let count: Int?
}

/// A file of checkpoints.
struct CheckpointFile: Sendable {
  let name: String
  /// The number of its first checkpoint, by its name; `nil` for one note without framing.
  let first: UInt64?
}

/// Where one level's tree hashes are stored.
enum HashStore: Sendable {
  /// One file of concatenated hashes.
  case file(String)
  /// Tiles: for each number the width of the widest.
  case tiles([UInt64: Int])
}

/// What a verification reads: the two layouts in which a ledger's bytes lie.
///
/// Names come from listing directories, never from what a ledger says.
protocol LedgerSource: Sendable {
  /// The directory.
  var path: String { get }
  /// The files of entries in order.
  var entryFiles: [EntryFile] { get }
  /// The files of checkpoints in order.
  var checkpointFiles: [CheckpointFile] { get }
  /// The stored tree hashes by tile level.
  var hashStores: [HashStore] { get }
  /// What others attest of checkpoints.
  var attestationFiles: [AttestationFile] { get }
  /// The name of the index file, if the layout has one.
  var indexFile: String? { get }
  /// Up to where the files are verified while somebody may be writing them; `nil` to their end.
  var horizon: Horizon? { get }
  /// What the horizon would be now.
  func currentHorizon() throws(VerificationError) -> Horizon?
  /// What level `level` is stored in when it was not found.
  func missingStore(level: Int) -> HashStore
  /// Checks what the entries are not needed for.
  func checkLayout(_ genesis: Genesis?, _ log: FindingLog) throws(VerificationError)
  /// The suite the layout itself names.
  func suite() throws(VerificationError) -> Suite?
}
