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
  /// The bytes of the longest number of a person in CBOR.
  private static let longestPerson = 5

  private let parser: ActivityParser
  private let timing: Methodology.ActivityShape.Timing
  private var cells: ActivityCells
  /// The columns of each form.
  private var columns: [ActivityColumns] = []
  /// The columns of what every form may have.
  private var places = ActivityColumns.Common()
  /// The rows written.
  private(set) var writer = CBORWriter(reserving: 4 << 20)
  private var row = ActivityRow()
  private var scratch: [UInt8] = []
  private var line = 0

  init(_ parser: ActivityParser) throws(ServiceError) {
    self.parser = parser
    timing = parser.forms.newest.methodology.activity.timing
    cells = ActivityCells(parser.format, header: parser.header)
    try findColumns()
  }

  private mutating func findColumns() throws(ServiceError) {
    var found: [ActivityColumns] = []
    for form in parser.forms.all {
      found.append(try ActivityColumns(form, header: cells.header))
    }
    columns = found
    places = ActivityColumns.Common(found[found.count - 1])
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
    let bytes = cells.isScratch ? cells.scratch : chunk
    return try read(bytes.span, source)
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
      let pseudonym = try readPerson(bytes)
      row.person = parser.persons.persons.number(of: pseudonym)
      if row.person == nil {
        unknown = pseudonym
        row.person = UInt32.max - 1
      }
    }
    guard !form.layout.hasInterval || row.start >= 0 else {
      throw refusal("start", ImportRules.missing, found: "—", required: "start")
    }
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

  /// Reads when the activity was; the newest methodology version says in which columns.
  private mutating func readTime(_ bytes: Span<UInt8>) throws(ImportRefusal) -> CalendarDate {
    (row.start, row.duration) = (-1, 0)
    switch timing {
    case .interval:
      let (seconds, day) = try readStart(bytes)
      row.start = Int32(seconds - Int64(day.daysSinceEpoch) * Self.secondsPerDay)
      row.duration = try readDuration(bytes, from: seconds)
      return day
    case .day:
      guard let range = cell(places.date) else { return try readStart(bytes).day }
      guard let date = CellReader.date(bytes, range) else {
        throw badCell(bytes, places.date, .date, "2026-06-01")
      }
      return date
    case .month:
      guard let range = cell(places.month) else {
        throw refusal("month", ImportRules.missing, found: "—", required: "month")
      }
      guard let date = CellReader.lastDay(bytes, range) else {
        throw badCell(bytes, places.month, .month, "2026-06")
      }
      return date
    }
  }

  private func readStart(
    _ bytes: Span<UInt8>
  ) throws(ImportRefusal) -> (seconds: Int64, day: CalendarDate) {
    guard let range = cell(places.start) else {
      let name = timing == .day ? "date" : "start"
      throw refusal(name, ImportRules.missing, found: "—", required: name)
    }
    guard let seconds = CellReader.chinaSeconds(bytes, range) else {
      throw badCell(bytes, places.start, .start, "2026-06-01T08:20:00")
    }
    let days = (seconds - Self.positiveRemainder(seconds)) / Self.secondsPerDay
    return (seconds, CalendarDate(daysSinceEpoch: Int32(clamping: days)))
  }

  private static func positiveRemainder(_ seconds: Int64) -> Int64 {
    let rest = seconds % secondsPerDay
    return rest < 0 ? rest + secondsPerDay : rest
  }

  private func readDuration(
    _ bytes: Span<UInt8>, from start: Int64
  ) throws(ImportRefusal) -> Int32 {
    let seconds: Int64
    if let range = cell(places.duration) {
      guard let value = CellReader.decimal(bytes, range, decimals: 0) else {
        throw badCell(bytes, places.duration, .duration, "900")
      }
      seconds = value
    } else if let range = cell(places.end) {
      guard let end = CellReader.chinaSeconds(bytes, range) else {
        throw badCell(bytes, places.end, .end, "2026-06-01T08:35:00")
      }
      seconds = end - start
    } else {
      throw refusal("duration_s", ImportRules.missing, found: "—", required: "duration_s, end")
    }
    guard (1...Self.secondsPerDay).contains(seconds) else {
      throw refusal("duration_s", ImportRules.form, found: "\(seconds)", required: "1…86400")
    }
    return Int32(seconds)
  }

  // MARK: - Who and which

  private mutating func readPerson(
    _ bytes: Span<UInt8>
  ) throws(ImportRefusal) -> Pseudonym {
    if let range = cell(places.person) {
      guard let pseudonym = CellReader.pseudonym(bytes, range) else {
        // What stands there may be an identity: it is not repeated.
        throw refusal(
          Self.name(of: .person), ImportRules.form, found: "\(range.count) bytes",
          required: "64 hexadecimal digits")
      }
      return pseudonym
    }
    guard let range = cell(places.user) else {
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
    if let range = cell(places.key) {
      guard let (high, low) = CellReader.key(bytes, range) else {
        throw badCell(bytes, places.key, .key, "32 hexadecimal digits")
      }
      return OpenDays.NaturalKey(high: high, low: low)
    }
    let parts = columns[position].keyParts
    guard !parts.isEmpty else {
      throw refusal(
        Self.name(of: .key), ImportRules.missing, found: "—", required: "key, key_text")
    }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: ActivityKey.domain)
    scratch.append(0x80 | UInt8(truncatingIfNeeded: parts.count))
    for part in parts {
      guard let range = cell(part) else {
        throw refusal(cells.header[part], ImportRules.missing, found: "—", required: "key_text")
      }
      appendText(bytes, range)
    }
    return parser.function.digest(of: scratch).withBytes { (digest: Span<UInt8>) in
      OpenDays.NaturalKey(high: Self.word(digest, 0), low: Self.word(digest, 8))
    }
  }

  /// Appends a text in deterministic CBOR to what is to be digested.
  private mutating func appendText(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let count = range.count
    switch count {
    case ..<24: scratch.append(0x60 | UInt8(count))
    case ..<0x100: scratch += [0x78, UInt8(count)]
    default:
      scratch += [0x79, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
    }
    for position in range { scratch.append(bytes[position]) }
  }

  private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
    var word: UInt64 = 0
    for position in start..<(start + 8) { word = word << 8 | UInt64(bytes[position]) }
    return word
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
    _ bytes: Span<UInt8>, _ column: Int, _ slot: ActivitySlot, _ required: String
  ) -> ImportRefusal {
    refusal(
      Self.name(of: slot), ImportRules.form,
      found: CellReader.text(bytes, cell(column) ?? 0..<0), required: required)
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
