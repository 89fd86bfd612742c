// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// Proofs under a policy of witnesses.
@Suite struct ProofQuorumTests {
  private static let time: UInt64 = 1_767_225_600

  private static func witness(_ number: UInt8) throws -> NoteSigner {
    try NoteSigner(
      name: "witness.example/w\(number)", type: .cosignature,
      key: try SigningKey(seed: [UInt8](repeating: number, count: 32)))
  }

  private static func policy(_ ledger: ProofLedger, quorum: String = "two") throws -> WitnessPolicy
  {
    var lines = ["log \(ledger.vkey.vkey)"]
    for number: UInt8 in 1...3 {
      lines.append("witness w\(number) \(try witness(number).verifier.vkey)")
    }
    lines += ["group two 2 w1 w2 w3", "quorum \(quorum)", ""]
    return try WitnessPolicy(parsing: Array(lines.joined(separator: "\n").utf8))
  }

  /// Keeps cosignatures of the newest checkpoint, as `cosign take` does.
  private static func cosign(_ ledger: ProofLedger, by numbers: [UInt8]) throws {
    let cosignatures = Cosignatures(ledger.reading.files)
    let checkpoint = try cosignatures.checkpoint()
    for number in numbers {
      let signer = try witness(number)
      try cosignatures.keep(
        [try signer.cosign(checkpoint.note.text, time: time)], of: checkpoint,
        by: [signer.verifier])
    }
  }

  /// Every form of proof that holds a checkpoint, with the entry where it is needed.
  private static func proofs(_ ledger: ProofLedger) throws -> [(proof: [UInt8], entry: [UInt8]?)] {
    let proof = try Prover(ledger.reading.files).prove(8)
    let bundle = try BundleMaker(ledger.reading).make(ProofSubject(entry: 8))
    return [
      (proof.proof.bytes, proof.entry), (bundle.bytes, nil),
      (Array(ProofCode(.tlog(proof.proof), entry: proof.entry).text.utf8), nil),
      (Array(ProofCode(.bundle(bundle), entry: []).text.utf8), nil),
    ]
  }

  /// Why the proof is refused under `requirement`; nil when it is not.
  private static func message(
    _ check: ProofCheck, _ requirement: CosignatureRequirement, _ ledger: ProofLedger
  ) -> String? {
    do {
      try check.require(requirement, of: ledger.vkey)
      return nil
    } catch .unsound(let text) {
      return text.english
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: Suite.all)
  func `a proof carries the cosignatures kept, in every form`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    try Self.cosign(ledger, by: [1, 3])
    let keys = [ledger.vkey, try Self.witness(1).verifier, try Self.witness(3).verifier]
    for (proof, entry) in try Self.proofs(ledger) {
      let check = try ProofCheck(proof: proof, keys: keys, entry: entry)
      #expect(check.witnesses.map(\.name) == ["witness.example/w1", "witness.example/w3"])
      #expect(check.witnesses.allSatisfy { $0.seconds == Self.time })
      let requirement = CosignatureRequirement(try Self.policy(ledger))
      #expect(Self.message(check, requirement, ledger) == nil)
    }
  }

  @Test func `below the quorum a proof is refused, and who is missing is named`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    try Self.cosign(ledger, by: [2])
    let policy = try Self.policy(ledger)
    for (proof, entry) in try Self.proofs(ledger) {
      let check = try ProofCheck(proof: proof, keys: [ledger.vkey], entry: entry)
      let message = Self.message(check, CosignatureRequirement(policy), ledger)
      #expect(message?.contains("missing: w1 (did not cosign), w3 (did not cosign).") == true)
      let late = CosignatureFreshness(now: Self.time + 100, maximumAge: 99)
      let requirement = CosignatureRequirement(policy, freshness: late)
      #expect(
        Self.message(check, requirement, ledger)?
          .contains("w2 (cosigned too long ago: 2026-01-01T00:00:00.000Z)") == true)
    }
  }

  @Test func `a receipt meets no quorum but the empty one`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    try Self.cosign(ledger, by: [1, 2, 3])
    let (receipt, entry) = try ReceiptMaker(ledger.reading.files, keys: ledger.keys).make(8)
    let check = try ProofCheck(proof: receipt.bytes, keys: [ledger.vkey], entry: entry)
    let quorum = CosignatureRequirement(try Self.policy(ledger))
    #expect(
      Self.message(check, quorum, ledger)?
        .contains("holds no checkpoint") == true)
    let none = CosignatureRequirement(try Self.policy(ledger, quorum: "none"))
    #expect(Self.message(check, none, ledger) == nil)
  }

  @Test func `a policy of other ledgers counts for nothing here`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let other = try await ProofLedger(.sha256Ed25519)
    try Self.cosign(ledger, by: [1, 2, 3])
    let proof = try Prover(ledger.reading.files).prove(8)
    let check = try ProofCheck(
      proof: proof.proof.bytes, keys: [ledger.vkey], entry: proof.entry)
    let requirement = CosignatureRequirement(try Self.policy(other))
    #expect(
      Self.message(check, requirement, ledger)?
        .contains("does not name this ledger") == true)
  }
}
