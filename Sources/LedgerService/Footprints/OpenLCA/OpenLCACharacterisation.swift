// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// What elementary flows count for climate change: by the package's impact category when it has
/// one, else by the global warming potentials of the factor base.
struct OpenLCACharacterisation {
  /// The factors that the package brings, by code; only those that were used.
  private(set) var factors: [String: EmissionFactor] = [:]
  /// Elementary flows that count for nothing, by name.
  private(set) var uncounted: Set<String> = []
  private let options: OpenLCAOptions
  private let category: JSONValue?
  private let categoryId: String
  private let impacts: [String: [JSONValue]]

  /// Chooses the category; several in kilograms of CO2 need a choice.
  init(_ reader: inout OpenLCAReader, _ options: OpenLCAOptions) {
    self.options = options
    let all = reader.package.all(.categories)
    let climate = all.filter { Self.isClimate($0.value) }
    let wanted = options.category
    let found =
      wanted.map { name in climate.filter { $0.id == name || $0.value.string("name") == name } }
      ?? climate
    if let wanted, found.count != 1 {
      reader.refuse(
        "", "lcia_categories", "没有(或不止一个)以 kg CO2 计的影响类别 \(wanted)。",
        "There is no impact category \(wanted) in kg of CO2, or more than one.")
    } else if found.count > 1 {
      let names = found.map { $0.value.string("name") }.joined(separator: ", ")
      reader.refuse(
        "", "lcia_categories", "气候变化的影响类别不止一个,请指定:\(names)。",
        "There are several impact categories for climate change; choose one: \(names).")
    }
    category = found.count == 1 ? found[0].value : nil
    categoryId = found.count == 1 ? found[0].id : ""
    impacts = Dictionary(grouping: category?.list("impactFactors") ?? []) {
      $0.reference("flow") ?? ""
    }
  }

  /// Whether a category counts kilograms of CO2 equivalent.
  private static func isClimate(_ category: JSONValue) -> Bool {
    let unit = category.string("refUnit").lowercased().filter { $0.isLetter || $0.isNumber }
    return ["kgco2eq", "kgco2e", "kgco2equiv", "kgco2"].contains(unit)
  }

  /// The factor of an elementary flow by its code, and its kind; nil when it counts for nothing.
  mutating func factor(
    of exchange: OpenLCAExchange, in process: OpenLCAProcess, _ reader: inout OpenLCAReader
  ) -> (code: String, category: EmissionCategory)? {
    category == nil
      ? potential(of: exchange, in: process, &reader)
      : impact(of: exchange, in: process, &reader)
  }
}

// MARK: - By the package's impact category

extension OpenLCACharacterisation {
  private mutating func impact(
    of exchange: OpenLCAExchange, in process: OpenLCAProcess, _ reader: inout OpenLCAReader
  ) -> (code: String, category: EmissionCategory)? {
    let flow = exchange.flow
    let file = OpenLCAPackage.file(.categories, categoryId)
    let place = "impactFactors (\(flow.name))"
    let found = impacts[flow.id] ?? []
    guard !found.isEmpty else {
      uncounted.insert(flow.name)
      return nil
    }
    guard found.count == 1, found[0]["location"] == nil || found[0]["location"] == .null else {
      reader.refuse(
        file, place, "该流有分地区的系数;尚不支持。",
        "The flow has factors by region, which are not supported.")
      return nil
    }
    guard found[0].string("formula").isEmpty, let value = OpenLCANumber.read(found[0]["value"])
    else {
      reader.refuse(
        file, place, "系数含公式或不是数;只读常数。",
        "The factor has a formula or no number; constants are read.")
      return nil
    }
    guard let (multiplier, divisor) = reader.conversion(of: found[0], flow, file: file, place),
      let scaled = OpenLCANumber.product(value, divisor),
      let perUnit = OpenLCANumber.quotient(scaled, multiplier),
      let unit = OpenLCAUnits.symbol(flow, &reader, process.file, exchange.place)
    else { return nil }
    guard !perUnit.isZero else {
      uncounted.insert(flow.name)
      return nil
    }
    let code = "openlca/\(categoryId.lowercased())/\(flow.id.lowercased())@1"
    factors[code] = emissionFactor(code, flow, perUnit, unit)
    return (code, Self.kind(of: flow, isRemoval: perUnit.isNegative))
  }

  private func emissionFactor(
    _ code: String, _ flow: OpenLCAFlow, _ value: ExactDecimal, _ unit: String
  ) -> EmissionFactor {
    let name = category?.string("name") ?? ""
    // Only a factor of products may be below zero, and it needs the year of its data.
    let isRemoval = value.isNegative
    return EmissionFactor(
      code: code, name: BilingualText(flow.name, flow.name), value: value,
      unit: unit == "1" ? "kgCO2e" : "kgCO2e/\(unit.contains("·") ? "(\(unit))" : unit)",
      basis: "CO2e", purpose: isRemoval ? .product : .characterisation,
      assessment: options.assessment, dataYear: isRemoval ? options.period.start.year : nil,
      published: options.date,
      source: "openLCA JSON-LD, impact category “\(name)” (\(categoryId)), imported \(options.date)"
    )
  }

  private static func kind(of flow: OpenLCAFlow, isRemoval: Bool) -> EmissionCategory {
    let name = flow.name.lowercased()
    if isRemoval { return .biogenicUptake }
    if ["land transformation", "land use change", "soil or biomass"].contains(where: name.contains)
    {
      return .landUseChange
    }
    return isBiogenic(name) ? .biogenicEmissions : .fossil
  }

  private static func isBiogenic(_ name: String) -> Bool {
    ["biogenic", "non-fossil", "non fossil"].contains { name.contains($0) }
  }
}

// MARK: - By global warming potentials

extension OpenLCACharacterisation {
  private mutating func potential(
    of exchange: OpenLCAExchange, in process: OpenLCAProcess, _ reader: inout OpenLCAReader
  ) -> (code: String, category: EmissionCategory)? {
    let flow = exchange.flow
    guard var gas = Self.gas(flow) else {
      uncounted.insert(flow.name)
      return nil
    }
    let name = flow.name.lowercased()
    let isBiogenic = Self.isBiogenic(name) || name.contains("in air")
    if exchange.isInput || (gas == "co2" && isBiogenic) {
      reader.refuse(
        process.file, exchange.place,
        "生物源 CO₂ 与吸收的增温潜势取决于方法;请在包中附上影响类别。",
        "What biogenic CO2 and uptake count for depends on the method; export the package with its "
          + "impact category.")
      return nil
    }
    guard flow.unit == "kg" else {
      reader.refuse(
        process.file, exchange.place, "温室气体须以 kg 计,而非 \(flow.unit)。",
        "A greenhouse gas is counted in kg, not in \(flow.unit).")
      return nil
    }
    if gas == "ch4" && [.ar5, .ar6].contains(options.assessment) {
      if isBiogenic {
        gas = options.assessment == .ar6 ? "ch4-non-fossil" : "ch4"
      } else if name.contains("fossil") {
        gas = "ch4-fossil"
      }
    }
    return (
      "gwp/\(options.assessment.name.lowercased())/\(gas)@1",
      isBiogenic ? .biogenicEmissions : .fossil
    )
  }

  /// The greenhouse gas, by its CAS number or, when there is none, by its name.
  private static func gas(_ flow: OpenLCAFlow) -> String? {
    let cas = flow.cas.drop { $0 == "0" || $0 == " " }
    if !cas.isEmpty { return gases.first { $0.cas == cas }?.gas }
    let name = flow.name.lowercased().prefix { $0 != "," }
    return gases.first { $0.names.contains(String(name)) }?.gas
  }

  private static let gases: [(gas: String, cas: String, names: [String])] = [
    ("co2", "124-38-9", ["carbon dioxide", "co2", "二氧化碳"]),
    ("ch4", "74-82-8", ["methane", "ch4", "甲烷"]),
    ("n2o", "10024-97-2", ["dinitrogen monoxide", "nitrous oxide", "n2o", "氧化亚氮"]),
    ("sf6", "2551-62-4", ["sulfur hexafluoride", "sulphur hexafluoride", "sf6", "六氟化硫"]),
    ("nf3", "7783-54-2", ["nitrogen trifluoride", "nitrogen fluoride", "nf3", "三氟化氮"]),
    ("cf4", "75-73-0", ["methane, tetrafluoro-", "tetrafluoromethane", "cf4"]),
    ("c2f6", "76-16-4", ["hexafluoroethane", "c2f6"]),
    ("hfc-23", "75-46-7", ["trifluoromethane", "hfc-23"]),
    ("hfc-32", "75-10-5", ["difluoromethane", "hfc-32"]),
    ("hfc-125", "354-33-6", ["pentafluoroethane", "hfc-125"]),
    ("hfc-134a", "811-97-2", ["hfc-134a"]), ("hfc-143a", "420-46-2", ["hfc-143a"]),
    ("hfc-152a", "75-37-6", ["hfc-152a"]), ("hfc-227ea", "431-89-0", ["hfc-227ea"]),
  ]
}
