// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import Quantities
import TransparencyLog

/// Replays the entries and shows every movement of units, in order: the double-entry book.
enum MovementReplay {
  /// An entry that was just applied.
  struct Step {
    let index: UInt64
    let registered: Timestamp
    let statement: Statement
    /// What it moved.
    let movements: [Accounts.Movement]
  }

  /// Calls `visit` for each entry of `reading` that moves units, until it returns false.
  static func forEachStep(
    of reading: LedgerReading, _ visit: (Step) throws(ServiceError) -> Bool
  ) throws(ServiceError) {
    var replay = Replay(suite: reading.suite)
    var failure: ServiceError?
    do throws(StorageError) {
      try reading.files.forEachEntry(in: 0..<reading.standpoint.size) { index, bytes in
        do throws(any Error) {
          try replay.apply(bytes, index: index, path: reading.paths.root) { _, _ in }
          guard !replay.state.core.accounts.newest.isEmpty else { return true }
          let entry = try Entry(decoding: bytes)
          let statement = try Statement(decoding: copy(bytes, entry.statementRange))
          return try visit(
            Step(
              index: index, registered: entry.registered, statement: statement,
              movements: replay.state.core.accounts.newest))
        } catch {
          failure = ServiceError(anything: error)
          return false
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
    guard
      replay.state.size < reading.standpoint.size
        || replay.tree.root() == reading.standpoint.root
    else { throw Publication.unsound("重放所得的树根不符", "the replay leads to another root") }
  }

  private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for position in range { copy.append(bytes[position]) }
    return copy
  }
}
