// SPDX-License-Identifier: Apache-2.0
import FileStorage

/// What the ledger's files looked like when the state was stored.
///
/// The stored state equals the replay of entries that were checked one by one. If a file has been
/// changed since by anything but the writer, its size, times or inode tell, and the whole ledger
/// is verified before anything is answered from the stored state.
enum FileStamps {
  private static func line(_ stamp: FileStamp) -> String {
    "\(stamp.path) \(stamp.size) \(stamp.inode) \(stamp.modified) \(stamp.changed)"
  }

  static func encode(_ stamps: [FileStamp]) -> [UInt8] {
    Array(stamps.map(line).sorted().joined(separator: "\n").utf8)
  }
}
