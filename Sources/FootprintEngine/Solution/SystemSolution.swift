// SPDX-License-Identifier: Apache-2.0
import Quantities

/// How often every process runs for what is asked for.
struct SystemSolution {
  /// The runs whose burdens each activity takes; zero for what the product does not need.
  private(set) var activityRuns: [DecimalInterval]
  /// The runs of each process whose burdens the product takes.
  private(set) var processRuns: [DecimalInterval]
  /// Whether the product needs each process.
  private(set) var isNeeded: [Bool]

  /// Solves a system: one activity after another, and loops as a whole.
  ///
  /// - Throws: Rule 29 when a loop is too large, has no one solution, or uses more than it makes.
  init(_ system: ProductSystem, model: FootprintModel) throws(FootprintProblems) {
    activityRuns = [DecimalInterval](repeating: .zero, count: system.activities.count)
    processRuns = [DecimalInterval](repeating: .zero, count: model.processes.count)
    isNeeded = [Bool](repeating: false, count: model.processes.count)
    var demand = activityRuns
    demand[system.product] = system.demand
    for group in SystemOrder(of: system).groups {
      if group.count == 1, let node = group.first, !system.usesItself(node) {
        let activity = system.activities[node]
        activityRuns[node] =
          (demand[node] * activity.weight).divided(by: activity.divisor) ?? .zero
      } else {
        let runs = try Self.solveLoop(group.sorted(), system, demand, model)
        for (node, value) in runs { activityRuns[node] = value }
      }
      for node in group {
        let runs = activityRuns[node]
        let process = system.activities[node].process
        isNeeded[process] = true
        if runs.isNegative, !system.hasCredits {
          throw Self.refusal(
            [node], system, model,
            BilingualText("环路消耗的多于产出的。", "The loop uses more than it makes."))
        }
        processRuns[process] = processRuns[process] + runs
        for index in system.flows(of: process) {
          let flow = system.flows[index]
          demand[flow.target] = demand[flow.target] + runs * flow.amount
        }
      }
    }
  }

  private static func solveLoop(
    _ group: [Int], _ system: ProductSystem, _ demand: [DecimalInterval], _ model: FootprintModel
  ) throws(FootprintProblems) -> [(Int, DecimalInterval)] {
    guard group.count <= LoopSolver.largestLoop else {
      throw refusal(
        group, system, model,
        BilingualText(
          "环路有\(group.count)个过程。", "The loop has \(group.count) processes."))
    }
    var solver = LoopSolver(group, of: system, demand: demand)
    guard let runs = solver.solve() else {
      throw refusal(
        group, system, model,
        BilingualText("环路没有唯一的解。", "The loop has no one solution."))
    }
    return Array(zip(group, runs))
  }

  private static func refusal(
    _ group: [Int], _ system: ProductSystem, _ model: FootprintModel, _ found: BilingualText
  ) -> FootprintProblems {
    let ids = group.prefix(8).map { model.processes[system.activities[$0].process].id }
    let names = ids.joined(separator: ", ") + (group.count > 8 ? ", …" : "")
    let limit = LoopSolver.largestLoop
    return FootprintProblems([
      FootprintProblem(
        .circle, path: "processes[\(ids.first ?? "")]",
        found: BilingualText("\(found.chinese)(\(names))", "\(found.english) (\(names))"),
        required: BilingualText(
          "至多\(limit)个过程、产出多于自身消耗的环路。",
          "A loop of at most \(limit) processes that makes more than it uses."))
    ])
  }
}

extension ProductSystem {
  /// Whether a run of the activity's process takes from the activity itself.
  func usesItself(_ node: Int) -> Bool {
    flows(of: activities[node].process).contains { flows[$0].target == node }
  }
}
