// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// Gives every output that has burdens of its own its activity.
  mutating func nameProcesses() {
    let count = model.processes.count
    activities.reserveCapacity(count)
    system.activities.reserveCapacity(count)
    firstActivities.reserveCapacity(count)
    system.flowStarts.reserveCapacity(count + 1)
    system.emissionStarts.reserveCapacity(count + 1)
    system.flows.reserveCapacity(model.processes.reduce(0) { $0 + $1.lines.count })
    for (index, process) in model.processes.enumerated() {
      firstActivities.append(system.activities.count)
      let place = Place(process: process.id)
      name(process.id, place.path(""))
      let weights = sumOfWeights(process)
      append(
        process.output, process: index, output: 0,
        weight: weights.isZero ? .one : DecimalInterval(process.allocation?.weight ?? .one),
        weights: weights.isZero ? .one : weights, place.path("output"))
      for (number, coProduct) in process.coProducts.enumerated() {
        let place = Place(process: process.id, coProduct: coProduct.id)
        let reference = "\(process.id)#\(coProduct.id)"
        guard case .allocated(let weight) = coProduct.treatment else {
          credited.insert(reference)
          checkOutput(coProduct.output, place.path("output"))
          continue
        }
        name(coProduct.id, place.path(""), reference: reference)
        append(
          coProduct.output, process: index, output: number + 1,
          weight: DecimalInterval(weight), weights: weights, place.path("output"))
      }
    }
  }

  /// The sum of the weights of a process; zero when nothing is allocated.
  private func sumOfWeights(_ process: ModelProcess) -> DecimalInterval {
    guard let allocation = process.allocation else { return .zero }
    var sum = DecimalInterval(allocation.weight)
    var isShared = false
    for case .allocated(let weight) in process.coProducts.map(\.treatment) {
      sum = sum + DecimalInterval(weight)
      isShared = true
    }
    return isShared ? sum : .zero
  }

  /// Checks a name, and makes the activity that follows known by it.
  private mutating func name(_ text: String, _ path: String, reference: String? = nil) {
    checkName(text, path)
    guard activities.updateValue(system.activities.count, forKey: reference ?? text) != nil else {
      return
    }
    report(
      nil, path, BilingualText("名称出现两次。", "The name is used twice."),
      BilingualText("每个名称只用一次。", "A name of its own."))
  }

  private mutating func append(
    _ output: Measure, process: Int, output number: Int, weight: DecimalInterval,
    weights: DecimalInterval, _ path: String
  ) {
    system.activities.append(
      ProductSystem.Activity(
        process: process, output: number, unit: checkOutput(output, path) ?? -1,
        amount: DecimalInterval(output.amount), weight: weight, weights: weights))
  }

  /// The number of the output's unit.
  @discardableResult
  private mutating func checkOutput(_ output: Measure, _ path: @autoclosure () -> String) -> Int? {
    if output.amount <= .zero {
      report(
        nil, path(), BilingualText("\(output.amount)", "\(output.amount)"),
        BilingualText("产出大于零。", "An output above zero."))
    }
    return unit(output.unit, path())
  }

  /// Names are lower-case letters, digits and hyphens.
  mutating func checkName(_ text: String, _ path: @autoclosure () -> String) {
    let isName = text.utf8.allSatisfy {
      switch $0 {
      case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"): true
      default: false
      }
    }
    guard text.isEmpty || !isName else { return }
    report(
      nil, path(), BilingualText("“\(text)”", "“\(text)”"),
      BilingualText(
        "由小写字母、数字和连字符组成的名称。",
        "A name of lower-case letters, digits and hyphens."))
  }

  /// Checks one process and turns its lines and credits into flows and emissions.
  mutating func resolveProcess(_ index: Int) {
    let process = model.processes[index]
    checkStage(process)
    checkAllocation(process)
    var certificates = certificates(of: process)
    lineNames.removeAll(keepingCapacity: true)
    for (number, line) in process.lines.enumerated() {
      let place = Place(process: process.id, line: line.id)
      checkName(line.id, place.path(""))
      if !lineNames.insert(line.id).inserted {
        report(
          nil, place.path(""), BilingualText("名称出现两次。", "The name is used twice."),
          BilingualText("过程内每行名称不同。", "A name of its own within the process."))
      }
      checkData(line, place)
      resolve(line, number: number, place, certificates: &certificates)
    }
    for (number, coProduct) in process.coProducts.enumerated() {
      guard case .substitutes(let source) = coProduct.treatment else { continue }
      let place = Place(process: process.id, coProduct: coProduct.id)
      checkName(coProduct.id, place.path(""))
      system.hasCredits = true
      credit(source, of: coProduct, number: number, place)
    }
    checkRest(of: certificates, process)
  }

  /// Rule 23.
  private mutating func checkStage(_ process: ModelProcess) {
    let boundary = model.statement.boundary
    guard !boundary.allowedStages.contains(process.stage) else { return }
    let names = boundary.allowedStages.map(\.name).joined(separator: ", ")
    report(
      .stages, Place(process: process.id).path("stage"),
      BilingualText(
        "阶段“\(process.stage.title.chinese)”不在边界\(boundary.name)之内。",
        "The stage \(process.stage.name) is outside the boundary \(boundary.name)."),
      BilingualText("阶段:\(names)。", "One of the stages \(names)."))
  }

  private mutating func checkAllocation(_ process: ModelProcess) {
    var needsAllocation = false
    for coProduct in process.coProducts {
      guard case .allocated(let weight) = coProduct.treatment else { continue }
      needsAllocation = true
      guard weight <= .zero else { continue }
      report(
        nil, Place(process: process.id, coProduct: coProduct.id).path("weight"),
        BilingualText("\(weight)", "\(weight)"),
        BilingualText("分配权重大于零。", "A weight above zero."))
    }
    let path = Place(process: process.id).path("allocation")
    if let allocation = process.allocation, allocation.weight <= .zero {
      report(
        nil, path, BilingualText("\(allocation.weight)", "\(allocation.weight)"),
        BilingualText("分配权重大于零。", "A weight above zero."))
    }
    guard needsAllocation, process.allocation == nil else { return }
    report(
      nil, path,
      BilingualText("有联产品,但没有分配方法。", "There are co-products, but no allocation."),
      BilingualText("分配依据和主产品的权重。", "A basis and the weight of the main output."))
  }
}
