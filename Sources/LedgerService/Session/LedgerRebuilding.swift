// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
public import LedgerVerification
import Mechanisms
import StateStorage

/// The stored state made anew from the entries: it is derived, so that nothing is lost with it.
public enum LedgerRebuilding {
  /// Verifies every byte of the entries, then replaces the stored state by what they lead to.
  ///
  /// An unsound ledger is left as it is. The ledger is locked meanwhile.
  public static func run(
    _ paths: LedgerPaths
  ) async throws(ServiceError) -> VerificationReport {
    do throws(any Error) {
      let files = try LedgerFiles(at: paths.root)
      let (storage, _) = try FileStorage.open(at: paths.root) { note, genesis in
        CheckpointKey.signed(note, genesis: genesis)
      }
      defer { storage.close() }
      // Without LedgerAudit, which would compare the stored state: that is what is replaced.
      let report = try await Verifier(mechanisms: Mechanisms.all).verify(
        LedgerLocation(detecting: paths.root))
      guard report.isSound, report.size > 0 else { return report }
      let newest = try files.entry(at: report.size - 1)
      let head = StoredHead(
        size: report.size, root: report.root,
        newestLeaf: report.suite.hash.leafHash(of: newest),
        stamp: FileStamps.encode(try files.segmentStamps()))
      // What it was is not even opened: whatever became of it, this makes a new one.
      try StateStorage.discard(at: paths.state)
      let stored = try StateStorage(at: paths.state, isReadOnly: false)
      try stored.store(head, isComplete: true) { visit in
        report.replayedState.visitImages(changedOnly: false, visit)
      }
      try StateStamp.write(paths)
      return report
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
