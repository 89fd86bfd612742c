// SPDX-License-Identifier: Apache-2.0

/// A text with signatures (C2SP signed-note): what checkpoints are wrapped in.
///
/// Having a value says that the grammar holds, not that any signature was checked; see
/// `open(with:)`.
public struct SignedNote: Hashable, Sendable {
  /// Most signatures a note may have.
  public static let signatureLimit = 64
  /// Most bytes a note may have.
  public static let byteLimit = 1 << 20

  /// The signed text, ending in LF.
  public let text: String
  /// The signatures, in the order of their lines.
  public private(set) var signatures: [NoteSignature]

  /// Makes a note from its parts.
  public init(text: String, signatures: [NoteSignature]) throws(TransparencyLogError) {
    guard text.utf8.last == UInt8(ascii: "\n"), CanonicalText.text(text.utf8) != nil else {
      throw .malformed(
        .note, line: 1, requirement: "the text ends in LF and holds no control characters")
    }
    self.text = text
    self.signatures = signatures
    try checkLimits()
  }

  /// Reads a note; the text ends at the last blank line.
  public init(parsing bytes: [UInt8]) throws(TransparencyLogError) {
    guard bytes.count <= Self.byteLimit else {
      throw .limitExceeded(
        .note, quantity: "bytes", limit: Self.byteLimit, found: bytes.count)
    }
    guard let blank = Self.lastBlankLine(bytes) else {
      throw .malformed(.note, line: 1, requirement: "a blank line precedes the signatures")
    }
    guard let text = CanonicalText.text(bytes[..<blank]),
      let block = CanonicalText.text(bytes[(blank + 1)...])
    else {
      throw .malformed(
        .note, line: 1, requirement: "the note is UTF-8 without control characters but LF")
    }
    self.text = text
    let firstLine = bytes[...blank].count { $0 == UInt8(ascii: "\n") } + 1
    guard let lines = CanonicalText.lines(of: block[...]), !lines.isEmpty else {
      throw .malformed(
        .note, line: firstLine, requirement: "signature lines follow and end in LF")
    }
    guard lines.count <= Self.signatureLimit else {
      throw .limitExceeded(
        .note, quantity: "signatures", limit: Self.signatureLimit, found: lines.count)
    }
    signatures = []
    for (offset, line) in lines.enumerated() {
      signatures.append(try NoteSignature(parsing: line, lineNumber: firstLine + offset))
    }
  }

  /// Index of the LF that is the last blank line, if there is text before it.
  private static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
    let lineFeed = UInt8(ascii: "\n")
    guard bytes.count >= 2 else { return nil }
    return (1..<bytes.count).last { bytes[$0] == lineFeed && bytes[$0 - 1] == lineFeed }
  }

  /// The note as published.
  public var bytes: [UInt8] {
    var bytes = Array(text.utf8)
    bytes.append(UInt8(ascii: "\n"))
    for signature in signatures { bytes.append(contentsOf: signature.line.utf8) }
    return bytes
  }

  /// Adds a signature line, of a witness for instance.
  public mutating func append(_ signature: NoteSignature) throws(TransparencyLogError) {
    signatures.append(signature)
    try checkLimits()
  }

  private func checkLimits() throws(TransparencyLogError) {
    guard !signatures.isEmpty else {
      throw .malformed(.note, line: 1, requirement: "at least one signature is present")
    }
    guard signatures.count <= Self.signatureLimit else {
      throw .limitExceeded(
        .note, quantity: "signatures", limit: Self.signatureLimit, found: signatures.count)
    }
    let length = text.utf8.count + signatures.reduce(1) { $0 + $1.line.utf8.count }
    guard length <= Self.byteLimit else {
      throw .limitExceeded(.note, quantity: "bytes", limit: Self.byteLimit, found: length)
    }
  }

  /// Verifies the signatures of known keys.
  ///
  /// Signatures of unknown keys are ignored; one known key whose signature fails refuses the
  /// whole note, and so does the absence of any known key. Of several signatures by one key
  /// all must verify and the first is reported.
  public func open(
    with verifiers: [NoteVerifier]
  ) throws(TransparencyLogError) -> [VerifiedNoteSignature] {
    var verified: [VerifiedNoteSignature] = []
    for signature in signatures {
      let known = verifiers.filter { $0.answers(to: signature) }
      guard let verifier = known.first else { continue }
      guard known.allSatisfy({ $0 == verifier }) else {
        throw .ambiguousKey(name: signature.name, keyID: signature.keyID)
      }
      guard let result = verifier.verify(signature, text: text) else {
        throw .invalidSignature(name: signature.name, keyID: signature.keyID)
      }
      if !verified.contains(where: { $0.verifier == verifier }) { verified.append(result) }
    }
    guard !verified.isEmpty else { throw .noTrustedSignature }
    return verified
  }
}

/// A signature of a note that was verified, with the key that did it.
public struct VerifiedNoteSignature: Hashable, Sendable {
  /// The key.
  public let verifier: NoteVerifier
  /// When a cosignature says it was made, in POSIX seconds; nil for other signatures.
  public let timestamp: UInt64?
}
