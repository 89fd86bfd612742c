// SPDX-License-Identifier: Apache-2.0
import Quantities

/// What an expression is while a program is compiled: a number known already, or a register.
enum CompiledValue {
  /// A number in base units, 1 or 0 for true or false, a position, the days of a date.
  case constant(Rational)
  case variable(Variable)

  /// A register whose content times `factor` is the value.
  struct Variable {
    var register: Int
    /// What it can hold.
    var range: RawRange
    /// Base units to one unit of the register; above zero.
    var factor: Rational
  }

  static let truth = CompiledValue.constant(.one)
  static let falsity = CompiledValue.constant(.zero)
}

/// A truth, and what is known of registers when it is true and when it is false.
struct CompiledCondition {
  var value: CompiledValue
  var whenTrue = Knowledge()
  var whenFalse = Knowledge()
}

/// What has been established about registers on the way to an expression.
struct Knowledge {
  private(set) var ranges: [Int: RawRange] = [:]
  /// Whether the facts exclude each other, so that nobody can come here.
  private(set) var isImpossible = false

  /// Adds that `register` holds something in `range`.
  mutating func add(_ register: Int, _ range: RawRange) {
    guard let known = ranges[register] else {
      ranges[register] = range
      return
    }
    if let both = known.intersection(range) {
      ranges[register] = both
    } else {
      isImpossible = true
    }
  }

  /// Adds that `register` holds at least `low` and at most `high`, either of which may be absent.
  mutating func add(_ register: Int, within range: RawRange, low: Int128?, high: Int128?) {
    let (least, most) = (max(range.low, low ?? range.low), min(range.high, high ?? range.high))
    if least <= most {
      add(register, RawRange(least, most))
    } else {
      isImpossible = true
    }
  }

  /// Adds everything another knowledge holds.
  mutating func add(_ other: Knowledge) {
    if other.isImpossible { isImpossible = true }
    for (register, range) in other.ranges { add(register, range) }
  }
}
