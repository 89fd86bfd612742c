// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// What a timestamp authority answered (RFC 3161 §2.4.2): a signed statement that a digest existed
/// at a time.
///
/// A value says what was read; only `verify` says whether it is to be believed.
public struct TimestampResponse: Sendable, Hashable {
  /// The most bytes an answer may have.
  public static let byteLimit = 1 << 18

  /// The answer in DER (`application/timestamp-reply`).
  public let bytes: [UInt8]
  /// The digest that is stamped.
  public let imprint: [UInt8]
  /// The function of the digest; nil when it is not one of a ledger's.
  public let function: HashFunction?
  /// The time, in POSIX seconds.
  public let seconds: UInt64
  /// The number the authority gave the stamp, in hexadecimal.
  public let serial: String
  /// The authority's policy, an object identifier.
  public let policy: String
  /// The nonce of the request, in hexadecimal, if there was one.
  public let nonce: String?

  /// Reads an answer; throws when it is malformed or grants nothing.
  public init(decoding bytes: [UInt8]) throws(CryptographyError) {
    guard bytes.count <= Self.byteLimit else {
      throw .malformedTimestamp("it has more than \(Self.byteLimit) bytes")
    }
    guard let response = unsafe Self.decode(bytes) else {
      throw .malformedTimestamp("it is not a TimeStampResp of RFC 3161")
    }
    defer { unsafe TS_RESP_free(response) }
    let status = unsafe TS_RESP_get_status_info(response)
    let number = unsafe ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status))
    // 0 is granted, 1 is granted with modifications.
    guard number == 0 || number == 1 else {
      throw .malformedTimestamp("the authority refused, with status \(number)")
    }
    guard let information = unsafe TS_RESP_get_tst_info(response),
      let message = unsafe TS_TST_INFO_get_msg_imprint(information),
      let time = unsafe TS_TST_INFO_get_time(information),
      let serialNumber = unsafe TS_TST_INFO_get_serial(information),
      let seconds = unsafe TimestampText.seconds(time),
      let serial = unsafe TimestampText.hexadecimal(serialNumber),
      let digest = unsafe TS_MSG_IMPRINT_get_msg(message),
      let policy = unsafe TS_TST_INFO_get_policy_id(information)
    else {
      LibraryErrors.clear()
      throw .malformedTimestamp("it holds no stamp")
    }
    self.bytes = bytes
    self.seconds = seconds
    self.serial = serial
    self.policy = unsafe TimestampText.dotted(policy)
    nonce = unsafe TS_TST_INFO_get_nonce(information).flatMap {
      unsafe TimestampText.hexadecimal($0)
    }
    imprint = unsafe Array(
      UnsafeBufferPointer(
        start: ASN1_STRING_get0_data(digest), count: Int(ASN1_STRING_length(digest))))
    function = unsafe Self.function(of: message)
    LibraryErrors.clear()
  }

  private static func decode(_ bytes: [UInt8]) -> OpaquePointer? {
    let response = unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      let decoded = unsafe d2i_TS_RESP(nil, &cursor, buffer.count)
      // Nothing may follow: what is not signed is not kept.
      guard unsafe cursor == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
        unsafe TS_RESP_free(decoded)
        return nil
      }
      return unsafe decoded
    }
    LibraryErrors.clear()
    return unsafe response
  }

  private static func function(of message: OpaquePointer) -> HashFunction? {
    var object: OpaquePointer?
    unsafe X509_ALGOR_get0(&object, nil, nil, TS_MSG_IMPRINT_get_algo(message))
    let number = unsafe OBJ_obj2nid(object)
    return HashFunction.allCases.first { $0.objectNumber == number }
  }

  /// Throws unless the answer stamps `digest` of `function`.
  public func require(
    _ digest: Digest, function: HashFunction
  ) throws(CryptographyError) {
    guard self.function == function, imprint == digest.bytes else {
      throw .invalidTimestamp("it stamps \(Hexadecimal.encode(imprint)), not \(digest.hexadecimal)")
    }
  }

  /// Throws unless the answer stamps `digest` and is signed by an authority that one of
  /// `certificates` vouches for.
  ///
  /// The authority's certificate must be for timestamps (RFC 3161 §2.3) and have been valid at the
  /// time of the stamp; whether it was revoked is not asked, since that needs a network.
  public func verify(
    _ digest: Digest, function: HashFunction, authorities certificates: CertificateStore
  ) throws(CryptographyError) {
    try require(digest, function: function)
    guard let response = unsafe Self.decode(bytes), let context = unsafe TS_VERIFY_CTX_new() else {
      throw LibraryErrors.failure("verify a timestamp")
    }
    defer {
      unsafe TS_RESP_free(response)
      unsafe TS_VERIFY_CTX_free(context)
    }
    // The context frees the store.
    unsafe TS_VERIFY_CTX_set_store(context, try certificates.open(at: seconds))
    unsafe TS_VERIFY_CTX_set_flags(context, Int32(TS_VFY_VERSION | TS_VFY_SIGNATURE))
    guard unsafe TS_RESP_verify_response(context, response) == 1 else {
      guard case .libraryFailure(_, let reason) = LibraryErrors.failure("verify a timestamp") else {
        throw .invalidTimestamp("it does not verify")
      }
      throw .invalidTimestamp(reason)
    }
    LibraryErrors.clear()
  }
}
