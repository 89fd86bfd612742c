// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The totals of a document and its parts, checked against each other (rule 25).
///
/// PACT defines the total without uptake as the sum of seven parts; the examples PACT publishes
/// also add land management's fossil emissions and leave biogenic methane out. A total that fits
/// one of these readings within the rounding of the numbers stands. A total below the parts that
/// are stated is refused: nothing may be netted silently. A total above them is refused unless a
/// part is not stated, which PACT reads as unknown.
struct PACTTotals {
  let excluding: ExactDecimal
  let including: ExactDecimal
  let values: [EmissionCategory: ExactDecimal]

  init?(_ pcf: PACTTree, _ check: inout PACTCheck) {
    guard let excluding = pcf.decimal("pcfExcludingBiogenicUptake"),
      let including = pcf.decimal("pcfIncludingBiogenicUptake"),
      let fossil = pcf.decimal("fossilGhgEmissions")
    else { return nil }
    self.excluding = excluding
    self.including = including
    Self.checkUptake(pcf, excluding, including, &check)
    Self.checkParts(pcf, excluding, fossil, &check)
    values = Self.categories(pcf, excluding, including, fossil, &check)
  }

  /// The parts of the total besides fossil emissions, by PACT's definition.
  private static let parts: [(name: String, category: EmissionCategory)] = [
    ("biogenicNonCO2Emissions", .biogenicEmissions),
    ("landUseChangeGhgEmissions", .landUseChange),
    ("landManagementBiogenicCO2Emissions", .landManagement),
    ("landManagementBiogenicCO2Removals", .landRemovals),
    ("technologicalCO2Removals", .technologicalRemovals),
    ("ccsTechnologicalCO2Capture", .technologicalRemovals),
  ]

  /// With uptake = without uptake + uptake.
  private static func checkUptake(
    _ pcf: PACTTree, _ excluding: ExactDecimal, _ including: ExactDecimal,
    _ check: inout PACTCheck
  ) {
    let path = "/pcf/pcfIncludingBiogenicUptake"
    guard let uptake = pcf.decimal("biogenicCO2Uptake") else {
      guard including > excluding else {
        guard including < excluding else { return }
        return check.warn(
          "/pcf/biogenicCO2Uptake", "未列出;按两个合计之差计",
          "not stated; the totals' difference counts as uptake")
      }
      return check.refuse(
        .sum, path, text(including),
        BilingualText(
          "至多 pcfExcludingBiogenicUptake = \(excluding),因为吸收量不为正",
          "at most pcfExcludingBiogenicUptake = \(excluding), since uptake is never positive"))
    }
    guard !Sum([excluding, uptake]).fits(including) else { return }
    check.refuse(
      .sum, path, text(including),
      BilingualText(
        "pcfExcludingBiogenicUptake + biogenicCO2Uptake = \(Sum([excluding, uptake]).decimal)",
        "pcfExcludingBiogenicUptake + biogenicCO2Uptake = \(Sum([excluding, uptake]).decimal)"))
  }

  /// Without uptake = the sum of the parts, by one of the readings.
  private static func checkParts(
    _ pcf: PACTTree, _ excluding: ExactDecimal, _ fossil: ExactDecimal, _ check: inout PACTCheck
  ) {
    let stated = parts.compactMap { pcf.decimal($0.name) }
    let defined = Sum([fossil] + stated)
    if defined.fits(excluding) { return }
    let path = "/pcf/pcfExcludingBiogenicUptake"
    let others = parts.filter { $0.category != .biogenicEmissions }
      .compactMap { pcf.decimal($0.name) }
    let land = pcf.decimal("landManagementFossilGhgEmissions").map { [$0] } ?? []
    let readings = [[fossil] + stated + land, [fossil] + others + land, [fossil] + others]
    if readings.contains(where: { Sum($0).fits(excluding) }) {
      return check.warn(
        path, "合计只按 PACT 示例的算法成立,按定义各部分之和为 \(defined.decimal)",
        "the total follows PACT's examples; by its definition the parts add up to "
          + "\(defined.decimal)")
    }
    // Carbon capture is left out where it does not apply; the other parts are then unknown.
    let isComplete = parts.prefix(4).allSatisfy { pcf.decimal($0.name) != nil }
    guard isComplete || excluding < defined.decimal else {
      return check.warn(
        path, "高于已列各部分之和 \(defined.decimal),差额计为化石排放",
        "it is above the sum of the parts stated, \(defined.decimal); "
          + "the difference counts as fossil")
    }
    check.refuse(
      .sum, path, text(excluding),
      BilingualText("各部分之和 \(defined.decimal)", "the sum of the parts, \(defined.decimal)"))
  }

  /// The categories, which add up to the totals exactly.
  private static func categories(
    _ pcf: PACTTree, _ excluding: ExactDecimal, _ including: ExactDecimal,
    _ fossil: ExactDecimal, _ check: inout PACTCheck
  ) -> [EmissionCategory: ExactDecimal] {
    var amounts: [EmissionCategory: Int128] = [:]
    for part in parts {
      amounts[part.category, default: 0] += Sum.units(pcf.decimal(part.name) ?? .zero)
    }
    let total = Sum.units(fossil)
    let aircraft = Sum.units(pcf.decimal("aircraftGhgEmissions") ?? .zero)
    if aircraft > total {
      check.warn(
        "/pcf/aircraftGhgEmissions", "大于 fossilGhgEmissions,超出部分不计入航空排放",
        "it is above fossilGhgEmissions; what exceeds it is not counted as aircraft")
    }
    amounts[.aircraft] = min(aircraft, total)
    amounts[.fossil] = total - min(aircraft, total)
    let difference = Sum.units(excluding) - amounts.values.reduce(0, +)
    distribute(difference, over: &amounts)
    amounts[.biogenicUptake] = min(0, Sum.units(including) - Sum.units(excluding))
    return amounts.filter { $0.value != 0 }.mapValues { Sum.decimal($0) }
  }

  /// Adds what is left over to fossil emissions; what they cannot bear, to the next category.
  private static func distribute(
    _ difference: Int128, over amounts: inout [EmissionCategory: Int128]
  ) {
    guard difference < 0 else {
      amounts[.fossil, default: 0] += difference
      return
    }
    var rest = difference
    for category in EmissionCategory.allCases where !category.isRemoval {
      let share = max(rest, -amounts[category, default: 0])
      amounts[category, default: 0] += share
      rest -= share
    }
    let removals: EmissionCategory =
      amounts[.landRemovals, default: 0] < 0 ? .landRemovals : .technologicalRemovals
    amounts[removals, default: 0] += rest
  }

  private static func text(_ decimal: ExactDecimal) -> BilingualText {
    BilingualText("\(decimal)", "\(decimal)")
  }
}

/// A sum of decimals of PACT, in units of the smallest place they may have: within their limits
/// it cannot overflow.
private struct Sum {
  let terms: [ExactDecimal]

  init(_ terms: [ExactDecimal]) {
    self.terms = terms
  }

  var units: Int128 { terms.reduce(0) { $0 + Self.units($1) } }

  var decimal: ExactDecimal { Self.decimal(units) }

  /// Whether the sum is `total` within half a unit of the last place of each number that is not
  /// zero, and within a hundredth of the largest.
  func fits(_ total: ExactDecimal) -> Bool {
    let numbers = terms + [total]
    let halves = numbers.reduce(Int128(0)) { sum, number in
      number.isZero ? sum : sum + Self.units(ulp(of: number))
    }
    let largest = numbers.map { Self.units($0).magnitude }.max() ?? 0
    let difference = (units - Self.units(total)).magnitude
    return difference * 2 <= halves.magnitude && difference <= largest / 100
  }

  /// One unit of the last place as written.
  private func ulp(of number: ExactDecimal) -> ExactDecimal {
    (try? ExactDecimal(coefficient: 1, scale: number.scale)) ?? .zero
  }

  static func units(_ decimal: ExactDecimal) -> Int128 {
    // Decimals were read with no more places.
    decimal.coefficient(atScale: PACTDecimal.places) ?? 0
  }

  static func decimal(_ units: Int128) -> ExactDecimal {
    let decimal = try? ExactDecimal(coefficient: units, scale: PACTDecimal.places)
    return decimal?.normalized ?? .zero
  }
}
