// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import Quantities
import StateStorage

/// What of the stored state can be built on, and what is wrong with it.
struct StoredBase {
  /// The stored state, for questions; `nil` when there is none or it is damaged.
  private(set) var storage: StateStorage?
  /// What it stands on, as far as that could be read.
  private(set) var head: StoredHead?
  /// The state that was loaded from it.
  private(set) var replay: Replay?
  /// What is wrong with it.
  private(set) var damage: StateStorageError?

  /// Opens it for questions: as little as possible is read.
  init(readingAt paths: LedgerPaths) throws(StateStorageError) {
    do throws(StateStorageError) {
      storage = try StateStorage(at: paths.state, isReadOnly: true)
    } catch {
      // One that is not there or may not be opened is not missed: the entries say the same.
      if error.isDamage { damage = error }
      return
    }
    do throws(StateStorageError) {
      head = try storage?.head()
    } catch {
      guard error.isDamage else { throw error }
      give(up: error)
    }
  }

  /// Loads all of it, for a writer of a ledger of `size` entries.
  init(_ stored: StateStorage, _ files: LedgerFiles, _ suite: Suite, size: UInt64) throws {
    storage = stored
    do throws(StateStorageError) {
      if let damage = stored.damage { throw damage }
      head = try stored.head()
      replay = try Replay(stored: stored, files: files, suite: suite, size: size)
    } catch {
      guard error.isDamage else { throw error }
      give(up: error)
    }
  }

  private mutating func give(up error: StateStorageError) {
    damage = error
    storage = nil
    replay = nil
  }

  /// Refuses a ledger whose files were changed by somebody else and that does not verify any more.
  ///
  /// If the stored state is found to be damaged on the way, it is not built on.
  mutating func requireSound(
    _ files: LedgerFiles, _ paths: LedgerPaths, newest size: UInt64
  ) async throws {
    if try await Soundness.isUntouched(files, paths, head, newest: size) { return }
    guard size > 0 else { return }
    if let storage {
      do {
        try storage.check()
      } catch  where error.isDamage {
        give(up: error)
      }
    }
    try await Soundness.requireVerified(paths, withState: damage == nil)
  }

  /// The state it stands for, to be carried on from; damage met on the way is noted.
  func loaded(
    _ files: LedgerFiles, _ suite: Suite, _ newest: Checkpoint,
    _ note: (BilingualText) -> Void
  ) throws(StateStorageError) -> Replay? {
    guard let storage else { return nil }
    do throws(StateStorageError) {
      return try Replay(stored: storage, files: files, suite: suite, size: newest.size)
    } catch {
      guard error.isDamage else { throw error }
      note(StateNotice.replayed(error))
      return nil
    }
  }
}
