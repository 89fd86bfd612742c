// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import GreenCertificates
import Quantities

/// One way to read a text as the code of a unit: a series, and a serial number in it.
struct UnitReading: Sendable, Hashable {
  /// How the text names the series.
  enum Place: Hashable, Sendable {
    case prefix(String)
    case number(UInt32)
  }

  /// Longer than any code is; every hyphen of a text is one more way to read it.
  private static let lengthLimit = 256

  let series: Place
  let serial: UInt64
  /// The trade class that a certificate's code says its series is of.
  let tradeClass: TradeClass?

  /// Every way in which `text` can be read, in the order in which they are tried: as a certificate
  /// code of 32 characters, as a serial that another registry prints, as `SERIES:SERIAL` with the
  /// prefix or the number of the series.
  static func all(of text: String) -> [UnitReading] {
    guard text.utf8.count <= lengthLimit else { return [] }
    var readings: [UnitReading] = []
    func append(_ series: Place, _ serial: UInt64, _ tradeClass: TradeClass? = nil) {
      let reading = UnitReading(series: series, serial: serial, tradeClass: tradeClass)
      if !readings.contains(reading) { readings.append(reading) }
    }
    // Whether a text is a code of some kind is found out by reading it as one.
    if let code = try? CertificateNumbering.parse(text) {
      append(.prefix(code.prefix), code.serial, code.tradeClass)
    }
    for candidate in blocks(text) {
      for grammar in SerialGrammars.all {
        guard let range = try? grammar.parse(candidate),
          candidate == text || range.first == range.last
        else { continue }
        append(.prefix(ExternalCredits.seriesPrefix(of: range)), range.first)
      }
    }
    if let colon = text.lastIndex(of: ":" as Character),
      let serial = UInt64(text[text.index(after: colon)...])
    {
      append(.prefix(String(text[..<colon])), serial)
      if let number = UInt32(text[..<colon]) { append(.number(number), serial) }
    }
    return readings
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
}
