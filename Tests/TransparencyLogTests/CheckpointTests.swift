// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct CheckpointTests {
  static let origin = "log.example/jiaxing"
  static let root = HashFunction.sha256.digest(of: [UInt8]())
  static let base64 = root.base64

  private func signer(
    _ name: String, _ type: NoteKeyType = .ed25519, seed: UInt8 = 1
  ) throws -> NoteSigner {
    let key = try SigningKey(
      algorithm: type.algorithm, seed: [UInt8](repeating: seed, count: 32))
    return try NoteSigner(name: name, type: type, key: key)
  }

  @Test func `the text is origin, size, root and extension lines`() throws {
    let checkpoint = try Checkpoint(
      origin: Self.origin, size: 0, root: Self.root, extensionLines: ["one", "two"])
    #expect(checkpoint.text == "log.example/jiaxing\n0\n\(Self.base64)\none\ntwo\n")
    #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
  }

  @Test(arguments: [
    "", "o\n1\n", "o\n1\n\(base64)", "\n1\n\(base64)\n", "o\n01\n\(base64)\n",
    "o\n+1\n\(base64)\n", "o\n-1\n\(base64)\n", "o\n\n\(base64)\n", "o\n1 \n\(base64)\n",
    "o\n18446744073709551616\n\(base64)\n", "o\n1\n\(base64.dropLast())\n", "o\n1\nAAAA\n",
    "o\n1\n\(base64) \n", "o\n1\n\(base64)\n\n", "o\n1\n\(base64)\n\nx\n",
    "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", "o\n١\n\(base64)\n",
  ])
  func `a malformed text is refused`(text: String) {
    #expect(throws: TransparencyLogError.self) { try Checkpoint(parsing: text) }
  }

  @Test(arguments: ["", "two\nlines", "tab\t"])
  func `an origin that would break the text is refused`(origin: String) {
    #expect(throws: TransparencyLogError.self) {
      try Checkpoint(origin: origin, size: 0, root: Self.root)
    }
  }

  @Test func `only the log's own signature verifies a checkpoint`() throws {
    let log = try signer(Self.origin)
    let witness = try signer("witness.example", .cosignature, seed: 2)
    let other = try signer("other.example", seed: 3)
    let checkpoint = try Checkpoint(origin: Self.origin, size: 0, root: Self.root)
    var note = try checkpoint.sign(with: [log])
    try note.append(try witness.cosign(checkpoint.text, time: 99))
    try note.append(try other.sign(checkpoint.text))
    let unverified = try UnverifiedCheckpoint(parsing: note.bytes)
    #expect(unverified.claim == checkpoint)
    let verified = try unverified.verified(
      origin: Self.origin, verifiers: [log.verifier, witness.verifier])
    #expect(verified.checkpoint == checkpoint)
    #expect(verified.signatures.map(\.timestamp) == [nil, 99])
    for stranger in [witness, other] {
      #expect(throws: TransparencyLogError.noTrustedSignature) {
        try unverified.verified(origin: Self.origin, verifiers: [stranger.verifier])
      }
    }
    #expect(
      throws: TransparencyLogError.originMismatch(expected: "log.example", found: Self.origin)
    ) {
      try unverified.verified(origin: "log.example", verifiers: [log.verifier])
    }
  }

  @Test func `a note may carry an SM2 signature beside the Ed25519 one`() throws {
    let log = try signer(Self.origin)
    let sm2 = try signer(Self.origin, .sm2, seed: 7)
    let checkpoint = try Checkpoint(origin: Self.origin, size: 0, root: Self.root)
    let note = try checkpoint.sign(with: [log, sm2])
    let unverified = try UnverifiedCheckpoint(parsing: note.bytes)
    for verifiers in [[log.verifier], [sm2.verifier], [log.verifier, sm2.verifier]] {
      let verified = try unverified.verified(origin: Self.origin, verifiers: verifiers)
      #expect(verified.signatures.count == verifiers.count)
    }
  }

  @Test func `every log key given must have signed, whatever witnesses did`() throws {
    let log = try signer(Self.origin)
    let sm2 = try signer(Self.origin, .sm2, seed: 7)
    let stranger = try signer(Self.origin, .sm2, seed: 8)
    let witness = try NoteVerifier(
      name: "w.example", type: .cosignature,
      key: SigningKey(algorithm: .ed25519, seed: [UInt8](repeating: 9, count: 32)).verifyingKey)
    let checkpoint = try Checkpoint(origin: Self.origin, size: 0, root: Self.root)
    let both = try UnverifiedCheckpoint(note: checkpoint.sign(with: [log, sm2]))
    let one = try UnverifiedCheckpoint(note: checkpoint.sign(with: [log]))
    let other = try UnverifiedCheckpoint(note: checkpoint.sign(with: [log, stranger]))
    let keys = [log.verifier, sm2.verifier]
    #expect(try both.verified(origin: Self.origin, byAll: keys + [witness]).signatures.count == 2)
    #expect(try one.verified(origin: Self.origin, byAll: [log.verifier]).signatures.count == 1)
    let missing = TransparencyLogError.missingSignature(
      name: Self.origin, keyID: sm2.verifier.keyID)
    for note in [one, other] {
      for verifiers in [keys, keys.reversed()] {
        #expect(throws: missing) { try note.verified(origin: Self.origin, byAll: verifiers) }
      }
      #expect(throws: TransparencyLogError.noTrustedSignature) {
        try note.verified(origin: Self.origin, byAll: [sm2.verifier])
      }
    }
  }
}
