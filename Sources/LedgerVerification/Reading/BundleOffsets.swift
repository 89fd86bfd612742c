// SPDX-License-Identifier: Apache-2.0

/// The index file, as a hint where to go on: where bundles of 256 entries begin in their segments.
struct BundleOffsets {
  /// How many bundles one after the other may be damaged where they begin.
  private static let reach: UInt64 = 256

  private let file: ReadOnlyFile

  init?(_ source: any LedgerSource) throws(VerificationError) {
    guard let name = source.indexFile, let file = try ReadOnlyFile(source.path, name) else {
      return nil
    }
    self.file = file
  }

  /// The first bundle after `entry` that begins behind `offset` as entries begin: its first entry,
  /// and where in the segment that lies.
  func bundle(
    after entry: UInt64, in segment: ReadOnlyFile, from offset: UInt64
  ) throws(VerificationError) -> (entry: UInt64, offset: UInt64)? {
    let next = entry / 256 + 1
    for bundle in next..<(next + Self.reach) {
      let bytes = try file.read(8, at: bundle * 8)
      guard bytes.count == 8 else { return nil }
      let place = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard place > offset, place < segment.size else { continue }
      let head = try segment.read(2 + EntryHead.count, at: place)
      if EntryHead.previous(in: head.span, at: 2) != nil { return (bundle * 256, place) }
    }
    return nil
  }
}
