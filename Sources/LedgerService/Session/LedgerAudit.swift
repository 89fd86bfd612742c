// SPDX-License-Identifier: Apache-2.0
import LedgerCore
public import LedgerVerification
import Mechanisms
import Quantities
import StateStorage

/// The verification module, with the mechanisms of this software.
public enum LedgerAudit {
  /// Verifies every byte of the ledger or published directory at `path`.
  ///
  /// The stored state of a ledger is compared with the replay, unless the options bring another.
  public static func verify(
    _ path: String, options: VerificationOptions = VerificationOptions()
  ) async throws(ServiceError) -> VerificationReport {
    do throws(any Error) {
      let location = try LedgerLocation(detecting: path)
      var options = options
      if location.layout == .ledger, options.storedState == nil {
        options.storedState = try storedState(LedgerPaths(root: path))
      }
      return try await Verifier(mechanisms: Mechanisms.all).verify(location, options: options)
    } catch let error as VerificationError {
      let text = "\(error)"
      if case .notALedger = error {
        throw .notFound(BilingualText(chinese: text, english: text))
      }
      throw .invalid(BilingualText(chinese: text, english: text))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Verifies every byte of the ledger at `path` but its stored state, which is not opened.
  static func verifyHistory(_ path: String) async throws(ServiceError) -> VerificationReport {
    do throws(any Error) {
      return try await Verifier(mechanisms: Mechanisms.all).verify(LedgerLocation(detecting: path))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private static func storedState(_ paths: LedgerPaths) throws -> StoredState? {
    // Without a readable stored state there is nothing to compare: it is derived.
    guard let storage = try? StateStorage(at: paths.state, isReadOnly: true),
      let head = try storage.head()
    else { return nil }
    return StoredState(size: head.size) { visit in
      try storage.forEachRow { image in
        visit(image)
        return true
      }
    }
  }
}
