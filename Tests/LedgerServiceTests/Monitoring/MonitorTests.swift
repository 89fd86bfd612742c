// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// A monitor against honest and malicious log servers.
@Suite struct MonitorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder("monitor") }

  private var published: String { folder.path + "/public" }
  private var evidence: String { folder.path + "/evidence" }

  private func monitor(
    _ log: SimulatedLog, _ requirement: CosignatureRequirement? = nil
  ) -> Monitor {
    Monitor([log.signer.verifier], requirement: requirement, evidence: evidence)
  }

  private func look(
    _ log: SimulatedLog, _ known: MonitorState? = nil, all: Bool = false
  ) throws -> MonitorReport {
    try monitor(log).look(at: published, known: known, isThorough: all, now: 1_000)
  }

  /// The state after an honest look at the first `size` entries.
  private func state(_ log: SimulatedLog, _ size: Int) throws -> MonitorState {
    try log.publish(size, at: published)
    return try #require(try look(log).state)
  }

  /// What convicts the log, as one reads it who has only the file and the key.
  private func verdict(
    _ report: MonitorReport, _ log: SimulatedLog
  ) throws -> Contradiction.Verdict {
    let path = try #require(report.findings.compactMap(\.evidencePath).first)
    return try Evidence.contradiction(in: try #require(SmallFile.read(path))).verdict(
      origin: log.signer.verifier.name, verifiers: [log.signer.verifier])
  }

  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `a ledger that grows is proven at every look, reading only what is new`(
    suite: Suite
  ) throws {
    let log = try SimulatedLog(suite: suite, count: 700)
    var known: MonitorState?
    var before = 0
    for size in [1, 2, 100, 255, 256, 257, 512, 512, 699, 700] {
      try log.publish(size, at: published)
      let report = try look(log, known)
      #expect(report.findings.isEmpty, "\(size): \(report.findings)")
      #expect(report.entriesRead == UInt64(size - before))
      #expect(report.previousSize == known?.checkpoint.claim.size)
      known = report.state
      #expect(known?.checkpoint.claim.size == UInt64(size))
      before = size
      #expect(try look(log, known, all: true).entriesRead == UInt64(size))
    }
    let path = folder.path + "/state"
    try #require(known).write(to: path)
    #expect(try MonitorState(path, verifiers: [log.signer.verifier]) == known)
  }

  @Test func `a fork is reported with two notes that convict the log, and is not forgotten`() throws
  {
    let log = try SimulatedLog(count: 40)
    let known = try state(log, 30)
    var other = log
    other.entries[29] = Array("another".utf8)
    try other.publish(30, at: published)
    let report = try look(log, known)
    #expect(report.findings.map(\.kind) == [.fork])
    #expect(report.state == known)
    #expect(try verdict(report, log) == .fork)
    #expect(try look(log, report.state).findings.map(\.kind) == [.fork])
  }

  @Test(arguments: [1, 2, 3, 255, 256, 257, 300])
  func `a rewritten past is proven whatever the sizes`(size: Int) throws {
    let log = try SimulatedLog(count: 400)
    let known = try state(log, size)
    for changed in Set([0, size / 2, size - 1]) {
      var other = log
      other.entries[changed] = Array("rewritten".utf8)
      try other.publish(400, at: published)
      let report = try look(log, known)
      #expect(report.findings.map(\.kind) == [.rewrite])
      #expect(report.state == known)
      #expect(try verdict(report, log) == .rewritten)
    }
  }

  @Test func `a rollback is reported and the larger head is kept`() throws {
    let log = try SimulatedLog(count: 300)
    let known = try state(log, 300)
    for size in [1, 256, 299] {
      try log.publish(size, at: published)
      let report = try look(log, known)
      #expect(report.findings.map(\.kind) == [.rollback])
      #expect(report.state == known)
      #expect(try verdict(report, log) == .unproven)
    }
    try log.publish(300, at: published)
    #expect(try look(log, known).findings.isEmpty)
  }

  @Test func `a checkpoint of another key, origin or text is not believed`() throws {
    let log = try SimulatedLog(count: 20)
    let known = try state(log, 10)
    let stranger = try SimulatedLog(count: 20, seed: 2)
    try stranger.publish(20, at: published)
    #expect(try look(log, known).findings.map(\.kind) == [.signature])
    try log.publish(20, at: published) { files in
      let text = String(decoding: files["checkpoint"] ?? [], as: UTF8.self)
      files["checkpoint"] = Array(text.replacing("\n20\n", with: "\n19\n").utf8)
    }
    #expect(try look(log, known).findings.map(\.kind) == [.signature])
    #expect(try look(log, known).state == known)
  }

  @Test func `changed entries are named, changed tiles too`() throws {
    let log = try SimulatedLog(count: 600)
    let known = try state(log, 300)
    try log.publish(600, at: published) { $0["tile/entries/001"]?[200 * 11 + 5] ^= 1 }
    let entries = try look(log, known)
    #expect(entries.findings.map(\.kind) == [.entries])
    #expect(entries.findings.first?.detail.contains("entry 4") == true)
    #expect(entries.state == known)
    try log.publish(600, at: published) { $0["tile/0/002.p/88"]?[0] ^= 1 }
    #expect(try look(log, known).findings.map(\.kind) == [.tiles])
    try log.publish(600, at: published) { $0["tile/1/000.p/2"]?[33] ^= 1 }
    #expect(try look(log, known).findings.map(\.kind) == [.tiles])
    // Swapped hashes.
    try log.publish(600, at: published) { files in
      var tile = files["tile/0/002.p/88"] ?? []
      for place in 0..<32 { tile.swapAt(place, place + 32) }
      files["tile/0/002.p/88"] = tile
    }
    #expect(try look(log, known).findings.map(\.kind) == [.tiles])
  }

  @Test func `a past that was changed under the same head is found by reading all`() throws {
    let log = try SimulatedLog(count: 600)
    let known = try state(log, 600)
    for change in ["tile/entries/000", "tile/entries/002.p/88"] {
      try log.publish(600, at: published) { $0[change]?[3] ^= 1 }
      #expect(try look(log, known).findings.isEmpty)
      #expect(try look(log, known, all: true).findings.map(\.kind) == [.entries])
    }
    for change in ["tile/0/000", "tile/1/000.p/2"] {
      try log.publish(600, at: published) { $0[change]?[3] ^= 1 }
      #expect(try look(log, known).findings.isEmpty)
      #expect(try look(log, known, all: true).findings.map(\.kind) == [.tiles])
    }
  }

  @Test func `what is missing, cut short, too long or huge is found`() throws {
    let log = try SimulatedLog(count: 600)
    let known = try state(log, 300)
    typealias Change = (inout [String: [UInt8]]) throws -> Void
    let (entries, tile) = ("tile/entries/002.p/88", "tile/0/002.p/88")
    var changes: [Change] = []
    changes.append { $0["tile/entries/001"] = nil }
    changes.append { $0[entries] = nil }
    changes.append { $0["tile/entries/001"]?.removeLast() }
    changes.append { $0[entries]?.removeLast(20) }
    changes.append { $0[entries] = [0xff, 0xff] }
    changes.append { $0[entries] = [UInt8](repeating: 0, count: 20 << 20) }
    changes.append { $0[tile] = nil }
    changes.append { $0["tile/0/001"] = [] }
    changes.append { $0[tile]?.removeLast() }
    changes.append { $0[tile] = [UInt8](repeating: 0, count: 1 << 20) }
    changes.append { $0["checkpoint"] = try log.note(.max, .zero).bytes }
    changes.append { $0["checkpoint"] = try log.note(1 << 63, log.root(600)).bytes }
    for (number, change) in changes.enumerated() {
      try log.publish(600, at: published, change)
      let report = try look(log, known)
      #expect(!report.findings.isEmpty, "change \(number)")
      #expect(report.findings.allSatisfy { $0.kind == .entries || $0.kind == .tiles })
      #expect(report.state == known)
    }
    for bytes in [[], [0], [UInt8](repeating: 0x41, count: 2 << 20)] as [[UInt8]] {
      try log.publish(600, at: published) { $0["checkpoint"] = bytes }
      #expect(throws: ServiceError.self) { try look(log, known) }
    }
  }

  @Test func `a quorum that is lacking is reported, and the head is followed all the same`() throws
  {
    let log = try SimulatedLog(count: 20)
    let witness = try NoteSigner(
      name: "w.example", type: .cosignature,
      key: SigningKey(seed: [UInt8](repeating: 9, count: 32)))
    let policy = WitnessPolicy(witnesses: [witness.verifier], threshold: 1)
    let requirement = CosignatureRequirement(
      policy, freshness: CosignatureFreshness(now: 1_000, maximumAge: 100))
    let watch = monitor(log, requirement)
    try log.publish(10, at: published)
    let bare = try watch.look(at: published, known: nil, now: 1_000)
    #expect(bare.findings.map(\.kind) == [.witness])
    #expect(bare.state?.checkpoint.claim.size == 10)
    for (time, isFresh) in [(950, true), (899, false)] as [(UInt64, Bool)] {
      try log.publish(20, at: published) { files in
        var note = try log.note(20)
        try note.append(witness.cosign(note.text, time: time))
        files["checkpoint"] = note.bytes
      }
      let report = try watch.look(at: published, known: bare.state, now: 1_000)
      #expect(report.findings.map(\.kind) == (isFresh ? [] : [.witness]))
    }
  }

  @Test func `a state file that was changed is refused, not forgotten`() throws {
    let log = try SimulatedLog(count: 20)
    let path = folder.path + "/state"
    let verifiers = [log.signer.verifier]
    #expect(try MonitorState(path, verifiers: verifiers) == nil)
    try state(log, 11).write(to: path)
    let text = String(decoding: try #require(SmallFile.read(path)), as: UTF8.self)
    let frontier = try #require(try state(log, 12).checkpoint.claim.root.base64 as String?)
    for changed in [
      "", "{}", text.replacing("\\n11\\n", with: "\\n10\\n"),
      text.replacing("monitor 1", with: "monitor 2"),
      text.replacing(log.root(8).base64, with: frontier),
      text.replacing(log.root(8).base64, with: "x"),
    ] {
      #expect(changed != text)
      try SmallFile.replace(path, Array(changed.utf8))
      #expect(throws: ServiceError.self) { try MonitorState(path, verifiers: verifiers) }
    }
    let stranger = try SimulatedLog(count: 1, seed: 3).signer.verifier
    try SmallFile.replace(path, Array(text.utf8))
    #expect(throws: ServiceError.self) { try MonitorState(path, verifiers: [stranger]) }
  }
}
