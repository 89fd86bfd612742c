// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

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
