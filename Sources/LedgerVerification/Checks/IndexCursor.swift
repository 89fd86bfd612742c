// SPDX-License-Identifier: Apache-2.0

/// Compares the index file with where the bundles begin.
struct IndexCursor {
  private var window: ItemWindow?
  private let directory: String
  private let name: String
  private var count: UInt64 = 0

  init?(_ source: any LedgerSource) throws(VerificationError) {
    guard let name = source.indexFile else { return nil }
    self.name = name
    directory = source.path
    try reopen()
  }

  /// Compares the next bundle's offset, unless it is not known; its first entry is `entry`.
  mutating func compare(
    _ offset: UInt64?, entry: UInt64, _ log: FindingLog
  ) throws(VerificationError) {
    let number = count
    count += 1
    let position = try window?.locate(number)
    var found: UInt64?
    if let position, let window {
      found = window.bytes[position..<(position + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    guard let offset, found != offset else { return }
    let name = name
    log.add {
      Finding(
        .index, Place(entry: entry, file: name, byteOffset: number * 8), expected: "\(offset)",
        actual: found.map(String.init) ?? "nothing")
    }
  }

  /// Forgets what was read ahead.
  mutating func reopen() throws(VerificationError) {
    window = try ReadOnlyFile(directory, name).map { ItemWindow($0, itemLength: 8) }
  }

  /// What is stored beyond the last bundle's offset: only zero bytes may be.
  func rest() throws(VerificationError) -> [Finding] {
    guard let offset = try window?.file.firstNonZero(from: count * 8) else { return [] }
    return [.padding(name, at: offset)]
  }
}
