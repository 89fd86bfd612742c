// SPDX-License-Identifier: Apache-2.0

/// How a result that does not fit its decimal places is cut; every division names one.
public enum Rounding: String, CaseIterable, Hashable, Sendable {
  /// Toward zero. Credits are issued so: never more than was earned.
  case down
  /// Away from zero.
  case up
  /// Toward negative infinity.
  case floor
  /// Toward positive infinity.
  case ceiling
  /// To the nearest, a tie to the even digit (ISO 80000-1 annex B, GB/T 8170).
  case halfEven
  /// To the nearest, a tie away from zero.
  case halfUp

  /// Whether the magnitude grows by one, given what division left over.
  func increments(_ quotient: UInt128, remainder: Remainder, isNegative: Bool) -> Bool {
    if remainder == .none { return false }
    switch self {
    case .down: return false
    case .up: return true
    case .floor: return isNegative
    case .ceiling: return !isNegative
    case .halfUp: return remainder != .belowHalf
    case .halfEven:
      return remainder == .aboveHalf || (remainder == .half && !quotient.isMultiple(of: 2))
    }
  }

  /// Where what is left over lies between two neighbouring results.
  enum Remainder {
    case none, belowHalf, half, aboveHalf

    init(_ remainder: UInt128, of divisor: UInt128) {
      let rest = divisor - remainder
      if remainder == 0 {
        self = .none
      } else if remainder == rest {
        self = .half
      } else {
        self = remainder < rest ? .belowHalf : .aboveHalf
      }
    }
  }
}
