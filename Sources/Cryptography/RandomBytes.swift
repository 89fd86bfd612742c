// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// Randomness of cryptographic quality.
public enum RandomBytes {
  /// `count` bytes from the library's generator.
  public static func generate(_ count: Int) throws(CryptographyError) -> [UInt8] {
    precondition(count >= 0 && count <= Int(Int32.max), "a count of bytes out of range")
    var bytes = [UInt8](repeating: 0, count: count)
    guard unsafe RAND_bytes(&bytes, Int32(count)) == 1 else {
      throw LibraryErrors.failure("draw random bytes")
    }
    return bytes
  }
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
///
/// For secrets and tokens; a difference in length answers at once.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}
