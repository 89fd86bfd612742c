// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The activities of one date, in the order in which they were admitted.
struct OpenDay: Sendable {
  /// The activities of one batch: those from `first` up to the next batch's.
  struct Batch: Sendable {
    let number: UInt32
    let scenario: UInt32
    let first: UInt32
  }

  /// What a site has of the date under one scenario.
  private struct Site: Sendable {
    var count: UInt32 = 0
    /// The number of the newest row plus one; 0 when there is none.
    var newest: UInt32 = 0
  }

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
  private var sites = SparsePages<Site>(absent: Site(), shift: 8)
  private var index = RowIndex()
  /// How many rows are not going to be taken back.
  private(set) var kept = 0
  /// How many rows are stored.
  private(set) var stored = 0

  init(date: CalendarDate) {
    self.date = date
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

  /// How many activities a site has under `scenario`, and the sum of their measures.
  func site(_ scenario: UInt32) -> (count: Int, sum: Int64) {
    let site = sites[Int(scenario)]
    return (Int(site.count), site.newest == 0 ? 0 : rows[Int(site.newest - 1)].sum)
  }

  /// What the activities of `person` are found by; 0 when there are none.
  func head(of person: UInt32) -> UInt32 { heads[Int(person)] }

  /// Whether one of the activities found by `head` ends after midnight.
  static func isCrossing(_ head: UInt32) -> Bool { head & crossing != 0 }

  /// The number of the newest activity found by `head`, or `nil`.
  private static func newest(_ head: UInt32) -> UInt32? {
    head & ~crossing == 0 ? nil : head & ~crossing - 1
  }

  /// How many of the activities found by `head` are of `scenario`, and the sum of their measures.
  func day(_ head: UInt32, _ scenario: UInt32) -> (count: Int, sum: Int64) {
    var head = head
    while let number = Self.newest(head) {
      let row = rows[Int(number)]
      if row.scenario == scenario { return (row.count, row.sum) }
      head = row.older
    }
    return (0, 0)
  }

  /// The newest activity found by `head` that is under way in a second of `interval`, or `nil`.
  func overlap(_ head: UInt32, _ interval: Range<Int64>) -> UInt32? {
    let parts = Self.parts(interval)
    var head = head
    while let number = Self.newest(head) {
      let row = rows[Int(number)]
      // Nothing this row and those before it sum up is near.
      if row.parts & parts == 0 { return nil }
      if row.interval.overlaps(interval) { return number }
      head = row.older
    }
    return nil
  }
}

extension OpenDay {
  /// Adds an activity whose key is not there yet.
  mutating func insert(_ activity: OpenDays.Activity) {
    let isSite = activity.person == .max
    let (_, sum) =
      isSite
      ? site(activity.scenario) : day(head(of: activity.person), activity.scenario)
    let (total, overflow) = sum.addingReportingOverflow(activity.measure)
    insert(activity, sum: overflow ? (sum < 0 ? .min : .max) : total)
  }

  /// Adds an activity whose key is not there yet.
  ///
  /// - Parameter sum: The sum of the measures of the person, or site, under the scenario, this
  ///   activity's included; its own measure is not read.
  mutating func insert(_ activity: OpenDays.Activity, sum: Int64) {
    let number = UInt32(rows.count)
    precondition(rows.count < Self.capacity, "a day holds 2³¹ − 1 activities")
    noteBatch(activity, number)
    keys.append(activity.key)
    index.insert(number, Self.hash(activity.key), kept: kept)
    guard activity.person != .max else {
      let scenario = Int(activity.scenario)
      rows.append(
        Row(
          older: sites[scenario].newest, person: .max, scenario: activity.scenario,
          interval: 0..<0, count: 0, sum: sum, parts: 0))
      sites[scenario].count += 1
      sites[scenario].newest = number + 1
      return
    }
    let older = head(of: activity.person)
    let interval = Self.interval(activity.start, activity.duration)
    let parts = Self.newest(older).map { rows[Int($0)].parts } ?? 0
    rows.append(
      Row(
        older: older, person: activity.person, scenario: activity.scenario, interval: interval,
        count: day(older, activity.scenario).count + 1, sum: sum,
        parts: parts | Self.parts(interval)))
    let mark = interval.upperBound > Self.secondsInDay ? Self.crossing : 0
    heads[Int(activity.person)] = (number + 1) | older & Self.crossing | mark
  }

  private mutating func noteBatch(_ activity: OpenDays.Activity, _ number: UInt32) {
    if let newest = batches.last, newest.number == activity.batch {
      precondition(newest.scenario == activity.scenario, "a batch is of one scenario")
    } else {
      precondition(
        batches.last.map { $0.number < activity.batch } ?? true, "batches come in their order")
      batches.append(
        Batch(number: activity.batch, scenario: activity.scenario, first: number))
    }
  }

  private mutating func removeLast() {
    let number = UInt32(rows.count - 1)
    index.removeLast(number, Self.hash(keys.removeLast()))
    let row = rows.removeLast()
    if row.person == .max {
      sites[Int(row.scenario)].count -= 1
      sites[Int(row.scenario)].newest = row.older
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

  /// Reads what ``OpenDays/finding(_:on:)`` will read of some activities, all at once.
  ///
  /// - Returns: A number made of what was read, without a meaning.
  func touch(_ activities: ArraySlice<OpenDays.Activity>) -> UInt64 {
    // Short loops, so that the processor has many of their reads under way.
    let hashes = activities.map { Self.hash($0.key) }
    var read: UInt64 = 0
    for hash in hashes { read ^= index.touch(hash) }
    var newest: [UInt32] = []
    newest.reserveCapacity(activities.count)
    for activity in activities {
      if let number = Self.newest(head(of: activity.person)) { newest.append(number) }
    }
    for _ in 0..<2 {
      newest = newest.compactMap { Self.newest(rows[Int($0)].older) }
      read ^= UInt64(newest.count)
    }
    return read
  }
}
