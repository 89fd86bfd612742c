// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Which process an import starts from, how much of its product is wanted, and who supplies whom.
struct OpenLCASystem {
  /// The process that makes the product.
  var process: OpenLCAProcess
  /// The supply of that process that is the product.
  var product: OpenLCAExchange
  /// How much of it, in the flow's reference unit.
  var amount: ExactDecimal
  /// What people call it.
  var name: String
  /// Suppliers by process and exchange; nil when there is no product system and exchanges name
  /// their default providers.
  private var links: [Link: String]?
  /// Who makes or treats a flow, when there is no product system.
  private var suppliers: [String: [String]] = [:]

  private struct Link: Hashable {
    var process: String
    var exchange: Int64
  }

  /// The system called `target`, or the only one, or the only process.
  static func find(_ target: String?, _ reader: inout OpenLCAReader) -> OpenLCASystem? {
    func chosen(_ folder: OpenLCAPackage.Folder) -> [(id: String, value: JSONValue)] {
      let all = reader.package.all(folder)
      guard let target else { return all }
      return all.filter { $0.id == target || $0.value.string("name") == target }
    }
    let systems = chosen(.productSystems)
    if systems.count == 1 { return OpenLCASystem(systems[0].id, systems[0].value, &reader) }
    let processes = systems.isEmpty ? chosen(.processes) : []
    if processes.count == 1 { return OpenLCASystem(process: processes[0].id, &reader) }
    let names = (systems + processes).map { $0.value.string("name") }.joined(separator: ", ")
    reader.refuse(
      "", "", names.isEmpty ? "包中没有所要的产品系统或过程。" : "请指定产品系统或过程:\(names)。",
      names.isEmpty
        ? "The package has no such product system or process."
        : "Choose a product system or a process: \(names).")
    return nil
  }

  private init?(process id: String, _ reader: inout OpenLCAReader) {
    guard let process = reader.process(id, for: "", "") else { return nil }
    self.process = process
    product = process.reference
    amount = process.reference.amount
    name = process.name
    for (id, record) in reader.package.all(.processes) {
      for item in record.list("exchanges") {
        guard let flow = item.reference("flow"),
          let kind = reader.package.record(.flows, flow)?.string("flowType")
        else { continue }
        let isSupply = kind == (item.isTrue("isInput") ? "WASTE_FLOW" : "PRODUCT_FLOW")
        if isSupply, !item.isTrue("isAvoidedProduct") { suppliers[flow, default: []].append(id) }
      }
    }
  }

  private init?(_ id: String, _ record: JSONValue, _ reader: inout OpenLCAReader) {
    let file = OpenLCAPackage.file(.productSystems, id)
    for set in record.list("parameterSets") where !set.list("parameters").isEmpty {
      reader.refuse(
        file, "parameterSets", "产品系统改变了参数(\(set.string("name")));尚不支持。",
        "The product system changes parameters (\(set.string("name"))), which is not supported.")
    }
    guard let start = record.reference("refProcess"),
      let process = reader.process(start, for: file, "refProcess")
    else {
      reader.refuse(file, "refProcess", "产品系统没有参考过程。", "The system has no process to start from.")
      return nil
    }
    let number = record["refExchange"]?["internalId"]?.integer ?? process.reference.number
    guard let product = process.exchanges.first(where: { $0.number == number && $0.isSupply })
    else {
      reader.refuse(
        file, "refExchange", "参考流不是该过程的产出。", "The reference is nothing that the process makes.")
      return nil
    }
    let unit: [JSONValue.Member] = [
      JSONValue.Member("unit", record["targetUnit"] ?? .null),
      JSONValue.Member("flowProperty", record["targetFlowProperty"] ?? .null),
    ]
    guard let target = OpenLCANumber.read(record["targetAmount"]), target > .zero,
      let amount = reader.amount(
        target, .object(unit), product.flow, file: file, "targetAmount")
    else {
      reader.refuse(file, "targetAmount", "目标数量须大于零。", "The amount wanted must be above zero.")
      return nil
    }
    self.process = process
    self.product = product
    self.amount = amount
    name = record.string("name")
    var links: [Link: String] = [:]
    for link in record.list("processLinks") {
      guard let user = link.reference("process"), let provider = link.reference("provider"),
        let exchange = link["exchange"]?["internalId"]?.integer
      else {
        reader.refuse(file, "processLinks", "过程联系不完整。", "A process link is incomplete.")
        continue
      }
      links[Link(process: user, exchange: exchange)] = provider
    }
    self.links = links
  }

  /// The process that supplies an exchange, or nil and a problem.
  func provider(
    of exchange: OpenLCAExchange, in process: OpenLCAProcess, _ reader: inout OpenLCAReader
  ) -> String? {
    let flow = exchange.flow.name
    if let links {
      if let found = links[Link(process: process.id, exchange: exchange.number)] { return found }
      reader.refuse(
        process.file, exchange.place, "产品系统没有为 \(flow) 连接供应过程。",
        "The product system links no process that supplies \(flow).")
      return nil
    }
    if let provider = exchange.provider { return provider }
    let found = suppliers[exchange.flow.id] ?? []
    if found.count == 1 { return found[0] }
    reader.refuse(
      process.file, exchange.place,
      found.isEmpty ? "包中没有供应 \(flow) 的过程。" : "供应 \(flow) 的过程不止一个,且未指明默认提供者。",
      found.isEmpty
        ? "No process of the package supplies \(flow)."
        : "Several processes supply \(flow), and no default provider is named.")
    return nil
  }
}
