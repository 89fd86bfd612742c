// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The activities of one date, in the order in which they were admitted.
struct OpenDay: Sendable {
  /// What is kept of an activity besides its key: 28 bytes.
  struct Row: Sendable {
    /// The person's activity before this one on the date; a head as in `heads`.
    var older: UInt32
    let person: UInt32
    let scenario: UInt32
    let start: Int32
    let duration: Int32
    /// Two words, because one of eight bytes would be padded to 32.
    private let measureHigh: UInt32
    private let measureLow: UInt32

    init(_ activity: OpenDays.Activity, older: UInt32) {
      self.older = older
      person = activity.person
      scenario = activity.scenario
      start = activity.start
      duration = activity.duration
      measureHigh = UInt32(truncatingIfNeeded: activity.measure >> 32)
      measureLow = UInt32(truncatingIfNeeded: activity.measure)
    }

    var measure: Int64 { Int64(Int32(bitPattern: measureHigh)) << 32 | Int64(measureLow) }

    /// Seconds from the start of the day; empty when the activity has no interval.
    var interval: Range<Int64> { OpenDay.interval(start, duration) }
  }

  /// The activities of one batch: those from `first` up to the next batch's.
  struct Batch: Sendable {
    let number: UInt32
    let scenario: UInt32
    let first: UInt32
  }

  /// What a site earned on the date under one scenario.
  struct SiteDay: Sendable {
    var count: Int32 = 0
    var sum: Int128 = 0
  }

  static let secondsInDay: Int64 = 86_400
  /// The largest number of rows: a head has 31 bits for a row number plus one.
  static let capacity = 1 << 31 - 1
  /// The mark in a head that one of the person's activities ends after midnight.
  private static let crossing: UInt32 = 1 << 31

  let date: CalendarDate
  private(set) var keys = PagedArray<OpenDays.NaturalKey>()
  private(set) var rows = PagedArray<Row>()
  private(set) var batches: [Batch] = []
  /// By person: 0, or the number of the newest row plus one, with the mark `crossing`.
  private var heads = SparsePages<UInt32>(absent: 0, shift: 12)
  /// By scenario.
  private var sites = SparsePages<SiteDay>(absent: SiteDay(), shift: 8)
  private var index = RowIndex()
  /// How many rows are not going to be taken back.
  private(set) var kept = 0
  /// How many rows are stored.
  private(set) var stored = 0

  init(date: CalendarDate) {
    self.date = date
  }

  /// The seconds from `start` on; none for an activity without an interval.
  static func interval(_ start: Int32, _ duration: Int32) -> Range<Int64> {
    guard start >= 0, duration > 0 else { return 0..<0 }
    return Int64(start)..<Int64(start) + Int64(duration)
  }

  private static func hash(_ key: OpenDays.NaturalKey) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(key.high)
    hasher.combine(key.low)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  /// The row with `key`, or `nil`.
  func row(with key: OpenDays.NaturalKey) -> UInt32? {
    index.row(Self.hash(key)) { keys[Int($0)] == key }
  }

  /// The batch that reported `row`.
  func batch(of row: UInt32) -> UInt32 {
    var (low, high) = (0, batches.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if batches[middle].first <= row { low = middle } else { high = middle }
    }
    return batches[low].number
  }

  /// The rows of the batch at `position` of `batches`.
  func rows(ofBatchAt position: Int) -> Range<Int> {
    let next = position + 1
    let end = next < batches.count ? Int(batches[next].first) : rows.count
    return Int(batches[position].first)..<end
  }

  /// What a site has earned under `scenario`.
  func site(_ scenario: UInt32) -> (count: Int, sum: Int64) {
    let site = sites[Int(scenario)]
    return (Int(site.count), Int64(clamping: site.sum))
  }

  /// What ``forEachRow(from:_:)`` finds the activities of `person` by; 0 when there are none.
  func head(of person: UInt32) -> UInt32 { heads[Int(person)] }

  /// Whether one of the activities found by `head` ends after midnight.
  static func isCrossing(_ head: UInt32) -> Bool { head & crossing != 0 }

  /// Calls `visit` with the activities found by `head`, newest first, until it returns false.
  func forEachRow(from head: UInt32, _ visit: (UInt32, Row) -> Bool) {
    var head = head
    while head & ~Self.crossing != 0 {
      let number = head & ~Self.crossing - 1
      let row = rows[Int(number)]
      guard visit(number, row) else { return }
      head = row.older
    }
  }

  /// Adds an activity whose key is not there yet.
  mutating func insert(_ activity: OpenDays.Activity) {
    let number = UInt32(rows.count)
    precondition(rows.count < Self.capacity, "a day holds 2³¹ − 1 activities")
    if let newest = batches.last, newest.number == activity.batch {
      precondition(newest.scenario == activity.scenario, "a batch is of one scenario")
    } else {
      precondition(
        batches.last.map { $0.number < activity.batch } ?? true, "batches come in their order")
      batches.append(
        Batch(number: activity.batch, scenario: activity.scenario, first: number))
    }
    var row = Row(activity, older: 0)
    if activity.person == .max {
      sites[Int(activity.scenario)].count += 1
      sites[Int(activity.scenario)].sum += Int128(activity.measure)
    } else {
      row.older = heads[Int(activity.person)]
      let ends = row.interval.upperBound > Self.secondsInDay ? Self.crossing : 0
      heads[Int(activity.person)] = (number + 1) | (row.older & Self.crossing) | ends
    }
    keys.append(activity.key)
    rows.append(row)
    index.insert(number, Self.hash(activity.key), kept: kept)
  }

  private mutating func removeLast() {
    let number = UInt32(rows.count - 1)
    index.removeLast(number, Self.hash(keys.removeLast()))
    let row = rows.removeLast()
    if row.person == .max {
      sites[Int(row.scenario)].count -= 1
      sites[Int(row.scenario)].sum -= Int128(row.measure)
    } else {
      heads[Int(row.person)] = row.older
    }
    if batches.last?.first == number { batches.removeLast() }
  }

  /// Keeps what was added since the last call.
  mutating func commit() { kept = rows.count }

  /// Takes back what was added since `commit()`, newest first.
  mutating func rollback() {
    while rows.count > kept { removeLast() }
  }

  /// Regards all rows as stored.
  mutating func forgetChanges() { stored = rows.count }
}
