// SPDX-License-Identifier: Apache-2.0
import Synchronization

@testable import FileStorage

/// A file system in memory that knows what a loss of power would leave of each file.
///
/// What is written becomes durable when the file is synchronized; names become durable when
/// their directory is. Until then each sector of 512 bytes may be lost or kept on its own.
final class SimulatedDisk: Sendable {
  /// What goes wrong, counted in system calls from now on.
  enum Fault: Sendable, Equatable {
    case none
    /// The power goes: this call is done in part, later ones not at all.
    case crash(atCall: Int)
    /// Synchronizing fails once, and the kernel forgets that the pages were dirty.
    case failingSync(atCall: Int)
    /// No more than this many bytes fit all files together.
    case full(capacity: Int)
    /// One write lands elsewhere: at another offset, or in another file.
    case misdirected(atCall: Int)
  }

  /// What a crash leaves.
  enum Survival: CaseIterable {
    /// Only what was synchronized.
    case durable
    /// Everything: the process was killed, the kernel lives.
    case everything
    /// Each sector on its own.
    case torn
  }

  /// A write that landed elsewhere.
  struct Misdirection: Sendable, CustomStringConvertible {
    let intended: String
    let found: String
    let offset: Int
    let count: Int

    var description: String { "\(count) bytes for \(intended) are in \(found) at \(offset)" }
  }

  struct State {
    var random: SplitMix64
    var files: [Int: SimulatedFile] = [:]
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var directories: Set<String> = ["/"]
    var open: [Int32: String] = [:]
    var inodes: [Int32: Int] = [:]
    var locks: [Int: Int32] = [:]
    var nextDescriptor: Int32 = 3
    var nextInode = 1
    var calls = 0
    var fault = Fault.none
    var misdirection: Misdirection?
    var hasCrashed = false
    var isCrashing = false
  }

  let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

  /// Arms a fault; calls are counted from here.
  func arm(_ fault: Fault) {
    state.withLock { state in
      state.fault = fault
      state.calls = 0
    }
  }

  var hasCrashed: Bool { state.withLock { $0.hasCrashed } }
  var usedBytes: Int {
    state.withLock { $0.files.values.reduce(0) { $0 + $1.contents.count } }
  }
  var openCount: Int { state.withLock { $0.open.count } }
  /// The write that landed elsewhere, if one did.
  var misdirection: Misdirection? { state.withLock { $0.misdirection } }
  /// The paths of all files, in order.
  var paths: [String] { state.withLock { $0.names.keys.sorted() } }

  /// Starts the machine again.
  func restart(_ survival: Survival) {
    state.withLock { state in
      state.fault = .none
      state.hasCrashed = false
      state.open = [:]
      state.inodes = [:]
      state.locks = [:]
      switch survival {
      case .everything: return
      case .durable:
        for inode in state.files.keys {
          state.files[inode]?.revert()
        }
        state.names = state.durableNames
      case .torn:
        for inode in state.files.keys.sorted() { state.files[inode]?.tear(&state.random) }
        if state.random.chance(50) { state.names = state.durableNames }
        state.durableNames = state.names
      }
    }
  }

  /// The bytes of a file as reads see them.
  func contents(of path: String) -> [UInt8]? {
    state.withLock { state in state.names[path].flatMap { state.files[$0]?.contents } }
  }

  /// Changes a file behind everybody's back.
  func alter(_ path: String, _ change: (inout [UInt8]) -> Void) {
    state.withLock { state in
      guard let inode = state.names[path] else { return }
      state.files[inode]?.alter(change)
    }
  }
}
