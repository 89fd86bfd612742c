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
    let identifier = try reader.readTextString()
    let name = BilingualText(try reader.readTextString(), try reader.readTextString())
    return FootprintListLine(
      identifier: identifier, productIds: productIds, name: name,
      excludingBiogenicUptake: try reader.readDecimal(),
      includingBiogenicUptake: try reader.readDecimal(), unitAmount: try reader.readDecimal(),
      unit: try reader.readTextString())
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
public struct FootprintListLine: Sendable, Equatable {
  /// The UUID.
  public let identifier: String
  /// URNs of the product.
  public let productIds: [String]
  /// The product's name.
  public let name: BilingualText
  /// Its total without the uptake of biogenic CO₂, in kilograms of CO₂ equivalent per unit.
  public let excludingBiogenicUptake: ExactDecimal
  /// Its total with it.
  public let includingBiogenicUptake: ExactDecimal
  /// How much the unit is.
  public let unitAmount: ExactDecimal
  /// The unit.
  public let unit: String
}

/// Which footprints a list shows; what is `nil` or empty does not matter.
public struct FootprintFilter: Sendable, Equatable {
  /// Flags it must have.
  public var required: FootprintStatus = []
  /// Flags it must not have.
  public var excluded: FootprintStatus = []
  /// Whose it is.
  public var owner: UInt32?
  /// One of the product's identifiers.
  public var product: String?
  /// A part of the name, as it is written.
  public var name: String?
  /// The geography it lies in.
  public var geography: String?
  /// A period its data share a day with.
  public var period: DatePeriod?
  /// A day on which it may be relied on.
  public var validOn: CalendarDate?

  /// Creates a filter that lets everything pass.
  public init() {}

  /// The filter with its texts as bytes, ready for many rows.
  public var prepared: Prepared {
    Prepared(
      filter: self, product: product.map { Array($0.utf8) }, name: name.map { Array($0.utf8) },
      geography: geography.map { Array($0.utf8) })
  }

  /// A filter with its texts as bytes.
  public struct Prepared: Sendable {
    let filter: FootprintFilter
    let product: [UInt8]?
    let name: [UInt8]?
    let geography: [UInt8]?

    /// Whether a row passes.
    public func matches(_ row: borrowing FootprintRowView) throws(CBORError) -> Bool {
      guard row.status.isSuperset(of: filter.required),
        row.status.isDisjoint(with: filter.excluded)
      else { return false }
      if let owner = filter.owner, row.owner != owner { return false }
      if let period = filter.period, !row.overlaps(from: period.start, until: period.end) {
        return false
      }
      if let date = filter.validOn, !row.isValid(on: date) { return false }
      if let geography, !row.lies(in: geography) { return false }
      if let product, try !row.hasProduct(product) { return false }
      if let name, try !row.isNamed(name) { return false }
      return true
    }
  }
}
