// SPDX-License-Identifier: Apache-2.0

/// Why a certificate, or a chain of them, is not accepted.
public enum CertificateError: Error, Hashable, Sendable {
  /// Bytes that are no certificate of X.509 version 3 in DER, with what is wrong.
  case malformed(String)
  /// A key or signature algorithm, or a size of key, that no ledger accepts, as a hint.
  case unsupportedAlgorithm(String)
  /// An extension that is critical and not understood, or one that is understood by some software
  /// and not by other, as its object identifier.
  case unknownExtension(String)
  /// An extension that stands in the certificate twice, as its object identifier.
  case repeatedExtension(String)
  /// The certificate, by its place above the leaf, may not issue what is below it, and why.
  case notAuthority(Int, String)
  /// The certificates do not lead to the anchor, and why.
  case noPath(String)
}

extension CertificateError: CustomStringConvertible {
  /// The refusal as a phrase.
  public var description: String {
    switch self {
    case .malformed(let what): "no X.509 v3 certificate in DER: \(what)"
    case .unsupportedAlgorithm(let name): "algorithm \(name)"
    case .unknownExtension(let identifier): "extension \(identifier)"
    case .repeatedExtension(let identifier): "extension \(identifier) twice"
    case .notAuthority(let position, let why): "certificate \(position): \(why)"
    case .noPath(let why): why
    }
  }
}
