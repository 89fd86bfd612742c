// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// Who holds which serial numbers: for each series a partition into segments.
public struct Holdings: StateSection {
  struct Step: Sendable {
    let series: UInt32
    let position: Int
    let newCount: Int
    let oldCount: Int
  }

  /// The section's code.
  public let code: UInt8
  private var partitions: [[Segment]] = []
  private var undo: [Step] = []
  private var replaced: [Segment] = []
  private var changes = ChangeSet()

  init(code: UInt8) {
    self.code = code
  }

  /// The segments of series `series`, in order of their serial numbers.
  public func segments(of series: UInt32) -> [Segment] {
    series < partitions.count ? partitions[Int(series)] : [.everythingUnissued]
  }

  /// The segment that holds serial number `serial` and the last number it reaches to.
  public func segment(of series: UInt32, holding serial: UInt64) -> (Segment, last: UInt64) {
    guard series < partitions.count else { return (.everythingUnissued, .max) }
    let position = Self.position(of: serial, in: partitions[Int(series)])
    return (partitions[Int(series)][position], last(of: series, at: position))
  }

  /// Calls `visit` with each segment that meets `range`, clipped to it.
  public func forEachSegment<Failure: Error>(
    of series: UInt32, in range: ClosedRange<UInt64>,
    _ visit: (Segment, ClosedRange<UInt64>) throws(Failure) -> Void
  ) throws(Failure) {
    guard series < partitions.count else {
      return try visit(.everythingUnissued, range)
    }
    let count = partitions[Int(series)].count
    var position = Self.position(of: range.lowerBound, in: partitions[Int(series)])
    while position < count, partitions[Int(series)][position].first <= range.upperBound {
      let segment = partitions[Int(series)][position]
      let end = last(of: series, at: position)
      let part =
        max(segment.first, range.lowerBound)...min(end, range.upperBound)
      try visit(segment, part)
      position += 1
    }
  }

  private func last(of series: UInt32, at position: Int) -> UInt64 {
    let next = position + 1
    guard next < partitions[Int(series)].count else { return .max }
    return partitions[Int(series)][next].first - 1
  }

  /// The position of the last segment that starts at or before `serial`.
  private static func position(of serial: UInt64, in segments: [Segment]) -> Int {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].first <= serial { low = middle } else { high = middle }
    }
    return low
  }

  /// Gives `range` of `series` a new holder, standing and marks, splitting segments at its ends.
  mutating func assign(_ range: ClosedRange<UInt64>, of series: UInt32, as segment: Segment) {
    let number = Int(series)
    while partitions.count <= number { partitions.append([.everythingUnissued]) }
    let start = Self.position(of: range.lowerBound, in: partitions[number])
    let end = Self.position(of: range.upperBound, in: partitions[number])
    let head = partitions[number][start]
    let tail = partitions[number][end]
    let hasHead = head.first < range.lowerBound
    let hasTail = range.upperBound < last(of: series, at: end)
    for position in start...end { replaced.append(partitions[number][position]) }
    let count = (hasHead ? 1 : 0) + 1 + (hasTail ? 1 : 0)
    undo.append(
      Step(series: series, position: start, newCount: count, oldCount: end - start + 1))
    changes.insert(series)
    let middle = segment.starting(at: range.lowerBound)
    switch (hasHead, hasTail) {
    case (false, false) where start == end: partitions[number][start] = middle
    case (false, false):
      partitions[number].replaceSubrange(start...end, with: CollectionOfOne(middle))
    case (true, false):
      partitions[number].replaceSubrange(start...end, with: [head, middle])
    case (false, true):
      let rest = tail.starting(at: range.upperBound + 1)
      partitions[number].replaceSubrange(start...end, with: [middle, rest])
    case (true, true):
      let rest = tail.starting(at: range.upperBound + 1)
      partitions[number].replaceSubrange(start...end, with: [head, middle, rest])
    }
  }

  /// The number of segments over all series, which is what the memory grows with.
  public var segmentCount: Int { partitions.reduce(0) { $0 + $1.count } }

  /// The number of series.
  public var seriesCount: Int { partitions.count }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    undo.removeAll(keepingCapacity: true)
    replaced.removeAll(keepingCapacity: true)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while let step = undo.popLast() {
      let old = Array(replaced.suffix(step.oldCount))
      replaced.removeLast(step.oldCount)
      let span = step.position..<(step.position + step.newCount)
      partitions[Int(step.series)].replaceSubrange(span, with: old)
    }
  }
}

extension Holdings {
  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    if changedOnly {
      for number in changes.numbers { visit(image(number)) }
    } else {
      for number in 0..<UInt32(partitions.count)
      where partitions[Int(number)] != [.everythingUnissued] { visit(image(number)) }
    }
  }

  private func image(_ series: UInt32) -> StateImage {
    let segments = partitions[Int(series)]
    let isEmpty = segments == [.everythingUnissued]
    return StateImage(
      section: code, key: StateImage.key(series), value: isEmpty ? [] : Self.encode(segments))
  }

  /// The stored form of a partition: a flat array of six numbers a segment.
  static func encode(_ segments: [Segment]) -> [UInt8] {
    var writer = CBORWriter(reserving: 16 + segments.count * 16)
    writer.writeArrayHeader(segments.count * 6)
    var previous: UInt64 = 0
    for segment in segments {
      writer.write(unsigned: segment.first - previous)
      writer.write(unsigned: UInt64(segment.holder))
      writer.write(unsigned: UInt64(segment.entry))
      writer.write(unsigned: UInt64(segment.record))
      writer.write(unsigned: UInt64(segment.standing.rawValue))
      writer.write(unsigned: UInt64(segment.marks))
      previous = segment.first
    }
    return writer.bytes
  }

  /// Reads back the stored form of a partition.
  public static func decode(_ value: [UInt8]) throws(CBORError) -> [Segment] {
    var reader = CBORReader(value.span)
    let count = try reader.readArrayHeader()
    var segments: [Segment] = []
    segments.reserveCapacity(count / 6)
    var first: UInt64 = 0
    for _ in 0..<(count / 6) {
      let offset = reader.offset
      first &+= try reader.readUnsigned()
      let holder = UInt32(truncatingIfNeeded: try reader.readUnsigned())
      let entry = UInt32(truncatingIfNeeded: try reader.readUnsigned())
      let record = UInt16(truncatingIfNeeded: try reader.readUnsigned())
      let standing = Standing(rawValue: UInt8(truncatingIfNeeded: try reader.readUnsigned()))
      guard let standing else {
        throw .unexpected(offset: offset, expected: "a standing", found: "another number")
      }
      let marks = UInt8(truncatingIfNeeded: try reader.readUnsigned())
      segments.append(
        Segment(
          first: first, holder: holder, entry: entry, record: record, standing: standing,
          marks: marks))
    }
    try reader.expectEnd()
    return segments
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { changes.removeAll() }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    guard let series = StateImage.number(key) else {
      throw .gap(section: code, expected: UInt32(partitions.count), found: .max)
    }
    while partitions.count <= series { partitions.append([.everythingUnissued]) }
    do {
      partitions[Int(series)] = try Self.decode(value)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }
}
