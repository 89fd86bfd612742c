// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Between the 32-character code of one certificate and its place on the ledger.
///
/// The code holds the project, the month, the serial number and both classes; the prefix of a
/// series holds the same but the serial number and the trade class.
public enum CertificateNumbering {
  /// The prefix of the series a code belongs to and its serial number in that series.
  ///
  /// - Throws: What ``CertificateCode`` and ``CertificateCodeLayout`` refuse;
  ///   ``QuantityError/outOfRange(_:text:)`` for classes that do not exist.
  public static func parse(
    _ text: String
  ) throws(QuantityError) -> (prefix: String, serial: UInt64, tradeClass: TradeClass) {
    let code = try CertificateCode(text: text)
    let contents = try CertificateCodeLayout.standard.parse(code)
    let powerClass = PowerClass.allCases.first { $0.codeValue == contents.powerClass }
    let tradeClass = TradeClass.allCases.first { $0.codeValue == contents.tradeClass }
    guard let powerClass, let tradeClass, contents.sequence > 0 else {
      throw .outOfRange(.certificateCode, text: code.text)
    }
    let prefix = code.projectPart + contents.month.compactText + String(powerClass.letter)
    return (prefix, UInt64(contents.sequence), tradeClass)
  }

  /// Where the certificate with a code stands, or `nil` when the ledger has no such series.
  public static func locate(
    _ text: String, in core: CoreState
  ) throws(QuantityError) -> (series: UInt32, serial: UInt64)? {
    let (prefix, serial, tradeClass) = try parse(text)
    guard let number = core.series.number(forKey: prefix),
      SeriesAttributes(rawValue: core.series[number].attributes)?.tradeClass == tradeClass
    else { return nil }
    return (number, serial)
  }

  /// The code of a certificate of `series`.
  ///
  /// - Throws: ``QuantityError`` when the series is none of certificates or the serial number
  ///   does not fit the code.
  public static func code(
    of serial: UInt64, in series: Series
  ) throws(QuantityError) -> CertificateCode {
    guard let attributes = SeriesAttributes(rawValue: series.attributes),
      let sequence = UInt32(exactly: serial), sequence > 0
    else { throw .outOfRange(.certificateCode, text: "\(series.prefix) \(serial)") }
    return try CertificateCodeLayout.standard.compose(
      project: try ProjectCode(text: String(series.prefix.prefix(17))),
      CertificateCodeLayout.Contents(
        month: series.vintage, sequence: sequence, powerClass: attributes.powerClass.codeValue,
        tradeClass: attributes.tradeClass.codeValue))
  }
}
