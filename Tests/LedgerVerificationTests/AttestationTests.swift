// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

/// What others attest of checkpoints, beside a ledger: each must be of this ledger, and valid.
@Suite struct AttestationTests {
  let ledger: SampleLedger
  let witnesses: [NoteSigner]

  init() throws {
    ledger = try SampleLedger.small()
    witnesses = try (0..<3).map { number in
      try NoteSigner(
        name: "w\(number).example", type: .cosignature,
        key: SigningKey(seed: [UInt8](repeating: UInt8(50 + number), count: 32)))
    }
  }

  private func cosignatures(
    _ size: Int, _ cosigners: [Int], time: UInt64 = 1_790_000_000
  ) throws -> [UInt8] {
    let text = try SignedNote(parsing: ledger.checkpoint(size)).text
    let lines = try cosigners.map { try witnesses[$0].cosign(text, time: time) }
    return try SignedNote(text: text, signatures: lines).bytes
  }

  private func options(
    _ threshold: Int, freshness: CosignatureFreshness? = nil
  ) -> VerificationOptions {
    var options = VerificationOptions()
    options.cosignatures = CosignatureRequirement(
      WitnessPolicy(witnesses: witnesses.map(\.verifier), threshold: threshold),
      freshness: freshness)
    return options
  }

  private func checks(
    _ extra: [String: [UInt8]], _ options: VerificationOptions = VerificationOptions()
  ) async throws -> [Check] {
    let files = try ledger.files().merging(extra) { $1 }
    return try await verify(files, options).findings.map(\.check)
  }

  @Test func `cosignatures kept beside the history meet the quorum, and no others do`() async throws
  {
    let kept = ["cosignatures/000000000004": try cosignatures(4, [0, 2])]
    #expect(try await checks(kept) == [])
    for threshold in 0...3 {
      #expect(try await checks(kept, options(threshold)) == (threshold > 2 ? [.witness] : []))
    }
    let old = ["cosignatures/000000000003": try cosignatures(3, [0, 1, 2])]
    #expect(try await checks(old, options(1)) == [.witness])
    #expect(try await checks([:], options(1)) == [.witness])
  }

  @Test func `an old cosignature does not stand for a recent one`() async throws {
    let kept = ["cosignatures/000000000004": try cosignatures(4, [0, 1], time: 1_000)]
    for (now, isFresh) in [(1_000, true), (1_060, true), (1_061, false), (600, false)]
      as [(UInt64, Bool)]
    {
      let limit = CosignatureFreshness(now: now, maximumAge: 60)
      #expect(try await checks(kept, options(2, freshness: limit)) == (isFresh ? [] : [.witness]))
    }
  }

  @Test func `a policy of another log accepts nothing`() async throws {
    let other = try NoteSigner(
      name: "other.example", key: SigningKey(seed: [UInt8](repeating: 60, count: 32)))
    for (key, found) in [(try ledger.logSigner.verifier, []), (other.verifier, [.witness])]
      as [(NoteVerifier, [Check])]
    {
      var options = VerificationOptions()
      let policy = try WitnessPolicy(parsing: Array("log \(key.vkey)\nquorum none\n".utf8))
      options.cosignatures = CosignatureRequirement(policy)
      #expect(try await checks([:], options) == found)
    }
  }

  @Test func `cosignatures of another text, size or form are found`() async throws {
    let good = try cosignatures(3, [0])
    let name = "cosignatures/000000000003"
    let text = String(decoding: good, as: UTF8.self)
    let cases: [(String, [UInt8])] = [
      (name, try cosignatures(4, [0])), (name, []), (name, Array("x\n".utf8)),
      (name, Array(text.replacing("\n3\n", with: "\n2\n").utf8)), (name, good.dropLast()),
      ("cosignatures/000000000009", good),
    ]
    #expect(try await checks([name: good]) == [])
    for (name, bytes) in cases {
      #expect(try await checks([name: bytes]) == [.witness], "\(name)")
    }
    for name in ["3", "00000000003", "00000000000x", "000000000003-0", "0000000000003"] {
      let found = try await checks(["cosignatures/\(name)": good])
      #expect(found == [.unexpectedFile], "\(name)")
    }
    #expect(try await checks(["cosignatures/000000000003.new": [1]]) == [])
  }

  @Test func `a cosignature that a known witness did not make is found, at every size`()
    async throws
  {
    let text = try SignedNote(parsing: ledger.checkpoint(3)).text
    let line = try witnesses[0].cosign(text, time: 7)
    var bytes = line.signature
    bytes[7] = 8
    let forged = try SignedNote(
      text: text,
      signatures: [NoteSignature(name: line.name, keyID: line.keyID, signature: bytes)])
    let kept = ["cosignatures/000000000003": forged.bytes]
    #expect(try await checks(kept) == [])
    #expect(try await checks(kept, options(0)) == [.witness])
  }

  @Test func `timestamps that cannot be read or lie outside are found`() async throws {
    for layout in [try ledger.files(), try ledger.published()] {
      for (name, check) in [
        ("000000000003-0", Check.timestamp), ("000000000009-0", .timestamp),
        ("000000000003", .unexpectedFile), ("000000000003-x", .unexpectedFile),
        ("000000000003-00", .unexpectedFile),
      ] {
        var files = layout
        files["timestamps/\(name)"] = [0x30, 0x00]
        #expect(try await verify(files).findings.map(\.check) == [check], "\(name)")
      }
    }
  }
}
