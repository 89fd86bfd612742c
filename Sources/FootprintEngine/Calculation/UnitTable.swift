// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The units of a model, each read once and known by a number from then on.
struct UnitTable {
  /// The units that were read.
  private(set) var units: [CompoundUnit] = []
  private var numbers: [String: Int] = [:]
  private var faults: [String: UnitFault] = [:]
  private var ratios: [Pair: DecimalInterval?] = [:]

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
  mutating func ratio(from: Int, to: Int) -> DecimalInterval? {
    if from == to { return .one }
    let pair = Pair(from: from, to: to)
    if let known = ratios[pair] { return known }
    let ratio = Self.ratio(units[from], units[to])
    ratios[pair] = .some(ratio)
    return ratio
  }

  private static func ratio(_ from: CompoundUnit, _ to: CompoundUnit) -> DecimalInterval? {
    guard from.dimension == to.dimension else { return nil }
    if let exact = try? from.factor / to.factor { return DecimalInterval(exact) }
    return DecimalInterval(from.factor).divided(by: DecimalInterval(to.factor))
  }
}
