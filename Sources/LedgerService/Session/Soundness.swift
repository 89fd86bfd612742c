// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import LedgerVerification
import Mechanisms
import Quantities
import StateStorage

/// Whether what is stored may be answered from without reading every byte again.
///
/// The stored state was made from entries that were checked one by one. If a file has since been
/// changed by anything but the writer, its size, times or inode tell; then the whole ledger is
/// verified before anything is answered. `verify` always reads every byte.
enum Soundness {
  /// Whether nobody but the writer has changed the files since the state was stored.
  static func isUntouched(
    _ files: LedgerFiles, _ paths: LedgerPaths, _ head: StoredHead?, newest size: UInt64
  ) async throws -> Bool {
    guard let head, head.size <= size, try await StateStamp.matches(paths) else { return false }
    return try isUntouched(files, head)
  }

  /// Refuses a ledger that does not verify any more.
  ///
  /// A stored state that is known to be damaged is left out: it is not answered from.
  static func requireVerified(
    _ paths: LedgerPaths, withState: Bool
  ) async throws {
    let report =
      withState
      ? try await LedgerAudit.verify(paths.root) : try await LedgerAudit.verifyHistory(paths.root)
    guard let first = report.findings.first else { return }
    throw ServiceError.unsound(
      BilingualText(
        chinese: "账本未通过验证:\(report.findingCount) 处问题,首先是:\(first.sentence.chinese)"
          + "请运行 `tanzhang verify`。",
        english: "The ledger does not verify: \(report.findingCount) findings, the first: "
          + "\(first.sentence.english) Run `tanzhang verify`."))
  }

  /// Whether every file is as it was, or has only grown at the end where the writer writes, and
  /// what the writer may have touched there still matches its hashes.
  private static func isUntouched(
    _ files: LedgerFiles, _ head: StoredHead
  ) throws -> Bool {
    let now = lines(FileStamps.encode(try files.segmentStamps()))
    let then = lines(head.stamp)
    if now == then { return true }
    let active = [newest("entries/", then), newest("checkpoints/", then)]
    for (path, stamp) in then where now[path] != stamp {
      guard active.contains(path) || path.hasPrefix("tree/") || path == "index" else {
        return false
      }
    }
    guard let segment = active[0].split(separator: "/").last, let first = UInt64(segment) else {
      return false
    }
    return try EntryRehash.matchesTree(files, from: first, to: head.size)
  }

  private static func newest(_ folder: String, _ stamps: [String: String]) -> String {
    stamps.keys.filter { $0.hasPrefix(folder) }.max() ?? ""
  }

  private static func lines(_ stamp: [UInt8]) -> [String: String] {
    var lines: [String: String] = [:]
    for line in String(decoding: stamp, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { lines[String(parts[0])] = String(parts[1]) }
    }
    return lines
  }
}
