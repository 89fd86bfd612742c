// SPDX-License-Identifier: Apache-2.0
import LedgerCore
public import Quantities

/// How certificates change hands.
public enum TransferChannel: UInt8, Sendable, Hashable, CaseIterable {
  /// Sold by themselves (单独交易).
  case separate = 0
  /// Sold together with the electricity (绿电交易).
  case withPower = 1
  /// Moved to or from a provincial account without a price (划转).
  case administrative = 2
  /// Given to whoever used the self-generated electricity (自发自用归属).
  case selfUseAssignment = 3

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["separate", "with-power", "administrative", "self-use-assignment"]

  /// Whether the transfer is a sale, which GEC-37 counts.
  public var isTrade: Bool { self == .separate || self == .withPower }

  /// The name in both languages.
  public var name: BilingualText {
    switch self {
    case .separate: BilingualText("单独交易", "separate trade")
    case .withPower: BilingualText("绿电交易", "trade with power")
    case .administrative: BilingualText("划转", "administrative")
    case .selfUseAssignment: BilingualText("自发自用归属", "self-use assignment")
    }
  }
}

/// What certificates are retired for (核销用途): exactly one purpose each.
public enum RetirementPurpose: UInt8, Sendable, Hashable, CaseIterable {
  /// A quota or an assessment (履约).
  case compliance = 0
  /// A voluntary statement of green consumption (自愿).
  case voluntary = 1
  /// The neutrality of an event (大型活动).
  case event = 2
  /// The public benefit (公益).
  case publicBenefit = 3

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["compliance", "voluntary", "event", "public-benefit"]

  /// The name in both languages.
  public var name: BilingualText {
    switch self {
    case .compliance: BilingualText("履约", "compliance")
    case .voluntary: BilingualText("自愿", "voluntary")
    case .event: BilingualText("大型活动", "event")
    case .publicBenefit: BilingualText("公益", "public benefit")
    }
  }
}

/// A scheme that credits emission reductions of the same electricity.
public enum CreditScheme: UInt8, Sendable, Hashable, CaseIterable {
  /// China Certified Emission Reductions (国家核证自愿减排量).
  case ccer = 0
  /// Verified Carbon Standard.
  case vcs = 1
  /// Gold Standard.
  case goldStandard = 2
  /// A local inclusive scheme (碳普惠).
  case pher = 3

  /// The names in JSON, on the command line and in the claims register, in order of the raw
  /// values.
  public static let names = ["ccer", "vcs", "gold-standard", "pher"]

  /// The name in the claims register.
  public var name: String { Self.names[Int(rawValue)] }
}
