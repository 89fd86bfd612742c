// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// The activities of the days for which reports are still taken: what duplicates, overlaps and
/// daily limits are judged by.
///
/// A day whose late window has passed takes no more activities (INC-72), so nothing of it need be
/// kept: memory is bounded by the activities of the open days, not by those of the ledger.
///
/// An activity takes 44 bytes and 10 to 13 of an index of the natural keys; a day takes 4 bytes for
/// each person known to the ledger. So 10⁹ activities a year of 10⁷ persons, 2.7 million a day,
/// are 0.19 GB for each open day: 1.5 GB with a late window of 7 days, however long the ledger
/// becomes. 5.5 million a day, 2·10⁹ a year, are 0.35 GB for each open day.
///
/// A natural key is unique within its date, because the date is part of what it is made of. A
/// person is under way in one activity at a time: intervals are half-open, so that one may start
/// in the second in which another ends, and an activity without an interval, or with one of no
/// length, overlaps nothing. Activities of at most 24 hours are compared with every activity they
/// could overlap; of a longer one, only the day before and the day after are.
public struct OpenDays: StateSection {
  /// The 128 bits that stand for one activity across all platforms.
  public struct NaturalKey: Sendable, Hashable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Creates a key.
    public init(high: UInt64, low: UInt64) {
      self.high = high
      self.low = low
    }
  }

  /// One activity.
  public struct Activity: Sendable, Equatable {
    /// The natural key.
    public var key: NaturalKey
    /// The person's number; `UInt32.max` when the site earns.
    public var person: UInt32
    /// The scenario.
    public var scenario: UInt32
    /// The batch that reported it.
    public var batch: UInt32
    /// Seconds from the start of the day in China; −1 when the activity has no interval.
    public var start: Int32
    /// Seconds.
    public var duration: Int32
    /// The value that a daily limit sums; 0 when there is none.
    public var measure: Int64

    /// Creates an activity.
    public init(
      key: NaturalKey, person: UInt32, scenario: UInt32, batch: UInt32, start: Int32,
      duration: Int32, measure: Int64
    ) {
      self.key = key
      self.person = person
      self.scenario = scenario
      self.batch = batch
      self.start = start
      self.duration = duration
      self.measure = measure
    }
  }

  /// What the days hold of a person, or why an activity cannot be added.
  public enum Finding: Sendable, Equatable {
    /// It can be added; the person's day under the scenario so far, or the site's. A sum beyond
    /// `Int64` stays at the end of that range.
    case free(count: Int, sum: Int64)
    /// The same natural key was reported by this batch.
    case duplicate(batch: UInt32)
    /// The person was under way in an activity of this batch.
    case overlap(batch: UInt32)
  }

  /// The most activities of a person on a date under a scenario that a caller may take, whatever
  /// the methodology's limits: one a minute.
  ///
  /// No person does more, and each makes those after it a little slower to judge.
  public static let dailyLimit = 1_440

  /// The section's code.
  public let code: UInt8
  /// In order of their dates; none of them is empty.
  var days: [OpenDay] = []
  /// The date before which days are let go when the statement is committed.
  private var closing: CalendarDate?
  /// What touching read, without a meaning: it is kept so that reading it is not left out.
  private var touched: UInt64 = 0
  /// The rows that were stored and have been let go since.
  var removed: [(date: CalendarDate, batch: UInt32)] = []

  /// Creates an empty section.
  public init(code: UInt8) { self.code = code }

  /// The position of `date` in `days`, or where it belongs.
  private func position(of date: CalendarDate) -> (Int, isOpen: Bool) {
    // Nearly all activities are of the newest days, and days are few.
    var position = days.count
    while position > 0, days[position - 1].date >= date { position -= 1 }
    return (position, position < days.count && days[position].date == date)
  }

  /// What stands against adding `activity` to `date`: its key on that date, an overlap in time on
  /// that date or across midnight with its neighbours, the number of the person's activities.
  ///
  /// For a site there are only the key, and the count and sum of the site's day under the scenario.
  public func finding(_ activity: Activity, on date: CalendarDate) -> Finding {
    let (position, isOpen) = position(of: date)
    let isAfter = position > 0 && date.days(since: days[position - 1].date) == 1
    // Memory answers slowly: what can be asked for at once is asked for first.
    let head = isOpen ? days[position].head(of: activity.person) : 0
    let headBefore = isAfter ? days[position - 1].head(of: activity.person) : 0
    if isOpen, let row = days[position].row(with: activity.key) {
      return .duplicate(batch: days[position].batch(of: row))
    }
    guard activity.person != .max else {
      let (count, sum) = isOpen ? days[position].site(activity.scenario) : (0, 0)
      return .free(count: count, sum: sum)
    }
    let interval = OpenDay.interval(activity.start, activity.duration)
    if !interval.isEmpty {
      if head != 0, let row = days[position].overlap(head, interval) {
        return .overlap(batch: days[position].batch(of: row))
      }
      if OpenDay.isCrossing(headBefore),
        let batch = overlap(days[position - 1], headBefore, interval, shift: OpenDay.secondsInDay)
      {
        return .overlap(batch: batch)
      }
      let next = isOpen ? position + 1 : position
      if interval.upperBound > OpenDay.secondsInDay, next < days.count,
        days[next].date.days(since: date) == 1,
        let batch = overlap(
          days[next], days[next].head(of: activity.person), interval,
          shift: -OpenDay.secondsInDay)
      {
        return .overlap(batch: batch)
      }
    }
    let (count, sum) = head == 0 ? (0, 0) : days[position].day(head, activity.scenario)
    return .free(count: count, sum: sum)
  }

  /// The batch of an activity of a neighbouring day that overlaps `interval`, or `nil`.
  ///
  /// - Parameter shift: The seconds from the start of the neighbour to that of the day.
  private func overlap(
    _ day: borrowing OpenDay, _ head: UInt32, _ interval: Range<Int64>, shift: Int64
  ) -> UInt32? {
    day.overlap(head, max(0, interval.lowerBound + shift)..<interval.upperBound + shift)
      .map { day.batch(of: $0) }
  }

  /// Reads what ``finding(_:on:)`` is going to read for some activities of a batch, so that memory
  /// is waited for once instead of for each of them; nothing depends on it but time.
  ///
  /// A hundred or two at a time serve best: of more, the first are forgotten again.
  public mutating func touch(_ activities: ArraySlice<Activity>, on date: CalendarDate) {
    let (position, isOpen) = position(of: date)
    if isOpen { touched ^= days[position].touch(activities) }
    if position > 0, date.days(since: days[position - 1].date) == 1 {
      for activity in activities {
        touched ^= UInt64(days[position - 1].head(of: activity.person))
      }
    }
  }

  /// Adds an activity for which ``finding(_:on:)`` found nothing.
  ///
  /// The activities of a batch are added one after the other, batches in the order of their
  /// numbers.
  public mutating func insert(_ activity: Activity, on date: CalendarDate) {
    let (position, isOpen) = position(of: date)
    if !isOpen { days.insert(OpenDay(date: date), at: position) }
    days[position].insert(activity)
  }

  /// Lets go of the days before `date` when the statement is committed.
  public mutating func close(before date: CalendarDate) {
    closing = closing.map { max($0, date) } ?? date
  }

  /// The number of activities kept.
  public var count: Int { days.reduce(0) { $0 + $1.rows.count } }

  /// The dates with activities, in their order.
  public var dates: [CalendarDate] { days.map(\.date) }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    for position in days.indices where days[position].kept < days[position].rows.count {
      days[position].commit()
    }
    guard let closing else { return }
    self.closing = nil
    let closed = days.prefix { $0.date < closing }
    guard !closed.isEmpty else { return }
    for day in closed {
      for batch in day.batches where batch.first < day.stored {
        removed.append((day.date, batch.number))
      }
    }
    days.removeFirst(closed.count)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    closing = nil
    for position in days.indices.reversed() where days[position].kept < days[position].rows.count {
      days[position].rollback()
      if days[position].rows.count == 0 { days.remove(at: position) }
    }
  }
}
