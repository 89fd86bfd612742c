// SPDX-License-Identifier: Apache-2.0
internal import Cryptography

/// A signature line of a note: who signed, with which key, and the signature.
public struct NoteSignature: Hashable, Sendable {
  /// Name of the key.
  public let name: String
  /// Id of the key, the first four bytes of a hash over name, type and key.
  public let keyID: UInt32
  /// The signature after the key id; its layout depends on the key type.
  public let signature: [UInt8]

  /// Makes a signature line from its parts.
  public init(
    name: String, keyID: UInt32, signature: [UInt8]
  ) throws(TransparencyLogError) {
    guard Self.isName(name[...]) else {
      throw .malformed(.note, line: 1, requirement: Self.nameRequirement)
    }
    guard !signature.isEmpty else {
      throw .malformed(.note, line: 1, requirement: "the signature is not empty")
    }
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads a line without its LF.
  init(parsing line: Substring, lineNumber: Int) throws(TransparencyLogError) {
    let parts = line.split(separator: " " as Character, omittingEmptySubsequences: false)
    guard parts.count == 3, CanonicalText.sameBytes(String(parts[0]), "\u{2014}") else {
      throw .malformed(
        .note, line: lineNumber, requirement: "a signature line is '\u{2014} name base64'")
    }
    guard Self.isName(parts[1]) else {
      throw .malformed(.note, line: lineNumber, requirement: Self.nameRequirement)
    }
    guard let bytes = CanonicalText.bytes(parts[2]), bytes.count > 4 else {
      throw .malformed(
        .note, line: lineNumber,
        requirement: "key id and signature are canonical base64 of more than four bytes")
    }
    name = String(parts[1])
    keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    signature = Array(bytes[4...])
  }

  /// The line as published, with its LF.
  public var line: String {
    "\u{2014} \(name) \(Base64.encode(bigEndianBytes(keyID) + signature))\n"
  }

  static let nameRequirement = "a key name is not empty and has no space, control sign or '+'"

  /// Whether a text may name a key.
  static func isName(_ name: Substring) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
      }
  }
}
