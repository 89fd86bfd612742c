// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// The front of a stored footprint, read where it lies: what a list needs of each of a hundred
/// thousand rows, without a single allocation.
public struct FootprintRowView: ~Escapable {
  private let bytes: Span<UInt8>
  /// What it is and what happened to it.
  public let status: FootprintStatus
  /// Whose product it is; of an imported one, who received it.
  public let owner: UInt32
  /// The first day the data describe.
  public let periodStart: CalendarDate
  /// The day after the last.
  public let periodEnd: CalendarDate
  /// The first day it may be relied on.
  public let validFrom: CalendarDate
  /// The day after the last.
  public let validUntil: CalendarDate
  private let geographyRange: Range<Int>
  private let productCount: Int
  private let productOffset: Int

  /// Reads the front of a row as ``Footprint`` writes it.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>) throws(CBORError) {
    self.bytes = bytes
    var reader = CBORReader(bytes)
    let count = try reader.readArrayHeader()
    guard count == Footprint.itemCount else {
      throw .unexpected(offset: 0, expected: "a footprint", found: "\(count) items")
    }
    status = FootprintStatus(rawValue: try reader.readUnsigned())
    owner = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    periodStart = Self.date(try reader.readInteger())
    periodEnd = Self.date(try reader.readInteger())
    validFrom = Self.date(try reader.readInteger())
    validUntil = Self.date(try reader.readInteger())
    geographyRange = try reader.readText()
    productCount = try reader.readArrayHeader()
    productOffset = reader.offset
  }

  private static func date(_ days: Int64) -> CalendarDate {
    CalendarDate(daysSinceEpoch: Int32(truncatingIfNeeded: days))
  }

  /// Whether it may be relied on on `date`: within its validity, nothing withdrawn.
  public func isValid(on date: CalendarDate) -> Bool {
    status.isDisjoint(with: [.withdrawn, .affected]) && validFrom <= date && date < validUntil
  }

  /// Whether the data describe a day of the period from `start` until, not including, `end`.
  public func overlaps(from start: CalendarDate, until end: CalendarDate) -> Bool {
    periodStart < end && start < periodEnd
  }

  /// Whether the geography is `code` or lies in it, as `CN-33` lies in `CN`.
  public func lies(in code: [UInt8]) -> Bool {
    guard geographyRange.count >= code.count,
      matches(geographyRange.lowerBound..<(geographyRange.lowerBound + code.count), code)
    else { return false }
    return geographyRange.count == code.count
      || bytes[geographyRange.lowerBound + code.count] == 0x2d
  }

  /// Whether one of the product's identifiers is `identifier`, in UTF-8.
  public func hasProduct(_ identifier: [UInt8]) throws(CBORError) -> Bool {
    var reader = CBORReader(bytes, range: productOffset..<bytes.count)
    for _ in 0..<productCount {
      let range = try reader.readText()
      if matches(range, identifier) { return true }
    }
    return false
  }

  /// What a line of a list shows; this reads texts.
  public func line() throws(CBORError) -> FootprintListLine {
    var reader = CBORReader(bytes, range: productOffset..<bytes.count)
    var productIds: [String] = []
    for _ in 0..<productCount { productIds.append(try reader.readTextString()) }
    return FootprintListLine(
      productIds: productIds, identifier: try reader.readTextString(),
      chineseName: try reader.readTextString(), englishName: try reader.readTextString(),
      excludingBiogenicUptake: try reader.readTextString(),
      includingBiogenicUptake: try reader.readTextString(),
      unitAmount: try reader.readTextString(), unit: try reader.readTextString())
  }

  /// Appends texts of the row to `output` as they are stored, in UTF-8, each followed by
  /// `separator`: what writes a hundred thousand lines needs no strings.
  ///
  /// - Parameter fields: Which texts, in the order of the cases.
  public func append(
    _ fields: FootprintListFields, separatedBy separator: UInt8, to output: inout [UInt8]
  ) throws(CBORError) {
    var reader = CBORReader(bytes, range: productOffset..<bytes.count)
    for position in 0..<productCount {
      let range = try reader.readText()
      guard position == 0, fields.contains(.product) else { continue }
      append(range, separator, to: &output)
    }
    if productCount == 0, fields.contains(.product) { output.append(separator) }
    for field in FootprintListFields.texts {
      let range = try reader.readText()
      if fields.contains(field) { append(range, separator, to: &output) }
    }
  }

  private func append(_ range: Range<Int>, _ separator: UInt8, to output: inout [UInt8]) {
    for position in range { output.append(bytes[position]) }
    output.append(separator)
  }

  /// The product's name in both languages contains `text`, in UTF-8, as it is written.
  public func isNamed(_ text: [UInt8]) throws(CBORError) -> Bool {
    var reader = CBORReader(bytes, range: productOffset..<bytes.count)
    for _ in 0..<(productCount + 1) { _ = try reader.readText() }
    let (chinese, english) = (try reader.readText(), try reader.readText())
    return contains(chinese, text) || contains(english, text)
  }

  private func matches(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
    guard range.count == text.count else { return false }
    for position in text.indices where bytes[range.lowerBound + position] != text[position] {
      return false
    }
    return true
  }

  private func contains(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
    guard text.count <= range.count else { return false }
    for start in range.lowerBound...(range.upperBound - text.count)
    where matches(start..<(start + text.count), text) {
      return true
    }
    return false
  }
}

/// What a list shows of a footprint, besides what ``FootprintRowView`` says already.
///
/// Numbers are exact decimals in their shortest form.
public struct FootprintListLine: Sendable, Equatable {
  /// URNs of the product.
  public let productIds: [String]
  /// The UUID.
  public let identifier: String
  /// The product's name in Chinese.
  public let chineseName: String
  /// The product's name in English.
  public let englishName: String
  /// Its total without the uptake of biogenic CO₂, in kilograms of CO₂ equivalent per unit.
  public let excludingBiogenicUptake: String
  /// Its total with it.
  public let includingBiogenicUptake: String
  /// How much the unit is.
  public let unitAmount: String
  /// The unit.
  public let unit: String
}

/// Texts of a footprint that a list shows.
public struct FootprintListFields: OptionSet, Sendable, Hashable {
  /// The fields.
  public let rawValue: UInt8

  /// Creates a set of fields.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first URN of the product.
  public static let product = FootprintListFields(rawValue: 1)
  /// The UUID.
  public static let identifier = FootprintListFields(rawValue: 2)
  /// The product's name in Chinese.
  public static let chineseName = FootprintListFields(rawValue: 4)
  /// The product's name in English.
  public static let englishName = FootprintListFields(rawValue: 8)
  /// The total without the uptake of biogenic CO₂.
  public static let excludingBiogenicUptake = FootprintListFields(rawValue: 16)
  /// The total with it.
  public static let includingBiogenicUptake = FootprintListFields(rawValue: 32)
  /// How much the unit is.
  public static let unitAmount = FootprintListFields(rawValue: 64)
  /// The unit.
  public static let unit = FootprintListFields(rawValue: 128)

  /// Those behind the product, as they stand in the row.
  static let texts: [FootprintListFields] = [
    .identifier, .chineseName, .englishName, .excludingBiogenicUptake, .includingBiogenicUptake,
    .unitAmount, .unit,
  ]
}
