// SPDX-License-Identifier: Apache-2.0

/// Why a key, a text form or an operation of this module was refused.
public enum CryptographyError: Error, Hashable, Sendable {
  /// Key material of the wrong length for its algorithm, in bytes.
  case wrongKeyLength(algorithm: SignatureAlgorithm, expected: Int, found: Int)
  /// A public key that is not a usable point of its curve.
  case invalidPoint(algorithm: SignatureAlgorithm)
  /// A private scalar outside of the range its algorithm allows.
  case invalidScalar(algorithm: SignatureAlgorithm)
  /// A PEM text that holds no PKCS#8 private key.
  case malformedPEM
  /// An encrypted private key was read without a passphrase.
  case passphraseRequired
  /// The passphrase does not open the private key, or the key is damaged.
  case wrongPassphrase
  /// A passphrase of no or too many UTF-8 bytes.
  case passphraseLength(found: Int, allowed: ClosedRange<Int>)
  /// A private key of an algorithm that is not supported here.
  case unsupportedKey
  /// Bytes that are no timestamp of RFC 3161, or one that grants nothing; says what is wrong.
  case malformedTimestamp(String)
  /// A timestamp over something else, or one whose signature or certificate is not valid.
  case invalidTimestamp(String)
  /// A text without certificates in PEM form, or with too many.
  case malformedCertificates(found: Int)
  /// The device that keeps a key did not sign; says why in both languages.
  case deviceFailed(chinese: String, english: String)
  /// The device that keeps a key signed with another key, or answered with no signature at all.
  case deviceMismatch
  /// The cryptographic library failed; `reason` is its own first error text.
  case libraryFailure(operation: String, reason: String)
}

extension CryptographyError: CustomStringConvertible {
  /// The refusal in one sentence.
  public var description: String {
    switch self {
    case .wrongKeyLength(let algorithm, let expected, let found):
      "A key for \(algorithm) has \(expected) bytes, this one has \(found)."
    case .invalidPoint(let algorithm):
      "The public key is not a usable point of the curve of \(algorithm)."
    case .invalidScalar(let algorithm):
      "The private scalar is outside of the range that \(algorithm) allows."
    case .malformedPEM:
      "The text is not a PKCS#8 private key in PEM form."
    case .passphraseRequired:
      "The private key is encrypted and needs a passphrase."
    case .wrongPassphrase:
      "The passphrase does not open the private key."
    case .passphraseLength(let found, let allowed):
      """
      A passphrase has \(allowed.lowerBound) to \(allowed.upperBound) UTF-8 bytes, this one has \
      \(found).
      """
    case .unsupportedKey:
      "The private key is neither an Ed25519 nor an SM2 key."
    case .malformedTimestamp(let reason):
      "The timestamp cannot be read: \(reason)."
    case .invalidTimestamp(let reason):
      "The timestamp is not valid: \(reason)."
    case .malformedCertificates(let found):
      "A file of certificates has 1 to \(CertificateStore.limit) of them in PEM, not \(found)."
    case .deviceFailed(_, let english):
      english
    case .deviceMismatch:
      "The device that keeps the key gave no valid signature of it; the key in it was replaced."
    case .libraryFailure(let operation, let reason):
      "The cryptographic library failed to \(operation): \(reason)."
    }
  }
}
