// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

@testable import FileStorage

/// A file system in memory that knows what a loss of power would leave of each file.
///
/// What is written becomes durable when the file is synchronized; names become durable when
/// their directory is. Until then each sector of 512 bytes may be lost or kept on its own.
final class SimulatedDisk: FileSystemCalls {
  /// What goes wrong, counted in system calls from now on.
  enum Fault: Sendable, Equatable {
    case none
    /// The power goes: this call is done in part, later ones not at all.
    case crash(atCall: Int)
    /// Synchronizing fails once, and the kernel forgets that the pages were dirty.
    case failingSync(atCall: Int)
    /// No more than this many bytes fit all files together.
    case full(capacity: Int)
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

  static let sector = 512

  /// A file: what reads see, what is durable, and what each sector was in between.
  private struct File {
    var contents: [UInt8] = []
    var durable: [UInt8] = []
    var versions: [Int: [[UInt8]]] = [:]
    var sizes: [Int] = []

    mutating func note(_ sectors: Range<Int>) {
      for sector in sectors { versions[sector, default: []].append(bytes(of: sector, contents)) }
      sizes.append(contents.count)
    }

    func bytes(of sector: Int, _ source: [UInt8]) -> [UInt8] {
      let start = min(sector * SimulatedDisk.sector, source.count)
      let end = min(start + SimulatedDisk.sector, source.count)
      return source[start..<end]
        + [UInt8](repeating: 0, count: SimulatedDisk.sector - (end - start))
    }

    mutating func synchronize() {
      durable = contents
      forget()
    }

    /// What a kernel does after a failed write-back: the pages count as clean.
    mutating func forget() {
      versions = [:]
      sizes = []
    }

    mutating func revert() {
      contents = durable
      forget()
    }

    mutating func tear(_ random: inout SplitMix64) {
      let size = (sizes + [durable.count]).randomElement(using: &random) ?? durable.count
      var result = durable + [UInt8](repeating: 0, count: max(0, size - durable.count))
      result.removeLast(result.count - size)
      for (sector, versions) in versions.sorted(by: { $0.key < $1.key }) {
        let kept = Int.random(in: 0...versions.count, using: &random)
        guard kept > 0 else { continue }
        for (place, byte) in versions[kept - 1].enumerated() {
          let offset = sector * SimulatedDisk.sector + place
          if offset < result.count { result[offset] = byte }
        }
      }
      contents = result
      synchronize()
    }
  }

  private struct State {
    var random: SplitMix64
    var files: [Int: File] = [:]
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
    var hasCrashed = false
    var isCrashing = false
  }

  private let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

  /// Arms a fault; calls are counted from here.
  func arm(_ fault: Fault) {
    state.withLock { state in
      state.fault = fault
      state.calls = 0
    }
  }

  var hasCrashed: Bool { state.withLock { $0.hasCrashed } }
  var callCount: Int { state.withLock { $0.calls } }
  var usedBytes: Int {
    state.withLock { $0.files.values.reduce(0) { $0 + $1.contents.count } }
  }
  var openCount: Int { state.withLock { $0.open.count } }

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
      state.files[inode].map { file in
        var file = file
        change(&file.contents)
        file.synchronize()
        state.files[inode] = file
      }
    }
  }

  /// Counts a call and decides what becomes of it; nil if nothing special does.
  private func interruption(_ state: inout State) -> Int? {
    state.isCrashing = false
    if state.hasCrashed { return -Int(EIO) }
    if state.random.chance(3) { return -Int(EINTR) }
    state.calls += 1
    if case .crash(let call) = state.fault, state.calls > call {
      state.hasCrashed = true
      state.isCrashing = true
      return -Int(EIO)
    }
    return nil
  }

  func open(_ path: String, _ mode: OpenMode) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      var inode = state.names[path]
      if mode == .create {
        if inode != nil { return -Int(EEXIST) }
        inode = state.nextInode
        state.nextInode += 1
        state.names[path] = inode
        state.files[state.nextInode - 1] = File()
      }
      guard inode != nil || state.directories.contains(path) else { return -Int(ENOENT) }
      let descriptor = state.nextDescriptor
      state.nextDescriptor += 1
      state.open[descriptor] = path
      state.inodes[descriptor] = inode
      return Int(descriptor)
    }
  }

  func close(_ descriptor: Int32) {
    state.withLock { state in
      // Descriptors from before a restart are gone already.
      state.open[descriptor] = nil
      state.inodes[descriptor] = nil
      for (inode, holder) in state.locks where holder == descriptor {
        state.locks[inode] = nil
      }
    }
  }

  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: UInt64) -> Int {
    var count = bytes.count
    let data = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    return state.withLock { state in
      let result = interruption(&state)
      if result == -Int(EINTR) { return -Int(EINTR) }
      guard let inode = state.inodes[descriptor], var file = state.files[inode] else {
        return -Int(EBADF)
      }
      if let result {
        // The call during which the power goes may have done a part of its work.
        guard state.isCrashing else { return result }
        count = Int.random(in: 0...count, using: &state.random)
      } else if count > 1, state.random.chance(10) {
        count = Int.random(in: 1..<count, using: &state.random)
      }
      let start = Int(offset)
      if case .full(let capacity) = state.fault {
        let used = state.files.values.reduce(0) { $0 + $1.contents.count }
        let room = max(0, capacity - used) + max(0, file.contents.count - start)
        if room == 0 { return -Int(ENOSPC) }
        count = min(count, room)
      }
      if count > 0 {
        let missing = max(0, start + count - file.contents.count)
        file.contents += [UInt8](repeating: 0, count: missing)
        file.contents.replaceSubrange(start..<(start + count), with: data[..<count])
        file.note((start / Self.sector)..<((start + count - 1) / Self.sector + 1))
      }
      state.files[inode] = file
      return result ?? count
    }
  }

  func read(
    _ descriptor: Int32, appendingTo buffer: inout [UInt8], count: Int, at offset: UInt64
  ) -> Int {
    let (bytes, result) = state.withLock { state -> ([UInt8], Int) in
      if state.hasCrashed { return ([], -Int(EIO)) }
      if state.random.chance(3) { return ([], -Int(EINTR)) }
      guard let inode = state.inodes[descriptor], let file = state.files[inode] else {
        return ([], -Int(EBADF))
      }
      let start = min(Int(offset), file.contents.count)
      var end = min(start + count, file.contents.count)
      if end > start + 1, state.random.chance(10) {
        end = Int.random(in: (start + 1)..<end, using: &state.random)
      }
      return (Array(file.contents[start..<end]), end - start)
    }
    buffer += bytes
    return result
  }

  func synchronize(_ descriptor: Int32) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      if case .failingSync(let call) = state.fault, state.calls > call {
        state.fault = .none
        if let inode = state.inodes[descriptor] { state.files[inode]?.forget() }
        return -Int(EIO)
      }
      if let inode = state.inodes[descriptor] {
        state.files[inode]?.synchronize()
      } else if let path = state.open[descriptor] {
        let children = { (name: String) in
          name.hasPrefix(path + "/") && !name.dropFirst(path.count + 1).contains("/")
        }
        for name in state.durableNames.keys where children(name) {
          state.durableNames[name] = nil
        }
        for (name, inode) in state.names where children(name) { state.durableNames[name] = inode }
      }
      return 0
    }
  }

  func truncate(_ descriptor: Int32, to size: UInt64) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      guard let inode = state.inodes[descriptor], var file = state.files[inode] else {
        return -Int(EBADF)
      }
      let old = file.contents.count
      let size = Int(size)
      if size < old { file.contents.removeLast(old - size) }
      file.contents += [UInt8](repeating: 0, count: size - file.contents.count)
      file.note((min(size, old) / Self.sector)..<(max(size, old) / Self.sector + 1))
      state.files[inode] = file
      return 0
    }
  }

  func lock(_ descriptor: Int32) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      guard let inode = state.inodes[descriptor] else { return -Int(EBADF) }
      if let holder = state.locks[inode], holder != descriptor { return -Int(EWOULDBLOCK) }
      state.locks[inode] = descriptor
      return 0
    }
  }

  func makeDirectory(_ path: String) -> Int {
    state.withLock { state in
      state.directories.insert(path).inserted ? 0 : -Int(EEXIST)
    }
  }

  func rename(_ path: String, to newPath: String) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      guard let inode = state.names.removeValue(forKey: path) else { return -Int(ENOENT) }
      state.names[newPath] = inode
      return 0
    }
  }

  func remove(_ path: String) -> Int {
    state.withLock { state in
      if let result = interruption(&state) { return result }
      return state.names.removeValue(forKey: path) == nil ? -Int(ENOENT) : 0
    }
  }

  func status(_ path: String, _ status: inout FileStatus) -> Int {
    let size = contents(of: path)?.count
    guard let size else { return -Int(ENOENT) }
    status.size = UInt64(size)
    return 0
  }

  func list(_ path: String, _ names: inout [String]) -> Int {
    let found = state.withLock { state in
      state.names.keys.filter { $0.hasPrefix(path + "/") }.map {
        String($0.dropFirst(path.count + 1))
      }
    }
    names += found.filter { !$0.contains("/") }
    return 0
  }
}
