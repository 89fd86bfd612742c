// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

extension OpenLCAReader {
  /// The process, or nil and problems.
  mutating func process(_ id: String, for file: String, _ place: String) -> OpenLCAProcess? {
    guard let record = package.record(.processes, id) else {
      refuse(file, place, "缺少过程 \(id) 的文件。", "The file of process \(id) is missing.")
      return nil
    }
    let own = OpenLCAPackage.file(.processes, id)
    let before = problems.count
    var exchanges: [OpenLCAExchange] = []
    for (position, item) in record.list("exchanges").enumerated() {
      if let exchange = exchange(item, position, of: record, file: own) {
        exchanges.append(exchange)
      }
    }
    let method = method(record, own)
    let shares = record.list("allocationFactors").enumerated().compactMap { position, item in
      share(item, file: own, "allocationFactors[\(position)]")
    }
    let references = exchanges.filter(\.isReference)
    guard references.count == 1, references[0].isSupply, references[0].amount > .zero else {
      if problems.count == before {
        refuse(
          own, "exchanges", "须有且只有一个定量参考:大于零的产品产出或所处理的废物。",
          "A process needs one quantitative reference: a product it makes or a waste it treats, "
            + "above zero.")
      }
      return nil
    }
    guard problems.count == before, let method else { return nil }
    return OpenLCAProcess(
      id: id, name: record.string("name"), method: method, exchanges: exchanges, shares: shares,
      reference: references[0])
  }

  private mutating func method(_ record: JSONValue, _ file: String) -> OpenLCAProcess.Method? {
    guard let name = record["defaultAllocationMethod"]?.text else {
      return OpenLCAProcess.Method.none
    }
    if let method = OpenLCAProcess.Method(rawValue: name) { return method }
    refuse(
      file, "defaultAllocationMethod", "分配方法 \(name) 不支持。",
      "The allocation method \(name) is not supported.")
    return nil
  }

  private mutating func share(
    _ item: JSONValue, file: String, _ place: String
  ) -> OpenLCAProcess.Share? {
    guard item.string("formula").isEmpty else {
      refuse(
        file, place, "分配系数含公式 \(item.string("formula"));只读常数。",
        "The allocation factor has the formula \(item.string("formula")); constants are read.")
      return nil
    }
    guard let method = OpenLCAProcess.Method(rawValue: item.string("allocationType")),
      let product = item.reference("product"), let value = OpenLCANumber.read(item["value"])
    else {
      refuse(
        file, place, "分配系数缺少类型、产品或数值。",
        "The allocation factor lacks its type, its product or its value.")
      return nil
    }
    let exchange = item["exchange"]?["internalId"]?.integer
    return OpenLCAProcess.Share(method: method, product: product, exchange: exchange, value: value)
  }

  // MARK: - Exchanges

  private mutating func exchange(
    _ item: JSONValue, _ position: Int, of process: JSONValue, file: String
  ) -> OpenLCAExchange? {
    let name = item["flow"]?.string("name") ?? ""
    let place = "exchanges[\(position)]" + (name.isEmpty ? "" : " (\(name))")
    guard let id = item.reference("flow") else {
      refuse(file, place, "没有指明流。", "The exchange names no flow.")
      return nil
    }
    guard let flow = flow(id, for: file, place),
      let stated = statedAmount(item, of: process, file: file, place)
    else { return nil }
    guard let amount = amount(stated, item, flow, file: file, place) else { return nil }
    return OpenLCAExchange(
      number: item["internalId"]?.integer ?? -1 - Int64(position), flow: flow, amount: amount,
      isInput: item.isTrue("isInput"), isReference: item.isTrue("isQuantitativeReference"),
      isAvoided: item.isTrue("isAvoidedProduct"), provider: item.reference("defaultProvider"),
      uncertainty: uncertainty(item["uncertainty"], around: stated, file: file, place),
      place: place)
  }

  /// The amount as it is written: a number, or the value of a parameter that is a constant.
  private mutating func statedAmount(
    _ item: JSONValue, of process: JSONValue, file: String, _ place: String
  ) -> ExactDecimal? {
    let formula = item.string("amountFormula")
    if formula.isEmpty || formula.allSatisfy(\.isWhitespace) {
      if let amount = OpenLCANumber.read(item["amount"]) { return amount }
      refuse(file, place, "数量不是数。", "The amount is no number.")
      return nil
    }
    if let number = OpenLCANumber.read(formula) { return number }
    let locals = process.list("parameters")
    let globals = package.all(.parameters).map(\.value)
    let parameter = (locals + globals).first {
      $0.string("name").lowercased() == formula.lowercased()
    }
    if let parameter, parameter.string("formula").isEmpty,
      let value = OpenLCANumber.read(parameter["value"])
    {
      return value
    }
    refuse(
      file, place, "数量由公式 \(formula) 计算;只读数与常数参数,请在 openLCA 中改为数值。",
      "The amount is computed by the formula \(formula); numbers and parameters that are constants "
        + "are read: put the value in its place in openLCA.")
    return nil
  }

  /// The distribution, relative to the amount; nil when there is none.
  private mutating func uncertainty(
    _ item: JSONValue?, around amount: ExactDecimal, file: String, _ place: String
  ) -> Uncertainty? {
    guard let item, !amount.isZero else { return nil }
    func share(_ name: String) -> ExactDecimal? {
      guard let number = OpenLCANumber.read(item[name]),
        let hundredfold = OpenLCANumber.product(number, ExactDecimal(100))
      else { return nil }
      // Shares are for statistics; twelve places are more than a distribution can mean.
      return (try? hundredfold.divided(by: amount, scale: 12, rounding: .halfEven))?.normalized
    }
    switch item.string("distributionType") {
    case "LOG_NORMAL_DISTRIBUTION":
      if let deviation = OpenLCANumber.read(item["geomSd"]) {
        return deviation > .one ? .lognormal(geometricDeviation: deviation) : nil
      }
    case "NORMAL_DISTRIBUTION":
      if let percent = share("sd") { return percent.isZero ? nil : .normal(percent: percent) }
    case "TRIANGLE_DISTRIBUTION":
      if let low = share("minimum"), let high = share("maximum") {
        return .triangular(lowPercent: low, highPercent: high)
      }
    case "UNIFORM_DISTRIBUTION":
      if let low = share("minimum"), let high = share("maximum") {
        return .uniform(lowPercent: low, highPercent: high)
      }
    default: break
    }
    refuse(
      file, place, "不确定度不完整或分布未知。",
      "The uncertainty is incomplete, or its distribution is not known.")
    return nil
  }
}
