// SPDX-License-Identifier: Apache-2.0
import Cryptography

extension EntryReader {
  /// How many bytes are looked through for the next entry, step by step.
  private static let windows = [1 << 12, 1 << 17, 1 << 20]
  /// How many entries may be unrecognisable one after the other before the search is given up.
  private static let reach: UInt64 = 256
  /// How many beginnings of entries are tried as the end of one.
  private static let tries = 64
  /// An entry that ends in more zeros than these is not told from the zeros after it.
  private static let trailingZeros = 32

  /// Finds out where the entry here ends, which its length alone says or not even that.
  ///
  /// Either the length is taken for what it says, or the entries up to the next one that is
  /// recognised are told apart, or the file is at its end. Every damaged length is reported.
  mutating func resynchronise(
    _ leaves: inout StoredLeaves, _ log: FindingLog
  ) throws(VerificationError) {
    if try isAtEndOfEntries() { return try finish(&leaves, log) }
    for size in Self.windows where effort >= UInt64(size) {
      effort -= UInt64(size)
      let bytes = try file.read(size, at: offset)
      if let entry = try confirmedByFollowing(bytes.span, &leaves) {
        acceptedEnd = entry
        return
      }
      if let next = try recognised(in: bytes.span, &leaves) {
        return try tellApart(bytes.span, next, &leaves, log)
      }
      if offset + UInt64(bytes.count) >= file.size { break }
    }
    if try findLast(&leaves, log) { return }
    let bytes = try file.read(2 + Int(UInt16.max), at: offset)
    if Self.frame(in: bytes.span, at: 0) != nil {
      acceptedEnd = number + 1
    } else if let index, let next = try index.bundle(after: number, in: file, from: offset),
      next.entry < bound ?? .max
    {
      lose(upTo: next.entry, at: next.offset, log)
    } else {
      try finish(&leaves, log)
    }
  }

  /// Whether all entries were read: nothing follows, or nothing may follow.
  private func isAtEndOfEntries() throws(VerificationError) -> Bool {
    let head = try file.read(2, at: offset)
    if head.count < 2 || number == end { return true }
    guard allowsPadding, head == [0, 0] else { return false }
    return try file.firstNonZero(from: offset) == nil
  }

  /// The first entry whose beginning is confirmed where the lengths lead; `nil` when none is.
  ///
  /// If there is one, an entry's contents are damaged and not its length.
  private func confirmedByFollowing(
    _ bytes: Span<UInt8>, _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> UInt64? {
    var position = 0
    var entry = number
    while entry < number + Self.reach, entry != bound,
      let range = Self.frame(in: bytes, at: position)
    {
      // Only the stored hash tells which entry it is, and not merely that it is one.
      let previous = EntryHead.previous(in: bytes, at: range.upperBound + 2)
      if let previous, try leaves.hash(entry) == previous { return entry + 1 }
      if try isLast(range, entry, bytes, &leaves) { return entry + 1 }
      position = range.upperBound
      entry += 1
    }
    return nil
  }

  /// Whether an entry is the last of the file and has the hash that is stored, if one is.
  private func isLast(
    _ range: Range<Int>, _ entry: UInt64, _ bytes: Span<UInt8>, _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> Bool {
    guard entry + 1 == bound ?? (entry + 1) else { return false }
    let stored = try leaves.hash(entry)
    // What is being written meanwhile may follow the limit.
    if entry + 1 == limit, let stored {
      return EntryHead.is(stored, hashOf: bytes.extracting(range))
    }
    let rest = offset + UInt64(range.upperBound)
    guard rest >= file.size || (allowsPadding && Self.frame(in: bytes, at: range.upperBound) == nil)
    else { return false }
    guard try file.firstNonZero(from: rest) == nil else { return false }
    guard let stored else { return entry == number }
    return EntryHead.is(stored, hashOf: bytes.extracting(range))
  }

  /// The next entry recognised by the hash it names: which one, and where its length lies.
  private mutating func recognised(
    in bytes: Span<UInt8>, _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> (entry: UInt64, position: Int)? {
    var expected: [Digest: UInt64] = [:]
    for entry in number..<(number + Self.reach)
    where entry + 1 < end ?? .max && entry + 1 <= limit ?? .max {
      if let hash = try leaves.hash(entry) { expected[hash] = entry + 1 }
    }
    var tries = Self.tries
    var position = 0
    while let start = EntryHead.next(in: bytes, from: position) {
      position = start + 1
      guard start >= 2, let previous = EntryHead.previous(in: bytes, at: start) else { continue }
      if let entry = expected[previous] { return (entry, start - 2) }
      guard start > 4, start - 4 <= Int(UInt16.max), tries > 0 else { continue }
      tries -= 1
      if isHash(previous, of: bytes.extracting(2..<(start - 2))) { return (number + 1, start - 2) }
    }
    return nil
  }

  /// Tells apart the entries from here up to one that was recognised.
  private mutating func tellApart(
    _ bytes: Span<UInt8>, _ next: (entry: UInt64, position: Int), _ leaves: inout StoredLeaves,
    _ log: FindingLog
  ) throws(VerificationError) {
    foundOffset = offset
    var position = 0
    var entry = number
    while entry < next.entry {
      let range = try range(
        of: entry, in: bytes, position..<next.position, isLast: entry + 1 == next.entry, &leaves)
      guard let range else { break }
      found.append(
        Found(
          range: (offset + UInt64(range.lowerBound))..<(offset + UInt64(range.upperBound))))
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      if length != range.count {
        reportLength(entry, at: offset + UInt64(position), range.count, length, log)
      }
      position = range.upperBound
      entry += 1
    }
    if entry < next.entry {
      reportLost(
        entry..<next.entry, at: offset + UInt64(position), next.position - position, log)
      found += repeatElement(Found(range: nil), count: Int(next.entry - entry))
    } else if position < next.position {
      let (file, place) = (file.name, offset + UInt64(position))
      let count = next.position - position
      log.add {
        Finding(
          .framing, Place(entry: next.entry, file: file, byteOffset: place),
          expected: "entry \(next.entry)", actual: "\(count) bytes before it that are no entry")
      }
    }
    offset += UInt64(next.position)
  }

  /// Where `entry` lies in `gap`, which begins with its length; `nil` when it cannot be told.
  private mutating func range(
    of entry: UInt64, in bytes: Span<UInt8>, _ gap: Range<Int>, isLast: Bool,
    _ leaves: inout StoredLeaves
  ) throws(VerificationError) -> Range<Int>? {
    guard gap.count > 2 else { return nil }
    let gapBytes = bytes.extracting(first: gap.upperBound)
    let written = Self.frame(in: gapBytes, at: gap.lowerBound)
    let stored = try leaves.hash(entry)
    if let written, let stored, EntryHead.is(stored, hashOf: bytes.extracting(written)) {
      return written
    }
    let start = gap.lowerBound + 2
    if isLast { return gap.count - 2 <= Int(UInt16.max) ? start..<gap.upperBound : nil }
    var tries = Self.tries
    var position = start + 1
    while let head = EntryHead.next(in: gapBytes, from: position), tries > 0 {
      position = head + 1
      tries -= 1
      guard head - 2 > start, head - 2 - start <= Int(UInt16.max),
        let previous = EntryHead.previous(in: bytes, at: head)
      else { continue }
      let content = bytes.extracting(start..<(head - 2))
      if isHash(previous, of: content) { return start..<(head - 2) }
      if let stored, isHash(stored, of: content) { return start..<(head - 2) }
    }
    // Its contents are damaged; then its length may be what is sound.
    guard let written, EntryHead.previous(in: bytes, at: written.upperBound + 2) != nil else {
      return nil
    }
    return written
  }

  /// Whether the entry here is the file's last one: its end is where its hash is the stored one,
  /// or where the file ends if nothing but entries may be in it.
  private mutating func findLast(
    _ leaves: inout StoredLeaves, _ log: FindingLog
  ) throws(VerificationError) -> Bool {
    guard number + 1 == bound ?? (number + 1) else { return false }
    let bytes = try file.read(2 + Int(UInt16.max), at: offset)
    guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 2 else { return false }
    var found: Int?
    if let stored = try leaves.hash(number) {
      if let written = Self.frame(in: bytes.span, at: 0),
        isHash(stored, of: bytes.span.extracting(written))
      {
        return false
      }
      let furthest = allowsPadding ? min(last + 1 + Self.trailingZeros, bytes.count) : bytes.count
      for end in (allowsPadding ? last + 1 : furthest)...furthest where found == nil {
        if isHash(stored, of: bytes.span.extracting(2..<end)) { found = end }
      }
    }
    if !allowsPadding, offset + UInt64(bytes.count) == file.size { found = bytes.count }
    guard let found else { return false }
    let length = Int(bytes[0]) << 8 | Int(bytes[1])
    if length != found - 2 { reportLength(number, at: offset, found - 2, length, log) }
    foundOffset = offset
    self.found = [Found(range: (offset + 2)..<(offset + UInt64(found)))]
    offset += UInt64(found)
    return true
  }

  /// Whether a guess is right, as long as guessing has not cost too much.
  private mutating func isHash(_ hash: Digest, of guess: Span<UInt8>) -> Bool {
    guard effort >= UInt64(guess.count) else { return false }
    effort -= UInt64(guess.count)
    return EntryHead.is(hash, hashOf: guess)
  }

  private func reportLength(
    _ entry: UInt64, at place: UInt64, _ length: Int, _ written: Int, _ log: FindingLog
  ) {
    let file = file.name
    log.add {
      Finding(
        .length, Place(entry: entry, file: file, byteOffset: place), expected: "\(length)",
        actual: "\(written)")
    }
  }

  private func reportLost(
    _ entries: Range<UInt64>, at place: UInt64, _ count: Int, _ log: FindingLog
  ) {
    let file = file.name
    let last = entries.upperBound - 1
    log.add {
      Finding(
        .framing, Place(entry: entries.lowerBound, file: file, byteOffset: place),
        expected: entries.count == 1
          ? "entry \(last)" : "entries \(entries.lowerBound) to \(last)",
        actual: count > 0 ? "\(count) bytes in which they are not recognised" : "nothing")
    }
  }

  private mutating func lose(upTo entry: UInt64, at next: UInt64, _ log: FindingLog) {
    reportLost(number..<entry, at: offset, Int(next - offset), log)
    lostEnd = entry
    offset = next
  }

  /// Ends the file: what follows is looked at, and the entries that should be there are lost.
  private mutating func finish(
    _ leaves: inout StoredLeaves, _ log: FindingLog
  ) throws(VerificationError) {
    isAtEnd = true
    var lost = number
    while let bound, lost < bound {
      // Of a segment only what the tree knows: its name may say anything.
      if allowsPadding, try leaves.hash(lost) == nil { break }
      lost += 1
    }
    if lost == number || lost != bound {
      try FrameReader.checkRest(
        of: file, from: offset, allowsPadding: allowsPadding, isComplete: number == end, log)
    } else {
      lose(upTo: lost, at: file.size, log)
    }
  }
}

extension EntryHead {
  /// Where the next bytes lie with which an entry may begin.
  static func next(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var position = start
    while position + count <= bytes.count {
      if bytes[position] == 0x83, bytes[position + 1] == 0x58, bytes[position + 2] == 0x20 {
        return position
      }
      position += 1
    }
    return nil
  }
}
