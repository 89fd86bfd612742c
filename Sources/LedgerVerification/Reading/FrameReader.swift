// SPDX-License-Identifier: Apache-2.0
import Cryptography

/// Frames read together: one buffer, the ranges of the frames in it, where they came from.
struct FrameBlock: Sendable {
  let bytes: [UInt8]
  let ranges: [Range<Int>]
  let file: String
  /// The offset in the file of the buffer's first byte.
  let offset: UInt64
  /// The index of the first frame: of the entry, or of the checkpoint.
  var first: UInt64 = 0
  /// The stored leaf hashes of entries that are lost: their ranges are empty.
  var stored: [Int: Digest] = [:]

  /// The offset in the file of the first byte of frame `position`, behind its length.
  func contentOffset(_ position: Int) -> UInt64 {
    offset + UInt64(ranges[position].lowerBound)
  }
}

/// Reads frames (uint16 length, bytes) up to a zero length or the end, in big reads.
///
/// Of checkpoints: entries say more about where they begin, see ``EntryReader``.
struct FrameReader {
  private(set) var file: ReadOnlyFile
  private var offset: UInt64 = 0
  private(set) var isAtEnd = false

  init(_ file: ReadOnlyFile) { self.file = file }

  /// The next frames within about `target` bytes, no more than `limit`; `nil` at the end.
  ///
  /// What follows the last frame is checked when the end is reached.
  mutating func next(
    target: Int, limit: UInt64 = .max, _ log: FindingLog
  ) throws(VerificationError) -> FrameBlock? {
    guard !isAtEnd else { return nil }
    let bytes = try file.read(max(target, 1 << 17), at: offset)
    let reachesEnd = offset + UInt64(bytes.count) >= file.size
    var ranges: [Range<Int>] = []
    var position = 0
    while position + 2 <= bytes.count, ranges.count < limit {
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      if length == 0 {
        isAtEnd = true
        break
      }
      guard position + 2 + length <= bytes.count else { break }
      ranges.append((position + 2)..<(position + 2 + length))
      position += 2 + length
    }
    let start = offset
    offset += UInt64(position)
    if reachesEnd, ranges.count < limit { isAtEnd = true }
    if isAtEnd {
      try Self.checkRest(of: file, from: offset, allowsPadding: true, isComplete: false, log)
    }
    if ranges.isEmpty { return nil }
    return FrameBlock(bytes: bytes, ranges: ranges, file: file.name, offset: start)
  }

  /// Opens the file again: it may have become longer.
  mutating func reopen() throws(VerificationError) {
    file = try file.reopened()
  }

  /// Whether only zero bytes follow what was read.
  func restIsZero() throws(VerificationError) -> Bool {
    try file.firstNonZero(from: offset) == nil
  }

  /// Checks what stands where the next length was expected.
  ///
  /// - Parameters:
  ///   - allowsPadding: Whether zero bytes may follow the last frame.
  ///   - isComplete: Whether no frame may follow.
  static func checkRest(
    of file: ReadOnlyFile, from offset: UInt64, allowsPadding: Bool, isComplete: Bool,
    _ log: FindingLog
  ) throws(VerificationError) {
    let head = try file.read(2, at: offset)
    let place = Place(file: file.name, byteOffset: offset)
    if head.isEmpty { return }
    let length = head.reduce(0) { $0 << 8 | Int($1) }
    if isComplete, !allowsPadding || length > 0 {
      log.add {
        Finding(
          .framing, place, expected: "the end of the entries",
          actual: "\(file.size - offset) bytes")
      }
    } else if head.count == 2, length > 0 {
      let available = file.size - offset - 2
      log.add {
        Finding(
          .framing, place, expected: "\(length) bytes of a frame", actual: "\(available) bytes")
      }
    } else if !allowsPadding {
      log.add {
        Finding(.framing, place, expected: "a frame that is not empty", actual: "length 0")
      }
    } else if let position = try file.firstNonZero(from: offset) {
      log.add { .padding(file.name, at: position) }
    }
  }
}
