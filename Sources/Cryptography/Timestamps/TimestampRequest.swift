// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// A request for a timestamp over a digest (RFC 3161 §2.4.1).
public struct TimestampRequest: Sendable, Hashable {
  /// The request in DER, as a timestamp authority takes it (`application/timestamp-query`).
  public let bytes: [UInt8]

  /// Asks for a timestamp over `imprint`, a digest by `function`, with the authority's certificate
  /// in the answer.
  ///
  /// - Parameter nonce: Comes back in the answer; 1 to 32 bytes, random for each request.
  public init(
    imprint: Digest, function: HashFunction, nonce: [UInt8]
  ) throws(CryptographyError) {
    precondition((1...32).contains(nonce.count), "a nonce has 1 to 32 bytes")
    let request = unsafe TS_REQ_new()
    defer { unsafe TS_REQ_free(request) }
    let isSet =
      unsafe TS_REQ_set_version(request, 1) == 1 && TS_REQ_set_cert_req(request, 1) == 1
      && Self.set(imprint, function, on: request) && Self.set(nonce, on: request)
    guard isSet, let bytes = unsafe Self.encode(request) else {
      throw LibraryErrors.failure("make a timestamp request")
    }
    self.bytes = bytes
  }

  private static func set(
    _ imprint: Digest, _ function: HashFunction, on request: OpaquePointer?
  ) -> Bool {
    let message = unsafe TS_MSG_IMPRINT_new()
    let algorithm = unsafe X509_ALGOR_new()
    defer {
      unsafe TS_MSG_IMPRINT_free(message)
      unsafe X509_ALGOR_free(algorithm)
    }
    var bytes = imprint.bytes
    // The setters copy what they are given.
    return unsafe X509_ALGOR_set0(
      algorithm, OBJ_nid2obj(function.objectNumber), V_ASN1_NULL, nil) == 1
      && TS_MSG_IMPRINT_set_algo(message, algorithm) == 1
      && TS_MSG_IMPRINT_set_msg(message, &bytes, Int32(bytes.count)) == 1
      && TS_REQ_set_msg_imprint(request, message) == 1
  }

  private static func set(_ nonce: [UInt8], on request: OpaquePointer?) -> Bool {
    let number = unsafe BN_bin2bn(nonce, Int32(nonce.count), nil)
    let integer = unsafe BN_to_ASN1_INTEGER(number, nil)
    defer {
      unsafe BN_free(number)
      unsafe ASN1_INTEGER_free(integer)
    }
    return unsafe TS_REQ_set_nonce(request, integer) == 1
  }

  private static func encode(_ request: OpaquePointer?) -> [UInt8]? {
    var output: UnsafeMutablePointer<UInt8>?
    let count = unsafe i2d_TS_REQ(request, &output)
    defer { unsafe CRYPTO_free(output, #file, #line) }
    return unsafe count > 0
      ? Array(UnsafeBufferPointer(start: output, count: Int(count))) : nil
  }

  /// The nonce of a request in DER, in hexadecimal; nil when it cannot be read or has none.
  public static func nonce(in bytes: [UInt8]) -> String? {
    let request = unsafe bytes.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return unsafe d2i_TS_REQ(nil, &cursor, buffer.count)
    }
    defer {
      unsafe TS_REQ_free(request)
      LibraryErrors.clear()
    }
    guard let request = unsafe request, let nonce = unsafe TS_REQ_get_nonce(request) else {
      return nil
    }
    return unsafe TimestampText.hexadecimal(nonce)
  }
}

extension HashFunction {
  /// The library's number for the algorithm.
  var objectNumber: Int32 {
    switch self {
    case .sha256: NID_sha256
    case .sm3: NID_sm3
    }
  }
}

/// Values of ASN.1 as texts.
enum TimestampText {
  /// An integer in hexadecimal, without leading zeros.
  static func hexadecimal(_ integer: UnsafePointer<ASN1_INTEGER>) -> String? {
    guard let number = unsafe ASN1_INTEGER_to_BN(integer, nil) else { return nil }
    defer { unsafe BN_free(number) }
    guard let text = unsafe BN_bn2hex(number) else { return nil }
    defer { unsafe CRYPTO_free(text, #file, #line) }
    return unsafe String(cString: text).lowercased()
  }

  /// An object identifier in dotted form.
  static func dotted(_ object: OpaquePointer) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    let count = unsafe OBJ_obj2txt(&buffer, Int32(buffer.count), object, 1)
    let length = min(max(Int(count), 0), buffer.count - 1)
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Seconds from 1970 to a time; fractions are cut.
  static func seconds(_ time: UnsafePointer<ASN1_GENERALIZEDTIME>) -> UInt64? {
    guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
    defer { unsafe ASN1_STRING_free(epoch) }
    var (days, seconds): (Int32, Int32) = (0, 0)
    guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
    return UInt64(exactly: Int64(days) * 86_400 + Int64(seconds))
  }
}
