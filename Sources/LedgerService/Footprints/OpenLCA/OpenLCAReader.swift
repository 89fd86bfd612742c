// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Reads flows and processes of a package, collecting what is wrong with them.
struct OpenLCAReader {
  let package: OpenLCAPackage
  private(set) var problems: [OpenLCAProblem] = []
  private var flows: [String: OpenLCAFlow] = [:]

  init(_ package: OpenLCAPackage) { self.package = package }

  mutating func refuse(_ file: String, _ place: String, _ chinese: String, _ english: String) {
    let problem = OpenLCAProblem(file: file, place: place, message: BilingualText(chinese, english))
    if !problems.contains(problem) { problems.append(problem) }
  }

  // MARK: - Flows

  mutating func flow(_ id: String, for file: String, _ place: String) -> OpenLCAFlow? {
    if let flow = flows[id] { return flow }
    guard let record = package.record(.flows, id) else {
      refuse(file, place, "缺少流 \(id) 的文件。", "The file of flow \(id) is missing.")
      return nil
    }
    let own = OpenLCAPackage.file(.flows, id)
    guard let kind = OpenLCAFlow.Kind(rawValue: record.string("flowType")) else {
      refuse(
        own, "flowType", "流的类型未知:\(record.string("flowType"))。",
        "The type of the flow is not known: \(record.string("flowType")).")
      return nil
    }
    var properties: [String: ExactDecimal] = [:]
    var reference: String?
    for item in record.list("flowProperties") {
      guard let property = item.reference("flowProperty") else { continue }
      properties[property] = OpenLCANumber.read(item["conversionFactor"]) ?? .one
      if item.isTrue("isRefFlowProperty") || reference == nil { reference = property }
    }
    guard let reference, let group = unitGroup(of: reference, for: own) else {
      refuse(own, "flowProperties", "流没有可用的流属性。", "The flow has no property to count it in.")
      return nil
    }
    let units = group.value.list("units")
    guard let unit = units.first(where: { $0.isTrue("isRefUnit") }) else {
      refuse(
        OpenLCAPackage.file(.unitGroups, group.id), "units", "单位组没有参考单位。",
        "The group of units has no reference unit.")
      return nil
    }
    let flow = OpenLCAFlow(
      id: id, name: record.string("name"), kind: kind, cas: record.string("cas"),
      properties: properties, reference: reference, unit: unit.string("name"))
    flows[id] = flow
    return flow
  }

  private mutating func unitGroup(
    of property: String, for file: String
  ) -> (id: String, value: JSONValue)? {
    guard let record = package.record(.flowProperties, property) else {
      refuse(
        file, "flowProperties", "缺少流属性 \(property) 的文件。",
        "The file of flow property \(property) is missing.")
      return nil
    }
    guard let id = record.reference("unitGroup"), let group = package.record(.unitGroups, id) else {
      refuse(
        OpenLCAPackage.file(.flowProperties, property), "unitGroup", "缺少其单位组的文件。",
        "The file of its unit group is missing.")
      return nil
    }
    return (id, group)
  }

  /// What an amount in the unit and property of `record` must be multiplied and divided by to be
  /// one in the flow's reference unit.
  mutating func conversion(
    of record: JSONValue, _ flow: OpenLCAFlow, file: String, _ place: String
  ) -> (multiplier: ExactDecimal, divisor: ExactDecimal)? {
    let property = record.reference("flowProperty") ?? flow.reference
    guard let divisor = flow.properties[property], !divisor.isZero else {
      refuse(
        file, place, "流 \(flow.name) 没有流属性 \(property)。",
        "The flow \(flow.name) has no property \(property).")
      return nil
    }
    guard let id = record.reference("unit") else { return (.one, divisor) }
    guard let group = unitGroup(of: property, for: file) else { return nil }
    guard let unit = group.value.list("units").first(where: { $0["@id"]?.text == id }) else {
      refuse(
        file, place, "单位 \(id) 不在流属性的单位组中。",
        "The unit \(id) is not in the unit group of the flow property.")
      return nil
    }
    return (OpenLCANumber.read(unit["conversionFactor"]) ?? .one, divisor)
  }

  /// An amount in the flow's reference unit.
  mutating func amount(
    _ number: ExactDecimal, _ record: JSONValue, _ flow: OpenLCAFlow, file: String,
    _ place: String
  ) -> ExactDecimal? {
    guard let (multiplier, divisor) = conversion(of: record, flow, file: file, place) else {
      return nil
    }
    guard let product = OpenLCANumber.product(number, multiplier),
      let amount = OpenLCANumber.quotient(product, divisor)
    else {
      refuse(file, place, "数量超出范围。", "The amount is out of range.")
      return nil
    }
    return amount
  }
}
