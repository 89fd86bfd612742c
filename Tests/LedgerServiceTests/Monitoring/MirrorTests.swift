// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// Bringing a published ledger from servers that are honest, lazy or malicious.
@Suite struct MirrorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder("mirror") }

  private var path: String { folder.path + "/mirror" }

  private func fetch(
    _ files: [String: [UInt8]], _ log: SimulatedLog
  ) async throws -> Mirror.Report {
    try await Mirror(into: path, verifiers: [log.signer.verifier]).fetch { path, limit in
      let bytes = files[path]
      // A client gives up beyond the limit.
      if let bytes, bytes.count > limit { throw TooLong() }
      return bytes
    }
  }

  struct TooLong: Error {}

  private func look(_ log: SimulatedLog) throws -> MonitorReport {
    try Monitor([log.signer.verifier], evidence: folder.path + "/evidence")
      .look(at: path, known: nil, isThorough: true, now: 1)
  }

  @Test func `a growing ledger is mirrored, fetching each full tile once`() async throws {
    let log = try SimulatedLog(count: 600)
    var before: UInt64 = 0
    for (size, fetched) in [(1, 2), (256, 3), (257, 2), (600, 5), (600, 0)] {
      let report = try await fetch(try log.files(size), log)
      #expect(report.size == UInt64(size))
      #expect(report.previousSize == before)
      #expect(report.filesFetched == fetched, "\(size)")
      #expect(try look(log).findings.isEmpty)
      before = report.size
    }
  }

  @Test func `where a partial tile was dropped the full one is taken`() async throws {
    let log = try SimulatedLog(count: 600)
    var files = try log.files(300)
    let later = try log.files(600)
    for name in ["tile/entries/001", "tile/0/001"] {
      files["\(name).p/44"] = nil
      files[name] = later[name]
    }
    #expect(try await fetch(files, log).size == 300)
    #expect(try look(log).findings.isEmpty)
  }

  @Test func `a checkpoint that is not the ledger's, or too large, fetches nothing`() async throws {
    let log = try SimulatedLog(count: 20)
    let stranger = try SimulatedLog(count: 20, seed: 2)
    var asked = 0
    let notes = [
      try stranger.note(20).bytes, Array("x".utf8), [], try log.note(.max, .zero).bytes,
      try log.note(Mirror.sizeLimit + 1, .zero).bytes,
    ]
    for note in notes {
      let mirror = Mirror(into: path, verifiers: [log.signer.verifier])
      await #expect(throws: ServiceError.self) {
        try await mirror.fetch { path, _ in
          asked += 1
          return path == "checkpoint" ? note : nil
        }
      }
    }
    #expect(asked == notes.count)
    #expect(!SmallFile.exists(path + "/checkpoint"))
  }

  @Test func `files that are missing, short, long or wrong leave the old head`() async throws {
    let log = try SimulatedLog(count: 600)
    _ = try await fetch(try log.files(300), log)
    let old = SmallFile.read(path + "/checkpoint")
    typealias Change = (inout [String: [UInt8]]) -> Void
    let (entries, tile) = ("tile/entries/002.p/88", "tile/0/002.p/88")
    var changes: [Change] = []
    changes.append { $0[entries] = nil }
    changes.append { $0[entries]?.removeLast() }
    changes.append { $0[entries] = [UInt8](repeating: 0, count: 17 << 20) }
    changes.append { $0[tile] = [] }
    changes.append { $0[tile]?.removeLast() }
    changes.append { $0[tile]?[0] ^= 1 }
    for (number, change) in changes.enumerated() {
      var files = try log.files(600)
      change(&files)
      await #expect(throws: ServiceError.self, "change \(number)") {
        try await fetch(files, log)
      }
      #expect(SmallFile.read(path + "/checkpoint") == old)
      TemporaryFolder.remove(path + "/\(tile)")
    }
  }

  @Test func `another history is refused, and its copy convicts the ledger`() async throws {
    let log = try SimulatedLog(count: 600)
    _ = try await fetch(try log.files(300), log)
    let known = try #require(try look(log).state)
    var other = log
    other.entries[9] = Array("rewritten".utf8)
    for size in [300, 600] {
      let files = try other.files(size)
      await #expect(throws: ServiceError.self) { try await fetch(files, log) }
      #expect(try look(log).size == 300)
      let fresh = folder.path + "/fresh-\(size)"
      _ = try await Mirror(into: fresh, verifiers: [log.signer.verifier]).fetch { path, _ in
        files[path]
      }
      let report = try Monitor([log.signer.verifier], evidence: folder.path + "/evidence")
        .look(at: fresh, known: known, now: 1)
      #expect(report.findings.map(\.kind) == [size == 300 ? .fork : .rewrite])
    }
  }
}
