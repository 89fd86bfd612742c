// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// A private key that signs notes under a name.
public struct NoteSigner: Sendable {
  /// The public half, with name and key id.
  public let verifier: NoteVerifier
  private let key: SigningKey

  /// Names a key; the log's own keys sign texts, a witness's key signs texts with a time.
  public init(
    name: String, type: NoteKeyType, key: SigningKey
  ) throws(TransparencyLogError) {
    verifier = try NoteVerifier(name: name, type: type, key: key.verifyingKey)
    self.key = key
  }

  /// Names a log's key; its type follows from the algorithm.
  public init(name: String, key: SigningKey) throws(TransparencyLogError) {
    try self.init(
      name: name, type: NoteKeyType(signingWith: key.verifyingKey.algorithm), key: key)
  }

  /// Signs a text that ends in LF.
  public func sign(_ text: String) throws(TransparencyLogError) -> NoteSignature {
    precondition(!verifier.type.isCosignature, "a cosignature needs a time")
    return try NoteSignature(
      name: verifier.name, keyID: verifier.keyID, signature: try signature(Array(text.utf8)))
  }

  /// Cosigns a checkpoint text as a witness at `time`, in POSIX seconds.
  public func cosign(_ text: String, time: UInt64) throws(TransparencyLogError) -> NoteSignature {
    precondition(verifier.type.isCosignature, "only a cosignature carries a time")
    precondition(time <= Cosignature.timeLimit, "the time fits 63 bits")
    let signature = try signature(Cosignature.message(time: time, text: text, verifier.type))
    return try NoteSignature(
      name: verifier.name, keyID: verifier.keyID,
      signature: bigEndianBytes(time) + signature)
  }

  private func signature(_ message: [UInt8]) throws(TransparencyLogError) -> [UInt8] {
    do {
      return try key.signature(for: message)
    } catch {
      throw .signingFailed(name: verifier.name, reason: "\(error)")
    }
  }
}

/// The layout of cosignatures: uint64-BE POSIX seconds, then the signature.
///
/// Type 0x04 is cosignature/v1 of C2SP tlog-cosignature; the SM2 type differs in the first line
/// of its message and in the signature, which is DER.
public enum Cosignature {
  /// Largest time a cosignature may carry.
  public static let timeLimit = UInt64(Int64.max)

  /// The bytes a witness signs for a checkpoint text at a time in POSIX seconds.
  public static func message(
    time: UInt64, text: String, _ type: NoteKeyType = .cosignature
  ) -> [UInt8] {
    let header =
      type == .sm2Cosignature ? NoteKeyType.sm2CosignatureIdentifier : "cosignature/v1"
    return Array("\(header)\ntime \(time)\n\(text)".utf8)
  }

  /// Splits a cosignature into its time and the signature proper.
  static func split(
    _ bytes: [UInt8], _ type: NoteKeyType
  ) -> (time: UInt64, signature: [UInt8])? {
    let lengths = type == .sm2Cosignature ? 8 + 8...8 + 72 : 8 + 64...8 + 64
    guard lengths.contains(bytes.count) else { return nil }
    let time = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return time <= timeLimit ? (time, Array(bytes[8...])) : nil
  }
}
