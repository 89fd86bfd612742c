// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The units of a model, each read once and known by a number from then on.
struct UnitTable {
  /// The units that were read.
  private(set) var units: [CompoundUnit] = []
  private var numbers: [String: Int] = [:]
  private var faults: [String: UnitFault] = [:]
  private var ratios: [Pair: Rational?] = [:]

  private struct Pair: Hashable {
    let from: Int
    let to: Int
  }

  /// The number of the unit as written, or why it is none.
  mutating func number(of text: String) throws(UnitFault) -> Int {
    if let number = numbers[text] { return number }
    if let fault = faults[text] { throw fault }
    do throws(UnitFault) {
      let unit = try CompoundUnit(text: text)
      let number = units.count
      units.append(unit)
      numbers[text] = number
      return number
    } catch {
      faults[text] = error
      throw error
    }
  }

  /// How many of `to` one of `from` is; `nil` when they measure different things.
  mutating func ratio(from: Int, to: Int) -> Rational? {
    if from == to { return .one }
    let pair = Pair(from: from, to: to)
    if let known = ratios[pair] { return known }
    var ratio: Rational?
    if units[from].dimension == units[to].dimension {
      ratio = try? units[from].factor / units[to].factor
    }
    ratios[pair] = .some(ratio)
    return ratio
  }
}
