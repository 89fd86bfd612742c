// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import FileStorage

/// The lock of the one writer.
@Suite struct LockTests {
  @Test func `a closed ledger is free although a process being started has its lock`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/ledger"
    try FileStorage.create(at: path, origin: "example.org/log", suite: "sha256-ed25519")
    func open() throws -> FileStorage {
      try FileStorage.open(at: path, isAuthentic: FakeLedger.isAuthentic).storage
    }
    let storage = try open()
    // A fork has every descriptor until it runs its program.
    let copy = try copyOfDescriptor("\(path)/lock")
    defer { close(copy) }
    storage.close()
    try open().close()
  }

  private func copyOfDescriptor(_ path: String) throws -> Int32 {
    let files = FileManager.default
    let descriptors = try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
    let own = try #require(
      descriptors.first {
        let target = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        return target?.hasSuffix(path) == true
      })
    return fcntl(own, F_DUPFD_CLOEXEC, 0)
  }
}
