// SPDX-License-Identifier: Apache-2.0

/// The segments of one series in order, kept in chunks so that a split in the middle of a series
/// with a million segments moves a few kilobytes, not all of them.
///
/// - Complexity: finding a serial O(log n); replacing segments O(log n + n / chunk + chunk).
struct Partition: Sendable, Equatable {
  /// Chunks are split when they grow beyond this many segments.
  static let chunkLimit = 256

  /// Where a segment stands.
  struct Position: Sendable, Equatable {
    var chunk: Int
    var index: Int
  }

  private var chunks: [[Segment]]

  /// A partition nobody holds anything of.
  static let unissued = Partition([.everythingUnissued])

  /// Creates a partition from all segments in order; the first starts at 0.
  init(_ segments: [Segment]) {
    precondition(segments.first?.first == 0, "a partition starts at 0")
    var chunks: [[Segment]] = []
    var start = 0
    while start < segments.count {
      let end = min(start + Self.chunkLimit / 2, segments.count)
      chunks.append(Array(segments[start..<end]))
      start = end
    }
    self.chunks = chunks
  }

  /// All segments in order.
  var segments: [Segment] { Array(chunks.joined()) }

  /// The number of segments.
  var count: Int { chunks.reduce(0) { $0 + $1.count } }

  /// Whether nobody holds anything.
  var isUnissued: Bool { chunks.count == 1 && chunks[0] == [.everythingUnissued] }

  static func == (left: Partition, right: Partition) -> Bool { left.segments == right.segments }

  subscript(_ position: Position) -> Segment { chunks[position.chunk][position.index] }

  /// The position of the segment that holds `serial`.
  func position(of serial: UInt64) -> Position {
    var low = 0
    var high = chunks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if chunks[middle][0].first <= serial { low = middle } else { high = middle }
    }
    let chunk = low
    low = 0
    high = chunks[chunk].count
    while high - low > 1 {
      let middle = (low + high) / 2
      if chunks[chunk][middle].first <= serial { low = middle } else { high = middle }
    }
    return Position(chunk: chunk, index: low)
  }

  /// The position after `position`, or `nil` at the end.
  func position(after position: Position) -> Position? {
    if position.index + 1 < chunks[position.chunk].count {
      return Position(chunk: position.chunk, index: position.index + 1)
    }
    guard position.chunk + 1 < chunks.count else { return nil }
    return Position(chunk: position.chunk + 1, index: 0)
  }

  /// The last serial of the segment at `position`.
  func last(at position: Position) -> UInt64 {
    guard let next = self.position(after: position) else { return .max }
    return self[next].first - 1
  }

  /// Replaces `count` segments from `position` on by `segments`, of which there is at least one.
  mutating func replace(
    _ count: Int, at position: Position, with segments: some Collection<Segment>
  ) {
    let chunk = position.chunk
    var missing = count
    let here = min(missing, chunks[chunk].count - position.index)
    chunks[chunk].replaceSubrange(position.index..<(position.index + here), with: segments)
    missing -= here
    while missing > 0 {
      let next = chunk + 1
      let taken = min(missing, chunks[next].count)
      chunks[next].removeFirst(taken)
      missing -= taken
      if chunks[next].isEmpty { chunks.remove(at: next) }
    }
    while chunks[chunk].count > Self.chunkLimit {
      let half = chunks[chunk].count / 2
      let tail = Array(chunks[chunk][half...])
      chunks[chunk].removeSubrange(half...)
      chunks.insert(tail, at: chunk + 1)
    }
  }
}
