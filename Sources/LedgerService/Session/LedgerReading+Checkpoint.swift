// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import TransparencyLog

extension LedgerReading {
  /// The newest checkpoint, a signed note (C2SP tlog-checkpoint).
  public func newestCheckpoint() throws(ServiceError) -> String {
    do throws(any Error) {
      guard let note = try files.newestCheckpoint() else {
        throw StorageError.notALedger(path: paths.root, reason: "it has no checkpoint")
      }
      return String(decoding: note, as: UTF8.self)
    } catch {
      throw ServiceError(anything: error)
    }
  }

}
