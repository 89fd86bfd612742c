// SPDX-License-Identifier: Apache-2.0
internal import COpenSSL

/// Checks of Ed25519 public keys that the library leaves to the moment of verification or omits.
enum EdwardsPoint {
  /// Whether 32 bytes are the canonical encoding (RFC 8032 §5.1.3) of a point of large order.
  static func isUsable(_ encoded: [UInt8]) -> Bool {
    var bytes = Array(encoded.reversed())
    bytes[0] &= 0x7f
    // Big-endian bytes compare as numbers do.
    guard bytes.lexicographicallyPrecedes(prime), !smallOrder.contains(bytes) else {
      return false
    }
    return isOnCurve(bytes)
  }

  /// 2^255 - 19.
  private static let prime: [UInt8] = [0x7f] + [UInt8](repeating: 0xff, count: 30) + [0xed]

  /// d = -121665/121666 of the curve equation -x² + y² = 1 + d·x²·y².
  private static let coefficient =
    Hexadecimal.decode("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3") ?? []

  /// The y coordinates of the eight points whose order divides 8; x = 0 occurs only among them.
  private static let smallOrder: Set<[UInt8]> = [
    [UInt8](repeating: 0, count: 32),
    [UInt8](repeating: 0, count: 31) + [1],
    [0x7f] + [UInt8](repeating: 0xff, count: 30) + [0xec],
    Hexadecimal.decode("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826") ?? [],
    Hexadecimal.decode("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7") ?? [],
  ]

  /// Whether x² = (y² - 1) / (d·y² + 1) has a root, that is, u·v is a square modulo the prime.
  private static func isOnCurve(_ ordinate: [UInt8]) -> Bool {
    guard let context = unsafe BN_CTX_new() else { return false }
    defer { unsafe BN_CTX_free(context) }
    guard let modulus = unsafe BN_bin2bn(prime, 32, nil),
      let factor = unsafe BN_bin2bn(coefficient, 32, nil),
      let value = unsafe BN_bin2bn(ordinate, 32, nil),
      let numerator = unsafe BN_new(), let denominator = unsafe BN_new()
    else { return false }  // Out of memory; the process does not outlive it.
    defer {
      unsafe BN_free(modulus)
      unsafe BN_free(factor)
      unsafe BN_free(value)
      unsafe BN_free(numerator)
      unsafe BN_free(denominator)
    }
    let isComputed =
      unsafe BN_mod_sqr(value, value, modulus, context) == 1
      && BN_mod_mul(denominator, value, factor, modulus, context) == 1
      && BN_add_word(denominator, 1) == 1
      && BN_copy(numerator, value) != nil
      && BN_sub_word(numerator, 1) == 1
      && BN_mod_mul(numerator, numerator, denominator, modulus, context) == 1
    return unsafe isComputed && BN_kronecker(numerator, modulus, context) == 1
  }
}
