// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities

// How the tables store what only footprints have.
extension CBORReader {
  mutating func readTexts() throws(CBORError) -> [String] {
    try readRows { (reader) throws(CBORError) in try reader.readTextString() }
  }

  mutating func readPeriod() throws(CBORError) -> DatePeriod {
    let offset = offset
    let (start, end) = (try readDate(), try readDate())
    guard let period = try? DatePeriod(start: start, end: end) else {
      throw .unexpected(offset: offset, expected: "start < end", found: "\(start), \(end)")
    }
    return period
  }
}

extension CBORWriter {
  mutating func write(period: DatePeriod) {
    write(date: period.start)
    write(date: period.end)
  }
}
