// SPDX-License-Identifier: Apache-2.0

/// Entries one after the other, each after its length as big-endian uint16 (C2SP tlog-tiles).
public enum EntryBundle {
  /// Most bytes of one entry.
  public static let entryLimit = Int(UInt16.max)

  /// Where the entries lie in a bundle.
  ///
  /// Throws when the bundle ends inside an entry or, if `count` is given, holds another number
  /// of entries.
  public static func entryRanges(
    in bytes: Span<UInt8>, count: Int? = nil
  ) throws(TransparencyLogError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(count ?? Tile.width)
    var offset = 0
    while offset < bytes.count {
      let available = bytes.count - offset
      guard available >= 2 else {
        throw .bundleTruncated(offset: offset, needed: 2, available: available)
      }
      let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
      guard available >= 2 + length else {
        throw .bundleTruncated(offset: offset, needed: 2 + length, available: available)
      }
      ranges.append((offset + 2)..<(offset + 2 + length))
      offset += 2 + length
    }
    if let count, ranges.count != count {
      throw .bundleCount(expected: count, found: ranges.count)
    }
    return ranges
  }

  /// Appends an entry, framed, to a bundle.
  public static func append(
    _ entry: Span<UInt8>, to bundle: inout [UInt8]
  ) throws(TransparencyLogError) {
    guard entry.count <= entryLimit else {
      throw .entryTooLong(length: entry.count, limit: entryLimit)
    }
    bundle.append(UInt8(entry.count >> 8))
    bundle.append(UInt8(entry.count & 0xff))
    bundle.reserveCapacity(bundle.count + entry.count)
    for index in entry.indices { bundle.append(entry[index]) }
  }
}
