// SPDX-License-Identifier: Apache-2.0
import Quantities

extension CoreState {
  /// Retires `range` of series `number`, all of which `holder` must have available, for good, and
  /// keeps what for.
  public mutating func retire(
    _ range: ClosedRange<UInt64>, of number: UInt32, from holder: UInt32,
    _ terms: Retirement.Terms, _ context: AdmissionContext
  ) throws(Rejection) {
    try move(range, of: number, from: holder, .available, to: holder, .retired, context)
    retirements.append(
      Retirement(
        series: number, range: range, holder: holder, terms: terms,
        position: context.position))
  }

  /// The retirement that serial number `serial` of series `number` went by; `nil` when it is not
  /// retired, or was imported as retired.
  ///
  /// Retired units never move again: the last change of their segment is their retirement.
  public func retirement(of number: UInt32, holding serial: UInt64) -> Retirement? {
    guard series.contains(number) else { return nil }
    let (segment, _) = holdings.segment(of: number, holding: serial)
    guard segment.isIssued, segment.standing == .retired else { return nil }
    return retirements(by: segment.lastChange).first {
      $0.series == number && $0.range.contains(serial)
    }
  }

  /// What the record at `position` retired; nearly always one range.
  public func retirements(by position: RecordPosition) -> [Retirement] {
    var low: UInt32 = 0
    var high = UInt32(retirements.count)
    while low < high {
      let middle = low + (high - low) / 2
      if retirements.read(middle, { $0.position.isBefore(position) }) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [Retirement] = []
    while let row = retirements.row(low), row.position == position {
      found.append(row)
      low += 1
    }
    return found
  }
}

extension RecordPosition {
  func isBefore(_ other: RecordPosition) -> Bool {
    (entry, record) < (other.entry, other.record)
  }
}
