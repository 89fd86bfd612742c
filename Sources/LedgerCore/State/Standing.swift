// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// In what standing units of an asset class are held.
///
/// An account is a participant, an asset class and a standing. Every movement takes from one
/// account and gives to another, so each asset class sums to zero over all accounts.
public enum Standing: UInt8, Sendable, Hashable, CaseIterable, Comparable {
  /// The issuer's contra account, from which all units come; never positive.
  case issuance = 0
  /// At the holder's disposal (可用).
  case available = 1
  /// Frozen (冻结): cannot be transferred or retired until released by who froze it.
  case frozen = 2
  /// Pledged (质押): cannot be transferred or retired until released by the pledgee.
  case pledged = 3
  /// Under dispute (异议中).
  case disputed = 4
  /// Waiting to be used for an offset (待抵销).
  case pendingOffset = 5
  /// Retired for a beneficiary (核销); for ever.
  case retired = 6
  /// Expired (已失效); for ever.
  case expired = 7
  /// Cancelled (注销): taken out of circulation without a beneficiary; for ever.
  case cancelled = 8

  /// The name in both languages.
  public var name: BilingualText {
    switch self {
    case .issuance: BilingualText("核发对方账户", "issuance (contra)")
    case .available: BilingualText("可用", "available")
    case .frozen: BilingualText("冻结", "frozen")
    case .pledged: BilingualText("质押", "pledged")
    case .disputed: BilingualText("异议中", "disputed")
    case .pendingOffset: BilingualText("待抵销", "pending offset")
    case .retired: BilingualText("已核销", "retired")
    case .expired: BilingualText("已失效", "expired")
    case .cancelled: BilingualText("已注销", "cancelled")
    }
  }

  /// The name as the trade of an asset class says it, by the unit its balances are counted in.
  ///
  /// Whoever uses a certificate has it 核销; whoever uses a carbon credit has it 注销. What 注销 is
  /// to certificates, taken out of circulation, is then 取消.
  public func name(ofUnit unit: String) -> BilingualText {
    guard unit.hasSuffix("CO2e") else { return name }
    return switch self {
    case .issuance: BilingualText("签发对方账户", name.english)
    case .retired: BilingualText("已注销", name.english)
    case .cancelled: BilingualText("已取消", name.english)
    default: name
    }
  }

  /// Whether units in this standing can never leave it.
  public var isFinal: Bool {
    switch self {
    case .retired, .expired, .cancelled: true
    case .issuance, .available, .frozen, .pledged, .disputed, .pendingOffset: false
    }
  }

  /// Orders by raw value, as stored rows are ordered.
  public static func < (a: Standing, b: Standing) -> Bool { a.rawValue < b.rawValue }
}
