// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import StateStorage
import Synchronization

/// The rows a writer stored; where they are damaged, those of a replay of the entries.
///
/// Both are the same state: an answer that began with the one may go on with the other.
final class StoredRows: RowSource {
  let storage: StateStorage
  private let note: @Sendable (BilingualText) -> Void
  private let replay: @Sendable () throws -> Replay
  /// The rows of the replay, once the stored ones were found to be damaged.
  private let healed = Mutex<MemoryRows?>(nil)

  init(
    _ storage: StateStorage, note: @escaping @Sendable (BilingualText) -> Void,
    replay: @escaping @Sendable () throws -> Replay
  ) {
    self.storage = storage
    self.note = note
    self.replay = replay
  }

  /// The rows of a replay after `error`, if that is damage; otherwise it is thrown.
  private func heal(_ error: StateStorageError) throws(ServiceError) -> MemoryRows {
    guard error.isDamage else { throw ServiceError(anything: error) }
    if let memory { return memory }
    note(StateNotice.replayed(error))
    let rows = try replayedRows()
    healed.withLock { $0 = rows }
    return rows
  }

  private func replayedRows() throws(ServiceError) -> MemoryRows {
    do {
      return MemoryRows(try replay().state)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private var memory: MemoryRows? { healed.withLock { $0 } }

  func value(_ section: UInt8, _ key: [UInt8]) throws(ServiceError) -> [UInt8]? {
    if let memory { return try memory.value(section, key) }
    do throws(StateStorageError) {
      return try storage.row(section, key)
    } catch {
      return try heal(error).value(section, key)
    }
  }

  func key(_ section: UInt8, lookup text: String) throws(ServiceError) -> [UInt8]? {
    if let memory { return try memory.key(section, lookup: text) }
    do throws(StateStorageError) {
      return try storage.key(section, lookup: text)
    } catch {
      return try heal(error).key(section, lookup: text)
    }
  }

  func forEachRow(
    of section: UInt8, _ visit: (StateImage) throws(ServiceError) -> Bool
  ) throws(ServiceError) {
    if let memory { return try memory.forEachRow(of: section, visit) }
    var failure: ServiceError?
    var damage: StateStorageError?
    var last: [UInt8]?
    do {
      try storage.forEachRow(of: section) { image in
        last = image.key
        do throws(ServiceError) {
          return try visit(image)
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      damage = error
    }
    if let failure { throw failure }
    guard let damage else { return }
    let seen = last
    try heal(damage).forEachRow(of: section) { (image) throws(ServiceError) in
      if let seen, !seen.lexicographicallyPrecedes(image.key) { return true }
      return try visit(image)
    }
  }

  func forEachValue(
    of section: UInt8, _ visit: (UInt32, Span<UInt8>) throws(ServiceError) -> Bool
  ) throws(ServiceError) {
    if let memory { return try memory.forEachValue(of: section, visit) }
    var failure: ServiceError?
    var damage: StateStorageError?
    var last: UInt32?
    do {
      try storage.forEachValue(of: section) { number, value in
        last = number
        do throws(ServiceError) {
          return try visit(number, value)
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      damage = error
    }
    if let failure { throw failure }
    guard let damage else { return }
    let seen = last
    try heal(damage).forEachValue(of: section) { (number, value) throws(ServiceError) in
      if let seen, number <= seen { return true }
      return try visit(number, value)
    }
  }
}
