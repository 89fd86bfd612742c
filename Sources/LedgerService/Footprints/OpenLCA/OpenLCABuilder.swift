// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Makes the processes of a model, from the one that makes the product to all its suppliers.
struct OpenLCABuilder {
  let system: OpenLCASystem
  private(set) var processes: [ModelProcess] = []
  /// Co-products that take no share and have no user, by name.
  private(set) var leftOut: [String] = []

  /// A flow as one process supplies it.
  private struct Supply: Hashable {
    var process: String
    var flow: String
  }

  /// How lines refer to what a process supplies.
  private var references: [Supply: String] = [:]
  private var zeroShares: [Supply: String] = [:]
  private var usedIds: Set<String> = []
  private var read: [OpenLCAProcess] = []

  init(system: OpenLCASystem) { self.system = system }

  /// How lines refer to a flow that a process supplies; nil when it supplies none such.
  func reference(to flow: OpenLCAFlow, of process: String) -> String? {
    references[Supply(process: process, flow: flow.id)]
  }

  /// Makes the processes; problems are the reader's.
  mutating func build(
    _ reader: inout OpenLCAReader, _ characterisation: inout OpenLCACharacterisation
  ) {
    collect(&reader)
    guard reader.problems.isEmpty else { return }
    for process in read { name(process, &reader) }
    guard reader.problems.isEmpty else { return }
    for process in read { make(process, &reader, &characterisation) }
    leftOut = zeroShares.values.sorted()
  }

  /// Reads the process of the product and all that supply it, each once.
  private mutating func collect(_ reader: inout OpenLCAReader) {
    read = [system.process]
    var known: Set = [system.process.id]
    var next = 0
    while next < read.count {
      let process = read[next]
      next += 1
      for exchange in process.exchanges where exchange.isDemand && !exchange.amount.isZero {
        guard let provider = system.provider(of: exchange, in: process, &reader),
          known.insert(provider).inserted
        else { continue }
        guard known.count <= FootprintLimits.processes else {
          reader.refuse(
            "", "", "过程超过 \(FootprintLimits.processes) 个。",
            "The system has more than \(FootprintLimits.processes) processes.")
          return
        }
        if let found = reader.process(provider, for: process.file, exchange.place) {
          read.append(found)
        }
      }
    }
  }

  // MARK: - Names of what processes supply

  private mutating func name(_ process: OpenLCAProcess, _ reader: inout OpenLCAReader) {
    let coProducts = process.coProducts
    let id = OpenLCAText.id(process.name, "process", &usedIds)
    references[Supply(process: process.id, flow: process.reference.flow.id)] = id
    if coProducts.isEmpty { return }
    guard process.method != .none else {
      reader.refuse(
        process.file, coProducts[0].place,
        "过程有联产品 \(coProducts[0].flow.name),却没有分配方法。",
        "The process has the co-product \(coProducts[0].flow.name) and no method of allocation.")
      return
    }
    var inner: Set<String> = []
    for product in coProducts {
      let supply = Supply(process: process.id, flow: product.flow.id)
      guard references[supply] == nil else {
        reader.refuse(
          process.file, product.place, "同一产品出现两次。", "The process makes the same product twice.")
        continue
      }
      if process.method == .causal {
        references[supply] = OpenLCAText.id(
          "\(process.name) \(product.flow.name)", "process", &usedIds)
      } else if share(of: product, in: process)?.isZero == true {
        zeroShares[supply] = product.flow.name
      } else {
        references[supply] = "\(id)#" + OpenLCAText.id(product.flow.name, "product", &inner)
      }
    }
    if process.method != .causal { checkShares(process, coProducts, &reader) }
  }

  private func share(of product: OpenLCAExchange, in process: OpenLCAProcess) -> ExactDecimal? {
    process.share(of: product.flow.id, in: nil)
  }

  /// openLCA takes shares as they are, the engine divides by their sum: it must be one.
  private func checkShares(
    _ process: OpenLCAProcess, _ coProducts: [OpenLCAExchange], _ reader: inout OpenLCAReader
  ) {
    var sum = ExactDecimal.zero
    for product in [process.reference] + coProducts {
      guard let share = share(of: product, in: process), !share.isNegative else {
        reader.refuse(
          process.file, "allocationFactors", "缺少产品 \(product.flow.name) 的分配系数。",
          "The allocation factor of \(product.flow.name) is missing.")
        return
      }
      if product.isReference, share.isZero {
        reader.refuse(
          process.file, "allocationFactors", "参考产品的分配系数为零。",
          "The share of the reference product is zero.")
        return
      }
      sum = (try? sum + share) ?? .zero
    }
    // Shares are written with some fifteen digits: a third three times is not quite one.
    guard sum.rounded(scale: 9, rounding: .halfEven) == .one else {
      reader.refuse(
        process.file, "allocationFactors", "分配系数之和为 \(sum),应为 1。",
        "The allocation factors add up to \(sum), not to 1.")
      return
    }
  }

  // MARK: - Processes

  private mutating func make(
    _ process: OpenLCAProcess, _ reader: inout OpenLCAReader,
    _ characterisation: inout OpenLCACharacterisation
  ) {
    let coProducts = process.coProducts
    if process.method == .causal, !coProducts.isEmpty {
      for product in [process.reference] + coProducts {
        make(process, product, causal: true, &reader, &characterisation)
      }
    } else {
      make(process, process.reference, causal: false, &reader, &characterisation)
    }
  }

  private mutating func make(
    _ process: OpenLCAProcess, _ product: OpenLCAExchange, causal: Bool,
    _ reader: inout OpenLCAReader, _ characterisation: inout OpenLCACharacterisation
  ) {
    guard let id = references[Supply(process: process.id, flow: product.flow.id)],
      let output = measure(product, product.amount, process, &reader)
    else { return }
    var made = ModelProcess(
      id: id, name: OpenLCAText.name(process.name),
      stage: process.id == system.process.id ? .manufacturing : .rawMaterials, output: output,
      lines: [])
    if !causal {
      for item in process.coProducts {
        let supply = Supply(process: process.id, flow: item.flow.id)
        guard let reference = references[supply], let weight = share(of: item, in: process),
          let output = measure(item, item.amount, process, &reader)
        else { continue }
        made.coProducts.append(
          CoProduct(
            id: String(reference.split(separator: "#").last ?? ""),
            name: OpenLCAText.name(item.flow.name), output: output,
            treatment: .allocated(weight: weight)))
      }
      if let weight = share(of: product, in: process), !made.coProducts.isEmpty {
        made.allocation = Allocation(
          basis: process.method == .economic ? .economic : .physical, weight: weight,
          reason: "openLCA: \(process.method.rawValue)")
      }
    }
    var ids = Set(made.coProducts.map(\.id))
    for exchange in process.exchanges where !exchange.isSupply && !exchange.amount.isZero {
      var amount = exchange.amount
      if causal {
        guard let share = causalShare(of: product, in: exchange, process, &reader),
          let part = OpenLCANumber.product(amount, share)
        else { continue }
        if part.isZero { continue }
        amount = part
      }
      add(exchange, amount, to: &made, of: process, &ids, &reader, &characterisation)
    }
    processes.append(made)
  }

  private func causalShare(
    of product: OpenLCAExchange, in exchange: OpenLCAExchange, _ process: OpenLCAProcess,
    _ reader: inout OpenLCAReader
  ) -> ExactDecimal? {
    if let share = process.share(of: product.flow.id, in: exchange.number) { return share }
    reader.refuse(
      process.file, exchange.place, "缺少对产品 \(product.flow.name) 的因果分配系数。",
      "The causal allocation factor of \(product.flow.name) is missing.")
    return nil
  }

  private func measure(
    _ exchange: OpenLCAExchange, _ amount: ExactDecimal, _ process: OpenLCAProcess,
    _ reader: inout OpenLCAReader
  ) -> Measure? {
    OpenLCAUnits.symbol(exchange.flow, &reader, process.file, exchange.place)
      .map { Measure(amount, $0) }
  }

  // MARK: - Lines

  private mutating func add(
    _ exchange: OpenLCAExchange, _ amount: ExactDecimal, to made: inout ModelProcess,
    of process: OpenLCAProcess, _ ids: inout Set<String>, _ reader: inout OpenLCAReader,
    _ characterisation: inout OpenLCACharacterisation
  ) {
    var line = ModelLine(
      id: "", name: OpenLCAText.name(exchange.flow.name), measures: [], source: .process(""),
      uncertainty: exchange.uncertainty)
    if exchange.isDemand {
      guard let source = source(of: exchange, in: process, &reader),
        let measure = measure(exchange, amount, process, &reader)
      else { return }
      if exchange.isAvoided {
        made.coProducts.append(
          CoProduct(
            id: OpenLCAText.id(exchange.flow.name, "avoided", &ids), name: line.name,
            output: measure, treatment: .substitutes(source)))
        return
      }
      (line.source, line.measures) = (source, [measure])
    } else {
      guard let found = characterisation.factor(of: exchange, in: process, &reader),
        let measure = measure(exchange, amount, process, &reader)
      else { return }
      line.source = .factors([found.code], carbon: false)
      (line.category, line.measures) = (found.category, [measure])
    }
    line.id = OpenLCAText.id(exchange.flow.name, "line", &ids)
    made.lines.append(line)
  }

  private mutating func source(
    of exchange: OpenLCAExchange, in process: OpenLCAProcess, _ reader: inout OpenLCAReader
  ) -> LineSource? {
    guard !exchange.amount.isNegative else {
      reader.refuse(
        process.file, exchange.place, "产品或废物的数量为负;请改为避免的产品。",
        "The amount of a product or waste is negative; make it an avoided product.")
      return nil
    }
    guard let provider = system.provider(of: exchange, in: process, &reader) else { return nil }
    let supply = Supply(process: provider, flow: exchange.flow.id)
    if let reference = references[supply] { return .process(reference) }
    reader.refuse(
      process.file, exchange.place,
      zeroShares[supply] == nil
        ? "供应过程 \(provider) 不产出 \(exchange.flow.name)。" : "所用联产品的分配系数为零;尚不支持。",
      zeroShares[supply] == nil
        ? "The process \(provider) does not supply \(exchange.flow.name)."
        : "A co-product that is used has a share of zero, which is not supported.")
    return nil
  }
}
