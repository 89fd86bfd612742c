// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerVerification
import Testing
import TransparencyLog

/// The second line of checkpoints, as an auditor finds it who has the bytes and nothing else.
@Suite struct SecondLineTests {
  /// Six entries: the third names a second key, the fifth another; a checkpoint for each.
  private struct Dual {
    var ledger: SampleLedger
    let first: SigningKey
    let other: SigningKey

    init() throws {
      ledger = try SampleLedger()
      first = try SigningKey(algorithm: .sm2, seed: [UInt8](repeating: 21, count: 32))
      other = try SigningKey(algorithm: .sm2, seed: [UInt8](repeating: 22, count: 32))
      try ledger.openLedger()
      for key in [first, other] {
        let record = try CheckpointKeyRecord(
          naming: key, origin: SampleLedger.origin,
          checkpointKey: ledger.log.verifyingKey.bytes)
        try ledger.sign([record.encoded])
        try ledger.sign([CorrectionRecord(entry: 0, record: 0, reason: "r").encoded])
      }
      ledger.checkpointSizes = Array(1...6)
      ledger.seconds = [3: first, 4: first, 5: other, 6: other]
    }

    func signer(_ key: SigningKey) throws -> NoteSigner {
      try NoteSigner(name: SampleLedger.origin, key: key)
    }
  }

  private func findings(
    _ dual: Dual, _ options: VerificationOptions = VerificationOptions()
  ) async throws -> [Finding] {
    let inLedger = try await Folder(dual.ledger.files()).verify(options).findings
    let published = try await Folder(dual.ledger.published()).verify(options).findings
    // What is published has only the newest checkpoint.
    #expect(published.map(\.check) == inLedger.filter { $0.entry != 3 }.map(\.check))
    return inLedger
  }

  @Test func `both lines satisfy, in either layout`() async throws {
    let dual = try Dual()
    #expect(try await findings(dual).isEmpty)
    #expect(try await Folder(dual.ledger.published()).verify().isSound)
  }

  @Test(arguments: [3, 4, 5, 6])
  func `a checkpoint over the naming entry without the second line is found`(
    size: Int
  ) async throws {
    var dual = try Dual()
    dual.ledger.seconds[size] = nil
    let findings = try await Folder(dual.ledger.files()).verify().findings
    #expect(findings.map(\.check) == [.secondLine])
    #expect(findings.first?.entry == UInt64(size - 1))
    #expect(findings.first?.file == "checkpoints/000000000000")
    let published = try await Folder(dual.ledger.published()).verify().findings
    #expect(published.map(\.check) == (size == 6 ? [.secondLine] : []))
  }

  @Test func `a line of another SM2 key is found`() async throws {
    var dual = try Dual()
    let stranger = try SigningKey(algorithm: .sm2, seed: [UInt8](repeating: 23, count: 32))
    dual.ledger.seconds[4] = stranger
    #expect(try await findings(dual).map(\.check) == [.secondLine])
    // The key of before, after it was replaced.
    dual.ledger.seconds[4] = dual.first
    dual.ledger.seconds[6] = dual.first
    let found = try await Folder(dual.ledger.files()).verify().findings
    #expect(found.map(\.check) == [.secondLine])
    #expect(found.first?.entry == 5)
  }

  @Test func `lines swapped between two checkpoints are found in both`() async throws {
    var dual = try Dual()
    let (three, four) = (try dual.ledger.checkpoint(3), try dual.ledger.checkpoint(4))
    let lines = try [three, four].map { try #require(SignedNote(parsing: $0).signatures.last) }
    dual.ledger.replacedLines = [3: lines[1], 4: lines[0]]
    let found = try await Folder(dual.ledger.files()).verify().findings
    #expect(found.map(\.check) == [.secondLine, .secondLine])
    #expect(found.map(\.entry) == [2, 3])
  }

  @Test func `any byte of the second line that is changed is found`() async throws {
    var dual = try Dual()
    let line = try #require(SignedNote(parsing: dual.ledger.checkpoint(6)).signatures.last)
    for place in line.signature.indices {
      var bytes = line.signature
      bytes[place] ^= 1
      let changed = try NoteSignature(name: line.name, keyID: line.keyID, signature: bytes)
      dual.ledger.replacedLines = [6: changed]
      #expect(
        try await Folder(dual.ledger.published()).verify().findings.map(\.check) == [.secondLine])
    }
    let renamed = try NoteSignature(
      name: line.name, keyID: line.keyID ^ 1, signature: line.signature)
    dual.ledger.replacedLines = [6: renamed]
    #expect(
      try await Folder(dual.ledger.published()).verify().findings.map(\.check) == [.secondLine])
  }

  @Test func `after its end the second line is neither asked for nor minded`() async throws {
    var dual = try Dual()
    try dual.ledger.sign([CheckpointKeyRecord(nil).encoded])
    dual.ledger.checkpointSizes.append(7)
    #expect(try await Folder(dual.ledger.files()).verify().isSound)
    dual.ledger.seconds[7] = dual.other
    #expect(try await Folder(dual.ledger.files()).verify().isSound)
  }

  @Test func `each key the auditor brings must be one of the newest checkpoint`() async throws {
    let dual = try Dual()
    let log = try dual.ledger.logSigner.verifier
    let (first, other) = (try dual.signer(dual.first), try dual.signer(dual.other))
    var options = VerificationOptions()
    for keys in [[log], [log, other.verifier], [other.verifier, log], [other.verifier]] {
      options.pinnedKeys = keys
      #expect(try await findings(dual, options).isEmpty)
    }
    for keys in [[log, first.verifier], [first.verifier], [log, other.verifier, first.verifier]] {
      options.pinnedKeys = keys
      #expect(try await findings(dual, options).map(\.check) == [.consistency])
    }
  }

  @Test func `one who rewrites the history with the first key alone is found by both`()
    async throws
  {
    let dual = try Dual()
    // The thief of the Ed25519 key leaves the naming entries out, and signs alone.
    var forged = try SampleLedger.small()
    forged.checkpointSizes = [4]
    var options = VerificationOptions()
    options.pinnedKeys = [try dual.ledger.logSigner.verifier]
    #expect(try await Folder(forged.published()).verify(options).isSound)
    options.pinnedKeys.append(try dual.signer(dual.other).verifier)
    #expect(
      try await Folder(forged.published()).verify(options).findings.map(\.check)
        == [.consistency])
  }
}
