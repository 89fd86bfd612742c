// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// Activity data times factors (rules 13–15, 17, 19, 20, 26).
  mutating func resolveFactors(
    _ codes: [String], _ carbon: Bool, _ amount: Amount?, _ subject: Subject
  ) {
    guard !codes.isEmpty else {
      report(
        nil, subject.source, BilingualText("没有因子。", "No factor."),
        BilingualText("至少一个因子代码。", "At least one code of a factor."))
      return
    }
    var indices: [Int] = []
    for code in codes {
      guard let index = factor(code, subject.source, for: subject) else { continue }
      checkGridPart(system.factors[index], subject.source)
      indices.append(index)
    }
    guard indices.count == codes.count, let amount,
      let emitted = kilograms(amount, indices, carbon: carbon, subject)
    else { return }
    append(
      emitted, activity: amount.first, .factors(indices, carbon: carbon), subject)
  }

  /// Appends an emission after checking its sign (rule 26).
  mutating func append(
    _ kilograms: DecimalInterval, activity: DecimalInterval, _ origin: ProductSystem.Origin,
    _ subject: Subject
  ) {
    let isWrong = subject.category.isRemoval ? kilograms.isPositive : kilograms.isNegative
    if isWrong {
      let text = kilograms.decimalText
      report(
        .signs, subject.source,
        BilingualText(
          "\(subject.category.title.chinese):\(text) kgCO2e",
          "\(subject.category.name): \(text) kgCO2e"),
        subject.category.isRemoval
          ? BilingualText("清除不大于零。", "Removals of zero or below.")
          : BilingualText("排放不小于零。", "Emissions of zero or above."))
    }
    system.emissions.append(
      ProductSystem.Emission(
        line: subject.number, category: subject.category,
        kilograms: subject.isCredit ? kilograms.negated : kilograms, activity: activity,
        origin: origin))
  }

  /// The kilograms that measures and factors come to, or `nil` after reporting that their units
  /// do not (rule 19).
  mutating func kilograms(
    _ amount: Amount, _ indices: [Int], carbon: Bool, _ subject: Subject
  ) -> DecimalInterval? {
    var product = amount.product
    var numbers = amount.units
    for index in indices {
      let factor = system.factors[index]
      product = product * DecimalInterval(factor.value)
      guard let number = unit(factor.unit, subject.source) else { return nil }
      numbers.append(number)
    }
    let whole = combined(numbers)
    let needed: PhysicalDimension = carbon ? PhysicalDimension(.carbon) : .greenhouseGas
    guard let whole, whole.dimension == needed,
      let scale = try? Self.scale(of: whole.factor, carbon: carbon)
    else {
      let text = text(of: numbers)
      let result = whole.map { $0.dimension.displayUnit.text } ?? "?"
      report(
        .units, subject.source,
        BilingualText("\(text)得到“\(result)”。", "\(text) comes to “\(result)”."),
        carbon
          ? BilingualText("碳的质量,例如tC。", "A mass of carbon, such as tC.")
          : BilingualText("温室气体的质量,例如kgCO2e。", "A mass of greenhouse gas, such as kgCO2e."))
      return nil
    }
    return product.scaled(by: scale)
  }

  /// Grams to kilograms; carbon burns to 44/12 of its mass.
  private static func scale(
    of factor: Rational, carbon: Bool
  ) throws(ArithmeticOverflow) -> Rational {
    let kilograms = try factor * Rational(1, over: 1000)
    return carbon ? try kilograms * Rational(44, over: 12) : kilograms
  }

  /// The index of a factor, or `nil` after reporting that there is none; reports all else that is
  /// wrong with its use.
  mutating func factor(_ code: String, _ path: String, for subject: Subject) -> Int? {
    let finding: FactorFinding
    if let known = factors[code] {
      finding = known
    } else {
      finding = look(up: code)
      factors[code] = finding
    }
    report(finding.findings, path)
    guard let index = finding.index else { return nil }
    let factor = system.factors[index]
    if factor.value.isNegative, factor.purpose != .product || !subject.category.isRemoval {
      report(
        .signs, path,
        BilingualText("因子\(code)为负:\(factor.value)", "The factor \(code) is \(factor.value)"),
        BilingualText(
          "只有清除类别的产品因子可以为负。",
          "Only product factors of removals may be below zero."))
    }
    checkStandardCoal(factor, path)
    return index
  }

  private mutating func look(up code: String) -> FactorFinding {
    guard let factor = sources.factor(code) else {
      return FactorFinding(
        index: nil,
        findings: [
          Finding(
            rule: .factorComplete,
            found: BilingualText("没有因子“\(code)”。", "There is no factor “\(code)”."),
            required: BilingualText("登记的因子代码。", "The code of a registered factor."))
        ])
    }
    let check = FactorCheck(
      factor: factor, date: date, period: model.statement.period,
      edition: model.statement.assessments.first)
    system.factors.append(factor)
    return FactorFinding(index: system.factors.count - 1, findings: check.findings)
  }

  /// Rule 20: standard coal is of one kind in a model.
  private mutating func checkStandardCoal(_ factor: EmissionFactor, _ path: String) {
    guard [.standardCoalCalorific, .standardCoalEquivalent].contains(factor.role) else { return }
    guard let first = standardCoal else {
      standardCoal = factor.role
      return
    }
    guard first != factor.role else { return }
    report(
      .standardCoalKind, path,
      BilingualText(
        "\(factor.code)与先前用的标准煤种类不同。",
        "\(factor.code) is of another kind of standard coal than was used before."),
      BilingualText(
        "全部当量值,或全部等价值(GB/T 2589)。",
        "All by calorific value, or all by equivalent value (GB/T 2589)."))
  }

  /// Rule 16: the parts of a grid are chosen by the method, not by a plain line.
  private mutating func checkGridPart(_ factor: EmissionFactor, _ path: String) {
    let other: FactorRole =
      model.electricity == .marketBased ? .gridAverage : .gridResidual
    guard factor.role == other else { return }
    report(
      .marketBased, path,
      BilingualText(
        "\(factor.code)(\(factor.role.name))不属于方法\(model.electricity.name)。",
        "\(factor.code), \(factor.role.name), is no part of the method \(model.electricity.name)."),
      BilingualText("用电力行。", "A line of electricity."))
  }
}
