// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

extension SigningKey {
  /// The lengths of passphrases, in UTF-8 bytes, that the library can read back.
  static let passphraseLengths = 1...1_023

  /// The rounds of PBKDF2 with HMAC-SHA-256 that a passphrase goes through.
  ///
  /// Paid once per start, a fraction of a second. The library's own default of 2048 rounds makes
  /// guessing cheap.
  static let passphraseRounds: Int32 = 600_000

  /// The key as PKCS#8 in PEM, encrypted under `passphrase` (PBES2: PBKDF2 with HMAC-SHA-256,
  /// AES-256-CBC), or in the clear when `passphrase` is nil.
  public func pem(passphrase: String?) throws(CryptographyError) -> String {
    let output = unsafe BIO_new(BIO_s_secmem())
    defer { unsafe BIO_free(output) }
    guard let information = unsafe EVP_PKEY2PKCS8(handle.pointer) else {
      throw LibraryErrors.failure("encode a private key")
    }
    defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
    let status: Int32
    if let passphrase {
      var secret = try Self.checked(passphrase)
      defer { secret.cleanse() }
      let encrypted = unsafe secret.withUnsafeBytes { bytes in
        unsafe PKCS8_encrypt(
          -1, EVP_aes_256_cbc(), bytes.assumingMemoryBound(to: CChar.self).baseAddress,
          Int32(bytes.count), nil, 16, Self.passphraseRounds, information)
      }
      defer { unsafe X509_SIG_free(encrypted) }
      status = unsafe encrypted == nil ? 0 : PEM_write_bio_PKCS8(output, encrypted)
    } else {
      status = unsafe PEM_write_bio_PKCS8_PRIV_KEY_INFO(output, information)
    }
    guard status == 1 else { throw LibraryErrors.failure("write a private key") }
    var text = [UInt8](repeating: 0, count: 4_096)
    defer { text.cleanse() }
    let count = unsafe BIO_read(output, &text, Int32(text.count))
    guard count > 0 else { throw LibraryErrors.failure("write a private key") }
    return String(decoding: text.prefix(Int(count)), as: UTF8.self)
  }

  /// The key in a PKCS#8 PEM text, encrypted or not.
  ///
  /// Throws `.passphraseRequired`, `.wrongPassphrase`, `.malformedPEM` or `.unsupportedKey`. A
  /// passphrase given for a key in the clear is ignored.
  public init(pem: String, passphrase: String?) throws(CryptographyError) {
    let isEncrypted = pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    guard isEncrypted || pem.contains("-----BEGIN PRIVATE KEY-----") else { throw .malformedPEM }
    var secret: [UInt8] = []
    defer { secret.cleanse() }
    if isEncrypted {
      guard let passphrase else { throw .passphraseRequired }
      secret = try Self.checked(passphrase)
    }
    let key = Self.read(pem, secret)
    LibraryErrors.clear()
    guard let key else { throw isEncrypted ? .wrongPassphrase : .malformedPEM }
    let algorithm: SignatureAlgorithm
    if unsafe EVP_PKEY_is_a(key.pointer, "ED25519") == 1 {
      algorithm = .ed25519
    } else if unsafe EVP_PKEY_is_a(key.pointer, "SM2") == 1 {
      algorithm = .sm2
    } else {
      throw .unsupportedKey
    }
    try self.init(handle: key, algorithm: algorithm)
  }

  private static func checked(_ passphrase: String) throws(CryptographyError) -> [UInt8] {
    let secret = Array(passphrase.utf8)
    guard passphraseLengths.contains(secret.count) else {
      throw .passphraseLength(found: secret.count, allowed: passphraseLengths)
    }
    return secret
  }

  /// Reads a key with `secret` as its passphrase; an empty one makes the library give up instead
  /// of asking on the terminal.
  private static func read(_ pem: String, _ secret: [UInt8]) -> KeyHandle? {
    var text = Array(pem.utf8)
    defer { text.cleanse() }
    return unsafe text.withUnsafeBytes { text in
      let input = unsafe BIO_new_mem_buf(text.baseAddress, Int32(text.count))
      defer { unsafe BIO_free(input) }
      return unsafe secret.withUnsafeBufferPointer { secret in
        var secret = unsafe secret
        return unsafe withUnsafeMutablePointer(to: &secret) { pointer in
          unsafe KeyHandle(
            owning: PEM_read_bio_PrivateKey(input, nil, copyPassphrase, pointer))
        }
      }
    }
  }
}

/// The library's callback for a passphrase: copies the buffer that `context` points at.
private func copyPassphrase(
  _ destination: UnsafeMutablePointer<CChar>?, _ capacity: Int32, _ isWriting: Int32,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let destination = unsafe destination, let context = unsafe context else { return -1 }
  let secret = unsafe context.load(as: UnsafeBufferPointer<UInt8>.self)
  guard !secret.isEmpty, secret.count <= Int(capacity) else { return -1 }
  for index in secret.indices {
    unsafe destination[index] = CChar(bitPattern: secret[index])
  }
  return Int32(secret.count)
}
