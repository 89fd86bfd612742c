// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct TlogProofTests {
  static let origin = "log.example/jiaxing"
  static let log = NumberedLog(size: 300)

  private func makeProof(
    _ index: UInt64, extra: [UInt8]? = nil
  ) throws -> (proof: TlogProof, verifier: NoteVerifier) {
    let key = try SigningKey(algorithm: .ed25519, seed: [UInt8](repeating: 9, count: 32))
    let signer = try NoteSigner(name: Self.origin, key: key)
    let checkpoint = try Checkpoint(
      origin: Self.origin, size: 300, root: Self.log.tree.root())
    let inclusion = try InclusionProof.prove(
      index: index, size: 300, reader: Self.log.reader(size: 300), function: .sha256)
    let unverified = try UnverifiedCheckpoint(note: try checkpoint.sign(with: [signer]))
    return (TlogProof(inclusion, checkpoint: unverified, extra: extra), signer.verifier)
  }

  @Test(arguments: [nil, [], [1, 2, 3]] as [[UInt8]?])
  func `a proof written and read again verifies the entry`(extra: [UInt8]?) throws {
    let (proof, verifier) = try makeProof(299, extra: extra)
    let parsed = try TlogProof(parsing: proof.bytes)
    #expect(parsed == proof)
    let verified = try parsed.verify(
      entry: Array("leaf 299".utf8).span, origin: Self.origin, verifiers: [verifier],
      function: .sha256)
    #expect(verified.checkpoint.size == 300)
    #expect(throws: TransparencyLogError.self) {
      try parsed.verify(
        entry: Array("leaf 298".utf8).span, origin: Self.origin, verifiers: [verifier],
        function: .sha256)
    }
  }

  @Test func `the file has the published layout`() throws {
    let (proof, _) = try makeProof(0, extra: [0])
    let text = String(decoding: proof.bytes, as: UTF8.self)
    let head = "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n"
    #expect(text.hasPrefix(head + proof.path[0].base64 + "\n"))
    #expect(text.hasSuffix(proof.path[8].base64 + "\n\n" + checkpointText(proof)))
  }

  private func checkpointText(_ proof: TlogProof) -> String {
    String(decoding: proof.checkpoint.note.bytes, as: UTF8.self)
  }

  @Test func `every changed byte is noticed`() throws {
    let (proof, verifier) = try makeProof(17)
    let bytes = proof.bytes
    let entry = Array("leaf 17".utf8)
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 0x04
      #expect(throws: TransparencyLogError.self, "byte \(position)") {
        try TlogProof(parsing: changed).verify(
          entry: entry.span, origin: Self.origin, verifiers: [verifier], function: .sha256)
      }
    }
  }

  @Test(arguments: [
    "", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nindex 00\n\n", "c2sp.org/tlog-proof@v1\nindex\n\n",
    "c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n", "c2sp.org/tlog-proof@v1\n\n",
    "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
  ])
  func `a malformed head is refused`(head: String) throws {
    let (proof, _) = try makeProof(0)
    #expect(throws: TransparencyLogError.self) {
      try TlogProof(parsing: Array(head.utf8) + proof.checkpoint.note.bytes)
    }
  }
}
