// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// Judges whether certificates lead from a leaf to a trust anchor (RFC 5280 §6.1).
///
/// Names, constraints and algorithms are judged here by rules that are all written down, and then
/// by the library too, with nothing left to its defaults: one anchor, no store of the system, no
/// network, no purpose, no policies, a level of security, and no clock. Times are judged by
/// whoever asks, from ``Certificate/validity``: releases of the library differ about the last
/// second. Whether a certificate was revoked is not asked.
public enum CertificatePath {
  /// The most certificates between a key and its anchor, the leaf included, the anchor not.
  public static let limit = 5

  /// Throws unless `anchor` may issue certificates.
  public static func requireAnchor(_ anchor: Certificate) throws(CertificateError) {
    try requireAuthority(anchor, position: 0, below: 0)
  }

  /// Throws unless `chain`, leaf first, each issued by the next, leads to `anchor`, which has
  /// issued the last one and is not part of it.
  public static func verify(
    _ chain: [Certificate], to anchor: Certificate
  ) throws(CertificateError) {
    let path = chain + [anchor]
    guard (2...(limit + 1)).contains(path.count) else {
      throw .noPath("\(chain.count) certificates, not 1 to \(limit)")
    }
    guard Set(path).count == path.count else { throw .noPath("a certificate twice") }
    // Authorities that renew their own certificate do not count (RFC 5280 §6.1.4 l).
    var below = 0
    for position in 1..<path.count {
      let (subject, issuer) = (path[position - 1], path[position])
      guard subject.issuer.encoded == issuer.subject.encoded else {
        throw .noPath(
          "certificate \(position - 1) is issued by \(subject.issuer.line), not by "
            + issuer.subject.line)
      }
      let signature = subject.signatureAlgorithm[...]
      guard CertificateAlgorithm.isSignature(signature, of: issuer.keyKind) else {
        throw .noPath("certificate \(position - 1) has a signature of another kind of key")
      }
      try requireAuthority(issuer, position: position, below: below)
      if !issuer.isSelfIssued { below += 1 }
    }
    try askLibrary(chain, anchor)
  }

  private static func requireAuthority(
    _ certificate: Certificate, position: Int, below: Int
  ) throws(CertificateError) {
    let constraints = certificate.constraints
    guard constraints.isAuthority else { throw .notAuthority(position, "not CA:TRUE") }
    guard constraints.allowsCertificates else { throw .notAuthority(position, "no keyCertSign") }
    guard below <= constraints.pathLimit ?? below else {
      throw .notAuthority(position, "pathLenConstraint \(constraints.pathLimit ?? 0) < \(below)")
    }
  }

  private static func askLibrary(
    _ chain: [Certificate], _ anchor: Certificate
  ) throws(CertificateError) {
    defer { LibraryErrors.clear() }
    let path = unsafe chain.map { unsafe $0.open() }
    let top = unsafe anchor.open()
    let others = unsafe OPENSSL_sk_new_null()
    let store = unsafe X509_STORE_new()
    let context = unsafe X509_STORE_CTX_new()
    defer {
      unsafe X509_STORE_CTX_free(context)
      unsafe X509_STORE_free(store)
      unsafe OPENSSL_sk_free(others)
      unsafe X509_free(top)
      unsafe path.forEach { unsafe X509_free($0) }
    }
    guard unsafe top != nil, unsafe path.allSatisfy({ unsafe $0 != nil }) else {
      throw .malformed("the cryptographic library does not read it")
    }
    unsafe path.dropFirst().forEach { unsafe _ = OPENSSL_sk_push(others, UnsafeRawPointer($0)) }
    guard unsafe X509_STORE_add_cert(store, top) == 1,
      unsafe X509_STORE_CTX_init(context, store, path[0], others) == 1
    else { throw .noPath("the cryptographic library cannot begin") }
    let parameters = unsafe X509_STORE_CTX_get0_param(context)
    // An anchor need not have signed itself (RFC 5280 §6.1.1 d).
    let flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_TRUSTED_FIRST
    unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
    unsafe X509_VERIFY_PARAM_set_depth(parameters, Int32(limit))
    // 112 bits. What is accepted is listed in CertificateAlgorithm and lies above.
    unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
    guard unsafe X509_verify_cert(context) == 1 else {
      let error = unsafe X509_STORE_CTX_get_error(context)
      throw .noPath(unsafe String(cString: X509_verify_cert_error_string(Int(error))))
    }
    // The way it found must be the one that was given, with nothing left out.
    let found = unsafe X509_STORE_CTX_get0_chain(context)
    let isSame = unsafe (path + [top]).enumerated().allSatisfy { position, certificate in
      unsafe X509_cmp(OpaquePointer(OPENSSL_sk_value(found, Int32(position))), certificate) == 0
    }
    guard unsafe OPENSSL_sk_num(found) == Int32(path.count + 1), isSame else {
      throw .noPath("there is a way with other certificates than these")
    }
  }
}

extension Certificate {
  /// The certificate as the library has it, or nil when it reads it differently; the caller frees
  /// it.
  func open() -> OpaquePointer? {
    unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      guard let certificate = unsafe d2i_X509(nil, &cursor, buffer.count) else { return nil }
      var output: UnsafeMutablePointer<UInt8>?
      let count = unsafe i2d_X509(certificate, &output)
      defer { unsafe CRYPTO_free(output, #file, #line) }
      let isSame =
        unsafe count == Int32(buffer.count)
        && UnsafeBufferPointer(start: output, count: buffer.count).elementsEqual(buffer)
      guard isSame, unsafe setIdentifier(certificate) else {
        unsafe X509_free(certificate)
        return nil
      }
      return unsafe certificate
    }
  }

  /// Sets the identifier every SM2 signature is bound to.
  ///
  /// Releases differ in what they assume without it. With any other algorithm the library refuses
  /// to verify when there is one.
  private func setIdentifier(_ certificate: OpaquePointer) -> Bool {
    guard CertificateAlgorithm.isSignature(signatureAlgorithm[...], of: .sm2) else { return true }
    let identifier = unsafe ASN1_OCTET_STRING_new()
    let value = KeyHandle.distinguishingIdentifier
    guard unsafe ASN1_OCTET_STRING_set(identifier, value, Int32(value.count)) == 1 else {
      unsafe ASN1_OCTET_STRING_free(identifier)
      return false
    }
    unsafe X509_set0_distinguishing_id(certificate, identifier)
    return true
  }
}
