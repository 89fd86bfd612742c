// SPDX-License-Identifier: Apache-2.0
import Quantities

/// How inputs are held as integers.
extension Methodology.InputDefinition.Kind {
  /// The integers that are within the bounds: amounts × 10^decimals, positions of choices, 0 and
  /// 1, days since 1970-01-01 of the years 1…9999, numbers of rows.
  var rawRange: RawRange {
    switch self {
    case .quantity(_, let decimals, let minimum, let maximum):
      let (low, high) = (Self.raw(minimum, decimals), Self.raw(maximum, decimals))
      return RawRange(min(low, high), max(low, high))
    case .choice(let names): return RawRange(0, Int128(max(0, names.count - 1)))
    case .flag: return .truth
    case .date: return Self.dates
    case .list(_, let minimum, let maximum):
      return RawRange(Int128(min(minimum, maximum)), Int128(max(minimum, maximum)))
    }
  }

  /// Base units to one unit of the integer.
  var rawFactor: Rational {
    guard case .quantity(let text, let decimals, _, _) = self,
      let unit = try? CompoundUnit(text: text), let power = Self.powerOfTen(decimals),
      let factor = try? unit.factor / Rational(whole: power)
    else { return .one }
    return factor
  }

  /// A number as an integer with so many decimals; what does not fit is cut, which the check of
  /// the bounds has excluded.
  private static func raw(_ value: ExactDecimal, _ decimals: Int) -> Int128 {
    guard powerOfTen(decimals) != nil else { return 0 }
    let places = decimals - value.scale
    guard let power = powerOfTen(abs(places)) else { return 0 }
    if places < 0 { return value.coefficient / power }
    let (product, overflow) = value.coefficient.multipliedReportingOverflow(by: power)
    return overflow ? 0 : Int128(Int64(clamping: product))
  }

  /// 10 to a power that inputs may have.
  static func powerOfTen(_ exponent: Int) -> Int128? {
    guard (0...18).contains(exponent) else { return nil }
    return powersOfTen[exponent]
  }

  private static let powersOfTen: [Int128] = (0...18).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static let dates = RawRange(-719_162, 2_932_896)
}
