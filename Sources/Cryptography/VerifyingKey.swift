// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// A public key that verifies signatures.
///
/// Made once and used many times: the library's key object is prepared at initialisation.
public struct VerifyingKey: Sendable {
  /// The algorithm of its signatures.
  public let algorithm: SignatureAlgorithm
  /// The raw public key: 32 bytes for Ed25519, 65 bytes 04 ‖ X ‖ Y for SM2.
  public let bytes: [UInt8]
  let handle: KeyHandle

  /// A key from its raw form.
  ///
  /// Throws `.wrongKeyLength`, or `.invalidPoint` for what is no point of the curve, is not in
  /// canonical form, or (Ed25519) has small order and would verify signatures anyone can make.
  public init(
    algorithm: SignatureAlgorithm, bytes: [UInt8]
  ) throws(CryptographyError) {
    guard bytes.count == algorithm.publicKeyByteCount else {
      throw .wrongKeyLength(
        algorithm: algorithm, expected: algorithm.publicKeyByteCount, found: bytes.count)
    }
    let key: KeyHandle?
    switch algorithm {
    case .ed25519:
      guard EdwardsPoint.isUsable(bytes) else { throw .invalidPoint(algorithm: algorithm) }
      key = unsafe KeyHandle(
        owning: EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count))
    case .sm2:
      // The decoder refuses a point that is not on the curve; its cofactor is 1.
      guard bytes[0] == 4 else { throw .invalidPoint(algorithm: algorithm) }
      key = Self.decode(Self.sm2Prefix + bytes)
    }
    LibraryErrors.clear()
    guard let key else { throw .invalidPoint(algorithm: algorithm) }
    self.algorithm = algorithm
    self.bytes = bytes
    self.handle = key
  }

  /// Whether `signature` is this key's signature of `message`.
  ///
  /// Any malformed signature is simply not valid. SM2 signatures must be in DER.
  public func isValidSignature(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
    let isValid = unsafe handle.withMessageContext(algorithm) { context, digest in
      guard unsafe EVP_DigestVerifyInit(context, nil, digest, nil, handle.pointer) == 1 else {
        return false
      }
      return unsafe signature.withUnsafeBufferPointer { signature in
        unsafe message.withUnsafeBufferPointer { message in
          unsafe EVP_DigestVerify(
            context, signature.baseAddress, signature.count, message.baseAddress, message.count)
            == 1
        }
      }
    }
    if !isValid { LibraryErrors.clear() }
    return isValid
  }

  /// Whether `signature` is this key's signature of `message`.
  public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    isValidSignature(signature.span, for: message.span)
  }

  /// The identifier of this key: the first 8 bytes of H(algorithm ‖ raw key).
  ///
  /// It names a key among known ones; it is too short to stand for one.
  public func identifier(using function: HashFunction) -> [UInt8] {
    Array(function.digest(of: [algorithm.rawValue] + bytes).bytes.prefix(8))
  }

  /// DER of a SubjectPublicKeyInfo for id-ecPublicKey on the SM2 curve, up to the point.
  static let sm2Prefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
    0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
  ]

  private static func decode(_ encoded: [UInt8]) -> KeyHandle? {
    unsafe encoded.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return unsafe KeyHandle(owning: d2i_PUBKEY(nil, &cursor, buffer.count))
    }
  }
}

extension VerifyingKey: Hashable {
  /// Whether algorithm and raw key are the same.
  public static func == (left: VerifyingKey, right: VerifyingKey) -> Bool {
    left.algorithm == right.algorithm && left.bytes == right.bytes
  }

  /// Hashes algorithm and raw key.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(algorithm)
    hasher.combine(bytes)
  }
}
