// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// What a log commits to: its origin, size and root (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
  /// Name of the log, a URL without scheme.
  public let origin: String
  /// Number of entries.
  public let size: UInt64
  /// Root of the tree over the entries.
  public let root: Digest
  /// Further lines; the specification advises against any.
  public let extensionLines: [String]

  /// Makes a checkpoint; origin and extension lines are not empty and have no line ends.
  public init(
    origin: String, size: UInt64, root: Digest, extensionLines: [String] = []
  ) throws(TransparencyLogError) {
    for (offset, line) in ([origin] + extensionLines).enumerated() {
      guard !line.isEmpty, line.utf8.allSatisfy({ $0 >= 0x20 }) else {
        throw .malformed(
          .checkpoint, line: offset == 0 ? 1 : offset + 3,
          requirement: "a line is not empty and holds no control characters")
      }
    }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensionLines = extensionLines
  }

  /// Reads the text of a note.
  public init(parsing text: String) throws(TransparencyLogError) {
    guard let lines = CanonicalText.lines(of: text[...]), lines.count >= 3 else {
      throw .malformed(
        .checkpoint, line: 1, requirement: "origin, size and root are lines that end in LF")
    }
    guard let size = CanonicalText.number(lines[1]) else {
      throw .malformed(
        .checkpoint, line: 2, requirement: "the size is decimal without leading zeros")
    }
    guard let root = CanonicalText.digest(lines[2]) else {
      throw .malformed(
        .checkpoint, line: 3, requirement: "the root is canonical base64 of 32 bytes")
    }
    try self.init(
      origin: String(lines[0]), size: size, root: root,
      extensionLines: lines[3...].map(String.init))
  }

  /// The text that is signed.
  public var text: String {
    extensionLines.reduce("\(origin)\n\(size)\n\(root.base64)\n") { $0 + $1 + "\n" }
  }

  /// Signs the checkpoint with each of the log's keys.
  public func sign(with signers: [NoteSigner]) throws(TransparencyLogError) -> SignedNote {
    var signatures: [NoteSignature] = []
    for signer in signers { signatures.append(try signer.sign(text)) }
    return try SignedNote(text: text, signatures: signatures)
  }
}

/// A checkpoint as read, before any signature was verified.
public struct UnverifiedCheckpoint: Hashable, Sendable {
  /// The note that carries it.
  public let note: SignedNote
  /// What the note says; not to be relied on.
  public let claim: Checkpoint

  /// Reads a checkpoint file.
  public init(parsing bytes: [UInt8]) throws(TransparencyLogError) {
    try self.init(note: try SignedNote(parsing: bytes))
  }

  /// Reads the text of a note.
  public init(note: SignedNote) throws(TransparencyLogError) {
    self.note = note
    claim = try Checkpoint(parsing: note.text)
  }

  /// Verifies that a log key among `verifiers` signed the checkpoint of the log `origin`.
  ///
  /// Cosignatures of witnesses among the verifiers are verified and reported but do not stand
  /// in for the log's own signature, whose key is named like the origin.
  public func verified(
    origin: String, verifiers: [NoteVerifier]
  ) throws(TransparencyLogError) -> VerifiedCheckpoint {
    guard CanonicalText.sameBytes(claim.origin, origin) else {
      throw .originMismatch(expected: origin, found: claim.origin)
    }
    let signatures = try note.open(with: verifiers)
    let isSignedByLog = signatures.contains { signature in
      !signature.verifier.type.isCosignature
        && CanonicalText.sameBytes(signature.verifier.name, origin)
    }
    guard isSignedByLog else { throw .noTrustedSignature }
    return VerifiedCheckpoint(checkpoint: claim, note: note, signatures: signatures)
  }

  /// Verifies that every log key among `verifiers` signed the checkpoint of the log `origin`.
  ///
  /// For readers who were given more than one key of a log: a note with the line of one of them
  /// is not what both keys stand for. Keys of witnesses are treated as by
  /// ``verified(origin:verifiers:)``.
  public func verified(
    origin: String, byAll verifiers: [NoteVerifier]
  ) throws(TransparencyLogError) -> VerifiedCheckpoint {
    let verified = try verified(origin: origin, verifiers: verifiers)
    for verifier in verifiers where !verifier.type.isCosignature {
      guard verified.signatures.contains(where: { $0.verifier == verifier }) else {
        throw .missingSignature(name: verifier.name, keyID: verifier.keyID)
      }
    }
    return verified
  }
}

/// A checkpoint whose log signature was verified; only verification makes one.
public struct VerifiedCheckpoint: Hashable, Sendable {
  /// What the log committed to.
  public let checkpoint: Checkpoint
  /// The note that carries it.
  public let note: SignedNote
  /// The signatures that were verified, the log's and those of known witnesses.
  public let signatures: [VerifiedNoteSignature]

  fileprivate init(
    checkpoint: Checkpoint, note: SignedNote, signatures: [VerifiedNoteSignature]
  ) {
    self.checkpoint = checkpoint
    self.note = note
    self.signatures = signatures
  }
}
