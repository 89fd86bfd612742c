// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

@Suite struct VerifierTests {
  @Test(arguments: Suite.all) func `an intact ledger has no findings`(suite: Suite) async throws {
    let ledger = try SampleLedger.small(suite)
    let report = try await verify(ledger.files())
    #expect(report.findings == [])
    #expect(report.isSound)
    #expect(report.origin == SampleLedger.origin)
    #expect(report.suite == suite)
    #expect(report.size == 4)
    #expect(report.records == 5)
    #expect(report.checkpoints == 3)
    #expect(report.coveredSize == 4)
    #expect(report.replayedState.size == 4)
  }

  @Test(arguments: [255, 256, 257, 600])
  func `an intact ledger of several bundles has no findings`(count: Int) async throws {
    let ledger = try SampleLedger.long(count)
    #expect(try await verify(ledger.files()).findings == [])
    #expect(try await verify(ledger.published()).findings == [])
  }

  @Test func `every byte flipped in any file is found`() async throws {
    let files = try SampleLedger.small().files()
    let folder = try Folder(files)
    #expect(files.values.reduce(0) { $0 + $1.count } < 6_000)
    for (name, bytes) in files {
      for position in bytes.indices {
        var damaged = bytes
        damaged[position] ^= UInt8(1 << (position % 8))
        try folder.write(name, damaged)
        let report = try await folder.verify()
        #expect(!report.isSound, "\(name) byte \(position)")
      }
      try folder.write(name, bytes)
    }
    #expect(try await folder.verify().isSound)
  }

  @Test func `every truncation that cuts content is found`() async throws {
    let ledger = try SampleLedger.small()
    let files = try ledger.files()
    let folder = try Folder(files)
    for (name, bytes) in files {
      let content = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? bytes.count
      for length in stride(from: 0, to: content, by: 7) {
        try folder.write(name, Array(bytes[..<length]))
        #expect(try await !folder.verify().isSound, "\(name) cut to \(length)")
      }
      if !bytes.isEmpty {
        try folder.remove(name)
        #expect(try await !folder.verify().isSound, "\(name) removed")
      }
      try folder.write(name, bytes)
    }
  }

  @Test func `a missing zero tail is no damage`() async throws {
    var ledger = try SampleLedger.small()
    ledger.padding = 0
    #expect(try await verify(ledger.files()).isSound)
  }

  @Test func `an unexpected file is found`() async throws {
    var files = try SampleLedger.small().files()
    files["tree/x"] = [1]
    files["notes.txt"] = [1]
    let report = try await verify(files)
    #expect(report.findings.map(\.check) == [.unexpectedFile, .unexpectedFile])
  }

  @Test func `swapped entries with a rebuilt tree break the chain`() async throws {
    let ledger = try SampleLedger.small()
    var entries = ledger.entries
    entries.swapAt(2, 3)
    let checks = Set(try await verify(ledger.files(entries)).findings.map(\.check))
    #expect(checks.contains(.chain))
  }

  @Test func `a statement whose signature is not genuine is found at its entry`() async throws {
    var ledger = try SampleLedger.small()
    ledger.statements[2][ledger.statements[2].count - 1] ^= 1
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.check) == [.signature])
    #expect(findings.first?.entry == 2)
    #expect(findings.first?.ruleCode == "LED-102")
  }

  @Test func `a history rewritten and signed anew is caught by an old checkpoint`() async throws {
    let ledger = try SampleLedger.small()
    var rewritten = try SampleLedger(.sha256Ed25519)
    try rewritten.openLedger()
    try rewritten.sign([CorrectionRecord(entry: 0, record: 0, reason: "x").encoded])
    try rewritten.sign([CorrectionRecord(entry: 0, record: 0, reason: "y").encoded])
    rewritten.checkpointSizes = [1, 3, 4]
    #expect(try await verify(rewritten.files()).isSound)
    var options = VerificationOptions()
    options.trustedCheckpoints = [try ledger.checkpoint(3)]
    #expect(try await verify(ledger.files(), options).isSound)
    let findings = try await verify(rewritten.files(), options).findings
    #expect(findings.map(\.check) == [.consistency])
  }

  @Test func `a rollback is caught by an old checkpoint`() async throws {
    let ledger = try SampleLedger.small()
    var shorter = ledger
    shorter.statements.removeLast()
    shorter.checkpointSizes = [1, 3]
    #expect(try await verify(shorter.files()).isSound)
    var options = VerificationOptions()
    options.trustedCheckpoints = [try ledger.checkpoint(4)]
    let findings = try await verify(shorter.files(), options).findings
    #expect(Set(findings.map(\.check)) == [.consistency])
  }

  @Test func `a ledger under another key than the pinned one is found`() async throws {
    let ledger = try SampleLedger.small()
    var options = VerificationOptions()
    options.pinnedKeys = [try ledger.logSigner.verifier]
    #expect(try await verify(ledger.files(), options).isSound)
    options.pinnedKeys = [try NoteSigner(name: SampleLedger.origin, key: ledger.company).verifier]
    let findings = try await verify(ledger.files(), options).findings
    #expect(findings.map(\.check) == [.consistency])
  }
}

extension VerifierTests {
  @Test func `a statement signed with a revoked key is found`() async throws {
    var ledger = try SampleLedger.small()
    let identifier = ledger.company.verifyingKey.identifier(using: ledger.suite.hash)
    try ledger.sign([
      KeyRevocationRecord(participant: 1, identifier: identifier, reason: "lost").encoded
    ])
    try ledger.sign(
      [KeyRecord(participant: 1, key: ledger.log.verifyingKey.bytes).encoded], issuer: 1,
      key: ledger.company)
    ledger.checkpointSizes = [6]
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.check) == [.signature])
    #expect(findings.first?.entry == 5)
  }

  @Test func `a breach of rules that the operator let in is found with its code`() async throws {
    var ledger = try SampleLedger.small()
    try ledger.sign(
      [AssetRecord(code: "Y", chineseName: "丁", englishName: "D", unit: "t", issuer: 1).encoded],
      issuer: 1, key: ledger.company)
    try ledger.sign([CorrectionRecord(entry: 9, record: 0, reason: "later").encoded])
    ledger.checkpointSizes = [6]
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.check) == [.rule, .rule])
    #expect(findings.map(\.ruleCode) == ["LED-6", "LED-2"])
    #expect(findings.map(\.entry) == [4, 5])
    #expect(findings.map(\.mayFollowFrom) == [nil, 4])
    #expect(findings.first?.record == 0)
  }

  @Test func `a ruleset this software lacks stops the replay`() async throws {
    var ledger = try SampleLedger.small()
    try ledger.sign([RulesetRecord(version: 77).encoded])
    try ledger.sign([CorrectionRecord(entry: 99, record: 0, reason: "unseen").encoded])
    ledger.checkpointSizes = [6]
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.ruleCode) == ["LED-111"])
  }

  @Test func `a registered time that goes back is found once`() async throws {
    var ledger = try SampleLedger.small()
    ledger.times = [3, 4, 5, 1].map { SampleLedger.start.adding(milliseconds: $0) }
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.check) == [.time])
    #expect(findings.first?.entry == 3)
  }

  @Test func `entries beyond the newest checkpoint are found`() async throws {
    var ledger = try SampleLedger.small()
    ledger.checkpointSizes = [1, 3]
    let findings = try await verify(ledger.files()).findings
    #expect(findings.map(\.check) == [.coverage])
    #expect(findings.first?.entry == 3)
  }

  @Test func `checkpoints that repeat a size are found`() async throws {
    let ledger = try SampleLedger.small()
    var files = try ledger.files()
    var history: [UInt8] = []
    for size in [1, 3, 3, 2, 4] { history += SampleLedger.frame(try ledger.checkpoint(size)) }
    files["checkpoints/000000000000"] = history
    let findings = try await verify(files).findings
    #expect(findings.map(\.check) == [.checkpointOrder, .checkpointOrder])
  }

  @Test func `a stored state is compared row by row`() async throws {
    let files = try SampleLedger.small().files()
    let state = try await verify(files).replayedState
    var images: [StateImage] = []
    state.visitImages(changedOnly: false) { images.append($0) }
    var options = VerificationOptions()
    options.storedState = StoredState(size: 4, images: images)
    #expect(try await verify(files, options).findings == [])
    let last = images.removeLast()
    options.storedState = StoredState(size: 4, images: images)
    #expect(try await verify(files, options).findings.map(\.check) == [.state])
    let forged = StateImage(section: last.section, key: last.key, value: last.value + [0])
    options.storedState = StoredState(size: 4, images: images + [forged])
    #expect(try await verify(files, options).findings.map(\.check) == [.state])
    // A text that leads to another row, or to one too many.
    for keys in [["other"], last.lookupKeys + ["other"]] {
      let misled = StateImage(
        section: last.section, key: last.key, value: last.value, lookupKeys: keys)
      options.storedState = StoredState(size: 4, images: images + [misled])
      #expect(try await Set(verify(files, options).findings.map(\.check)) == [.state])
    }
    options.storedState = StoredState(size: 5, images: images + [last])
    #expect(try await verify(files, options).findings.map(\.check) == [.state])
  }

  @Test func `no more findings are kept than asked for, but all are counted`() async throws {
    let ledger = try SampleLedger.long(40)
    var files = try ledger.files()
    files["tree/0"] = [UInt8](repeating: 7, count: 40 * 32)
    var options = VerificationOptions()
    options.findingLimit = 5
    let report = try await verify(files, options)
    #expect(report.findings.count == 5)
    #expect(report.findingCount == 40)
  }

  @Test func `what is no ledger is an error`() async throws {
    let folder = try Folder(["readme": [1]])
    #expect(throws: VerificationError.notALedger(path: folder.path)) {
      _ = try LedgerLocation(detecting: folder.path)
    }
  }
}
