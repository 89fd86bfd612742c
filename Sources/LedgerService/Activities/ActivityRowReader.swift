// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// Reads the lines of one chunk as activities and writes their rows.
struct ActivityRowReader {
  private static let secondsPerDay: Int64 = 86_400
  private static let keyDomain = Array("tanzhang/activity-key/v1\u{0}".utf8)
  /// The bytes of the longest number of a person in CBOR.
  private static let longestPerson = 5

  private let parser: ActivityParser
  private var cells: ActivityCells
  /// The columns of each form.
  private var columns: [ActivityColumns] = []
  /// The rows written.
  private(set) var writer = CBORWriter(reserving: 4 << 20)
  private var row = ActivityRow()
  private var scratch: [UInt8] = []
  private var line = 0

  init(_ parser: ActivityParser) throws(ServiceError) {
    self.parser = parser
    cells = ActivityCells(parser.format, header: parser.header)
    try findColumns()
  }

  private mutating func findColumns() throws(ServiceError) {
    var found: [ActivityColumns] = []
    for form in parser.forms.all {
      found.append(try ActivityColumns(form, header: cells.header))
    }
    columns = found
  }

  /// Reads the line at `source` of `chunk`.
  mutating func read(
    _ chunk: [UInt8], _ source: Range<Int>, _ line: Int
  ) throws(ImportRefusal) -> ParsedActivity {
    self.line = line
    do throws(ActivityCells.Problem) {
      if try cells.read(chunk, source) {
        do throws(ServiceError) {
          try findColumns()
        } catch {
          throw ActivityCells.Problem(found: error.message(in: .english), required: "—")
        }
      }
    } catch {
      throw refusal("", ImportRules.fields, found: error.found, required: error.required)
    }
    return cells.isScratch
      ? try read(cells.scratch.span, source) : try read(chunk.span, source)
  }

  private mutating func read(
    _ bytes: Span<UInt8>, _ source: Range<Int>
  ) throws(ImportRefusal) -> ParsedActivity {
    let date = try readTime(bytes)
    let position = parser.forms.position(on: date)
    let form = parser.forms.all[position]
    var unknown: Pseudonym?
    row.person = nil
    if form.layout.hasPerson {
      let pseudonym = try readPerson(bytes, position)
      row.person = parser.persons.persons.number(of: pseudonym)
      if row.person == nil {
        unknown = pseudonym
        row.person = UInt32.max - 1
      }
    }
    if !form.layout.hasInterval { (row.start, row.duration) = (-1, 0) }
    row.key = try readKey(bytes, position)
    try readValues(bytes, form, position)
    row.encode(to: &writer, form.layout)
    let padding = row.person.map { Self.longestPerson - Self.size($0) } ?? 0
    return ParsedActivity(
      line: line, source: source, date: date, rowEnd: writer.bytes.count, padding: padding,
      unknown: unknown)
  }

  private static func size(_ number: UInt32) -> Int {
    number < 24 ? 1 : number <= 0xFF ? 2 : number <= 0xFFFF ? 3 : 5
  }

  // MARK: - Time

  /// Reads when the activity was, by the columns that the list has.
  private mutating func readTime(_ bytes: Span<UInt8>) throws(ImportRefusal) -> CalendarDate {
    let columns = columns[columns.count - 1]
    if let start = cell(columns.column(.start)) {
      guard let seconds = CellReader.chinaSeconds(bytes, start) else {
        throw badCell(bytes, .start, "2026-06-01T08:20:00")
      }
      let (day, second) = Self.day(of: seconds)
      row.start = second
      row.duration = try readDuration(bytes, from: seconds)
      return day
    }
    (row.start, row.duration) = (-1, 0)
    if let range = cell(columns.column(.date)) {
      guard let date = CellReader.date(bytes, range) else {
        throw badCell(bytes, .date, "2026-06-01")
      }
      return date
    }
    if let range = cell(columns.column(.month)) {
      guard let date = CellReader.lastDay(bytes, range) else {
        throw badCell(bytes, .month, "2026-06")
      }
      return date
    }
    throw refusal(
      Self.name(of: .start), ImportRules.missing, found: "—", required: "start, date, month")
  }

  private static func day(of seconds: Int64) -> (CalendarDate, Int32) {
    let second = seconds % secondsPerDay
    let shift = second < 0 ? second + secondsPerDay : second
    let days = (seconds - shift) / secondsPerDay
    return (CalendarDate(daysSinceEpoch: Int32(clamping: days)), Int32(shift))
  }

  private func readDuration(
    _ bytes: Span<UInt8>, from start: Int64
  ) throws(ImportRefusal) -> Int32 {
    let columns = columns[columns.count - 1]
    var seconds: Int64?
    if let range = cell(columns.column(.duration)) {
      seconds = CellReader.decimal(bytes, range, decimals: 0)
      guard seconds != nil else { throw badCell(bytes, .duration, "900") }
    } else if let range = cell(columns.column(.end)) {
      guard let end = CellReader.chinaSeconds(bytes, range) else {
        throw badCell(bytes, .end, "2026-06-01T08:35:00")
      }
      seconds = end - start
    }
    // Activities of a day may say when they began and have no duration.
    guard let seconds else {
      guard parser.forms.all.contains(where: \.layout.hasInterval) else { return 0 }
      throw refusal(
        Self.name(of: .duration), ImportRules.missing, found: "—", required: "duration_s, end")
    }
    guard (1...Self.secondsPerDay).contains(seconds) else {
      throw refusal(
        Self.name(of: .duration), ImportRules.form, found: "\(seconds)", required: "1…86400")
    }
    return Int32(seconds)
  }

  // MARK: - Who and which

  private mutating func readPerson(
    _ bytes: Span<UInt8>, _ position: Int
  ) throws(ImportRefusal) -> Pseudonym {
    if let range = cell(columns[position].column(.person)) {
      guard let pseudonym = CellReader.pseudonym(bytes, range) else {
        // What stands there may be an identity: it is not repeated.
        throw refusal(
          Self.name(of: .person), ImportRules.form, found: "\(range.count) bytes",
          required: "64 hexadecimal digits")
      }
      return pseudonym
    }
    guard let range = cell(columns[position].column(.user)) else {
      throw refusal(
        Self.name(of: .person), ImportRules.missing, found: "—", required: "person, user_id")
    }
    guard let pseudonym = parser.persons.pseudonym(ofUser: bytes, range, &scratch) else {
      throw refusal(Self.name(of: .user), ImportRules.missing, found: "—", required: "--salt")
    }
    return pseudonym
  }

  private mutating func readKey(
    _ bytes: Span<UInt8>, _ position: Int
  ) throws(ImportRefusal) -> OpenDays.NaturalKey {
    if let range = cell(columns[position].column(.key)) {
      guard let (high, low) = CellReader.key(bytes, range) else {
        throw badCell(bytes, .key, "32 hexadecimal digits")
      }
      return OpenDays.NaturalKey(high: high, low: low)
    }
    let parts = columns[position].keyParts
    guard !parts.isEmpty else {
      throw refusal(
        Self.name(of: .key), ImportRules.missing, found: "—", required: "key, key_text")
    }
    var text = CBORWriter(reserving: 64)
    text.writeArrayHeader(parts.count)
    for part in parts {
      guard let range = cell(part) else {
        throw refusal(cells.header[part], ImportRules.missing, found: "—", required: "key_text")
      }
      text.writeText(bytes, range)
    }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: Self.keyDomain)
    scratch.append(contentsOf: text.bytes)
    return OpenDays.NaturalKey(parser.function.digest(of: scratch))
  }

  // MARK: - Inputs

  private mutating func readValues(
    _ bytes: Span<UInt8>, _ form: ActivityForm, _ position: Int
  ) throws(ImportRefusal) {
    row.values.removeAll(keepingCapacity: true)
    for (number, input) in form.inputs.enumerated() {
      let places = columns[position].inputs[number]
      switch input {
      case .scalar(let reading): try readValue(bytes, reading, places[0], form, number)
      case .list(let fields, _):
        let filled = places.lastIndex { cell($0) != nil }.map { $0 / fields.count + 1 } ?? 0
        row.values.append(Int64(filled))
        for place in 0..<filled * fields.count {
          try readValue(bytes, fields[place % fields.count], places[place], form, number)
        }
      }
    }
  }

  private mutating func readValue(
    _ bytes: Span<UInt8>, _ reading: ActivityForm.Reading, _ column: Int, _ form: ActivityForm,
    _ input: Int
  ) throws(ImportRefusal) {
    let name =
      column >= 0 ? cells.header[column] : form.methodology.activity.inputs[input].name
    guard let range = cell(column) else {
      throw refusal(name, ImportRules.missing, found: "—", required: name)
    }
    switch reading {
    case .quantity(let decimals):
      guard let value = CellReader.decimal(bytes, range, decimals: decimals) else {
        throw refusal(
          name, ImportRules.form, found: CellReader.text(bytes, range),
          required: "a number, ≤ \(decimals) decimals")
      }
      row.values.append(value)
    case .choice(let names):
      guard let choice = names.firstIndex(where: { CellReader.equals(bytes, range, $0) }) else {
        throw refusal(
          name, ImportRules.form, found: CellReader.text(bytes, range),
          required: names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", "))
      }
      row.values.append(Int64(choice))
    case .flag:
      guard let flag = CellReader.flag(bytes, range) else {
        throw refusal(
          name, ImportRules.form, found: CellReader.text(bytes, range), required: "true, false")
      }
      row.values.append(flag ? 1 : 0)
    case .date:
      guard let date = CellReader.date(bytes, range) else {
        throw refusal(
          name, ImportRules.form, found: CellReader.text(bytes, range), required: "2026-06-01")
      }
      row.values.append(Int64(date.daysSinceEpoch))
    }
  }

  // MARK: - Cells

  /// Where the cell of a column lies; `nil` when it is empty or there is no such column.
  private func cell(_ column: Int) -> Range<Int>? {
    guard column >= 0, column < cells.ranges.count else { return nil }
    let range = cells.ranges[column]
    return range.isEmpty ? nil : range
  }

  private func badCell(
    _ bytes: Span<UInt8>, _ slot: ActivitySlot, _ required: String
  ) -> ImportRefusal {
    let range = cell(columns[columns.count - 1].column(slot)) ?? 0..<0
    return refusal(
      Self.name(of: slot), ImportRules.form, found: CellReader.text(bytes, range),
      required: required)
  }

  private static func name(of slot: ActivitySlot) -> String {
    ActivitySlot.common.first { $0.slot == slot }?.names[0] ?? ""
  }

  private func refusal(
    _ column: String, _ rule: Rule, found: String, required: String
  ) -> ImportRefusal {
    ImportRefusal(
      row: line, line: line, column: column,
      rejection: Rejection(rule, found: found, required: required))
  }
}
