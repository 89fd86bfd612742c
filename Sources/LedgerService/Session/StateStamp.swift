// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import StateStorage

/// What the file of the stored state looked like when its writer had stored it.
///
/// It keeps an edited or restored state from being believed: then the ledger is verified, stored
/// state included. Whoever may write the directory can forge the stamp too; only `verify`, which
/// replays every entry, is proof.
enum StateStamp {
  private static let attempts = 5

  /// Notes the file as it is now: the writer has just stored the state.
  static func write(_ paths: LedgerPaths) throws(StorageError) {
    guard let text = try text(paths) else { return }
    try SmallFile.replace(path(paths), text)
  }

  /// Whether the file is as its writer left it.
  ///
  /// A writer at work has stored the state a moment before it notes so; a reader waits for it.
  static func matches(_ paths: LedgerPaths) async throws -> Bool {
    for attempt in 1...attempts {
      if let text = try text(paths), SmallFile.read(path(paths)) == text { return true }
      if attempt < attempts { try await Task.sleep(for: .milliseconds(20)) }
    }
    return false
  }

  private static func path(_ paths: LedgerPaths) -> String { "\(paths.state)/stamp" }

  private static func text(_ paths: LedgerPaths) throws(StorageError) -> [UInt8]? {
    try FileStamp(of: StateStorage.file(in: paths.state)).map { stamp in
      Array("\(stamp.size) \(stamp.inode) \(stamp.modified) \(stamp.changed)\n".utf8)
    }
  }
}
