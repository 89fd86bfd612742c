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
    for reading in UnitReading.all(of: text) {
      switch reading.series {
      case .prefix(let prefix):
        guard let number = try rows.number(SectionCode.series, lookup: prefix) else { continue }
        if let tradeClass = reading.tradeClass {
          let series = try rows.row(Series.self, SectionCode.series, number)
          guard
            series.flatMap({ SeriesAttributes(rawValue: $0.attributes) })?.tradeClass == tradeClass
          else { continue }
        }
        return (number, reading.serial)
      case .number(let number): return (number, reading.serial)
      }
    }
    return nil
  }

  /// The printed form of a block from `serial` to itself, with the number once.
  private static func single(_ block: String, _ serial: UInt64) -> String {
    let end = " to \(serial)"
    if block.hasSuffix(end) { return String(block.dropLast(end.count)) }
    return block.replacing("-\(serial)-\(serial)", with: "-\(serial)", maxReplacements: 1)
  }
}
