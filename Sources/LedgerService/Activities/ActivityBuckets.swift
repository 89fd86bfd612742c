// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import Quantities

/// Activities of one event date, collected until a batch is full.
struct ActivityBucket: Sendable {
  /// One activity.
  struct Item: Sendable {
    let line: Int
    /// Where its row ends in the bucket's rows; it begins where the one before it ends.
    let rowEnd: Int
    /// Where its line ends in the bucket's lines, likewise.
    let lineEnd: Int
    /// The pseudonym, when the ledger does not know the person.
    let unknown: Pseudonym?
  }

  /// The event date.
  let date: CalendarDate
  /// How many batches of that date the list had before.
  let ordinal: Int
  /// The rows, one after the other.
  private(set) var rows: [UInt8] = []
  /// The lines, each ended by a line feed.
  private(set) var lines: [UInt8] = []
  /// The activities.
  private(set) var items: [Item] = []
  /// What the rows would take with the longest numbers of persons.
  private(set) var size = 0

  init(date: CalendarDate, ordinal: Int) {
    self.date = date
    self.ordinal = ordinal
  }

  mutating func append(_ activity: ParsedActivity, row: Range<Int>, of chunk: ParsedChunk) {
    rows += chunk.rows[row]
    lines += chunk.bytes[activity.source]
    lines.append(0x0A)
    size += row.count + activity.padding
    items.append(
      Item(
        line: activity.line, rowEnd: rows.count, lineEnd: lines.count, unknown: activity.unknown))
  }

  /// Where the row of an item lies.
  func row(_ item: Int) -> Range<Int> {
    (item == 0 ? 0 : items[item - 1].rowEnd)..<items[item].rowEnd
  }

  /// The line of an item, without its end.
  func source(_ item: Int) -> ArraySlice<UInt8> {
    lines[(item == 0 ? 0 : items[item - 1].lineEnd)..<items[item].lineEnd - 1]
  }
}

/// The buckets that are open, and those that are full.
struct ActivityBuckets {
  /// The most bytes of rows in a batch, some below what a record holds.
  static let sizeLimit = 56_000
  /// The most activities in a batch.
  static let countLimit = 2_000
  /// The most dates for which activities are collected at once.
  static let openLimit = 32

  private var open: [CalendarDate: ActivityBucket] = [:]
  private var ordinals: [CalendarDate: Int] = [:]
  /// Full buckets, in the order in which they became full.
  private(set) var full: [ActivityBucket] = []

  /// Distributes the activities of a chunk.
  mutating func append(_ chunk: ParsedChunk) {
    var start = 0
    var position = 0
    while position < chunk.activities.count {
      let date = chunk.activities[position].date
      // Taken out while it grows: lists are mostly in order, so this is done once a chunk.
      var bucket = take(date)
      while position < chunk.activities.count, chunk.activities[position].date == date {
        let activity = chunk.activities[position]
        let row = start..<activity.rowEnd
        let isFull =
          bucket.size + row.count + activity.padding > Self.sizeLimit
          || bucket.items.count >= Self.countLimit
        if isFull, !bucket.items.isEmpty {
          full.append(bucket)
          bucket = begin(date)
        }
        bucket.append(activity, row: row, of: chunk)
        start = activity.rowEnd
        position += 1
      }
      open[date] = bucket
    }
  }

  private mutating func take(_ date: CalendarDate) -> ActivityBucket {
    if let bucket = open.removeValue(forKey: date) { return bucket }
    if open.count >= Self.openLimit { closeLargest() }
    return begin(date)
  }

  private mutating func begin(_ date: CalendarDate) -> ActivityBucket {
    let ordinal = ordinals[date, default: 0]
    ordinals[date] = ordinal + 1
    return ActivityBucket(date: date, ordinal: ordinal)
  }

  /// Closes the bucket with the most activities, of several the oldest: the list alone decides.
  private mutating func closeLargest() {
    let largest = open.values.max {
      $0.items.count != $1.items.count ? $0.items.count < $1.items.count : $0.date > $1.date
    }
    guard let largest else { return }
    open[largest.date] = nil
    full.append(largest)
  }

  /// Closes all buckets, oldest date first: the list has ended.
  mutating func closeAll() {
    full += open.values.sorted { $0.date < $1.date }
    open = [:]
  }

  /// The full buckets, which are forgotten here.
  mutating func takeFull() -> [ActivityBucket] {
    defer { full.removeAll(keepingCapacity: true) }
    return full
  }
}
