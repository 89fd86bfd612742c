// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// The activities of the days for which reports are still taken: what duplicates, overlaps and
/// daily limits are judged by.
///
/// A day whose late window has passed takes no more activities (INC-72), so nothing of it need be
/// kept: memory is bounded by the activities of the open days, not by those of the ledger.
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
    /// It can be added; the person's day under the scenario so far.
    case free(count: Int, sum: Int64)
    /// The same natural key was reported by this batch.
    case duplicate(batch: UInt32)
    /// The person was under way in an activity of this batch.
    case overlap(batch: UInt32)
  }

  /// The section's code.
  public let code: UInt8

  /// Creates an empty section.
  public init(code: UInt8) { self.code = code }

  /// What stands against adding `activity` to `date`: its key on that date, an overlap in time on
  /// that date or across midnight with its neighbours.
  public func finding(_ activity: Activity, on date: CalendarDate) -> Finding {
    preconditionFailure("to be written")
  }

  /// Adds an activity for which ``finding(_:on:)`` found nothing.
  public mutating func insert(_ activity: Activity, on date: CalendarDate) {
    preconditionFailure("to be written")
  }

  /// Lets go of the days before `date` when the statement is committed.
  public mutating func close(before date: CalendarDate) {
    preconditionFailure("to be written")
  }

  /// The number of activities kept.
  public var count: Int { preconditionFailure("to be written") }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {}
  /// Regards the rows as stored.
  public mutating func forgetChanges() {}
  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {}
  /// Keeps what was done since the last call.
  public mutating func commit() {}
  /// Takes back what was done since `commit()`.
  public mutating func rollback() {}
}
