// SPDX-License-Identifier: Apache-2.0

extension OpenDay {
  /// What is kept of an activity besides its key: 28 bytes.
  ///
  /// Each row sums up those before it, so that one row, or a few, answer for the person's day:
  /// every row read costs a wait for memory.
  struct Row: Sendable {
    /// What the person's activity before this one is found by, as in ``OpenDay/head(of:)``.
    let older: UInt32
    let person: UInt32
    let scenario: UInt32
    // Four words of 32 bits: two of 64 would make a row 32 bytes.
    private let sumHigh: UInt32
    private let sumLow: UInt32
    private let packedHigh: UInt32
    private let packedLow: UInt32

    /// Creates a row.
    ///
    /// - Parameters:
    ///   - interval: As ``OpenDay/interval(_:_:)`` makes it.
    ///   - count: The person's activities under the scenario, this one included.
    ///   - sum: The sum of their measures.
    ///   - parts: The parts of the day in which one of the person's activities was under way.
    init(
      older: UInt32, person: UInt32, scenario: UInt32, interval: Range<Int64>, count: Int,
      sum: Int64, parts: UInt32
    ) {
      self.older = older
      self.person = person
      self.scenario = scenario
      sumHigh = UInt32(truncatingIfNeeded: sum >> 32)
      sumLow = UInt32(truncatingIfNeeded: sum)
      let packed =
        UInt64(truncatingIfNeeded: interval.lowerBound) << 47
        | UInt64(truncatingIfNeeded: interval.upperBound - interval.lowerBound) << 29
        | UInt64(truncatingIfNeeded: min(count, Self.countLimit)) << 18 | UInt64(parts)
      packedHigh = UInt32(truncatingIfNeeded: packed >> 32)
      packedLow = UInt32(truncatingIfNeeded: packed)
    }

    // 17 bits start, 18 bits duration, 11 bits count, 18 bits parts.
    private var packed: UInt64 { UInt64(packedHigh) << 32 | UInt64(packedLow) }
    var start: Int64 { Int64(truncatingIfNeeded: packed >> 47) }
    var duration: Int64 { Int64(truncatingIfNeeded: packed >> 29 & 0x3_ffff) }
    var count: Int { Int(truncatingIfNeeded: packed >> 18 & 0x7ff) }
    var parts: UInt32 { packedLow & 0x3_ffff }
    var sum: Int64 { Int64(Int32(bitPattern: sumHigh)) << 32 | Int64(sumLow) }
    /// Seconds from the start of the day; empty when the activity has no interval.
    var interval: Range<Int64> { start..<start + duration }

    /// The largest count that can be kept.
    static let countLimit = 0x7ff
  }

  static let secondsInDay: Int64 = 86_400
  private static let partCount: Int64 = 18

  /// The seconds from `start` on, or none for an activity without an interval.
  ///
  /// An end more than three days after the start is cut off: only the neighbouring days are ever
  /// compared with it.
  static func interval(_ start: Int32, _ duration: Int32) -> Range<Int64> {
    guard start >= 0, duration > 0 else { return 0..<0 }
    let start = min(Int64(start), 0x1_ffff)
    return start..<start + min(Int64(duration), 3 * secondsInDay)
  }

  /// The parts of the day, 80 minutes each and one bit for each, that `interval` meets; what is
  /// beyond the day counts as its last part.
  static func parts(_ interval: Range<Int64>) -> UInt32 {
    guard !interval.isEmpty else { return 0 }
    let length = secondsInDay / partCount
    let first = min(interval.lowerBound / length, partCount - 1)
    let last = min((interval.upperBound - 1) / length, partCount - 1)
    return UInt32(truncatingIfNeeded: (2 << last) - (1 << first))
  }
}
