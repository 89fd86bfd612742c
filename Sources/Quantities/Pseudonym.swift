// SPDX-License-Identifier: Apache-2.0

/// The 32 bytes that stand for a person: a salted digest, made where the salt is kept.
///
/// Destroying the salt forgets the person; the entries that hold the pseudonym still verify.
public struct Pseudonym: Hashable, Comparable, Sendable {
  /// Big-endian words; four of them hash and compare faster than an array and never allocate.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The number of bytes.
  public static let byteCount = 32

  /// A pseudonym of exactly 32 bytes.
  public init(bytes: [UInt8]) throws(QuantityError) {
    try self.init(copying: bytes.span)
  }

  /// A pseudonym of the exactly 32 bytes of a span.
  public init(copying bytes: Span<UInt8>) throws(QuantityError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongLength(.pseudonym, expected: Self.byteCount, found: bytes.count)
    }
    func word(_ start: Int) -> UInt64 {
      var word: UInt64 = 0
      for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
      return word
    }
    words = (word(0), word(8), word(16), word(24))
  }

  /// Reads 64 hexadecimal digits in either case.
  public init(text: String) throws(QuantityError) {
    let digits = Array(text)
    guard digits.count == 2 * Self.byteCount else {
      throw .wrongLength(.pseudonym, expected: 2 * Self.byteCount, found: digits.count)
    }
    var bytes: [UInt8] = []
    var high: UInt8?
    for (offset, character) in digits.enumerated() {
      guard character.isASCII, let digit = character.hexDigitValue else {
        throw .wrongCharacter(.pseudonym, character: character, offset: offset)
      }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    try self.init(bytes: bytes)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes
  }

  /// The 64 hexadecimal digits, in lower case.
  public var text: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// Whether all 32 bytes are equal.
  public static func == (left: Pseudonym, right: Pseudonym) -> Bool {
    left.words == right.words
  }

  /// Whether the left bytes come first.
  public static func < (left: Pseudonym, right: Pseudonym) -> Bool {
    left.words < right.words
  }

  /// Hashes all 32 bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension Pseudonym: CustomStringConvertible {
  /// The 64 hexadecimal digits.
  public var description: String { text }
}
