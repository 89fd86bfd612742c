// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// Shared ownership of one key object (EVP_PKEY) of the library.
///
/// It holds the address as an integer, which makes it Sendable. That is sound: the key object is
/// never changed once it is set up, its reference counting is atomic, and it is freed only when
/// the last owner of this handle goes. The library overwrites private material when it frees it.
final class KeyHandle: Sendable {
  private let address: UInt

  /// Takes ownership of `key`; nil when the library gave none.
  init?(owning key: OpaquePointer?) {
    guard let key = unsafe key else { return nil }
    address = UInt(bitPattern: key)
  }

  deinit {
    unsafe EVP_PKEY_free(OpaquePointer(bitPattern: address))
  }

  /// The key object; valid while this handle lives.
  var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }
}

extension KeyHandle {
  /// The identifier every SM2 signature is bound to (GB/T 35276-2017).
  static let distinguishingIdentifier = Array("1234567812345678".utf8)

  /// Runs `body` with a message context on which `algorithm` and its identifier are set.
  ///
  /// `body` performs the initialisation and the operation, and returns whether it succeeded.
  func withMessageContext(
    _ algorithm: SignatureAlgorithm, _ body: (OpaquePointer, _ digest: OpaquePointer?) -> Bool
  ) -> Bool {
    guard let context = unsafe EVP_MD_CTX_new() else { return false }
    defer { unsafe EVP_MD_CTX_free(context) }
    guard algorithm == .sm2 else { return unsafe body(context, nil) }
    // The identifier must be there before DigestSignInit or DigestVerifyInit: OpenSSL 3.0 signs
    // with an empty one otherwise, and only it would accept the result.
    guard let keyContext = unsafe EVP_PKEY_CTX_new(pointer, nil) else { return false }
    // A context that was set from outside is not freed together with the message context.
    defer { unsafe EVP_PKEY_CTX_free(keyContext) }
    let identifier = Self.distinguishingIdentifier
    let status = unsafe identifier.withUnsafeBytes { bytes in
      unsafe EVP_PKEY_CTX_set1_id(keyContext, bytes.baseAddress, Int32(bytes.count))
    }
    guard status == 1 else { return false }
    unsafe EVP_MD_CTX_set_pkey_ctx(context, keyContext)
    return unsafe body(context, OpaquePointer(bitPattern: SM3ContextPool.algorithm))
  }
}
