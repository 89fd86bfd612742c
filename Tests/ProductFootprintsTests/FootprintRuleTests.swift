// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// Rules 22 to 29 with the examples of the rule book.
@Suite struct FootprintRuleTests {
  @Test func `PCF-22: a footprint without a declared unit is refused`() throws {
    var ledger = try TestLedger()
    var model = Sample.model(1)
    model.statement.unit.amount = .zero
    #expect(try ledger.refusal(of: model) == "PCF-22")
    for change: (inout FootprintStatement) -> Void in [
      { $0.productIds = [] }, { $0.standards = [] }, { $0.assessments = [] },
      { $0.geography = "?" }, { $0.identifier = "00000000-0000-4000-8000-00000000000A" },
    ] {
      var model = Sample.model(1)
      change(&model.statement)
      #expect(try ledger.refusal(of: model) == "PCF-22")
    }
    #expect(try ledger.refusal(of: Sample.model(1)) == nil)
  }

  @Test func `PCF-23: stages match the boundary`() throws {
    var ledger = try TestLedger()
    func model(_ boundary: SystemBoundary, _ stage: LifeCycleStage) -> FootprintModel {
      var make = Sample.process("make", [Sample.emission("direct", "1")])
      make.lines.append(Sample.line("other", "1", "kg", .process("other")))
      return FootprintModel(
        statement: Sample.statement(1, boundary: boundary), product: "make",
        electricity: .locationBased,
        processes: [make, Sample.process("other", stage, [Sample.emission("direct", "1")])])
    }
    #expect(try ledger.refusal(of: model(.cradleToGate, .use)) == "PCF-23")
    #expect(try ledger.refusal(of: model(.cradleToGrave, .use)) == "PCF-23")
    #expect(try ledger.refusal(of: model(.cradleToGrave, .endOfLife)) == nil)
  }

  @Test func `PCF-24: an offset inside the footprint is refused`() throws {
    var ledger = try TestLedger()
    let offset = Sample.line("offset", "1", "kg", .credit("CCER-2025-1"))
    #expect(
      try ledger.refusal(of: Sample.model(1, [Sample.emission("direct", "2"), offset]))
        == "PCF-24")
  }

  @Test func `PCF-24: units that are no certificates are refused`() throws {
    var ledger = try TestLedger()
    let series = try ledger.credits()
    let uses = [DeclarationRecord.Certificates(process: "make", series: series, first: 1, count: 1)]
    let rejection = try ledger.rejection(
      ledger.declaration(Sample.market(1, "1000"), certificates: uses), by: .maker)
    #expect(rejection?.rule.code == "PCF-24")
    #expect(rejection?.found.english.contains("PHER-T") == true)
  }

  @Test func `PCF-25: parts that do not make up the total are refused`() throws {
    var ledger = try TestLedger()
    var make = Sample.process("make", [Sample.emission("direct", "0.8")])
    make.lines.append(Sample.line("ore", "1", "kg", .process("ore")))
    make.lines.append(Sample.line("truck", "1", "kg", .process("truck")))
    let model = FootprintModel(
      statement: Sample.statement(1), product: "make", electricity: .locationBased,
      processes: [
        make, Sample.process("ore", .rawMaterials, [Sample.emission("direct", "1.2")]),
        Sample.process("truck", .distribution, [Sample.emission("direct", "0.2")]),
      ])
    let record = ledger.declaration(model)
    #expect(record.cells.map(\.amount) == [decimal("1.2"), decimal("0.8"), decimal("0.2")])
    func stated(_ amounts: String...) -> DeclarationRecord {
      DeclarationRecord(
        model: record.model, sourceDigest: record.sourceDigest, calculated: record.calculated,
        cells: zip(record.cells, amounts).map {
          FootprintResult.Cell(
            stage: $0.stage, category: $0.category, amount: decimal($1))
        })
    }
    // 1.20 + 0.80 + 0.10 ≠ 2.20, and a total without its parts is none.
    #expect(try ledger.refusal(stated("1.2", "0.8", "0.1"), by: .maker) == "PCF-25")
    #expect(try ledger.refusal(stated("1.2", "0.7", "0.3"), by: .maker) == "PCF-25")
    #expect(try ledger.refusal(stated("1.2", "0.8"), by: .maker) == "PCF-25")
    #expect(try ledger.refusal(stated("2.2"), by: .maker) == "FCT-18")
    #expect(try ledger.refusal(stated("1.2", "0.8", "0.2"), by: .maker) == nil)
    let row = ledger.footprints.footprints[0]
    #expect(row.excludingBiogenicUptake == decimal("2.2"))
    #expect(row.values == [.fossil: decimal("2.2")])
  }

  @Test func `PCF-26: a negative fossil line is refused, uptake is kept apart`() throws {
    var ledger = try TestLedger()
    let negative = Sample.line(
      "tree", "1", "kg", .factors(["example/tree@1"], carbon: false))
    #expect(
      try ledger.refusal(of: Sample.model(1, [Sample.emission("direct", "2"), negative]))
        == "PCF-26")
    let uptake = Sample.line(
      "tree", "1", "kg", .factors(["example/tree@1"], carbon: false), .biogenicUptake)
    try ledger.declare(Sample.model(1, [Sample.emission("direct", "2"), uptake]))
    let row = ledger.footprints.footprints[0]
    #expect(row.excludingBiogenicUptake == decimal("2"))
    #expect(row.includingBiogenicUptake == decimal("1.5"))
    #expect(row.values == [.fossil: decimal("2"), .biogenicUptake: decimal("-0.5")])
  }

  @Test func `PCF-27: six cut-offs of 0.9 per cent are too many`() throws {
    var ledger = try TestLedger()
    var model = Sample.model(1)
    let cutOffs = (1...6).map {
      CutOff(name: "flow \($0)", percent: decimal("0.9"), reason: "no data")
    }
    model.cutOffs = cutOffs
    #expect(try ledger.refusal(of: model) == "PCF-27")
    model.cutOffs = [CutOff(name: "flow", percent: decimal("1.1"), reason: "no data")]
    #expect(try ledger.refusal(of: model) == "PCF-27")
    model.cutOffs = Array(cutOffs.prefix(5))
    #expect(try ledger.refusal(of: model) == nil)
  }

  @Test func `PCF-28: a withdrawn footprint is refused upstream and flags all downstream`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, product: "urn:example:ore"), by: .supplier)
    try ledger.declare(Sample.model(2, on: [1], product: "urn:example:cathode"))
    try ledger.declare(Sample.model(3, on: [2, 1]), by: .buyer)
    try ledger.declare(Sample.model(4, product: "urn:example:box"))
    #expect(ledger.footprints.footprints[2].upstream == [1, 0])
    #expect(ledger.footprints.footprints[2].excludingBiogenicUptake == decimal("4"))
    #expect(try ledger.refusal(ledger.withdrawal(0), by: .buyer) == "LED-6")
    #expect(try ledger.refusal(ledger.withdrawal(0, reason: ""), by: .supplier) == "LED-107")
    try ledger.submit(ledger.withdrawal(0), by: .supplier)
    #expect(try ledger.refusal(ledger.withdrawal(0), by: .authority) == "LED-2")
    let rows = ledger.footprints.footprints.all
    #expect(rows.map(\.affectedBy) == [nil, 0, 0, nil])
    #expect(rows.map { $0.isValid(on: ledger.today) } == [false, false, false, true])
    // What stands, directly or not, on something withdrawn is no upstream.
    for upstream in [1, 2, 3] {
      let model = Sample.model(5, on: [upstream], product: "urn:example:car")
      #expect(try ledger.refusal(of: model) == "PCF-28")
    }
    #expect(
      try ledger.refusal(of: Sample.model(5, on: [4], product: "urn:example:car")) == nil)
    #expect(try ledger.replayedImages() == ledger.images())
  }

  @Test func `PCF-28: two withdrawals flag each footprint once`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, product: "urn:example:a"))
    try ledger.declare(Sample.model(2, on: [1], product: "urn:example:b"))
    try ledger.declare(Sample.model(3, on: [2], product: "urn:example:c"))
    try ledger.submit(ledger.withdrawal(1), by: .maker)
    #expect(ledger.footprints.footprints.all.map(\.affectedBy) == [nil, nil, 1])
    try ledger.submit(ledger.withdrawal(0), by: .registry)
    #expect(ledger.footprints.footprints.all.map(\.affectedBy) == [nil, 0, 1])
  }

  @Test func `PCF-28: an upstream footprint is within its validity and of a compatible unit`()
    throws
  {
    var ledger = try TestLedger()
    let short = period(day(2026, 1, 1), day(2026, 6, 1))
    try ledger.declare(
      Sample.model(1, product: "urn:example:ore", validity: short), on: day(2026, 5, 1))
    let model = Sample.model(2, on: [1])
    #expect(try ledger.refusal(of: model) == "PCF-28")
    #expect(try ledger.refusal(of: Sample.model(2, on: [9])) == "PCF-28")
    var wrong = Sample.model(2)
    wrong.processes[0].lines.append(Sample.line("u", "1", "kWh", .footprint(uuid(1))))
    #expect(try ledger.refusal(of: wrong, on: day(2026, 5, 31)) == "PCF-28")
    #expect(try ledger.refusal(of: model, on: day(2026, 5, 31)) == nil)
  }

  @Test func `PCF-29: A uses B and B uses A is refused`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, product: "urn:example:steel"))
    try ledger.declare(
      Sample.model(2, on: [1], product: "urn:example:machine"), by: .supplier)
    try ledger.declare(Sample.model(3, on: [2], product: "urn:example:mine"), by: .buyer)
    for upstream in [1, 2, 3] {
      let model = Sample.model(4, on: [upstream], product: "urn:example:steel", preceding: [1])
      #expect(try ledger.refusal(of: model) == "PCF-29")
    }
    // Somebody else's steel is another product.
    let steel = Sample.model(4, on: [3], product: "urn:example:steel")
    #expect(try ledger.refusal(of: steel, by: .supplier) == nil)
    let other = Sample.model(5, on: [3], product: "urn:example:rail")
    #expect(try ledger.refusal(of: other) == nil)
  }

  @Test func `PCF-29: a loop of processes without one solution is refused`() throws {
    var ledger = try TestLedger()
    func model(_ need: String) -> FootprintModel {
      var make = Sample.process("make", [Sample.emission("direct", "1")])
      make.lines.append(Sample.line("power", need, "kg", .process("power")))
      let power = Sample.process("power", [Sample.line("machine", need, "kg", .process("make"))])
      return FootprintModel(
        statement: Sample.statement(1), product: "make", electricity: .locationBased,
        processes: [make, power])
    }
    #expect(try ledger.refusal(of: model("1")) == "PCF-29")
    #expect(try ledger.refusal(of: model("0.5")) == nil)
  }

  @Test func `a footprint is declared once, by an enterprise, not for tomorrow`() throws {
    var ledger = try TestLedger()
    let record = ledger.declaration(Sample.model(1))
    #expect(try ledger.refusal(record, by: .verifier) == "LED-6")
    #expect(
      try ledger.refusal(of: Sample.model(1), on: ledger.today.adding(days: 1)) == "LED-5B")
    let damaged = DeclarationRecord(
      model: Array(record.model.dropLast()), sourceDigest: record.sourceDigest,
      calculated: record.calculated, cells: record.cells)
    #expect(try ledger.refusal(damaged, by: .maker) == "LED-101")
    #expect(try ledger.refusal(record, by: .maker) == nil)
    #expect(try ledger.refusal(record, by: .maker) == "LED-108")
  }

  @Test func `a refusal names the first problem, its place and how many follow`() throws {
    var ledger = try TestLedger()
    let lines = ["a", "b", "c"].map {
      Sample.line($0, "1", "kg", .factors(["example/none@1"], carbon: false))
    }
    let rejection = try ledger.rejection(
      ledger.declaration(Sample.model(1, lines)), by: .maker)
    let found = try #require(rejection?.found)
    #expect(found.english.contains("processes[make].lines[a]"))
    #expect(found.english.hasSuffix("(+2)") && found.chinese.hasSuffix("(+2)"))
    #expect(rejection?.description.contains("..") == false)
  }
}
