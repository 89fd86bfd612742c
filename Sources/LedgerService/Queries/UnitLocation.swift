// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import GreenCertificates
public import LedgerCore
import Quantities

/// One unit: a serial number of a series.
public struct UnitLocation: Sendable, Equatable {
  /// The number of the series.
  public let number: UInt32
  /// The series.
  public let series: Series
  /// The serial number in the series.
  public let serial: UInt64
  /// The code people know it by.
  public let code: String

  /// Finds the unit meant by `text`: a certificate code of 32 characters, a serial as another
  /// registry prints it, or `SERIES:SERIAL` with the number or the prefix of the series.
  public init(_ text: String, in rows: any RowSource) throws(ServiceError) {
    guard let found = try Self.find(text, rows),
      let series = try rows.row(Series.self, SectionCode.series, found.series)
    else {
      throw .notFound(
        BilingualText(
          "没有编号 \"\(text)\";请给出 32 位绿证编码、其他登记簿的序列号,或 号段:序号。",
          "There is no unit \"\(text)\"; give a certificate code of 32 characters, a serial of "
            + "another registry, or SERIES:SERIAL."))
    }
    self.init(found.series, series, found.serial)
  }

  /// Names serial number `serial` of series `number`.
  init(_ number: UInt32, _ series: Series, _ serial: UInt64) {
    self.number = number
    self.series = series
    self.serial = serial
    code = Self.code(of: serial, in: series)
  }

  /// The code people know serial number `serial` of `series` by.
  public static func code(of serial: UInt64, in series: Series) -> String {
    // A series of neither kind has no printed form: then the prefix and the number are one.
    if let code = try? CertificateNumbering.code(of: serial, in: series) { return code.text }
    let parts = series.prefix.split(separator: ":" as Character, maxSplits: 1)
    if parts.count == 2, let grammar = SerialGrammars.grammar(of: String(parts[0])),
      let text = try? grammar.text(
        of: SerialRange(
          registry: grammar.registry, prefix: String(parts[1]), first: serial, last: serial))
    {
      return single(text, serial)
    }
    return "\(series.prefix):\(serial)"
  }

  private static func find(
    _ text: String, _ rows: any RowSource
  ) throws(ServiceError) -> (series: UInt32, serial: UInt64)? {
    // Whether a text is a code of some kind is found out by reading it as one.
    if let code = try? CertificateNumbering.parse(text),
      let number = try rows.number(SectionCode.series, lookup: code.prefix),
      let series = try rows.row(Series.self, SectionCode.series, number),
      SeriesAttributes(rawValue: series.attributes)?.tradeClass == code.tradeClass
    {
      return (number, code.serial)
    }
    for candidate in blocks(text) {
      for grammar in SerialGrammars.all {
        guard let range = try? grammar.parse(candidate),
          candidate == text || range.first == range.last
        else { continue }
        let prefix = ExternalCredits.seriesPrefix(of: range)
        if let number = try rows.number(SectionCode.series, lookup: prefix) {
          return (number, range.first)
        }
      }
    }
    guard let colon = text.lastIndex(of: ":" as Character),
      let serial = UInt64(text[text.index(after: colon)...])
    else { return nil }
    let name = String(text[..<colon])
    if let number = try rows.number(SectionCode.series, lookup: name) { return (number, serial) }
    return UInt32(name).map { ($0, serial) }
  }

  /// Registries print blocks; one serial alone is a block from a number to itself.
  private static func blocks(_ text: String) -> [String] {
    let fields = text.split(separator: "-" as Character, omittingEmptySubsequences: false)
    var blocks = [text]
    if let last = fields.last { blocks.append("\(text) to \(last)") }
    for position in fields.indices {
      var doubled = fields
      doubled.insert(fields[position], at: position)
      blocks.append(doubled.joined(separator: "-"))
    }
    return blocks
  }

  /// The printed form of a block from `serial` to itself, with the number once.
  private static func single(_ block: String, _ serial: UInt64) -> String {
    let end = " to \(serial)"
    if block.hasSuffix(end) { return String(block.dropLast(end.count)) }
    return block.replacing("-\(serial)-\(serial)", with: "-\(serial)", maxReplacements: 1)
  }
}
