// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// Who holds which serial numbers: for each series a partition into segments.
public struct Holdings: StateSection {
  /// A change to take back: the segments from `first` on, `newCount` of them, replaced
  /// `oldCount` older ones.
  struct Step: Sendable {
    let series: UInt32
    let first: UInt64
    let newCount: Int
    let oldCount: Int
  }

  /// The section's code.
  public let code: UInt8
  private var partitions: [Partition] = []
  private var undo: [Step] = []
  private var replaced: [Segment] = []
  private var changes = ChangeSet()

  init(code: UInt8) {
    self.code = code
  }

  /// The segments of series `series`, in order of their serial numbers.
  public func segments(of series: UInt32) -> [Segment] {
    series < partitions.count ? partitions[Int(series)].segments : [.everythingUnissued]
  }

  /// The segment that holds serial number `serial` and the last number it reaches to.
  public func segment(of series: UInt32, holding serial: UInt64) -> (Segment, last: UInt64) {
    guard series < partitions.count else { return (.everythingUnissued, .max) }
    let position = partitions[Int(series)].position(of: serial)
    return (partitions[Int(series)][position], partitions[Int(series)].last(at: position))
  }

  /// Calls `visit` with each segment that meets `range`, clipped to it.
  public func forEachSegment<Failure: Error>(
    of series: UInt32, in range: ClosedRange<UInt64>,
    _ visit: (Segment, ClosedRange<UInt64>) throws(Failure) -> Void
  ) throws(Failure) {
    guard series < partitions.count else {
      return try visit(.everythingUnissued, range)
    }
    let number = Int(series)
    var position = partitions[number].position(of: range.lowerBound)
    while partitions[number][position].first <= range.upperBound {
      let segment = partitions[number][position]
      let next = partitions[number].position(after: position)
      let end = next.map { partitions[number][$0].first - 1 } ?? .max
      try visit(segment, max(segment.first, range.lowerBound)...min(end, range.upperBound))
      guard let next else { return }
      position = next
    }
  }

  /// Gives `range` of `series` a new holder, standing and marks, splitting segments at its ends.
  mutating func assign(_ range: ClosedRange<UInt64>, of series: UInt32, as segment: Segment) {
    let number = Int(series)
    while partitions.count <= number { partitions.append(.unissued) }
    let start = partitions[number].position(of: range.lowerBound)
    let head = partitions[number][start]
    var tail = head
    var position = start
    var oldCount = 1
    replaced.append(head)
    while let next = partitions[number].position(after: position),
      partitions[number][next].first <= range.upperBound
    {
      tail = partitions[number][next]
      replaced.append(tail)
      oldCount += 1
      position = next
    }
    let hasHead = head.first < range.lowerBound
    let hasTail = range.upperBound < partitions[number].last(at: position)
    changes.insert(series)
    undo.append(
      Step(
        series: series, first: head.first, newCount: 1 + (hasHead ? 1 : 0) + (hasTail ? 1 : 0),
        oldCount: oldCount))
    let middle = segment.starting(at: range.lowerBound)
    switch (hasHead, hasTail) {
    case (false, false):
      partitions[number].replace(oldCount, at: start, with: CollectionOfOne(middle))
    case (true, false):
      partitions[number].replace(oldCount, at: start, with: [head, middle])
    case (false, true):
      let rest = tail.starting(at: range.upperBound + 1)
      partitions[number].replace(oldCount, at: start, with: [middle, rest])
    case (true, true):
      let rest = tail.starting(at: range.upperBound + 1)
      partitions[number].replace(oldCount, at: start, with: [head, middle, rest])
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
      let position = partitions[Int(step.series)].position(of: step.first)
      partitions[Int(step.series)].replace(step.newCount, at: position, with: old)
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
      where !partitions[Int(number)].isUnissued { visit(image(number)) }
    }
  }

  private func image(_ series: UInt32) -> StateImage {
    let partition = partitions[Int(series)]
    return StateImage(
      section: code, key: StateImage.key(series),
      value: partition.isUnissued ? [] : Self.encode(partition.segments))
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
    guard count > 0, count.isMultiple(of: 6) else {
      throw .unexpected(offset: 0, expected: "six numbers a segment", found: "\(count)")
    }
    var segments: [Segment] = []
    segments.reserveCapacity(count / 6)
    var first: UInt64 = 0
    for _ in 0..<(count / 6) {
      let offset = reader.offset
      let distance = try reader.readUnsigned()
      let (next, overflow) = first.addingReportingOverflow(distance)
      guard !overflow, segments.isEmpty == (distance == 0) else {
        throw .unexpected(offset: offset, expected: "segments in order from 0", found: "\(next)")
      }
      first = next
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
    while partitions.count <= series { partitions.append(.unissued) }
    do throws(CBORError) {
      let segments = try Self.decode(value)
      partitions[Int(series)] = Partition(segments)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }
}
