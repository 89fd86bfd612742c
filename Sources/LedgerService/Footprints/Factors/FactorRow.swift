// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// One row of a table of factors while it is read.
struct FactorRow {
  private var texts: [String]
  private var positions: [Int]
  private let line: Int
  private(set) var problems: [FootprintProblem] = []

  /// The fields of a row under the columns of the header.
  init(fields: [String], columns: [FactorColumn], line: Int) {
    texts = Array(repeating: "", count: FactorColumn.allCases.count)
    positions = Array(repeating: 0, count: FactorColumn.allCases.count)
    self.line = line
    for (position, column) in columns.enumerated() {
      texts[column.rawValue] = fields[position]
      positions[column.rawValue] = position + 1
    }
  }

  private subscript(column: FactorColumn) -> String { texts[column.rawValue] }

  private mutating func report(
    _ column: FactorColumn, _ rule: FootprintRule?, _ required: BilingualText
  ) {
    let text = self[column]
    let found = text.isEmpty ? BilingualText("空", "nothing") : BilingualText(text, text)
    problems.append(
      FootprintProblem(rule, path: path(column.name), found: found, required: required)
        .placed(line: line, column: positions[column.rawValue]))
  }

  private func path(_ name: String) -> String {
    self[.code].isEmpty ? name : "\(self[.code]).\(name)"
  }

  /// The factor, or `nil` when a field cannot be read at all.
  mutating func factor() -> EmissionFactor? {
    let value = read(.value, Self.number) { try? ExactDecimal(text: $0) }
    let purpose = choice(.purpose, FactorPurpose.names).map { FactorPurpose.allCases[$0] }
    let role = choice(.role, FactorRole.names).map { FactorRole.allCases[$0] }
    let assessment = optional(.assessment, BilingualText("AR2到AR6,或空", "AR2 to AR6, or nothing")) {
      AssessmentReport(name: $0)
    }
    let year = optional(.dataYear, BilingualText("四位年份,或空", "a year, or nothing")) {
      $0.utf8.count == 4 ? Self.whole($0) : nil
    }
    let lag = optional(.lagYears, BilingualText("年数,或空", "a number of years, or nothing")) {
      $0.utf8.count <= 3 ? Self.whole($0) : nil
    }
    let published = read(.published, Self.day) { try? CalendarDate(text: $0) }
    let last = optional(.validThrough, Self.dayOrNothing) { try? CalendarDate(text: $0) }
    let region = read(.region, Self.regionForm) { Self.region($0) }
    let example = read(.example, BilingualText("yes或no(是或否)", "yes or no")) { Self.flag($0) }
    guard let value, let purpose, let role, let published, let region, let example,
      let assessment, let year, let lag, let last
    else { return nil }
    return EmissionFactor(
      code: self[.code], name: BilingualText(self[.chineseName], self[.englishName]),
      value: value, unit: self[.unit], basis: self[.basis], purpose: purpose, role: role,
      assessment: assessment.value, dataYear: year.value, lagYears: lag.value, region: region,
      published: published, validThrough: last.value, source: self[.source],
      supersedes: self[.supersedes], isExample: example)
  }

  /// Checks the factor by itself and against the rows before.
  mutating func check(_ factor: EmissionFactor, firstLine: Int?) {
    if let firstLine {
      report(
        .code, .factorComplete,
        BilingualText(
          "不同的编码;第\(firstLine)行已有此编码", "another code; line \(firstLine) has this one"))
    }
    for problem in factor.problems {
      let column = FactorColumn.names.firstIndex(of: problem.path)
      var placed = problem.placed(line: line, column: column.map { positions[$0] } ?? 0)
      placed.path = path(problem.path)
      problems.append(placed)
    }
  }
}

extension FactorRow {
  /// A field that may be empty.
  private struct Optionally<Value> {
    var value: Value?
  }

  private mutating func read<Value>(
    _ column: FactorColumn, _ required: BilingualText, _ parse: (String) -> Value?
  ) -> Value? {
    if let value = parse(self[column]) { return value }
    report(column, .factorComplete, required)
    return nil
  }

  private mutating func optional<Value>(
    _ column: FactorColumn, _ required: BilingualText, _ parse: (String) -> Value?
  ) -> Optionally<Value>? {
    if self[column].isEmpty { return Optionally(value: nil) }
    return read(column, required, parse).map { Optionally(value: $0) }
  }

  private mutating func choice(_ column: FactorColumn, _ names: [String]) -> Int? {
    let list = names.joined(separator: ", ")
    return read(column, BilingualText(list, list)) { names.firstIndex(of: $0) }
  }

  private static func whole(_ text: String) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      ? Int(text) : nil
  }

  private static func flag(_ text: String) -> Bool? {
    switch text {
    case "yes", "是": true
    case "no", "否": false
    default: nil
    }
  }

  /// The region, a Chinese province by its ISO 3166-2 code however it is written.
  private static func region(_ text: String) -> String? {
    guard text.utf8.count <= 30 else { return nil }
    if text.isEmpty || text == "CN" { return text }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0] == "CN", parts[1].utf8.count == 2 {
      return (try? Province(text: String(parts[1])))?.code
    }
    let isCode = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    return isCode ? text : nil
  }

  private static let number = BilingualText("小数,如 0.5306", "a decimal such as 0.5306")
  private static let day = BilingualText("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
  private static let dayOrNothing = BilingualText(
    "日期 YYYY-MM-DD,或空", "a date YYYY-MM-DD, or nothing")
  private static let regionForm = BilingualText(
    "空、CN、CN-ZJ或电网如 CN-EAST", "nothing, CN, CN-ZJ, or a grid such as CN-EAST")
}
