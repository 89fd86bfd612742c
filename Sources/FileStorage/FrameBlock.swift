// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// Reads the frames of one segment, many at a time: uint16-BE length ‖ bytes, until a length of 0.
struct FrameBlock {
  /// The bytes of the frames of this block.
  private(set) var bytes: [UInt8] = []
  /// Where the contents of the frames lie in `bytes`.
  private(set) var ranges: [Range<Int>] = []
  /// Where in the file the frame after this block begins.
  private(set) var offset: UInt64
  private let size: Int

  static let largestFrame = 2 + Int(UInt16.max)

  /// Begins at the frame at `offset`; `size` is how many bytes are read at once.
  init(at offset: UInt64, size: Int) {
    self.offset = offset
    self.size = size
  }

  /// Reads the next frames, at most `limit`; false where there is no whole frame any more.
  mutating func advance(
    _ file: borrowing FileHandle, limit: Int = .max
  ) throws(StorageError) -> Bool {
    try fill(file, size)
    parse(limit)
    if ranges.isEmpty, bytes.count == size, size < Self.largestFrame {
      try fill(file, Self.largestFrame)
      parse(limit)
    }
    offset += UInt64(ranges.last?.upperBound ?? 0)
    return !ranges.isEmpty
  }

  private mutating func fill(
    _ file: borrowing FileHandle, _ count: Int
  ) throws(StorageError) {
    bytes.removeAll(keepingCapacity: true)
    try file.read(appendingTo: &bytes, count: count, at: offset)
  }

  private mutating func parse(_ limit: Int) {
    var found = exchange(&ranges, with: [])
    found.removeAll(keepingCapacity: true)
    Self.parse(bytes.span, limit, &found)
    ranges = found
  }

  private static func parse(_ bytes: Span<UInt8>, _ limit: Int, _ ranges: inout [Range<Int>]) {
    var start = 0
    while ranges.count < limit, start + 2 <= bytes.count {
      let length = Int(bytes[start]) << 8 | Int(bytes[start + 1])
      let end = start + 2 + length
      guard length > 0, end <= bytes.count else { return }
      ranges.append((start + 2)..<end)
      start = end
    }
  }
}

/// Where the bytes of a segment end that are not zero.
func usedSize(
  of file: borrowing FileHandle, from start: UInt64
) throws(StorageError) -> UInt64 {
  let step = 1 << 18
  var buffer: [UInt8] = []
  var offset = start
  var used = start
  while true {
    buffer.removeAll(keepingCapacity: true)
    try file.read(appendingTo: &buffer, count: step, at: offset)
    if buffer.isEmpty { return used }
    let bytes = buffer.span
    var last = bytes.count - 1
    while last >= 0, bytes[last] == 0 { last -= 1 }
    if last >= 0 { used = offset + UInt64(last) + 1 }
    offset += UInt64(buffer.count)
  }
}

/// The size named in the second line of a signed checkpoint; `nil` if it is none.
func checkpointSize(_ note: [UInt8]) -> UInt64? {
  let newline = UInt8(ascii: "\n")
  guard let first = note.firstIndex(of: newline) else { return nil }
  let rest = note[(first + 1)...]
  guard let second = rest.firstIndex(of: newline) else { return nil }
  return UInt64(String(decoding: rest[..<second], as: UTF8.self))
}
