// SPDX-License-Identifier: Apache-2.0

/// Where a tile or an entry bundle lies below a log's prefix (C2SP tlog-tiles).
public struct TilePath: Hashable, Sendable {
  /// What the file holds.
  public enum Content: Hashable, Sendable {
    /// Hashes of tile level 0…63.
    case hashes(level: Int)
    /// Entries, each with a uint16 length before it.
    case entries
  }

  /// What the file holds.
  public let content: Content
  /// Number of the tile within its level.
  public let index: UInt64
  /// Hashes or entries in the file: 256 when full, else 1…255.
  public let width: Int

  /// Names a file; nil when level or width are outside their ranges.
  public init?(content: Content, index: UInt64, width: Int = Tile.width) {
    guard (1...Tile.width).contains(width) else { return nil }
    if case .hashes(let level) = content, !(0...63).contains(level) { return nil }
    self.content = content
    self.index = index
    self.width = width
  }

  /// Hashes in the partial tile at the right edge of a level; 0 when there is none.
  ///
  /// `level` is a tile level; entry bundles are as wide as level 0.
  public static func partialWidth(level: Int, size: UInt64) -> Int {
    Int((size >> UInt64(level * Tile.levels)) % UInt64(Tile.width))
  }

  /// Calls `visit` with every file that is published of a log of `size` entries: for each tile
  /// level the full tiles and the partial one, entry bundles first.
  public static func forEachPublished<Failure: Error>(
    _ size: UInt64, _ visit: (TilePath) throws(Failure) -> Void
  ) throws(Failure) {
    try forEach(.entries, count: size, visit)
    var level = 0
    while level < 8, size >> UInt64(level * Tile.levels) > 0 {
      try forEach(.hashes(level: level), count: size >> UInt64(level * Tile.levels), visit)
      level += 1
    }
  }

  private static func forEach<Failure: Error>(
    _ content: Content, count: UInt64, _ visit: (TilePath) throws(Failure) -> Void
  ) throws(Failure) {
    let width = UInt64(Tile.width)
    for index in 0..<(count / width) {
      if let path = TilePath(content: content, index: index) { try visit(path) }
    }
    // There is no tile of width 0, and the initialiser makes none.
    if let path = TilePath(content: content, index: count / width, width: Int(count % width)) {
      try visit(path)
    }
  }

  /// The path, such as "tile/0/x001/x234/067" or "tile/entries/000.p/8".
  public var path: String {
    let folder =
      switch content {
      case .hashes(let level): String(level)
      case .entries: "entries"
      }
    let partial = width == Tile.width ? "" : ".p/\(width)"
    return "tile/\(folder)/\(Self.groups(of: index))\(partial)"
  }

  /// Reads a path; accepts exactly the spelling that `path` gives.
  public init(parsing path: String) throws(TransparencyLogError) {
    let parts = path.split(separator: "/" as Character, omittingEmptySubsequences: false)
    guard let parsed = Self.parse(parts), CanonicalText.sameBytes(parsed.path, path) else {
      throw .malformed(
        .tilePath, line: 1, requirement: "it is tile/<level>/<number>[.p/<width>]")
    }
    self = parsed
  }

  /// Reads leniently; the caller compares spellings.
  private static func parse(_ parts: [Substring]) -> TilePath? {
    guard parts.count >= 3, parts[0] == "tile" else { return nil }
    let content: Content
    if parts[1] == "entries" {
      content = .entries
    } else {
      guard let level = CanonicalText.number(parts[1]), level <= 63 else { return nil }
      content = .hashes(level: Int(level))
    }
    var groups = parts[2...]
    var width = Tile.width
    if groups.count >= 2, groups[groups.endIndex - 2].hasSuffix(".p") {
      guard let last = groups.popLast(), let number = CanonicalText.number(last),
        number < UInt64(Tile.width), let stem = groups.popLast()
      else { return nil }
      width = Int(number)
      groups.append(stem.dropLast(2))
    }
    var index: UInt64 = 0
    for group in groups {
      guard let digits = UInt64(group.suffix(3)), digits < 1000 else { return nil }
      let (scaled, overflow) = index.multipliedReportingOverflow(by: 1000)
      let (sum, carry) = scaled.addingReportingOverflow(digits)
      guard !overflow, !carry else { return nil }
      index = sum
    }
    return TilePath(content: content, index: index, width: width)
  }

  /// Three digits a group, all but the last after an x.
  private static func groups(of index: UInt64) -> String {
    let digits = String(index % 1000)
    var text = String(repeating: "0", count: 3 - digits.utf8.count) + digits
    var rest = index / 1000
    while rest > 0 {
      let digits = String(rest % 1000)
      text = "x" + String(repeating: "0", count: 3 - digits.utf8.count) + digits + "/" + text
      rest /= 1000
    }
    return text
  }
}
