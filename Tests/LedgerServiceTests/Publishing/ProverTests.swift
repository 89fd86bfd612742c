// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Quantities
import Testing
import TransparencyLog

@Suite struct ProverTests {
  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `a proof of every entry holds offline, and for no other entry`(suite: Suite) async throws {
    let ledger = try PublishedLedger(name: "proofs")
    defer { ledger.remove() }
    try await ledger.create(suite: suite)
    try await ledger.grow(to: 270)
    let files = try LedgerFiles(at: ledger.paths.root)
    let key = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
    let prover = try Prover(files, cache: MiddleHashCache())
    for index: UInt64 in [0, 1, 2, 254, 255, 256, 257, 268, 269] {
      let proof = try prover.prove(index)
      let check = try ProofCheck(proof: proof.proof.bytes, keys: [key], entry: proof.entry)
      #expect(check.index == index)
      #expect(check.size == 270)
      #expect(check.entry?.records.isEmpty == false)
      let other = try files.entry(at: index == 0 ? 1 : 0)
      #expect(throws: ServiceError.self) {
        try ProofCheck(proof: proof.proof.bytes, keys: [key], entry: other)
      }
    }
    #expect(throws: ServiceError.self) { try prover.prove(270) }
  }

  @Test func `a proof under another key does not hold`() async throws {
    let ledger = try PublishedLedger(name: "otherkey")
    defer { ledger.remove() }
    try await ledger.create()
    let proof = try Prover(try LedgerFiles(at: ledger.paths.root)).prove(0)
    let stranger = try NoteVerifier(
      name: "ledger.example/published", type: .ed25519,
      key: try SigningKey(seed: [UInt8](repeating: 9, count: 32)).verifyingKey)
    #expect(throws: ServiceError.self) {
      try ProofCheck(proof: proof.proof.bytes, keys: [stranger], entry: proof.entry)
    }
    #expect(throws: ServiceError.self) {
      try ProofCheck(proof: proof.proof.bytes, keys: [stranger], entry: nil)
    }
  }

  @Test func `without the entry only the checkpoint is claimed to hold`() async throws {
    let ledger = try PublishedLedger(name: "noentry")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 4)
    let files = try LedgerFiles(at: ledger.paths.root)
    let key = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
    let proof = try Prover(files).prove(2)
    let keys = try ProofCheck.keys(in: key.vkey + "\n")
    let check = try ProofCheck(proof: proof.proof.bytes, keys: keys, entry: nil)
    #expect(check.entry == nil)
    #expect(check.sentence.english.contains("--entry"))
    let whole = try ProofCheck(proof: proof.proof.bytes, keys: keys, entry: proof.entry)
    #expect(whole.sentence.english.contains("is entry 2 of the ledger"))
    #expect(whole.sentence.chinese.contains("第 2 条"))
  }
}
