// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// Certificates a reader trusts to vouch for others.
public struct CertificateStore: Sendable, Hashable {
  /// The most certificates that are read.
  public static let limit = 1_000

  /// The certificates in DER.
  private let certificates: [[UInt8]]

  /// Reads the certificates of a PEM text; other things in it are skipped, as is usual.
  public init(pem text: [UInt8]) throws(CryptographyError) {
    var found: [[UInt8]] = []
    unsafe text.withUnsafeBytes { buffer in
      let input = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
      defer { unsafe BIO_free(input) }
      while found.count <= Self.limit,
        let certificate = unsafe PEM_read_bio_X509(input, nil, nil, nil)
      {
        defer { unsafe X509_free(certificate) }
        var output: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509(certificate, &output)
        defer { unsafe CRYPTO_free(output, #file, #line) }
        if count > 0 {
          unsafe found.append(Array(UnsafeBufferPointer(start: output, count: Int(count))))
        }
      }
    }
    LibraryErrors.clear()
    guard !found.isEmpty, found.count <= Self.limit else {
      throw .malformedCertificates(found: found.count)
    }
    certificates = found
  }

  /// A store of the library that judges as of a time in POSIX seconds; the caller frees it.
  func open(at seconds: UInt64) throws(CryptographyError) -> OpaquePointer? {
    guard let store = unsafe X509_STORE_new() else {
      throw LibraryErrors.failure("open certificates")
    }
    for bytes in certificates {
      let isAdded = unsafe bytes.withUnsafeBufferPointer { buffer in
        var cursor = buffer.baseAddress
        let certificate = unsafe d2i_X509(nil, &cursor, buffer.count)
        defer { unsafe X509_free(certificate) }
        return unsafe X509_STORE_add_cert(store, certificate) == 1
      }
      guard isAdded else {
        unsafe X509_STORE_free(store)
        throw LibraryErrors.failure("open certificates")
      }
    }
    unsafe X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), Int(clamping: seconds))
    return unsafe store
  }
}
