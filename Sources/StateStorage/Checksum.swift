// SPDX-License-Identifier: Apache-2.0

/// A check over bytes that may rot.
///
/// It takes eight bytes at a time by steps that can be undone, so that a change within one such
/// word always changes it, and any other change but for one in 2⁶⁴. It is no protection against
/// somebody who writes what fits: `verify` compares every row with the replay for that.
enum Checksum {
  private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The check over `bytes`; their number is part of it.
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var check = multiplier ^ UInt64(bytes.count)
    var place = 0
    let raw = unsafe bytes.bytes
    while place + 8 <= bytes.count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      check = mixed(check, UInt64(littleEndian: word))
      place += 8
    }
    var word: UInt64 = 0
    while place < bytes.count {
      word = word << 8 | UInt64(bytes[place])
      place += 1
    }
    return mixed(check, word)
  }

  /// The product carries a change upwards, the shift carries it down again: without it, changes of
  /// the highest bits of two words would cancel out.
  private static func mixed(_ check: UInt64, _ word: UInt64) -> UInt64 {
    let product = (check ^ word) &* multiplier
    return product ^ (product >> 32)
  }
}
