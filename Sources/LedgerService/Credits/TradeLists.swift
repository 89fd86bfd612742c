// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
import LedgerCore
public import Quantities

/// An offer as it is printed.
public struct OfferLine: Sendable, Equatable {
  /// The number.
  public let number: UInt32
  /// The units.
  public let units: UnitRange
  /// Who offers.
  public let seller: BilingualText
  /// Who may accept.
  public let buyer: BilingualText
  /// The price of one tonne.
  public let price: Money
  /// The last day on which it can be accepted.
  public let through: CalendarDate
  /// What became of it.
  public let status: Offer.Status

  /// The open offers, or all, in order of their numbers.
  public static func all(
    onlyOpen: Bool, on rows: any RowSource
  ) throws(ServiceError) -> [OfferLine] {
    var names = NameBook(rows)
    var lines: [OfferLine] = []
    for (number, offer) in try rows.all(Offer.self, InclusiveCredits.Section.offers)
    where !onlyOpen || offer.status == .open {
      let series = try names.name(of: offer.terms.series, kind: "series")
      guard let units = CreditNames.units(series, offer.terms.first, offer.terms.count) else {
        continue
      }
      lines.append(
        OfferLine(
          number: number, units: units, seller: try names.title(of: offer.seller),
          buyer: try names.title(of: offer.terms.buyer), price: offer.terms.price,
          through: offer.terms.through, status: offer.status))
    }
    return lines
  }
}

extension Offer.Status {
  /// What people call it.
  public var text: BilingualText {
    switch self {
    case .open: BilingualText("待答复", "open")
    case .accepted: BilingualText("已成交", "accepted")
    case .declined: BilingualText("已撤回或被拒", "declined")
    }
  }
}

/// An obligation as it is printed.
public struct ObligationLine: Sendable, Equatable {
  /// The number.
  public let number: UInt32
  /// The market.
  public let market: String
  /// Who has to surrender.
  public let participant: BilingualText
  /// The year of the emissions.
  public let year: UInt32
  /// The tonnes to be surrendered.
  public let tonnes: UInt64
  /// The most tonnes that may be offset.
  public let cap: UInt64
  /// The tonnes offset so far.
  public let used: UInt64
  /// The most tonnes from outside; `nil` for no limit.
  public let outsideCap: UInt64?
  /// The tonnes from outside so far.
  public let usedFromOutside: UInt64
  /// The last day.
  public let deadline: CalendarDate

  /// All obligations, in order of their numbers.
  public static func all(on rows: any RowSource) throws(ServiceError) -> [ObligationLine] {
    var names = NameBook(rows)
    var lines: [ObligationLine] = []
    for (number, row) in try rows.all(Obligation.self, InclusiveCredits.Section.obligations) {
      lines.append(
        ObligationLine(
          number: number, market: row.terms.market,
          participant: try names.title(of: row.terms.participant), year: row.terms.year,
          tonnes: row.terms.tonnes, cap: row.cap, used: row.used, outsideCap: row.outsideCap,
          usedFromOutside: row.usedFromOutside, deadline: row.terms.deadline))
    }
    return lines
  }
}

extension Benefit {
  /// What people call it.
  public var text: BilingualText {
    switch self {
    case .pooled: BilingualText("归集成吨", "pooled into tonnes")
    case .personal: BilingualText("个人克数", "grams of persons")
    case .points: BilingualText("积分", "points")
    }
  }
}
