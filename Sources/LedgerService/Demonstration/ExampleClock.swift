// SPDX-License-Identifier: Apache-2.0
import Quantities
import Synchronization

/// A clock that stands where it is set: the demonstration lives through a year in a minute.
final class ExampleClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ date: CalendarDate) {
    time = Mutex(Self.morning(of: date))
  }

  func set(_ date: CalendarDate) {
    time.withLock { $0 = max($0, Self.morning(of: date)) }
  }

  /// Each call is a second later than the one before.
  func now() -> Timestamp {
    time.withLock { time in
      time = time.adding(milliseconds: 1_000)
      return time
    }
  }

  private static func morning(of date: CalendarDate) -> Timestamp {
    Timestamp(milliseconds: (Int64(date.daysSinceEpoch) * 24 + 1) * 3_600_000)
  }
}
