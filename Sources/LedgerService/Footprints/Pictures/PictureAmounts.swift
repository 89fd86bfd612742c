// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Amounts as whole numbers of one small unit, so that layouts are computed with integers.
///
/// The unit is the smallest decimal place of the amounts; when they differ by more than 27 digits
/// the places that cannot be seen are rounded away, half to even.
struct PictureAmounts {
  private let scale: Int
  private static let limit: Int128 = 1 << 90

  init(_ amounts: [ExactDecimal]) {
    var scale = amounts.map(\.normalized.scale).max() ?? 0
    while scale > 0, !amounts.allSatisfy({ Self.fits($0, scale) }) { scale -= 1 }
    self.scale = scale
  }

  private static func fits(_ amount: ExactDecimal, _ scale: Int) -> Bool {
    let rounded = amount.rounded(scale: scale, rounding: .halfEven)
    guard let digits = rounded.coefficient(atScale: scale) else { return false }
    return digits.magnitude <= limit.magnitude
  }

  /// The amount in the small unit; what is beyond all measure becomes the largest number.
  func units(_ amount: ExactDecimal) -> Int128 {
    let rounded = amount.rounded(scale: scale, rounding: .halfEven)
    let most = amount.isNegative ? -Self.limit : Self.limit
    guard let digits = rounded.coefficient(atScale: scale) else { return most }
    return digits.magnitude <= Self.limit.magnitude ? digits : most
  }

  /// A number of small units as a decimal again.
  func decimal(_ units: Int128) -> ExactDecimal {
    ((try? ExactDecimal(coefficient: units, scale: scale)) ?? .zero).normalized
  }

  /// `length · part / whole`, rounded half to even; zero when there is no whole.
  static func length(_ part: Int128, of whole: Int128, in length: Int) -> Int {
    guard whole > 0 else { return 0 }
    return Int(clamping: roundedQuotient(part * Int128(length), whole, .halfEven))
  }

  /// The share in per cent with one decimal, `—` when the whole is not above zero.
  static func share(_ part: Int128, of whole: Int128) -> String {
    guard whole > 0 else { return "—" }
    let tenths = roundedQuotient(part * 1000, whole, .halfEven)
    let decimal = (try? ExactDecimal(coefficient: tenths, scale: 1)) ?? .zero
    return "\(decimal) %"
  }
}

extension FootprintPicture {
  /// The sum of the cells that `isIncluded` selects, exactly.
  func sum(where isIncluded: (FootprintResult.Cell) -> Bool = { _ in true }) -> ExactDecimal {
    let amounts = PictureAmounts(cells.map(\.amount))
    return amounts.decimal(cells.filter(isIncluded).reduce(0) { $0 + amounts.units($1.amount) })
  }

  /// Everything but the uptake of biogenic CO2.
  var excludingUptake: ExactDecimal { sum { $0.category != .biogenicUptake } }
  /// Everything.
  var total: ExactDecimal { sum() }

  /// The stages that have cells, in their order.
  var stages: [LifeCycleStage] {
    LifeCycleStage.allCases.filter { stage in cells.contains { $0.stage == stage } }
  }

  /// The categories that have cells, in their order.
  var categories: [EmissionCategory] {
    EmissionCategory.allCases.filter { category in cells.contains { $0.category == category } }
  }

  /// The contributions by size, whatever their sign; equal ones keep their order.
  var ranked: [Contribution] {
    let sizes = contributions.map { $0.amount.isNegative ? (try? $0.amount.negated()) : $0.amount }
    return contributions.indices.sorted {
      let (left, right) = (sizes[$0] ?? .zero, sizes[$1] ?? .zero)
      return left == right ? $0 < $1 : left > right
    }.map { contributions[$0] }
  }

  /// The unit as people write it: `1 kWh`.
  var unitText: String { "\(unit.amount.normalized) \(unit.unit)" }

  /// The unit of every amount: `kgCO2e / 1 kWh`.
  var amountUnit: String { "kgCO₂e / \(unitText)" }

  /// The first and the last day.
  var periodText: String { "\(period.start) – \(period.end.adding(days: -1))" }
}
