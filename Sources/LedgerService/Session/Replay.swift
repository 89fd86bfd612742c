// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FileStorage
import LedgerCore
import Mechanisms
import StateStorage
import TransparencyLog

/// A state with the tree it stands on, while entries are replayed onto it.
struct Replay {
  var state: LedgerState
  var tree: TileAppender
  var newestLeaf: Digest

  /// An empty ledger of `suite`.
  init(suite: Suite) {
    state = LedgerState(mechanisms: Mechanisms.all)
    tree = TileAppender(function: suite.hash)
    newestLeaf = .zero
  }

  /// The stored state, if it equals a prefix of the ledger's `size` entries; otherwise `nil`.
  ///
  /// Everything stored is read, and damage to it thrown.
  init?(
    stored: StateStorage, files: LedgerFiles, suite: Suite, size: UInt64
  ) throws(StateStorageError) {
    do throws(any Error) {
      guard let head = try stored.head(), head.size > 0, head.size <= size else { return nil }
      let tree = try TileAppender(size: head.size, source: files, function: suite.hash)
      guard tree.root() == head.root else { return nil }
      var state = LedgerState(loading: Mechanisms.all)
      var failure: StateError?
      try stored.forEachRow { image in
        do throws(StateError) {
          try state.load(image)
          return true
        } catch {
          failure = error
          return false
        }
      }
      if let failure { throw failure }
      try state.finishLoading()
      guard state.size == head.size else { return nil }
      self.state = state
      self.tree = tree
      newestLeaf = head.newestLeaf
    } catch let error as StateStorageError where error.isDamage {
      throw error
    } catch {
      // Whatever else is wrong with the stored state, the entries are the truth: replay them.
      return nil
    }
  }

  /// Applies the entries from the state's size up to `size`.
  ///
  /// Their signatures were checked when they were admitted, and their checkpoint is ours; the
  /// chain and the rules are checked here, everything by `verify`.
  mutating func catchUp(
    to size: UInt64, _ files: LedgerFiles, at path: String,
    emit: (_ tileLevel: Int, _ hash: Digest) -> Void
  ) throws(StorageError) {
    guard state.size < size else { return }
    var failure: StorageError?
    try files.forEachEntry(in: state.size..<size) { index, bytes in
      do throws(StorageError) {
        try apply(bytes, index: index, path: path, emit: emit)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
  }

  /// Applies one entry.
  mutating func apply(
    _ bytes: Span<UInt8>, index: UInt64, path: String,
    emit: (_ tileLevel: Int, _ hash: Digest) -> Void
  ) throws(StorageError) {
    func damaged(_ reason: String) -> StorageError {
      .damaged(path: path, offset: index, reason: "entry \(index): \(reason)")
    }
    do throws(any Error) {
      let entry = try Entry(decoding: bytes)
      guard entry.previous == newestLeaf else { throw damaged("the chain is broken") }
      var statement: [UInt8] = []
      statement.reserveCapacity(entry.statementRange.count)
      for position in entry.statementRange { statement.append(bytes[position]) }
      _ = try state.apply(try Statement(decoding: statement), registered: entry.registered)
    } catch let error as StorageError {
      throw error
    } catch {
      throw damaged("\(error)")
    }
    newestLeaf = tree.tree.function.leafHash(of: bytes)
    tree.append(newestLeaf, emit: emit)
  }
}
