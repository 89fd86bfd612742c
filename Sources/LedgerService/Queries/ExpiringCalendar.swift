// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// Last days of use as a calendar (RFC 5545), one event a holder and day.
public struct ExpiringCalendar: Sendable {
  private let lines: [ExpiringLine]
  private let standpoint: Standpoint
  private let language: Language
  private let made: Timestamp

  /// Creates the calendar of `lines`; `made` is when it is made.
  public init(
    _ lines: [ExpiringLine], standpoint: Standpoint, language: Language, made: Timestamp
  ) {
    self.lines = lines
    self.standpoint = standpoint
    self.language = language
    self.made = made
  }

  /// The calendar's text; lines end in CRLF and have at most 75 bytes.
  public var text: String {
    var text = ""
    func line(_ content: String) { text += Self.folded(content) + "\r\n" }
    line("BEGIN:VCALENDAR")
    line("VERSION:2.0")
    line("PRODID:-//Tanzhang//\(Self.escaped(standpoint.origin))//EN")
    var start = lines.startIndex
    while start < lines.endIndex {
      let first = lines[start]
      let end =
        lines[start...].firstIndex { $0.lastUse != first.lastUse || $0.holder != first.holder }
        ?? lines.endIndex
      let count = lines[start..<end].reduce(UInt64(0)) { $0 + $1.count }
      line("BEGIN:VEVENT")
      line("UID:\(Self.compact(first.lastUse))-\(first.holder)@\(Self.escaped(standpoint.origin))")
      line("DTSTAMP:\(stamp)")
      line("DTSTART;VALUE=DATE:\(Self.compact(first.lastUse))")
      line("DTEND;VALUE=DATE:\(Self.compact(first.lastUse.adding(days: 1)))")
      line("SUMMARY:\(Self.escaped(summary(first, count)))")
      line("DESCRIPTION:\(Self.escaped(description(lines[start..<end])))")
      line("TRANSP:TRANSPARENT")
      line("END:VEVENT")
      start = end
    }
    line("END:VCALENDAR")
    return text
  }

  private func summary(_ line: ExpiringLine, _ count: UInt64) -> String {
    let holder = line.holderName[language]
    return language == .chinese
      ? "\(holder):\(count) 张今日后失效" : "\(holder): last day to use \(count) units"
  }

  private func description(_ lines: ArraySlice<ExpiringLine>) -> String {
    lines.map { "\($0.count) × \($0.asset): \($0.firstCode) – \($0.lastCode)" }
      .joined(separator: "\n")
  }

  private var stamp: String {
    String(made.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
  }

  private static func compact(_ date: CalendarDate) -> String {
    date.description.filter { $0 != "-" }
  }

  /// RFC 5545 §3.3.11: backslash, semicolon, comma and line break are escaped.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", ";", ",": escaped += "\\\(character)"
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// RFC 5545 §3.1: a line longer than 75 bytes goes on behind a line break and a space.
  private static func folded(_ line: String) -> String {
    var folded = ""
    var length = 0
    for scalar in line.unicodeScalars {
      let width = String(scalar).utf8.count
      if length + width > 75 {
        folded += "\r\n "
        length = 1
      }
      folded.unicodeScalars.append(scalar)
      length += width
    }
    return folded
  }
}
