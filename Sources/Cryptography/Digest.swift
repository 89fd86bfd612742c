// SPDX-License-Identifier: Apache-2.0

/// A 32-byte hash value.
///
/// Digests order as their bytes do. They are no secrets: comparison is not constant-time.
public struct Digest: Hashable, Sendable {
  // Four big-endian words instead of an array: no allocation, and comparison by word.
  let word0: UInt64
  let word1: UInt64
  let word2: UInt64
  let word3: UInt64

  /// The number of bytes in a digest.
  public static var byteCount: Int { 32 }

  /// Thirty-two zero bytes.
  public static let zero = Digest(words: (0, 0, 0, 0))

  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    (word0, word1, word2, word3) = words
  }

  /// The digest whose bytes are in `bytes`; nil unless there are exactly 32.
  public init?(bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(copying: bytes, at: 0)
  }

  /// The digest whose bytes are in `bytes`; nil unless there are exactly 32.
  public init?(bytes: [UInt8]) {
    self.init(bytes: bytes.span)
  }

  /// The digest whose bytes are in `bytes`; nil unless there are exactly 32.
  public init?(bytes: ArraySlice<UInt8>) {
    self.init(bytes: bytes.span)
  }

  /// The digest in the 32 bytes that start at `offset`, which must lie within `bytes`.
  public init(copying bytes: Span<UInt8>, at offset: Int) {
    precondition(
      offset >= 0 && offset <= bytes.count - Self.byteCount, "a digest needs 32 bytes")
    let raw = unsafe bytes.bytes
    // Any eight bytes are a valid UInt64, and the precondition above holds all four loads.
    word0 = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
    word1 = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self).bigEndian
    word2 = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset + 16, as: UInt64.self).bigEndian
    word3 = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset + 24, as: UInt64.self).bigEndian
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    append(to: &result)
    return result
  }

  /// Appends the 32 bytes to `output`.
  public func append(to output: inout [UInt8]) {
    output.append(addingCapacity: Self.byteCount) { span in
      for index in 0..<Self.byteCount { span.append(byte(at: index)) }
    }
  }

  private func byte(at index: Int) -> UInt8 {
    let word =
      switch index >> 3 {
      case 0: word0
      case 1: word1
      case 2: word2
      default: word3
      }
    return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7)))
  }

  /// Calls `body` with the 32 bytes, which live on the stack.
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = InlineArray<32, UInt8> { index in byte(at: index) }
    return try body(buffer.span)
  }
}

extension Digest: Comparable {
  /// Whether the bytes of `left` sort before those of `right`.
  public static func < (left: Digest, right: Digest) -> Bool {
    if left.word0 != right.word0 { return left.word0 < right.word0 }
    if left.word1 != right.word1 { return left.word1 < right.word1 }
    if left.word2 != right.word2 { return left.word2 < right.word2 }
    return left.word3 < right.word3
  }
}

extension Digest: CustomStringConvertible {
  /// The digest of 64 hexadecimal digits of either case; nil for anything else.
  public init?(hexadecimal: String) {
    guard let bytes = Hexadecimal.decode(hexadecimal) else { return nil }
    self.init(bytes: bytes)
  }

  /// The digest of a base64 text of 32 bytes; nil for anything else.
  public init?(base64: String) {
    guard let bytes = Base64.decode(base64) else { return nil }
    self.init(bytes: bytes)
  }

  /// The bytes as 64 lowercase hexadecimal digits.
  public var hexadecimal: String { Hexadecimal.encode(bytes) }

  /// The bytes in base64, as checkpoints print them.
  public var base64: String { Base64.encode(bytes) }

  /// The bytes as 64 lowercase hexadecimal digits.
  public var description: String { hexadecimal }
}
