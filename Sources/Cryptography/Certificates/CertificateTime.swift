// SPDX-License-Identifier: Apache-2.0

/// The times of a certificate (RFC 5280 §4.1.2.5): to the second, in UTC, in one form.
enum CertificateTime {
  /// POSIX seconds of a UTCTime (1950 to 2049) or GeneralizedTime (any other year).
  static func seconds(_ bytes: [UInt8], _ element: DERElement) throws(CertificateError) -> Int64 {
    let contents = Array(bytes[element.contents])
    let isShort = element.tag == DERTag.utcTime
    guard isShort || element.tag == DERTag.generalizedTime,
      contents.count == (isShort ? 13 : 15), contents.last == UInt8(ascii: "Z"),
      contents.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .malformed("a time at byte \(element.range.lowerBound)") }
    func number(_ start: Int, _ count: Int) -> Int {
      contents[start..<(start + count)].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    let rest = isShort ? 2 : 4
    var year = number(0, rest)
    if isShort { year += year < 50 ? 2_000 : 1_900 }
    let (month, day) = (number(rest, 2), number(rest + 2, 2))
    let (hour, minute, second) = (number(rest + 4, 2), number(rest + 6, 2), number(rest + 8, 2))
    guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day), hour < 24,
      minute < 60, second < 60
    else { throw .malformed("a time at byte \(element.range.lowerBound)") }
    let days = days(before: year) + (1..<month).reduce(0) { $0 + self.days(in: $1, of: year) }
    return Int64(((days + day - 1) * 24 + hour) * 60 + minute) * 60 + Int64(second)
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 to the first of January of `year`, in the Gregorian calendar.
  private static func days(before year: Int) -> Int {
    // Counted from 400 years earlier, so that no division meets a negative number.
    func leaps(_ year: Int) -> Int {
      (year + 400) / 4 - (year + 400) / 100 + (year + 400) / 400 - 97
    }
    return (year - 1_970) * 365 + leaps(year - 1) - leaps(1_969)
  }
}
