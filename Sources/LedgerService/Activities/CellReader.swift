// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Reads the text of one cell; nothing here allocates, since it runs for every row.
enum CellReader {
  /// The range without blanks at either end.
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  /// A decimal number as an integer of steps of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ; `nil` when it is none, is finer than
  /// that or does not fit.
  ///
  /// Zeros behind the last step are no digits: `8.500` has one decimal.
  static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>, decimals: Int) -> Int64? {
    var position = range.lowerBound
    let isNegative = position < range.upperBound && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let first = position
    var value: Int64 = 0
    var places = 0
    var hasPoint = false
    while position < range.upperBound {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "."), !hasPoint, position > first + 1 {
        hasPoint = true
        continue
      }
      guard let digit = digit(byte) else { return nil }
      if hasPoint {
        places += 1
        if places > decimals {
          guard digit == 0 else { return nil }
          continue
        }
      }
      guard let next = appending(Int64(digit), to: value) else { return nil }
      value = next
    }
    // A number ends with a digit, and has one before its point.
    guard range.upperBound > first, digit(bytes[range.upperBound - 1]) != nil else { return nil }
    while places < decimals {
      guard let next = appending(0, to: value) else { return nil }
      value = next
      places += 1
    }
    return isNegative ? -value : value
  }

  private static func appending(_ digit: Int64, to value: Int64) -> Int64? {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(digit)
    return overflow || carry ? nil : sum
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : nil
  }

  /// Digits from `start` on, exactly `count` of them.
  private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for position in start..<(start + count) {
      guard let digit = digit(bytes[position]) else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// A date as `2026-06-01`.
  static func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CalendarDate? {
    guard range.count == 10, bytes[range.lowerBound + 4] == UInt8(ascii: "-"),
      bytes[range.lowerBound + 7] == UInt8(ascii: "-"),
      let year = number(bytes, range.lowerBound, 4),
      let month = number(bytes, range.lowerBound + 5, 2),
      let day = number(bytes, range.lowerBound + 8, 2)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// The last day of a month written as `2026-06`.
  static func lastDay(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CalendarDate? {
    guard range.count == 7, bytes[range.lowerBound + 4] == UInt8(ascii: "-"),
      let year = number(bytes, range.lowerBound, 4),
      let month = number(bytes, range.lowerBound + 5, 2)
    else { return nil }
    return CalendarMonth(year: year, month: month)?.lastDay
  }

  /// Seconds since 1970-01-01T00:00 on China's clocks, of a time as `2026-06-01T08:20:00`.
  ///
  /// Seconds may be left out, and a blank may stand for the `T`. A time that says its zone, with
  /// `Z` or `+08:00`, is moved to China's (UTC+8); one that says none is China's already.
  static func chinaSeconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let start = range.lowerBound
    guard range.count >= 16, let date = date(bytes, start..<(start + 10)),
      bytes[start + 10] == UInt8(ascii: "T") || bytes[start + 10] == 0x20,
      bytes[start + 13] == UInt8(ascii: ":"),
      let hour = number(bytes, start + 11, 2), hour < 24,
      let minute = number(bytes, start + 14, 2), minute < 60
    else { return nil }
    var position = start + 16
    var second = 0
    if range.upperBound >= position + 3, bytes[position] == UInt8(ascii: ":") {
      guard let value = number(bytes, position + 1, 2), value < 60 else { return nil }
      second = value
      position += 3
    }
    guard let offset = chinaOffset(bytes, position..<range.upperBound) else { return nil }
    let time = hour * 3_600 + minute * 60 + second + offset
    return Int64(date.daysSinceEpoch) * 86_400 + Int64(time)
  }

  /// The seconds by which China's clocks are ahead of the zone named; 0 when none is.
  private static func chinaOffset(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let china = 8 * 3_600
    if range.isEmpty { return 0 }
    let sign = bytes[range.lowerBound]
    if sign == UInt8(ascii: "Z") { return range.count == 1 ? china : nil }
    guard range.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      bytes[range.lowerBound + 3] == UInt8(ascii: ":"),
      let hours = number(bytes, range.lowerBound + 1, 2), hours <= 14,
      let minutes = number(bytes, range.lowerBound + 4, 2), minutes < 60
    else { return nil }
    let offset = hours * 3_600 + minutes * 60
    return china - (sign == UInt8(ascii: "+") ? offset : -offset)
  }

  /// The two words in 32 hexadecimal digits.
  static func key(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (high: UInt64, low: UInt64)? {
    guard range.count == 32, let high = word(bytes, range.lowerBound),
      let low = word(bytes, range.lowerBound + 16)
    else { return nil }
    return (high, low)
  }

  /// The pseudonym in 64 hexadecimal digits, behind `pseudonym:` or alone.
  static func pseudonym(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Pseudonym? {
    var start = range.lowerBound
    if range.count > 64, equals(bytes, start..<(range.upperBound - 64), "pseudonym:") {
      start = range.upperBound - 64
    }
    guard range.upperBound - start == 64 else { return nil }
    var isHexadecimal = true
    let buffer = InlineArray<32, UInt8> { index in
      let (high, low) = (nibble(bytes[start + 2 * index]), nibble(bytes[start + 2 * index + 1]))
      if high == nil || low == nil { isHexadecimal = false }
      return (high ?? 0) << 4 | (low ?? 0)
    }
    // Thirty-two bytes always are a pseudonym.
    return isHexadecimal ? try? Pseudonym(copying: buffer.span) : nil
  }

  private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64? {
    var word: UInt64 = 0
    for position in start..<(start + 16) {
      guard let digit = nibble(bytes[position]) else { return nil }
      word = word << 4 | UInt64(digit)
    }
    return word
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// Whether the bytes spell `text`.
  static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
    equals(bytes, range, Array(text.description.utf8))
  }

  /// Whether the bytes are those of `text`.
  static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
    guard range.count == text.count else { return false }
    for offset in 0..<text.count where bytes[range.lowerBound + offset] != text[offset] {
      return false
    }
    return true
  }

  /// What the bytes say of a yes or no.
  static func flag(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool? {
    switch text(bytes, range).lowercased() {
    case "true", "yes", "1", "是": true
    case "false", "no", "0", "否": false
    default: nil
    }
  }

  /// The bytes as a text.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let cell = bytes.extracting(range)
    if let text = try? UTF8Span(validating: cell) { return String(copying: text) }
    return "…"
  }
}
