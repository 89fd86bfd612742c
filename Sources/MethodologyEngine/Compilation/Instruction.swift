// SPDX-License-Identifier: Apache-2.0
import Quantities

/// One step of a compiled program: registers in, one register out.
///
/// Every step is total: whatever the registers hold, it ends and does not trap. That its numbers
/// are right, with no wrap round and no division by zero, is proved when the program is compiled.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    /// `to = constant`.
    case constant
    /// `to = a`.
    case move
    /// `to = a + constant`, `to = a · constant`.
    case addConstant, multiplyConstant
    /// `to = a ∘ b`.
    case add, multiply, minimum, maximum
    /// `to = a ∘ constant`.
    case minimumConstant, maximumConstant
    /// `to = a ∘ b ? 1 : 0`.
    case less, lessOrEqual, equal
    /// `to = a ∘ constant ? 1 : 0`.
    case lessOrEqualConstant, greaterOrEqualConstant, equalConstant
    /// `to = a == 0 ? 1 : 0`.
    case not
    /// `to = a · constant / second`, rounded.
    case quotientConstant
    /// `to = (a · constant) / (b · second)`, rounded.
    case quotient
    /// `to = table[constant + a]`.
    case lookup
    /// `to` = whole calendar years from day `a` to day `b`.
    case years
    /// Goes on at instruction `constant`: always, when `a` is zero, when it is not.
    case jump, jumpIfZero, jumpIfNotZero
    /// Takes the fields of the first row of list input `a` into the registers from `to` on, or
    /// goes on at `constant` when it has no row. `b` is the number of fields.
    case rowsBegin
    /// Takes the next row and goes on at `constant`, or falls through behind the last one.
    case rowsEnd
    /// Forgets the values seen; `to = 1`.
    case distinctBegin
    /// `to = 0` when the value `a` was seen before.
    case distinctNext
    /// Refuses the activity by condition `constant` when `a` is zero.
    case require
  }

  var operation: Operation
  var rounding = Rounding.down
  var to: UInt16 = 0
  var a: UInt16 = 0
  var b: UInt16 = 0
  var constant: Int128 = 0
  var second: Int128 = 1
}

/// A program for one interval of event dates.
struct CompiledCode: Sendable {
  /// What depends on attributes and the date alone; it runs once, when a program is bound.
  var prelude: [Instruction] = []
  /// What runs for every activity.
  var main: [Instruction] = []
  /// The values of parameters by choice.
  var table: [Int128] = []
  /// How many registers there are.
  var registerCount = 0
  /// Where the recorded result is.
  var result = 0
  /// Where the claimed energy in watt-hours is, if any is claimed.
  var energy: Int?
  /// For each condition, where its truth is.
  var conditions: [Int] = []
  /// The daily limits with their values.
  var limits: [BoundProgram.Limit] = []
}

/// Which register holds what an activity, a scenario and a date bring along.
struct RegisterPlan: Sendable {
  let inputs: Int
  let attributes: Int

  init(_ methodology: Methodology) {
    inputs = methodology.activity.inputs.count
    attributes = methodology.attributes.count
  }

  func input(_ position: Int) -> Int { position }
  func attribute(_ position: Int) -> Int { inputs + position }
  var date: Int { inputs + attributes }
  var duration: Int { inputs + attributes + 1 }
  /// The first register that a program may use for itself.
  var free: Int { inputs + attributes + 2 }
}
