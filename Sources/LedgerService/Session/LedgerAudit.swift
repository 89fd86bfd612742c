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

  private static func storedState(
    _ paths: LedgerPaths
  ) throws(StateStorageError) -> StoredState? {
    do throws(StateStorageError) {
      guard let storage = try storage(paths), let head = try storage.head() else { return nil }
      return StoredState(
        size: head.size,
        lookups: { visit in
          try reading { () throws(StateStorageError) in try storage.forEachLookup(visit) }
        },
        visit: { visit in
          try reading { () throws(StateStorageError) in
            try storage.forEachRow { image in
              visit(image)
              return true
            }
          }
        })
    } catch {
      guard error.isDamage else { throw error }
      return StoredState(damage: StoredStateDamage(reason: "\(error)"))
    }
  }

  private static func storage(_ paths: LedgerPaths) throws(StateStorageError) -> StateStorage? {
    do throws(StateStorageError) {
      return try StateStorage(at: paths.state, isReadOnly: true)
    } catch {
      // Without a stored state that can be opened there is nothing to compare: it is derived.
      guard error.isDamage else { return nil }
      throw error
    }
  }

  private static func reading(_ body: () throws(StateStorageError) -> Void) throws {
    do throws(StateStorageError) {
      try body()
    } catch {
      guard error.isDamage else { throw error }
      throw StoredStateDamage(reason: "\(error)")
    }
  }
}
