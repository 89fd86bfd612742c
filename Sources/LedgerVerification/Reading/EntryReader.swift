// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore

/// Reads the entries of one file in order, in big reads, and goes on behind damaged lengths.
///
/// An entry says what the leaf hash of the entry before is, and so do the stored leaves. The end
/// of an entry is taken from its length only when one of them confirms it; otherwise
/// `resynchronise` finds out what can be known.
struct EntryReader {
  /// What a stretch of the file holds, found out in spite of damage.
  struct Found {
    /// Where the entry lies in the file, its length left out; `nil` when it cannot be told.
    let range: Range<UInt64>?
  }

  private(set) var file: ReadOnlyFile
  /// Whether zero bytes may follow the last entry.
  let allowsPadding: Bool
  /// The index of the entry after the last, as far as the names of files tell.
  let end: UInt64?
  /// The index of the entry before which reading stops for now; `nil` to read all.
  private(set) var limit: UInt64?
  /// Where the next bundle begins, by the index, for what nothing else can tell.
  let index: BundleOffsets?
  /// The index of the entry at ``offset``.
  var number: UInt64
  var offset: UInt64 = 0
  /// The entries before this one are taken as their lengths say: nothing better is known.
  var acceptedEnd: UInt64 = 0
  /// Entries found out, to be given next; they begin at ``foundOffset``.
  var found: [Found] = []
  var foundOffset: UInt64 = 0
  /// The entries before this one are lost.
  var lostEnd: UInt64 = 0
  var isAtEnd = false
  /// How many bytes may still be read again to find entries: damage, and malice, cost no more
  /// than a fixed multiple of the file.
  var effort: UInt64

  init(
    _ file: ReadOnlyFile, first: UInt64, end: UInt64?, allowsPadding: Bool, limit: UInt64?,
    index: BundleOffsets?
  ) {
    self.file = file
    self.end = end
    self.allowsPadding = allowsPadding
    self.limit = limit
    self.index = index
    number = first
    effort = min(file.size, 1 << 50) * 8 + 64 << 20
  }

  /// The index of the entry after the last, as far as names or the limit tell.
  var bound: UInt64? {
    guard let end, let limit else { return end ?? limit }
    return min(end, limit)
  }

  /// Goes on to the end of the file as it is now.
  mutating func liftLimit() throws(VerificationError) {
    limit = nil
    file = try file.reopened()
  }

  /// Whether nothing follows what was read, or zero bytes where they may.
  func restIsZero() throws(VerificationError) -> Bool {
    guard allowsPadding else { return number == end && offset >= file.size }
    return try file.firstNonZero(from: offset) == nil
  }

  /// The next entries within about `target` bytes; `nil` at the limit and at the end of the file.
  mutating func next(
    target: Int, _ leaves: inout StoredLeaves, _ log: FindingLog
  ) throws(VerificationError) -> FrameBlock? {
    while number < limit ?? .max {
      if number < lostEnd { return try lostBlock(&leaves) }
      if !found.isEmpty { return try foundBlock(&leaves) }
      if isAtEnd { return nil }
      if let block = try confirmedBlock(target, &leaves) { return block }
      try resynchronise(&leaves, log)
    }
    return nil
  }

  /// The entries from here on whose ends are confirmed; `nil` when the first one's is not.
  private mutating func confirmedBlock(
    _ target: Int, _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> FrameBlock? {
    let bytes = try file.read(max(target, 1 << 17), at: offset)
    var ranges: [Range<Int>] = []
    var position = 0
    var entry = number
    while entry != bound, let range = Self.frame(in: bytes.span, at: position) {
      if entry >= acceptedEnd, try !isEnd(range, of: entry, bytes.span, &leaves) { break }
      ranges.append(range)
      position = range.upperBound
      entry += 1
    }
    guard !ranges.isEmpty else { return nil }
    defer {
      offset += UInt64(position)
      number = entry
    }
    return FrameBlock(
      bytes: bytes, ranges: ranges, file: file.name, offset: offset, first: number)
  }

  /// The bytes that the length at `position` frames; `nil` when it frames none.
  static func frame(in bytes: Span<UInt8>, at position: Int) -> Range<Int>? {
    guard position + 2 <= bytes.count else { return nil }
    let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
    guard length > 0, position + 2 + length <= bytes.count else { return nil }
    return (position + 2)..<(position + 2 + length)
  }

  /// Whether the next entry begins where `range`, taken for `entry`, ends: it names the hash of
  /// the entry, as it is stored or as it is.
  func isEnd(
    _ range: Range<Int>, of entry: UInt64, _ bytes: Span<UInt8>, _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> Bool {
    guard let previous = EntryHead.previous(in: bytes, at: range.upperBound + 2) else {
      return false
    }
    if try leaves.hash(entry) == previous { return true }
    return EntryHead.is(previous, hashOf: bytes.extracting(range))
  }

  /// The entries found out, as one block.
  private mutating func foundBlock(
    _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> FrameBlock {
    var bytes = try file.read(Int(offset - foundOffset), at: foundOffset)
    // Where lost entries point to.
    while bytes.count < 2 { bytes.append(0) }
    var ranges: [Range<Int>] = []
    var stored: [Int: Digest] = [:]
    for (position, entry) in found.enumerated() {
      if let range = entry.range {
        ranges.append(Int(range.lowerBound - foundOffset)..<Int(range.upperBound - foundOffset))
      } else {
        ranges.append(2..<2)
        stored[position] = try leaves.hash(number + UInt64(position))
      }
    }
    found = []
    defer { number += UInt64(ranges.count) }
    return FrameBlock(
      bytes: bytes, ranges: ranges, file: file.name, offset: foundOffset, first: number,
      stored: stored)
  }

  /// Lost entries, of which only the stored hashes are known.
  private mutating func lostBlock(
    _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> FrameBlock {
    let count = Int(min(lostEnd - number, 256))
    var stored: [Int: Digest] = [:]
    for position in 0..<count { stored[position] = try leaves.hash(number + UInt64(position)) }
    defer { number += UInt64(count) }
    return FrameBlock(
      bytes: [0, 0], ranges: Array(repeating: 2..<2, count: count), file: file.name,
      offset: offset, first: number, stored: stored)
  }
}

/// How every entry begins (Ledger/FORMAT.md, section 5): an array of three, of which the first is
/// the leaf hash of the entry before.
enum EntryHead {
  /// The number of bytes up to the end of the hash.
  static let count = 35

  /// The hash that an entry at `start` names; `nil` when no entry begins there.
  static func previous(in bytes: Span<UInt8>, at start: Int) -> Digest? {
    guard start + count <= bytes.count, bytes[start] == 0x83, bytes[start + 1] == 0x58,
      bytes[start + 2] == 0x20
    else { return nil }
    return Digest(copying: bytes, at: start + 3)
  }

  /// Whether `digest` is the leaf hash of an entry, in whichever suite: genesis, which names it,
  /// may be what is being looked for.
  static func `is`(_ digest: Digest, hashOf entry: Span<UInt8>) -> Bool {
    Suite.all.contains { $0.hash.leafHash(of: entry) == digest }
  }
}
