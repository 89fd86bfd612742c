// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import Quantities

/// Finds entries by the day of registration, which never goes back.
enum EntryTimes {
  /// The first of `size` entries registered on `date` in China or later; `size` when none was.
  static func firstEntry(
    onOrAfter date: CalendarDate, size: UInt64, _ files: LedgerFiles
  ) throws(ServiceError) -> UInt64 {
    var low: UInt64 = 0
    var high = size
    while low < high {
      let middle = (low + high) / 2
      do throws(any Error) {
        let bytes = try files.entry(at: middle)
        let day = try Entry(decoding: bytes.span).registered.date(offsetMinutes: 480)
        if day < date { low = middle + 1 } else { high = middle }
      } catch {
        throw ServiceError(anything: error)
      }
    }
    return low
  }
}
