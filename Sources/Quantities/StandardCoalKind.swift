// SPDX-License-Identifier: Apache-2.0

/// How energy was converted to standard coal (GB/T 2589).
///
/// The two differ by a factor of about 2.4 for electricity, so an amount of standard coal
/// without its kind is not a quantity.
public enum StandardCoalKind: String, CaseIterable, Hashable, Sendable {
  /// 当量值: by the heat content of the energy itself, 0.1229 kgce/kWh.
  case calorific
  /// 等价值: by the coal burnt to supply it, about 0.3 kgce/kWh.
  case equivalent

  /// The Chinese term.
  public var chinese: String {
    switch self {
    case .calorific: "当量值"
    case .equivalent: "等价值"
    }
  }

  /// The kind named by a Chinese or English term, or nil; 当量 and 等价 are read too.
  public init?(text: String) {
    switch TextNormalization.normalized(text).lowercased() {
    case "calorific", "当量", "当量值": self = .calorific
    case "equivalent", "等价", "等价值": self = .equivalent
    default: return nil
    }
  }
}
