// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

@testable import FileStorage

extension SimulatedDisk.State {
  /// Counts a call and decides what becomes of it; nil if nothing special does.
  fileprivate mutating func interruption() -> Int? {
    isCrashing = false
    if hasCrashed { return -Int(EIO) }
    if random.chance(3) { return -Int(EINTR) }
    calls += 1
    if case .crash(let call) = fault, calls > call {
      hasCrashed = true
      isCrashing = true
      return -Int(EIO)
    }
    return nil
  }

  /// Puts bytes somewhere else than where they were to go.
  fileprivate mutating func misdirect(_ bytes: ArraySlice<UInt8>, from inode: Int, at start: Int) {
    let places = names.sorted { $0.key < $1.key }.filter { !$0.key.hasSuffix("/lock") }
    // Every second one stays in its file, at a multiple of a sector as disks count.
    let isNear = random.chance(50)
    guard let place = places.filter({ !isNear || $0.value == inode }).randomElement(using: &random),
      let intended = names.first(where: { $0.value == inode })?.key
    else { return }
    let end = (files[place.value]?.contents.count ?? 0) + SimulatedFile.sector
    var offset = Int.random(in: 0..<end, using: &random)
    if random.chance(70) { offset -= offset % SimulatedFile.sector }
    misdirection = SimulatedDisk.Misdirection(
      intended: intended, found: place.key, offset: offset, count: bytes.count)
    files[place.value]?.write(bytes, at: offset)
    files[place.value]?.synchronize()
  }
}

extension SimulatedDisk: FileSystemCalls {
  func open(_ path: String, _ mode: OpenMode) -> Int {
    state.withLock { state in
      if let result = state.interruption() { return result }
      var inode = state.names[path]
      if mode == .create {
        if inode != nil { return -Int(EEXIST) }
        inode = state.nextInode
        state.nextInode += 1
        state.names[path] = inode
        state.files[state.nextInode - 1] = SimulatedFile()
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
      let result = state.interruption()
      if result == -Int(EINTR) { return -Int(EINTR) }
      guard let inode = state.inodes[descriptor], let file = state.files[inode] else {
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
      switch state.fault {
      case .full(let capacity):
        let used = state.files.values.reduce(0) { $0 + $1.contents.count }
        let room = max(0, capacity - used) + max(0, file.contents.count - start)
        if room == 0 { return -Int(ENOSPC) }
        count = min(count, room)
      // Zeros that are written ahead say nothing wherever they are: wait for bytes that do.
      case .misdirected(let call) where state.calls > call && data.contains { $0 != 0 }:
        state.fault = .none
        state.misdirect(data[..<count], from: inode, at: start)
        return count
      default: break
      }
      state.files[inode]?.write(data[..<count], at: start)
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
      if let result = state.interruption() { return result }
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
      if let result = state.interruption() { return result }
      guard let inode = state.inodes[descriptor], state.files[inode] != nil else {
        return -Int(EBADF)
      }
      state.files[inode]?.truncate(to: Int(size))
      return 0
    }
  }

  func lock(_ descriptor: Int32) -> Int {
    state.withLock { state in
      if let result = state.interruption() { return result }
      guard let inode = state.inodes[descriptor] else { return -Int(EBADF) }
      if let holder = state.locks[inode], holder != descriptor { return -Int(EWOULDBLOCK) }
      state.locks[inode] = descriptor
      return 0
    }
  }

  func makeDirectory(_ path: String) -> Int {
    state.withLock { state in
      if let result = state.interruption() { return result }
      return state.directories.insert(path).inserted ? 0 : -Int(EEXIST)
    }
  }

  func rename(_ path: String, to newPath: String) -> Int {
    state.withLock { state in
      if let result = state.interruption() { return result }
      guard let inode = state.names.removeValue(forKey: path) else { return -Int(ENOENT) }
      state.names[newPath] = inode
      return 0
    }
  }

  func remove(_ path: String) -> Int {
    state.withLock { state in
      if let result = state.interruption() { return result }
      return state.names.removeValue(forKey: path) == nil ? -Int(ENOENT) : 0
    }
  }

  func status(_ path: String, _ status: inout FileStatus) -> Int {
    guard let size = contents(of: path)?.count else { return -Int(ENOENT) }
    if state.withLock({ $0.random.chance(3) }) { return -Int(EINTR) }
    status.size = UInt64(size)
    return 0
  }

  func list(_ path: String, _ names: inout [String]) -> Int {
    let (found, isInterrupted) = state.withLock { state in
      let found = state.names.keys.sorted().filter { $0.hasPrefix(path + "/") }.map {
        String($0.dropFirst(path.count + 1))
      }
      return (found, state.random.chance(3))
    }
    names += found.filter { !$0.contains("/") }
    if isInterrupted {
      // What was found until then is not all.
      names.removeLast(min(1, names.count))
      return -Int(EINTR)
    }
    return 0
  }
}
