// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct OpenLCAImportTests {
  private func total(
    _ imported: OpenLCAImport, _ more: [EmissionFactor] = []
  ) throws -> ExactDecimal {
    let sources = ImportedSources(factors: imported.factors + more)
    let date = try CalendarDate(text: "2026-05-01")
    return try FootprintCalculation(imported.model, from: sources, on: date).result()
      .includingBiogenicUptake
  }

  private func refusal(_ files: [String: [UInt8]], _ target: String? = nil) throws -> String {
    var options = try OpenLCAPackages.options()
    options.target = target
    do throws(OpenLCAProblems) {
      _ = try OpenLCAImport(OpenLCAPackage(files: files), options)
      return ""
    } catch {
      return error.description
    }
  }

  private func isNear(_ a: ExactDecimal, _ b: String) throws -> Bool {
    // Cells are rounded at the same decimal place; the whole differs by a few of its units.
    let difference = try a - ExactDecimal(text: b)
    return try difference < ExactDecimal(text: "0.0000000001")
      && ExactDecimal(text: "-0.0000000001") < difference
  }

  @Test func `a product system gives the total of bw2calc and of the hand`() throws {
    let package = try OpenLCAPackage(zip: OpenLCAPackages.bytes)
    let imported = try OpenLCAImport(package, OpenLCAPackages.options())
    // 865500129 / 49720000 by hand; Tests/Fixtures/openlca.py has bw2calc say 17.4074844931617.
    #expect(try isNear(total(imported), "17.40748449316170555"))
    #expect(imported.model.statement.unit.unit == "piece")
    #expect(imported.model.statement.unit.amount == ExactDecimal(2))
    #expect(imported.model.product == "part-production-example")
    #expect(imported.factors.count == 4)
    #expect(imported.factors.allSatisfy { $0.source.contains("Climate change, 100 years") })
    #expect(imported.notes.map(\.english).joined().contains("Sulfur dioxide"))
  }

  @Test func `each part of the package has its place in the model`() throws {
    let package = try OpenLCAPackage(files: OpenLCAPackages.files())
    let model = try OpenLCAImport(package, OpenLCAPackages.options()).model
    func process(_ id: String) throws -> ModelProcess {
      try #require(model.processes.first { $0.id == id }, "\(model.processes.map(\.id))")
    }
    #expect(model.processes.count == 7)
    let plant = try process("power-and-heat-plant-example")
    #expect(plant.output == Measure(try ExactDecimal(text: "3.6"), "MJ"))
    #expect(plant.allocation?.basis == .physical)
    #expect(
      plant.coProducts.map(\.treatment) == [.allocated(weight: try ExactDecimal(text: "0.3"))])
    let ash = try #require(plant.lines.first { $0.id == "ash-example" })
    #expect(ash.source == .process("treatment-of-ash-example"))
    let shop = try process("part-production-example")
    let heat = try #require(shop.lines.first { $0.id == "heat-example" })
    #expect(heat.source == .process("power-and-heat-plant-example#heat-example"))
    let gas = try #require(shop.lines.first { $0.id == "refinery-gas-example" })
    #expect(gas.measures == [Measure(try ExactDecimal(text: "0.2"), "kg")])
    #expect(gas.source == .process("refinery-example-refinery-gas-example"))
    #expect(shop.coProducts.map(\.treatment) == [.substitutes(.process("steel-mill-example"))])
    let uptake = try #require(shop.lines.first { $0.category == .biogenicUptake })
    #expect(uptake.measures[0].amount == (try ExactDecimal(text: "0.4")))
    let mill = try process("steel-mill-example")
    #expect(mill.allocation?.basis == .economic)
    let power = try #require(mill.lines.first { $0.id == "electricity-example" })
    #expect(power.uncertainty == .lognormal(geometricDeviation: try ExactDecimal(text: "1.1")))
  }

  @Test func `an import is written as a document that reads as the same model`() throws {
    let package = try OpenLCAPackage(zip: OpenLCAPackages.bytes)
    let model = try OpenLCAImport(package, OpenLCAPackages.options()).model
    let text = FootprintDocument.template(of: model)
    #expect(try FootprintDocument(parsing: Array(text.utf8)).model == model)
    #expect(try FootprintModelCodec.decode(FootprintModelCodec.encode(model)) == model)
  }

  @Test func `without a product system suppliers are found by what they make`() throws {
    let files = try OpenLCAPackages.files().filter { !$0.key.hasPrefix("product_systems") }
    var options = try OpenLCAPackages.options()
    options.target = "part production (example)"
    let imported = try OpenLCAImport(OpenLCAPackage(files: files), options)
    // One piece rather than two.
    #expect(try isNear(total(imported), "8.70374224658085278"))
    #expect(try refusal(files).contains("Choose a product system or a process"))
    #expect(try refusal(files, "nothing").contains("no such product system"))
  }

  @Test func `without an impact category gases count by the factor base`() throws {
    let files = try OpenLCAPackages.files().filter { !$0.key.hasPrefix("lcia_categories") }
    // The uptake of the part has no factor there and must not vanish.
    #expect(try refusal(files).contains("Carbon dioxide, in air"))
    var options = try OpenLCAPackages.options()
    let systems = files.filter { !$0.key.hasPrefix("product_systems") }
    options.target = "steel mill (example)"
    let imported = try OpenLCAImport(OpenLCAPackage(files: systems), options)
    #expect(imported.factors.isEmpty)
    let potentials = try [("co2", "1"), ("ch4-fossil", "29.8"), ("n2o", "273")].map {
      try ImportedSources.potential("gwp/ar6/\($0.0)@1", $0.1)
    }
    // 0.95 × (10.8 × electricity per MJ + 1.2), exact by hand.
    #expect(try isNear(total(imported, potentials), "3.187763978278358809"))
    #expect(
      imported.model.processes.flatMap(\.lines).contains {
        $0.source == .factors(["gwp/ar6/ch4-fossil@1"], carbon: false)
      })
  }

  @Test(arguments: [
    (
      "processes", "part production (example)", #""amountFormula": "steel_mass""#,
      #""amountFormula": "2 * steel_mass""#, "computed by the formula 2 * steel_mass"
    ),
    (
      "processes", "part production (example)", #""value": 2.6"#,
      #""value": 2.6, "formula": "1 + 1.6""#, "computed by the formula steel_mass"
    ),
    (
      "processes", "power and heat plant (example)", #""value": 0.3"#, #""value": 0.4"#,
      "add up to 1.1, not to 1"
    ),
    (
      "processes", "power and heat plant (example)",
      #""defaultAllocationMethod": "PHYSICAL_ALLOCATION""#,
      #""defaultAllocationMethod": "NO_ALLOCATION""#,
      "no method of allocation"
    ),
    (
      "processes", "refinery (example)", #""value": 0.25"#, #""value": 0.25, "formula": "1/4""#,
      "The allocation factor has the formula 1/4"
    ),
    ("processes", "coal mine (example)", #""amount": 20.0"#, #""amount": -20.0"#, "negative"),
    ("processes", "coal mine (example)", #""amount": 20.0"#, #""amount": "20""#, "no number"),
    (
      "processes", "coal mine (example)", #""isQuantitativeReference": true"#,
      #""isQuantitativeReference": false"#, "one quantitative reference"
    ),
    (
      "product_systems", "part (example system)", #""internalId": 3"#, #""internalId": 99"#,
      "links no process that supplies"
    ),
    (
      "product_systems", "part (example system)", #""targetAmount": 2.0"#, #""targetAmount": 0"#,
      "must be above zero"
    ),
    (
      "product_systems", "part (example system)", #""targetAmount": 2.0"#,
      #""targetAmount": 2.0, "parameterSets": [{"name": "x", "parameters": [{"name": "a"}]}]"#,
      "changes parameters (x)"
    ),
    (
      "lcia_categories", "Climate change, 100 years (example)", #""value": 273.0"#,
      #""value": 273.0, "formula": "f(x)""#, "has a formula"
    ),
    (
      "lcia_categories", "Climate change, 100 years (example)", #""value": 273.0"#,
      #""value": 273.0, "location": {"@id": "CN"}"#, "factors by region"
    ),
    ("flows", "coal (example)", "PRODUCT_FLOW", "OTHER_FLOW", "The type of the flow"),
    ("unit_groups", "Units of mass", #""name": "kg""#, #""name": "stone""#, "stone, is not known"),
    ("olca-schema", "", #""version": 2"#, #""version": 1"#, "Version 2 of openLCA"),
  ])
  func `what is not supported is refused by file and place`(
    folder: String, name: String, old: String, new: String, message: String
  ) throws {
    var files = try OpenLCAPackages.files(folder, name, replacing: old, with: new)
    if folder == "olca-schema" { files["olca-schema.json"] = Array(#"{"version": 1}"#.utf8) }
    let said = try refusal(files)
    #expect(said.contains(message), "\(said)")
    #expect(said.contains(".json "), "\(said)")
  }

  @Test(arguments: ["flows", "flow_properties", "unit_groups", "processes"])
  func `a missing file is refused by name`(folder: String) throws {
    let files = try OpenLCAPackages.files()
    let names = files.keys.filter { $0.hasPrefix(folder + "/") }.sorted()
    for name in names {
      var fewer = files
      fewer[name] = nil
      #expect(try refusal(fewer).contains("missing"), "\(name)")
    }
  }

  @Test func `packages cut or changed anywhere never trap`() throws {
    let files = try OpenLCAPackages.files()
    var generator = SplitMix64(seed: 41)
    for name in files.keys.sorted() {
      for _ in 0..<6 {
        var broken = files
        var bytes = files[name] ?? []
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          UInt8.random(in: 0x20...0x7E, using: &generator)
        broken[name] = bytes
        _ = try refusal(broken)
      }
    }
    #expect(throws: OpenLCAProblems.self) { try OpenLCAPackage(zip: [1, 2, 3]) }
  }
}
