// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Resolves a model into a system, and collects everything that is wrong with it on the way.
struct ModelResolver {
  let model: FootprintModel
  let sources: any FootprintSources
  let date: CalendarDate

  var problems: [FootprintProblem] = []
  var system = ProductSystem()
  var units = UnitTable()
  /// The activity of each reference, `PROCESS` or `PROCESS#CO-PRODUCT`.
  var activities: [String: Int] = [:]
  /// The first activity of each process of the model.
  var firstActivities: [Int] = []
  /// References to co-products whose share is credited, so that nothing is left to draw on.
  var credited: Set<String> = []
  /// The names of the lines of the process that is resolved.
  var lineNames: Set<String> = []
  /// What is known of each factor.
  var factors: [String: FactorFinding] = [:]
  /// The index of each footprint.
  var footprints: [String: Int] = [:]
  /// What is wrong with each footprint.
  var footprintProblems: [String: [Finding]] = [:]
  /// The kind of standard coal that was used first (rule 20).
  var standardCoal: FactorRole?

  /// Something wrong with what a line refers to, before the line is known.
  struct Finding {
    let rule: FootprintRule?
    let found: BilingualText
    let required: BilingualText
  }

  /// A factor that was looked up.
  struct FactorFinding {
    /// Its index among the factors of the system; `nil` when there is none.
    let index: Int?
    let findings: [Finding]
  }

  /// A part of the model, for the paths of problems.
  struct Place {
    let process: String
    var line: String?
    var coProduct: String?

    func path(_ part: String) -> String {
      var path = "processes[\(process)]"
      if let line { path += ".lines[\(line)]" }
      if let coProduct { path += ".coProducts[\(coProduct)]" }
      return part.isEmpty ? path : path + "." + part
    }
  }

  init(_ model: FootprintModel, from sources: any FootprintSources, on date: CalendarDate) {
    self.model = model
    self.sources = sources
    self.date = date
  }

  /// The system, or everything that is wrong.
  mutating func resolve() throws(FootprintProblems) -> ProductSystem {
    checkStatement()
    nameProcesses()
    resolveProduct()
    for index in model.processes.indices {
      resolveProcess(index)
      system.flowStarts.append(system.flows.count)
      system.emissionStarts.append(system.emissions.count)
    }
    checkCutOffs()
    if problems.isEmpty { checkEndOfLife() }
    guard problems.isEmpty else { throw FootprintProblems(problems) }
    return system
  }

  /// Collects a problem.
  mutating func report(
    _ rule: FootprintRule?, _ path: String, _ found: BilingualText, _ required: BilingualText
  ) {
    problems.append(FootprintProblem(rule, path: path, found: found, required: required))
  }

  /// Collects what was found about something a line refers to.
  mutating func report(_ findings: [Finding], _ path: String) {
    for finding in findings { report(finding.rule, path, finding.found, finding.required) }
  }

  /// The number of a unit, or `nil` after reporting that there is none (rule 19).
  mutating func unit(
    _ text: String, _ path: @autoclosure () -> String, rule: FootprintRule = .units
  ) -> Int? {
    do throws(UnitFault) {
      return try units.number(of: text)
    } catch {
      report(
        rule, path(), BilingualText("“\(text)”", "“\(text)”"), error.message)
      return nil
    }
  }

  private mutating func resolveProduct() {
    guard let activity = activities[model.product] else {
      report(
        nil, "product", BilingualText("“\(model.product)”", "“\(model.product)”"),
        BilingualText("模型中一个过程的名称。", "The name of a process of the model."))
      return
    }
    system.product = activity
    let unit = model.statement.unit
    guard let asked = try? units.number(of: unit.unit) else { return }
    let output = system.activities[activity]
    guard output.unit >= 0 else { return }
    guard let ratio = units.ratio(from: asked, to: output.unit) else {
      let made = units.units[output.unit].text
      report(
        .statement, "statement.unit",
        BilingualText(
          "声明单位是“\(unit.unit)”,而产品过程的产出以“\(made)”计。",
          "The unit is “\(unit.unit)”, but the product's process makes “\(made)”."),
        BilingualText("两者量纲相同。", "Units that measure the same."))
      return
    }
    system.demand = DecimalInterval(unit.amount).scaled(by: ratio)
  }

  /// To the grave needs an end of life that the product comes to (rule 23).
  private mutating func checkEndOfLife() {
    guard model.statement.boundary == .cradleToGrave else { return }
    let reached = SystemOrder(of: system).nodes
    let hasEnd = reached.contains {
      model.processes[system.activities[$0].process].stage == .endOfLife
    }
    guard !hasEnd else { return }
    report(
      .stages, "statement.boundary",
      BilingualText(
        "从摇篮到坟墓,但产品用到的过程没有一个属于生命末期。",
        "Cradle to grave, but no process that the product uses is an end of life."),
      BilingualText(
        "至少一个生命末期阶段的过程,由产品过程的一行引用。",
        "At least one process of the stage end-of-life, which a line of the product leads to."))
  }
}
