// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Turns the runs of a solution into a result: contributions, cells, shares.
struct ResultBuilder {
  let model: FootprintModel
  let system: ProductSystem
  let solution: SystemSolution

  /// The significant digits of the largest cell.
  static let significantDigits = 12

  /// An emission with what it comes to.
  struct Amount {
    let process: Int
    let emission: ProductSystem.Emission
    let kilograms: DecimalInterval

    /// Whether it is the credit of a co-product, not a line.
    var isCredit: Bool { emission.line < 0 }
  }

  /// What every emission that the product needs comes to, in the order of the model.
  let amounts: [Amount]

  init(_ model: FootprintModel, _ system: ProductSystem, _ solution: SystemSolution) {
    self.model = model
    self.system = system
    self.solution = solution
    var amounts: [Amount] = []
    amounts.reserveCapacity(system.emissions.count)
    for process in model.processes.indices where solution.isNeeded[process] {
      let runs = solution.processRuns[process]
      for index in system.emissions(of: process) {
        let emission = system.emissions[index]
        amounts.append(
          Amount(process: process, emission: emission, kilograms: emission.kilograms * runs))
      }
    }
    self.amounts = amounts
  }

  /// The result.
  ///
  /// - Throws: Rule 26 when credits outweigh a category; rule 29 when digits were lost.
  func result() throws(FootprintProblems) -> FootprintResult {
    let sums = cellSums
    try checkSigns(sums)
    let (cells, scale) = try cells(sums)
    var contributions: [FootprintResult.Contribution] = []
    contributions.reserveCapacity(amounts.count)
    for amount in amounts { contributions.append(try contribution(amount, scale: scale + 2)) }
    var cutOffs = ExactDecimal.zero
    for cutOff in model.cutOffs {
      cutOffs = (try? cutOffs + cutOff.percent) ?? cutOffs
    }
    return FootprintResult(
      cells: cells, scale: scale, contributions: contributions,
      primaryDataShare: primaryDataShare, quality: quality, cutOffPercent: cutOffs,
      upstream: usedFootprints, factors: usedFactors, certifiedEnergy: certifiedEnergy)
  }

  /// The sum of each cell, by stage, then category.
  private var cellSums: [DecimalInterval] {
    let categories = EmissionCategory.allCases.count
    var sums = [DecimalInterval](
      repeating: .zero, count: LifeCycleStage.allCases.count * categories)
    for amount in amounts {
      let stage = Int(model.processes[amount.process].stage.rawValue)
      let cell = stage * categories + Int(amount.emission.category.rawValue)
      sums[cell] = sums[cell] + amount.kilograms
    }
    return sums
  }

  /// Rule 26 for what credits leave.
  ///
  /// ISO 14067:2018 lets system expansion credit what a co-product or recycled material replaces
  /// (6.4.6, annex D: the credit R·A·E stands against the end of life alone), so one stage may
  /// fall below zero. The category of the whole product may not: its emissions are not less than
  /// none, and what would be negative is the footprint of something else.
  private func checkSigns(_ sums: [DecimalInterval]) throws(FootprintProblems) {
    guard system.hasCredits else { return }
    let categories = EmissionCategory.allCases
    for category in categories {
      var sum = DecimalInterval.zero
      for stage in LifeCycleStage.allCases {
        sum = sum + sums[Int(stage.rawValue) * categories.count + Int(category.rawValue)]
      }
      guard category.isRemoval ? sum.isPositive : sum.isNegative else { continue }
      throw FootprintProblems([
        FootprintProblem(
          .signs, path: "",
          found: BilingualText(
            "抵减后\(category.title.chinese)合计\(sum.decimalText) kgCO2e。",
            "With credits \(category.name) comes to \(sum.decimalText) kgCO2e."),
          required: BilingualText(
            "替代的抵减不超过该类别的排放;或改用分配。",
            "Credits of at most the emissions of the category; or allocation instead."))
      ])
    }
  }

  /// The cells at one scale, and the scale.
  private func cells(
    _ sums: [DecimalInterval]
  ) throws(FootprintProblems) -> ([FootprintResult.Cell], Int) {
    guard let place = sums.compactMap(\.leadingPlace).max() else { return ([], 0) }
    // Two places are kept for contributions.
    let limit = ExactDecimal.maximumScale - 2
    var scale = min(max(Self.significantDigits - place, 0), limit)
    var cells = try round(sums, scale)
    let largest = cells.map(\.amount.coefficient.magnitude).max() ?? 0
    // 9.99… rounds to 10.0…, which has a digit more.
    if scale > 0, PowersOfTen.digits(of: largest) > Self.significantDigits {
      scale -= 1
      cells = try round(sums, scale)
    }
    return (cells, scale)
  }

  private func round(
    _ sums: [DecimalInterval], _ scale: Int
  ) throws(FootprintProblems) -> [FootprintResult.Cell] {
    var cells: [FootprintResult.Cell] = []
    for stage in LifeCycleStage.allCases {
      for category in EmissionCategory.allCases {
        let index = Int(stage.rawValue) * EmissionCategory.allCases.count
        let amount = try exact(
          sums[index + Int(category.rawValue)], scale: scale, "\(stage.name)/\(category.name)")
        guard !amount.isZero else { continue }
        cells.append(FootprintResult.Cell(stage: stage, category: category, amount: amount))
      }
    }
    return cells
  }

  /// The rounded number, or rule 29 when the bounds do not tell which it is.
  func exact(
    _ number: DecimalInterval, scale: Int, _ path: @autoclosure () -> String
  ) throws(FootprintProblems) -> ExactDecimal {
    if let rounded = number.rounded(scale: scale, rounding: .halfEven) { return rounded }
    throw FootprintProblems([
      FootprintProblem(
        .circle, path: path(),
        found: BilingualText(
          "只知道在\(number.decimalText)之间。", "All that is known is \(number.decimalText)."),
        required: BilingualText(
          "十二位有效数字;环路的自身消耗离产出太近。",
          "Twelve significant digits; the loop uses nearly all it makes."))
    ])
  }
}
