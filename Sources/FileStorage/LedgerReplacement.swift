// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// Puts a ledger that was made anew in the place of a damaged one, which is kept.
public enum LedgerReplacement {
  /// Renames `path` to `PATH.damaged-N`, the first such name that is free, and `draft` to `path`.
  ///
  /// - Returns: The name the damaged ledger has now.
  public static func replace(_ path: String, by draft: String) throws(StorageError) -> String {
    let calls = KernelCalls()
    var number = 1
    while SmallFile.exists("\(path).damaged-\(number)") { number += 1 }
    let kept = "\(path).damaged-\(number)"
    _ = try checked(retrying { calls.rename(path, to: kept) }, "rename", path)
    let renamed = retrying { calls.rename(draft, to: path) }
    // With the old one away and the new one not there, there would be no ledger at all.
    if renamed < 0 { _ = retrying { calls.rename(kept, to: path) } }
    _ = try checked(renamed, "rename", draft)
    return kept
  }

  /// Removes a draft: the files of a ledger's layout and no others.
  public static func discard(_ draft: String) {
    for folder in ["entries", "checkpoints", "tree", "cosignatures", "timestamps", ""] {
      let directory = folder.isEmpty ? draft : "\(draft)/\(folder)"
      for name in SmallFile.names(in: directory) { unsafe unlink("\(directory)/\(name)") }
      unsafe rmdir(directory)
    }
  }
}

extension AttestationFiles {
  /// Copies what others attested to another ledger directory.
  public func copy(to path: String) throws(StorageError) {
    let target = AttestationFiles(in: path)
    for size in try cosignedSizes() {
      guard let note = try cosignatures(ofSize: size) else { continue }
      do {
        try target.updateCosignatures(ofSize: size) { _ in note }
      } catch let error as StorageError {
        throw error
      } catch {
        preconditionFailure("the closure does not throw")
      }
    }
    for size in try timestampedSizes() {
      for bytes in try timestamps(ofSize: size) { try target.add(timestamp: bytes, ofSize: size) }
    }
  }
}
