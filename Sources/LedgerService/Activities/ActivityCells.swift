// SPDX-License-Identifier: Apache-2.0

/// The two forms in which activity lists come: each line is one activity.
public enum ActivityListFormat: Sendable {
  /// Comma-separated values with a header (RFC 4180); no field holds a line break.
  case csv
  /// A JSON object a line; the names of its members are the names of the columns.
  case jsonLines
}

/// The cells of one line after another, in memory that is kept.
struct ActivityCells {
  /// Why a line has no cells.
  struct Problem: Error {
    let found: String
    let required: String
  }

  private let format: ActivityListFormat
  /// The names of the columns; those of JSON Lines grow with the names that are met.
  private(set) var header: [String]
  private var columns: [String: Int] = [:]
  /// Where the cells lie, by column; empty for a cell that is not there.
  private(set) var ranges: [Range<Int>] = []
  /// Whether ``ranges`` refers to ``scratch`` instead of to the chunk.
  private(set) var isScratch = false
  /// Cells that had to be written anew: without doubled quotes, or from JSON.
  private(set) var scratch: [UInt8] = []

  init(_ format: ActivityListFormat, header: [String]) {
    self.format = format
    self.header = header
    for (column, name) in header.enumerated() { columns[name] = column }
  }

  /// Reads the line at `range` of `bytes`; returns whether the header has grown by it.
  mutating func read(_ bytes: [UInt8], _ range: Range<Int>) throws(Problem) -> Bool {
    switch format {
    case .csv:
      try readCSV(bytes, range)
      return false
    case .jsonLines:
      let count = header.count
      try readJSON(Array(bytes[range]))
      return header.count > count
    }
  }

  private mutating func readCSV(_ bytes: [UInt8], _ range: Range<Int>) throws(Problem) {
    if !splitPlain(bytes.span, range) { try splitQuoted(Array(bytes[range])) }
    guard ranges.count == header.count else {
      throw Problem(found: "\(ranges.count)", required: "\(header.count)")
    }
  }

  /// Splits a line without quotes; false when there is one.
  private mutating func splitPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    isScratch = false
    ranges.removeAll(keepingCapacity: true)
    var start = range.lowerBound
    for position in range {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { return false }
      guard byte == UInt8(ascii: ",") else { continue }
      ranges.append(CellReader.trimmed(bytes, start..<position))
      start = position + 1
    }
    ranges.append(CellReader.trimmed(bytes, start..<range.upperBound))
    return true
  }

  private mutating func splitQuoted(_ line: [UInt8]) throws(Problem) {
    var record = CSVRecord()
    do throws(CSVError) {
      var reader = try CSVReader(line)
      _ = try reader.read(into: &record)
      begin()
      for column in 0..<record.count { append(reader.text(of: record, at: column)) }
    } catch {
      throw Problem(found: "\(error)", required: "RFC 4180")
    }
  }

  private mutating func begin() {
    isScratch = true
    scratch.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ text: String) { ranges.append(written(text)) }

  private mutating func written(_ text: String) -> Range<Int> {
    let start = scratch.count
    scratch.append(contentsOf: text.utf8)
    return CellReader.trimmed(scratch.span, start..<scratch.count)
  }

  private mutating func readJSON(_ line: [UInt8]) throws(Problem) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw Problem(found: "\(error)", required: "a JSON object")
    }
    guard let members = value.members else {
      throw Problem(found: value.kind, required: "an object")
    }
    begin()
    ranges.append(contentsOf: repeatElement(0..<0, count: header.count))
    for member in members { try put(member.value, as: member.name) }
  }

  /// Writes a member: a value, or the rows of a list as `name.1`, `name.2.field` ….
  private mutating func put(_ value: JSONValue, as name: String) throws(Problem) {
    switch value {
    case .null: return
    case .bool(let flag): put(flag ? "true" : "false", as: name)
    case .integer(let integer): put(String(integer), as: name)
    case .number(let text), .string(let text): put(text, as: name)
    case .array(let elements):
      guard elements.count <= Self.elementLimit else {
        throw Problem(found: "\(elements.count) elements", required: "≤ \(Self.elementLimit)")
      }
      for (position, element) in elements.enumerated() {
        if case .array = element {
          throw Problem(found: "\(name): an array in an array", required: "values or objects")
        }
        try put(element, as: "\(name).\(position + 1)")
      }
    case .object(let members):
      // What a refusals file says of a line is no part of the activity.
      if name == ActivityRefusalFile.member { return }
      for member in members { try put(member.value, as: "\(name).\(member.name)") }
    }
  }

  /// The most rows of a list in one activity.
  private static let elementLimit = 1_000

  private mutating func put(_ text: String, as name: String) {
    if let column = columns[name] {
      ranges[column] = written(text)
      return
    }
    columns[name] = header.count
    header.append(name)
    ranges.append(written(text))
  }
}
