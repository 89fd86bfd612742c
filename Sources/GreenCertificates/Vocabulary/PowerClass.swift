// SPDX-License-Identifier: Apache-2.0
import LedgerCore
public import Quantities

/// The class of the electricity a certificate stands for (电量分类).
public enum PowerClass: UInt8, Sendable, Hashable, CaseIterable {
  /// Fed into the grid (上网电量): a candidate for trade.
  case feedIn = 0
  /// Used by its producer or on its site (自发自用电量): not tradable.
  case selfUse = 1
  /// Used without the public grid (离网电量): not tradable.
  case offGrid = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["feed-in", "self-use", "off-grid"]

  /// The letter in the prefix of a series and in the code of a certificate.
  public var letter: Character {
    switch self {
    case .feedIn: "F"
    case .selfUse: "S"
    case .offGrid: "L"
    }
  }

  /// The letter as ``CertificateCodeLayout`` counts it: digits first, then A = 10.
  var codeValue: UInt8 {
    switch self {
    case .feedIn: 15
    case .selfUse: 28
    case .offGrid: 21
    }
  }

  /// The name in both languages.
  public var name: BilingualText {
    switch self {
    case .feedIn: BilingualText("上网电量", "feed-in")
    case .selfUse: BilingualText("自发自用电量", "self-use")
    case .offGrid: BilingualText("离网电量", "off-grid")
    }
  }
}

/// Whether certificates may be sold (交易分类).
public enum TradeClass: UInt8, Sendable, Hashable, CaseIterable {
  /// Tradable (可交易), asset class `GEC-T`.
  case tradable = 0
  /// Not tradable (不可交易), asset class `GEC-N`.
  case nonTradable = 1

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["tradable", "non-tradable"]

  /// The code of the asset class.
  public var assetCode: String { self == .tradable ? "GEC-T" : "GEC-N" }

  /// The letter in the code of a certificate.
  public var letter: Character { self == .tradable ? "T" : "N" }

  var codeValue: UInt8 { self == .tradable ? 29 : 23 }
}

/// What the mechanism keeps in ``Series/attributes``: what every transfer has to know.
///
/// Bits 0–1 power class, bit 2 trade class, bits 3–7 energy type, bits 8–15 province.
public struct SeriesAttributes: Sendable, Hashable {
  /// The class of power.
  public let powerClass: PowerClass
  /// Whether the certificates may be sold.
  public let tradeClass: TradeClass
  /// What the electricity was made from.
  public let energy: EnergyType
  /// The province of the project, by the first two digits of GB/T 2260.
  public let province: UInt8

  /// Creates attributes.
  public init(
    powerClass: PowerClass, tradeClass: TradeClass, energy: EnergyType, province: UInt8
  ) {
    self.powerClass = powerClass
    self.tradeClass = tradeClass
    self.energy = energy
    self.province = province
  }

  /// Reads the attributes of a series; `nil` when the series is no series of certificates.
  public init?(rawValue: UInt64) {
    guard rawValue < 1 << 16, let powerClass = PowerClass(rawValue: UInt8(rawValue & 3)),
      let tradeClass = TradeClass(rawValue: UInt8(rawValue >> 2 & 1)),
      let energy = EnergyType(rawValue: UInt8(rawValue >> 3 & 31))
    else { return nil }
    self.init(
      powerClass: powerClass, tradeClass: tradeClass, energy: energy,
      province: UInt8(rawValue >> 8))
  }

  /// The number kept with the series.
  public var rawValue: UInt64 {
    UInt64(powerClass.rawValue) | UInt64(tradeClass.rawValue) << 2
      | UInt64(energy.rawValue) << 3 | UInt64(province) << 8
  }
}

/// What the mechanism keeps in ``Segment/marks``: how often the certificates were sold.
///
/// Bit 0: sold at least once. Bits 1–3: how often after that.
public struct CertificateMarks: Sendable, Hashable {
  /// The most sales that can be counted.
  public static let maximumTrades = 8
  /// The marks as stored.
  public let rawValue: UInt8

  /// Reads marks.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether the certificates were sold on a market.
  public var isTraded: Bool { rawValue & 1 != 0 }
  /// How often they were sold.
  public var tradeCount: Int { isTraded ? Int(rawValue >> 1 & 7) + 1 : 0 }
  /// The marks after one more sale; saturates at ``maximumTrades``.
  public var afterTrade: CertificateMarks {
    guard isTraded else { return CertificateMarks(rawValue: rawValue | 1) }
    return tradeCount < Self.maximumTrades ? CertificateMarks(rawValue: rawValue + 2) : self
  }
}
