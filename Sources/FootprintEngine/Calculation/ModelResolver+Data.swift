// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// Checks what a line says about its data: ratings, uncertainty, evidence.
  mutating func checkData(_ line: ModelLine, _ place: Place) {
    if let quality = line.quality {
      let ratings = [quality.technological, quality.geographical, quality.temporal]
      if let bad = ratings.first(where: { !(1...5).contains($0) }) {
        report(
          nil, place.path("quality"), BilingualText("\(bad)", "\(bad)"),
          BilingualText("1至5。", "Ratings from 1 to 5."))
      }
    }
    if let uncertainty = line.uncertainty, let required = Self.fault(of: uncertainty) {
      report(
        nil, place.path("uncertainty"),
        BilingualText("分布的参数不成立。", "The distribution does not exist."), required)
    }
    for digest in line.evidence where digest.count != 32 {
      report(
        nil, place.path("evidence"),
        BilingualText("\(digest.count)字节", "\(digest.count) bytes"),
        BilingualText("32字节的摘要。", "Digests of 32 bytes."))
    }
  }

  /// What a distribution lacks; `nil` when it is one.
  private static func fault(of uncertainty: Uncertainty) -> BilingualText? {
    let hundred = ExactDecimal(100)
    switch uncertainty {
    case .lognormal(let deviation):
      return deviation > .one
        ? nil
        : BilingualText("几何标准差大于1。", "A geometric standard deviation above 1.")
    case .normal(let percent):
      return percent > .zero
        ? nil : BilingualText("标准差大于零。", "A standard deviation above zero.")
    case .triangular(let low, let high):
      return .zero <= low && low <= hundred && hundred <= high && low < high
        ? nil
        : BilingualText(
          "下限在0与100 %之间,上限不低于100 %,且大于下限。",
          "A lower share of 0 to 100 %, and an upper one of 100 % or more, above it.")
    case .uniform(let low, let high):
      return .zero <= low && low < high
        ? nil
        : BilingualText(
          "下限不小于零,上限大于下限。", "A lower share of 0 or more, and an upper one above.")
    }
  }

  /// The amounts of measures, multiplied, and the numbers of their units.
  struct Amount {
    /// The first measure.
    let first: DecimalInterval
    /// All of them, multiplied.
    let product: DecimalInterval
    /// The number of the unit of the first measure.
    let unit: Int
    /// The numbers of the units of the others.
    var otherUnits: [Int] = []

    /// The number of the unit of each.
    var units: [Int] { [unit] + otherUnits }
  }

  /// The measures, or `nil` after reporting what is wrong with them (rules 19 and 26).
  mutating func amount(of measures: [Measure], _ path: @autoclosure () -> String) -> Amount? {
    guard let first = measures.first else {
      report(
        nil, path(), BilingualText("没有数量。", "No amount."),
        BilingualText("至少一个数量和单位。", "At least one amount with its unit."))
      return nil
    }
    var product = DecimalInterval.one
    var firstUnit: Int?
    // Most lines have one measure, and an empty array takes no memory.
    var otherUnits: [Int] = []
    for (place, measure) in measures.enumerated() {
      if measure.amount.isNegative {
        report(
          .signs, path(), BilingualText("\(measure.amount)", "\(measure.amount)"),
          BilingualText(
            "数量不小于零;清除用清除类别,替代用联产品。",
            "An amount of zero or more; removals have categories, co-products substitute."))
      }
      product = product * DecimalInterval(measure.amount)
      guard let number = unit(measure.unit, path()) else { continue }
      if place == 0 { firstUnit = number } else { otherUnits.append(number) }
    }
    guard let firstUnit, otherUnits.count == measures.count - 1 else { return nil }
    return Amount(
      first: DecimalInterval(first.amount), product: product, unit: firstUnit,
      otherUnits: otherUnits)
  }

  /// How many of `unit` the measures are; `nil` when they measure something else.
  mutating func quantity(_ amount: Amount, in unit: Int) -> DecimalInterval? {
    if amount.otherUnits.isEmpty {
      guard let ratio = units.ratio(from: amount.unit, to: unit) else { return nil }
      return amount.product.scaled(by: ratio)
    }
    guard let whole = combined(amount.units), whole.dimension == units.units[unit].dimension,
      let ratio = try? whole.factor / units.units[unit].factor
    else { return nil }
    return amount.product.scaled(by: ratio)
  }

  /// The unit that several units make when they are multiplied; `nil` when it is beyond the table.
  func combined(_ numbers: [Int]) -> CompoundUnit? {
    var result = CompoundUnit.none
    for number in numbers {
      let unit = units.units[number]
      guard let dimension = result.dimension.multiplied(by: unit.dimension),
        let factor = try? result.factor * unit.factor
      else { return nil }
      result = CompoundUnit(dimension: dimension, factor: factor, text: "")
    }
    return result
  }

  /// The units of measures as they stand: `t·km`.
  func text(of numbers: [Int]) -> String {
    numbers.map { units.units[$0].text }.joined(separator: " × ")
  }
}
