// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import TransparencyLog

/// Why a receipt could not be made, or does not hold.
public enum ReceiptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not a receipt.
  case malformed(CBORError)
  /// The receipt asks for an algorithm or a tree that is not known here.
  case unsupported(algorithm: Int64, structure: Int64)
  /// A hash of the path has not 32 bytes.
  case hashLength(found: Int)
  /// The receipt proves something else than was asked.
  case otherProof(expected: String)
  /// The numbers of the proof are not those that were signed.
  case otherNumbers(signed: [UInt64], found: [UInt64])
  /// The path does not fit, or leads elsewhere.
  case tree(TransparencyLogError)
  /// The root was not signed with the key given.
  case invalidSignature
  /// There are no hashes to prove with; RFC 9942 has no form for that.
  case emptyPath
  /// The private key could not sign.
  case signing(CryptographyError)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .malformed(let error): "The receipt is not what RFC 9942 asks for. \(error)"
    case .unsupported(let algorithm, let structure):
      "The receipt is signed with algorithm \(algorithm) over structure \(structure), which are "
        + "not known here."
    case .hashLength(let found): "A hash of the path has \(found) bytes, not 32."
    case .otherProof(let expected): "The receipt is no proof of \(expected)."
    case .otherNumbers(let signed, let found):
      "The proof says \(found) where \(signed) was signed."
    case .tree(let error): "\(error)"
    case .invalidSignature: "The root that the path leads to was not signed with the key given."
    case .emptyPath:
      "The path is empty, for which RFC 9942 has no form; append another entry first, or use a "
        + ".tlog-proof."
    case .signing(let error): "\(error)"
    }
  }
}
