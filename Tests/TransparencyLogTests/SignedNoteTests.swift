// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct SignedNoteTests {
  static let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
  static let line =
    "\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXs"
    + "YjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
  static let published = "This is an example message.\n\n" + line

  private func note(_ text: String) throws -> SignedNote {
    try SignedNote(parsing: Array(text.utf8))
  }

  private func signer(
    _ name: String, _ type: NoteKeyType = .ed25519, seed: UInt8 = 1
  ) throws -> NoteSigner {
    let seed = [UInt8](repeating: seed, count: 32)
    let key = try SigningKey(algorithm: type.algorithm, seed: seed)
    return try NoteSigner(name: name, type: type, key: key)
  }

  @Test func `the published note verifies with the published key`() throws {
    let verifier = try NoteVerifier(vkey: Self.vkey)
    #expect(verifier.vkey == Self.vkey)
    let note = try note(Self.published)
    #expect(note.text == "This is an example message.\n")
    #expect(note.bytes == Array(Self.published.utf8))
    let verified = try note.open(with: [verifier])
    #expect(verified.map(\.verifier) == [verifier])
    #expect(verified.map(\.timestamp) == [nil])
  }

  @Test func `a changed text is refused`() throws {
    let verifier = try NoteVerifier(vkey: Self.vkey)
    let changed = try note("This is an example massage.\n\n" + Self.line)
    #expect(
      throws: TransparencyLogError.invalidSignature(name: verifier.name, keyID: 0x530d_903a)
    ) {
      try changed.open(with: [verifier])
    }
  }

  @Test func `the text ends at the last blank line`() throws {
    let signer = try signer("log.example")
    let text = "one\n\ntwo\n\n\nthree\n"
    let note = try SignedNote(text: text, signatures: [try signer.sign(text)])
    let parsed = try SignedNote(parsing: note.bytes)
    #expect(parsed == note)
    #expect(try parsed.open(with: [signer.verifier]).count == 1)
  }

  @Test(arguments: [
    "", "\n", "\n\n", "text\n", "text\n\n", "text\n" + line, "text" + line, line, "\n" + line,
    "text\n\n" + line.dropLast(), "text\n\n" + line + "\n", "text\r\n\n" + line,
    "te\u{0}xt\n\n" + line, "te\txt\n\n" + line,
    "text\n\n- a Uw2QOkn8srV1\n", "text\n\n\u{2014} a  Uw2QOkn8srV1\n",
    "text\n\n\u{2014} a Uw2QOkn8srV1 \n", "text\n\n\u{2014}  Uw2QOkn8srV1\n",
    "text\n\n\u{2014} a+b Uw2QOkn8srV1\n", "text\n\n\u{2014} a\u{2003}b Uw2QOkn8srV1\n",
    "text\n\n\u{2014} a Uw2QOg==\n", "text\n\n\u{2014} a Uw2QOh==\n",
    "text\n\n\u{2014} a Uw2QOkn8srV\n", "text\n\n\u{2014} a Uw2QOkn8s-V1\n",
  ])
  func `a malformed note is refused`(text: String) {
    #expect(throws: TransparencyLogError.self) { try note(text) }
  }

  @Test func `a note that is not UTF-8 is refused`() {
    let bytes = [0x61, 0xff, 0x0a, 0x0a] + Array(Self.line.utf8)
    #expect(throws: TransparencyLogError.self) { try SignedNote(parsing: bytes) }
  }

  @Test func `64 signatures are read and 65 are not`() throws {
    let most = "text\n\n" + String(repeating: Self.line, count: 64)
    #expect(try note(most).signatures.count == 64)
    #expect(
      throws: TransparencyLogError.limitExceeded(
        .note, quantity: "signatures", limit: 64, found: 65)
    ) {
      try note(most + Self.line)
    }
  }

  @Test func `a note over a mebibyte is refused`() {
    let text = String(repeating: "x", count: 1 << 20)
    #expect(throws: TransparencyLogError.self) { try note(text + "\n\n" + Self.line) }
  }

  @Test func `unknown keys are ignored but do not suffice`() throws {
    let (known, unknown) = (try signer("log.example"), try signer("other.example", seed: 2))
    let text = "text\n"
    let both = try SignedNote(
      text: text, signatures: [try unknown.sign(text), try known.sign(text)])
    #expect(try both.open(with: [known.verifier]).map(\.verifier) == [known.verifier])
    let alone = try SignedNote(text: text, signatures: [try unknown.sign(text)])
    #expect(throws: TransparencyLogError.noTrustedSignature) {
      try alone.open(with: [known.verifier])
    }
    #expect(throws: TransparencyLogError.noTrustedSignature) { try alone.open(with: []) }
  }

  @Test func `one known key that fails refuses the whole note`() throws {
    let (one, two) = (try signer("one.example"), try signer("two.example", seed: 2))
    let note = try SignedNote(
      text: "text\n", signatures: [try one.sign("text\n"), try two.sign("other\n")])
    #expect(try note.open(with: [one.verifier]).count == 1)
    #expect(throws: TransparencyLogError.self) {
      try note.open(with: [one.verifier, two.verifier])
    }
  }

  @Test func `a key listed twice and signing twice is reported once`() throws {
    let signer = try signer("log.example")
    let signature = try signer.sign("text\n")
    let note = try SignedNote(text: "text\n", signatures: [signature, signature])
    #expect(try note.open(with: [signer.verifier, signer.verifier]).count == 1)
  }

  @Test(arguments: [NoteKeyType.ed25519, .cosignature, .sm2])
  func `every key type round-trips through its text and signs`(type: NoteKeyType) throws {
    let signer = try signer("key.example", type)
    let verifier = try NoteVerifier(vkey: signer.verifier.vkey)
    #expect(verifier == signer.verifier)
    let signature =
      type == .cosignature
      ? try signer.cosign("text\n", time: 1_700_000_000) : try signer.sign("text\n")
    let note = try SignedNote(text: "text\n", signatures: [signature])
    let verified = try SignedNote(parsing: note.bytes).open(with: [verifier])
    #expect(verified.first?.timestamp == (type == .cosignature ? 1_700_000_000 : nil))
    var bytes = signature.signature
    bytes[7] ^= 1
    let changed = try NoteSignature(
      name: signature.name, keyID: signature.keyID, signature: bytes)
    #expect(verifier.verify(changed, text: "text\n") == nil)
  }

  @Test func `a cosignature signs its time and the whole text`() {
    let message = Cosignature.message(time: 1_679_315_147, text: "example.com/log\n1\nAA==\n")
    let expected = "cosignature/v1\ntime 1679315147\nexample.com/log\n1\nAA==\n"
    #expect(message == Array(expected.utf8))
  }

  @Test(arguments: [
    ("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "id"),
    ("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "name"),
    ("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "case"),
    ("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "type"),
    ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=", "length"),
    ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no name"),
    ("example.com/foo+530d903a", "no key"), ("", "empty"),
  ])
  func `a wrong verifier key is refused`(text: String, fault: String) {
    #expect(throws: TransparencyLogError.self, "\(fault)") { try NoteVerifier(vkey: text) }
  }
}
