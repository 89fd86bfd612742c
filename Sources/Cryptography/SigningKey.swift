// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// A private key that signs.
///
/// The private bytes live in the library's key object alone, which overwrites them when the last
/// copy of this value goes; every temporary copy made here is overwritten too. Or they live in a
/// device, and never come here.
public struct SigningKey: Sendable {
  /// The public half.
  public let verifyingKey: VerifyingKey
  /// The library's key object; the public half alone where a device signs.
  let handle: KeyHandle
  private let device: (any SigningDevice)?

  /// The algorithm of its signatures.
  public var algorithm: SignatureAlgorithm { verifyingKey.algorithm }

  /// A new key from the library's generator for private randomness.
  public static func generate(
    _ algorithm: SignatureAlgorithm
  ) throws(CryptographyError) -> SigningKey {
    let name = algorithm == .sm2 ? "SM2" : "ED25519"
    let context = unsafe EVP_PKEY_CTX_new_from_name(nil, name, nil)
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard unsafe EVP_PKEY_keygen_init(context) == 1,
      unsafe EVP_PKEY_generate(context, &key) == 1, let handle = unsafe KeyHandle(owning: key)
    else { throw LibraryErrors.failure("generate a key") }
    return try SigningKey(handle: handle, algorithm: algorithm)
  }

  /// The Ed25519 key of a 32-byte seed (RFC 8032 §5.1.5).
  public init(seed: [UInt8]) throws(CryptographyError) {
    try self.init(algorithm: .ed25519, seed: seed)
  }

  /// The key of 32 private bytes: an Ed25519 seed, or an SM2 scalar d with 1 ≤ d ≤ n - 2.
  public init(algorithm: SignatureAlgorithm, seed: [UInt8]) throws(CryptographyError) {
    guard seed.count == 32 else {
      throw .wrongKeyLength(algorithm: algorithm, expected: 32, found: seed.count)
    }
    let key: KeyHandle?
    switch algorithm {
    case .ed25519:
      key = unsafe KeyHandle(
        owning: EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count))
    case .sm2:
      guard seed.lexicographicallyPrecedes(Self.sm2Bound), seed.contains(where: { $0 != 0 }) else {
        throw .invalidScalar(algorithm: algorithm)
      }
      var encoded = Self.sm2Prefix + seed
      key = Self.decode(encoded)
      encoded.cleanse()
    }
    guard let key else { throw LibraryErrors.failure("read a private key") }
    try self.init(handle: key, algorithm: algorithm)
  }

  /// A key in a device that has `verifyingKey` for its public half.
  public init(device: any SigningDevice, verifyingKey: VerifyingKey) {
    self.verifyingKey = verifyingKey
    self.device = device
    handle = verifyingKey.handle
  }

  /// Derives the public half of `handle`.
  init(handle: KeyHandle, algorithm: SignatureAlgorithm) throws(CryptographyError) {
    self.handle = handle
    device = nil
    guard let bytes = Self.publicKey(of: handle, algorithm) else {
      throw LibraryErrors.failure("derive the public key")
    }
    verifyingKey = try VerifyingKey(algorithm: algorithm, bytes: bytes)
  }

  private static func publicKey(
    of handle: KeyHandle, _ algorithm: SignatureAlgorithm
  ) -> [UInt8]? {
    switch algorithm {
    case .ed25519:
      var bytes = [UInt8](repeating: 0, count: algorithm.publicKeyByteCount)
      var count = bytes.count
      let status = unsafe EVP_PKEY_get_raw_public_key(handle.pointer, &bytes, &count)
      return status == 1 ? bytes : nil
    case .sm2:
      var encoded: UnsafeMutablePointer<UInt8>?
      let count = unsafe EVP_PKEY_get1_encoded_public_key(handle.pointer, &encoded)
      defer { unsafe CRYPTO_free(encoded, #file, #line) }
      return unsafe count > 0 ? Array(UnsafeBufferPointer(start: encoded, count: count)) : nil
    }
  }

  /// The signature of `message`: 64 bytes for Ed25519, DER of at most 72 bytes for SM2.
  ///
  /// Ed25519 signatures are a function of key and message; SM2 draws randomness for each. What a
  /// device answers is verified before it is returned: throws `.deviceFailed` when it does not
  /// answer, `.deviceMismatch` when it answers with anything but this key's signature.
  public func signature(for message: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
    if let device {
      let signature = try device.signature(for: message)
      guard verifyingKey.isValidSignature(signature.span, for: message) else {
        throw .deviceMismatch
      }
      return signature
    }
    var signature = [UInt8](repeating: 0, count: 80)
    var count = signature.count
    let isSigned = unsafe handle.withMessageContext(algorithm) { context, digest in
      guard unsafe EVP_DigestSignInit(context, nil, digest, nil, handle.pointer) == 1 else {
        return false
      }
      return unsafe message.withUnsafeBufferPointer { message in
        unsafe EVP_DigestSign(context, &signature, &count, message.baseAddress, message.count) == 1
      }
    }
    guard isSigned else { throw LibraryErrors.failure("sign") }
    return Array(signature.prefix(count))
  }

  /// The signature of `message`.
  public func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try signature(for: message.span)
  }

  /// n - 1, where n is the order of the SM2 curve's base point (GB/T 32918.5-2017).
  private static let sm2Bound =
    Hexadecimal.decode("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122") ?? []

  /// DER of a PrivateKeyInfo for the SM2 curve, up to the 32-byte scalar; the library derives
  /// the public key that it leaves out.
  private static let sm2Prefix: [UInt8] = [
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
    0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x04, 0x27, 0x30, 0x25,
    0x02, 0x01, 0x01, 0x04, 0x20,
  ]

  private static func decode(_ encoded: [UInt8]) -> KeyHandle? {
    unsafe encoded.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return unsafe KeyHandle(owning: d2i_AutoPrivateKey(nil, &cursor, buffer.count))
    }
  }
}

extension Array where Element == UInt8 {
  /// Overwrites the bytes in a way the compiler does not remove.
  mutating func cleanse() {
    unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
