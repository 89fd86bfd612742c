// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import FootprintEngine
import Quantities
import Testing

@Suite struct FootprintDocumentTests {
  @Test(arguments: ShippedFootprints.names)
  func `every example reads, fits into a record and comes back from its template`(
    name: String
  ) throws {
    let document = try ShippedFootprints.document(name)
    let bytes = FootprintModelCodec.encode(document.model)
    #expect(try FootprintModelCodec.decode(bytes) == document.model)
    let template = FootprintDocument.template(of: document.model)
    #expect(try FootprintDocument(parsing: Array(template.utf8)).model == document.model)
  }

  @Test func `the template of any model reads as the same model`() throws {
    let models = try ["lithium-cell", "cotton-fabric", "steel-coil"].map {
      try ShippedFootprints.document($0).model
    }
    for seed in UInt64(0)..<300 {
      var variation = VariedFootprint(seed: seed)
      let model = variation.vary(models[Int(seed) % models.count])
      let template = FootprintDocument.template(of: model)
      do throws(FootprintProblems) {
        #expect(try FootprintDocument(parsing: Array(template.utf8)).model == model, "seed \(seed)")
      } catch {
        Issue.record("seed \(seed): \(error.problems)\n\(template)")
      }
    }
  }

  @Test func `a document says what its model says`() throws {
    let model = try ShippedFootprints.document("steel-coil").model
    #expect(model.product == "rolling")
    #expect(
      model.statement.unit
        == ReferenceUnit(
          amount: .one, unit: "t", description: "1 t of coil at the gate of the mill / 出厂热轧卷 1 吨"))
    #expect(model.statement.massPerUnit == ExactDecimal(1000))
    #expect(model.statement.period.description == "2025-01-01/2026-01-01")
    #expect(model.statement.assessments == [.ar6])
    #expect(model.cutOffLimits == .common)
    let oven = try #require(model.processes.first)
    #expect(oven.allocation?.basis == .energy)
    #expect(
      oven.coProducts.first?.treatment == .allocated(weight: try ExactDecimal(text: "7.301868")))
    let plant = model.processes[1]
    #expect(plant.lines[0].source == .process("coke-oven#gas"))
    #expect(plant.lines[1].measures == [Measure(try ExactDecimal(text: "0.0592"), "万Nm3")])
    guard case .factors(let codes, carbon: true) = plant.lines[1].source else {
      Issue.record("\(plant.lines[1].source)")
      return
    }
    #expect(codes.count == 3)
    let slag = model.processes[2].coProducts[0]
    #expect(slag.treatment == .substitutes(.factors(["ex/cement-clinker@1"], carbon: false)))
    let cell = try ShippedFootprints.document("lithium-cell").model.processes[0]
    let delivery = try #require(cell.lines.first { $0.id == "delivery" })
    #expect(delivery.measures.map(\.unit) == ["t", "km"])
    #expect(
      delivery.uncertainty
        == .triangular(lowPercent: ExactDecimal(80), highPercent: ExactDecimal(140)))
  }

  @Test(arguments: [
    ("statement.unit.amount", "declared: 1 t"), ("statement.productIds[0]", "urn:gtin:9526"),
    ("statement.assessments", "gwp: AR6"), ("product", "made-by: rolling"),
    ("statement.massPerUnit", "mass: 1000 kg"), ("statement.period.end", "period: {from"),
    ("processes[coke-oven]", "id: coke-oven"),
    ("processes[coke-oven].lines[power].source", "process: power-plant"),
    ("processes[coke-oven].lines[power].measures[0].unit", "amount: 35 kWh"),
    ("processes[coke-oven].allocation.weight", "allocation: {by: energy"),
    ("processes[coke-oven].coProducts[gas].treatment", "allocated-weight: 7.301868"),
    ("processes[power-plant].lines[combustion].source[1]", "coke-oven-gas/cc@1"),
    ("processes[4].stage", "stage: manufacturing"), ("cutOffs[0].percent", "- {name: 轧辊"),
    ("cutOffLimits", "# 示例"), ("", "# 示例"), ("nonsense[x].y", "# 示例"),
    ("electricity", "electricity: location"),
  ])
  func `a problem of the engine is found where its path stands`(path: String, text: String) throws {
    let source = try ShippedFootprints.text("steel-coil")
    let document = try ShippedFootprints.document("steel-coil")
    let words = BilingualText("—", "—")
    let problem = FootprintProblem(.units, path: path, found: words, required: words)
    let located = try #require(document.located(FootprintProblems([problem])).problems.first)
    let line = source.split(separator: "\n", omittingEmptySubsequences: false)[located.line - 1]
    #expect(line.contains(text), "\(located.line): \(line)")
    #expect(located.column >= 1)
  }

  @Test func `problems come in the order of the document`() throws {
    let document = try ShippedFootprints.document("steel-coil")
    let words = BilingualText("—", "—")
    let paths = ["processes[rolling]", "statement.boundary", "processes[coke-oven].lines[coal]"]
    let problems = paths.map { FootprintProblem(.units, path: $0, found: words, required: words) }
    #expect(
      document.located(FootprintProblems(problems)).problems.map(\.path) == [
        paths[1], paths[2], paths[0],
      ])
  }

  @Test func `bytes at random and cut documents are refused without a trap`() throws {
    let bytes = Array(try ShippedFootprints.text("steel-coil").utf8)
    var generator = SplitMix64(seed: 5)
    for _ in 0..<150 {
      var broken = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
      if !broken.isEmpty {
        broken[Int.random(in: 0..<broken.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      do throws(FootprintProblems) {
        _ = try FootprintDocument(parsing: broken)
      } catch {
        #expect(error.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && $0.rule == nil })
      }
    }
  }
}
