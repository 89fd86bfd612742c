// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import GreenCertificates
import LedgerCore
public import Quantities

/// A line of an issuance list, read: what a clerk wrote of one project, month and class.
public struct IssuanceLine: Sendable, Equatable {
  /// The line in the file, from 1.
  public let line: Int
  /// The record number in the file; the header is 1.
  public let row: Int
  /// The project's filing code or number.
  public let project: String
  /// The month of generation.
  public let month: CalendarMonth
  /// The class of power.
  public let powerClass: PowerClass
  /// The energy metered.
  public let metered: Energy
  /// The first serial number; `nil` for the next free one.
  public let first: UInt64?
  /// How many certificates the clerk expects; `nil` to leave it to the ledger's rule.
  public let quantity: UInt64?
  /// Who receives them; empty for the owner.
  public let recipient: String
  /// Whether generation was metered apart from storage.
  public let isSeparatelyMetered: Bool
  /// The digest of the metering evidence.
  public let evidence: Digest
}

/// The columns of an issuance list, under the names by which people call them.
enum IssuanceColumn: String, CaseIterable {
  case project, month, powerClass, megawattHours, kilowattHours, first, quantity, recipient
  case evidence, separatelyMetered, firstCode, lastCode

  /// The names accepted in a header; the first is the one in documentation.
  var names: [String] {
    switch self {
    case .project: ["project_code", "project", "项目代码", "建档立卡编码", "项目建档立卡编码"]
    case .month: ["month", "生产年月", "电量生产年月", "月份"]
    case .powerClass: ["power_class", "class", "电量分类", "电量类型"]
    case .megawattHours: ["metered_mwh", "metered", "电量(MWh)", "电量(MWh)", "电量(兆瓦时)"]
    case .kilowattHours: ["metered_kwh", "电量(kWh)", "电量(kWh)", "电量(千瓦时)"]
    case .first: ["first_serial", "first", "起始号", "起始编号"]
    case .quantity: ["quantity", "count", "数量", "绿证数量", "核发数量"]
    case .recipient: ["recipient", "获得方", "权属人", "受领方"]
    case .evidence: ["evidence", "计量依据", "依据"]
    case .separatelyMetered: ["separately_metered", "分别计量"]
    case .firstCode: ["first_code", "起始编码", "起始绿证编码"]
    case .lastCode: ["last_code", "终止编码", "终止绿证编码"]
    }
  }
}

/// Reads the lines of one issuance list.
struct IssuanceReader {
  private var positions: [IssuanceColumn: Int] = [:]

  init(header: [String]) throws(ServiceError) {
    for column in IssuanceColumn.allCases {
      positions[column] = header.firstIndex { written in
        column.names.contains { ColumnNames.matches(written, $0) }
      }
    }
    let hasCodes = positions[.firstCode] != nil && positions[.lastCode] != nil
    var missing: [IssuanceColumn] = hasCodes ? [] : [.project, .month]
    missing += [.evidence]
    missing.removeAll { positions[$0] != nil }
    if positions[.megawattHours] == nil, positions[.kilowattHours] == nil {
      missing.append(.megawattHours)
    }
    guard missing.isEmpty else {
      let chinese = missing.map { $0.names.first { !$0.utf8.allSatisfy { $0 < 128 } } ?? "" }
      throw .invalid(
        BilingualText(
          "文件缺少列:\(chinese.joined(separator: "、"))。",
          "The file lacks columns: \(missing.map { $0.names[0] }.joined(separator: ", "))."))
    }
  }

  func read(_ row: ListTable.Row) throws(ImportRefusal) -> IssuanceLine {
    let range = try codes(row)
    return IssuanceLine(
      line: row.line, row: row.number,
      project: range == nil ? try needed(.project, row) : range?.project ?? "",
      month: try month(row, range), powerClass: try powerClass(row, range),
      metered: try metered(row), first: range == nil ? try number(.first, row) : range?.first,
      quantity: range == nil ? try number(.quantity, row) : range?.count,
      recipient: cell(.recipient, row),
      isSeparatelyMetered: ["true", "1", "yes", "是"].contains(cell(.separatelyMetered, row)),
      evidence: try evidence(row))
  }

  private struct Codes {
    let project: String
    let month: CalendarMonth
    let powerClass: PowerClass
    let first: UInt64
    let count: UInt64
  }

  private func codes(_ row: ListTable.Row) throws(ImportRefusal) -> Codes? {
    let (from, to) = (cell(.firstCode, row), cell(.lastCode, row))
    guard !from.isEmpty || !to.isEmpty else { return nil }
    do throws(QuantityError) {
      let first = try CertificateNumbering.parse(from)
      let last = try CertificateNumbering.parse(to)
      let month = first.prefix.dropFirst(17).prefix(6)
      guard first.prefix == last.prefix, first.serial <= last.serial,
        let value = CalendarMonth(
          year: Int(month.prefix(4)) ?? 0, month: Int(month.suffix(2)) ?? 0),
        let powerClass = PowerClass.allCases.first(where: { $0.letter == first.prefix.last })
      else { throw .malformed(.certificateCode, text: to, offset: 0) }
      return Codes(
        project: String(first.prefix.prefix(17)), month: value, powerClass: powerClass,
        first: first.serial, count: last.serial - first.serial + 1)
    } catch {
      throw refusal(.firstCode, row, found: "\(from) … \(to): \(error)", required: "32 characters")
    }
  }

  private func month(_ row: ListTable.Row, _ range: Codes?) throws(ImportRefusal) -> CalendarMonth {
    if let range { return range.month }
    let text = try needed(.month, row)
    // Exports write 202607 as often as 2026-07.
    let isCompact = text.count == 6 && text.allSatisfy(\.isNumber)
    do throws(QuantityError) {
      return try CalendarMonth(text: isCompact ? "\(text.prefix(4))-\(text.suffix(2))" : text)
    } catch {
      throw refusal(.month, row, found: text, required: "2026-07")
    }
  }

  private func powerClass(
    _ row: ListTable.Row, _ range: Codes?
  ) throws(ImportRefusal) -> PowerClass {
    if let range { return range.powerClass }
    let text = cell(.powerClass, row)
    if text.isEmpty { return .feedIn }
    for (name, powerClass) in zip(PowerClass.names, PowerClass.allCases) {
      let chinese = powerClass.name.chinese
      if text == name || text == chinese || text + "电量" == chinese
        || text == String(powerClass.letter)
      {
        return powerClass
      }
    }
    throw refusal(
      .powerClass, row, found: text,
      required: PowerClass.names.joined(separator: " / ") + " / 上网 / 自发自用 / 离网")
  }

  private func metered(_ row: ListTable.Row) throws(ImportRefusal) -> Energy {
    let column: IssuanceColumn =
      positions[.megawattHours] == nil ? .kilowattHours : .megawattHours
    let text = try needed(column, row)
    let unit: UnitOfMeasure = column == .kilowattHours ? .kilowattHour : .megawattHour
    do throws(QuantityError) {
      return try Energy(Quantity(try ExactDecimal(groupedText: text), unit))
    } catch {
      throw refusal(column, row, found: "\(text): \(error)", required: "1234.567")
    }
  }

  private func evidence(_ row: ListTable.Row) throws(ImportRefusal) -> Digest {
    let text = try needed(.evidence, row)
    // A digest stands for itself; the name of a document stands for its own digest.
    return Digest(hexadecimal: text) ?? HashFunction.sha256.digest(of: Array(text.utf8))
  }

  private func number(
    _ column: IssuanceColumn, _ row: ListTable.Row
  ) throws(ImportRefusal) -> UInt64? {
    let text = cell(column, row)
    if text.isEmpty { return nil }
    if let number = UInt64(text) { return number }
    throw refusal(column, row, found: text, required: "a whole number")
  }

  private func needed(
    _ column: IssuanceColumn, _ row: ListTable.Row
  ) throws(ImportRefusal) -> String {
    let text = cell(column, row)
    guard text.isEmpty else { return text }
    throw ImportRefusal(
      row: row.number, line: row.line, column: column.names[0],
      rejection: Rejection(ImportRules.missing, found: "—", required: column.names[0]))
  }

  private func cell(_ column: IssuanceColumn, _ row: ListTable.Row) -> String {
    guard let position = positions[column], position < row.cells.count else { return "" }
    return row.cells[position]
  }

  private func refusal(
    _ column: IssuanceColumn, _ row: ListTable.Row, found: String, required: String
  ) -> ImportRefusal {
    ImportRefusal(
      row: row.number, line: row.line, column: column.names[0],
      rejection: Rejection(ImportRules.form, found: found, required: required))
  }
}
