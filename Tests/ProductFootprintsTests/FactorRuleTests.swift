// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// Rules 13 to 21 with the examples of the rule book.
@Suite struct FactorRuleTests {
  @Test func `FCT-13: a factor without a source is refused`() throws {
    var ledger = try TestLedger()
    let bare = Sample.factor("example/new@1", "1", "kgCO2e/kg", source: "")
    #expect(try ledger.refusal(FactorRecord(bare), by: .authority) == "FCT-13")
    let yearless = Sample.factor("example/new@1", "1", "kgCO2e/kg", dataYear: nil, lag: nil)
    #expect(try ledger.refusal(FactorRecord(yearless), by: .authority) == "FCT-13")
    let unversioned = Sample.factor("Example New", "1", "kgCO2e/kg")
    #expect(try ledger.refusal(FactorRecord(unversioned), by: .authority) == "FCT-13")
    let good = Sample.factor("example/new@1", "1", "kgCO2e/kg")
    #expect(try ledger.refusal(FactorRecord(good), by: .maker) == "LED-6")
    #expect(try ledger.refusal(FactorRecord(good), by: .registry) == nil)
    #expect(try ledger.refusal(FactorRecord(good), by: .registry) == "LED-108")
  }

  @Test func `FCT-13: a calculation names factors on the ledger`() throws {
    var ledger = try TestLedger()
    let line = Sample.line("a", "1", "kg", .factors(["example/unknown@1"], carbon: false))
    #expect(try ledger.refusal(of: Sample.model(1, [line])) == "FCT-13")
  }

  @Test func `FCT-14: a factor for organisations is refused in a product footprint`() throws {
    var ledger = try TestLedger()
    func model(_ code: String) -> FootprintModel {
      Sample.model(
        1,
        [
          Sample.line(
            "power", "100", "kWh", .electricity(LineSource.Electricity(average: code)))
        ])
    }
    #expect(try ledger.refusal(of: model("cn/organisation/average/2023@1")) == "FCT-14")
    #expect(try ledger.refusal(of: model("cn/footprint/average/2023@1")) == nil)
    #expect(ledger.footprints.footprints[0].excludingBiogenicUptake == decimal("62.05"))
  }

  @Test func `FCT-15: a factor is published before the calculation and valid for the year`() throws
  {
    var ledger = try TestLedger()
    let late = Sample.factor(
      "cn/late@1", "0.6", "kgCO2e/kWh", .product, .gridAverage, published: day(2026, 1, 8))
    try ledger.submit(FactorRecord(late), by: .authority)
    func model(_ number: Int, _ code: String) -> FootprintModel {
      Sample.model(
        number,
        [Sample.line("p", "1", "kWh", .electricity(LineSource.Electricity(average: code)))])
    }
    let december = day(2025, 12, 20)
    #expect(try ledger.refusal(of: model(1, "cn/late@1"), on: december) == "FCT-15")
    #expect(try ledger.refusal(of: model(1, "cn/late@1"), on: day(2026, 1, 8)) == nil)
    // The factor of 2021, published later, serves data up to four years on here.
    #expect(try ledger.refusal(of: model(2, "cn/average/2021@1"), on: december) == nil)
    let short = Sample.factor(
      "cn/short@1", "0.6", "kgCO2e/kWh", .product, .gridAverage, dataYear: 2021, lag: 2)
    try ledger.submit(FactorRecord(short), by: .authority)
    #expect(try ledger.refusal(of: model(3, "cn/short@1")) == "FCT-15")
  }

  @Test func `FCT-15: a factor that was closed ends with its last day`() throws {
    var ledger = try TestLedger()
    let close = FactorClosureRecord(factor: 0, through: day(2026, 5, 31), reason: "replaced")
    #expect(try ledger.refusal(close, by: .maker) == "LED-6")
    #expect(try ledger.refusal(close, by: .registry) == nil)
    #expect(try ledger.refusal(close, by: .registry) == "LED-2")
    #expect(try ledger.refusal(of: Sample.model(1)) == "FCT-15")
    #expect(try ledger.refusal(of: Sample.model(1), on: day(2026, 5, 31)) == nil)
  }

  @Test func `FCT-16: certificates, then the residual mix, never the average`() throws {
    var ledger = try TestLedger()
    let series = try ledger.certificates(400)
    try ledger.submit(ledger.retirement(series, 1, 400), by: .maker)
    let uses = [
      DeclarationRecord.Certificates(process: "make", series: series, first: 1, count: 400)
    ]
    let average = Sample.market(1, "1000000", residual: "cn/average/2021@1")
    #expect(try ledger.refusal(of: average, certificates: uses) == "FCT-16")
    let number = try ledger.declare(Sample.market(1, "1000000"), certificates: uses)
    // 1000 MWh, 400 certificates: 600 × 0.5942 = 356.52 t.
    #expect(
      ledger.footprints.footprints[number].excludingBiogenicUptake == decimal("356520"))
  }

  @Test func `FCT-16: certificates beyond the electricity of the process are refused`() throws {
    var ledger = try TestLedger()
    let series = try ledger.certificates(2)
    try ledger.submit(ledger.retirement(series, 1, 2), by: .maker)
    let uses = [DeclarationRecord.Certificates(process: "make", series: series, first: 1, count: 2)]
    #expect(try ledger.refusal(of: Sample.market(1, "1500"), certificates: uses) == "FCT-16")
    #expect(try ledger.refusal(of: Sample.market(1, "2000"), certificates: uses) == nil)
  }

  @Test func `FCT-17: potentials of two editions never mix`() throws {
    var ledger = try TestLedger()
    let methane = Sample.line("ch4", "1", "kg", .factors(["ch4/ar5@1"], carbon: false))
    let nitrous = Sample.line("n2o", "1", "kg", .factors(["n2o/ar6@1"], carbon: false))
    #expect(try ledger.refusal(of: Sample.model(1, [methane, nitrous])) == "FCT-17")
    #expect(try ledger.refusal(of: Sample.model(1, [nitrous])) == nil)
  }

  @Test func `FCT-18: the fuel formula reproduces the number stated`() throws {
    var ledger = try TestLedger()
    let diesel = Sample.line(
      "diesel", "100", "t",
      .factors(["diesel/ncv@1", "diesel/cc@1", "diesel/of@1"], carbon: true))
    let record = ledger.declaration(Sample.model(1, [diesel]))
    let cell = try #require(record.cells.first)
    #expect(cell.amount.rounded(scale: 0, rounding: .halfEven) == decimal("309591"))
    var wrong = cell
    wrong.amount = decimal("312000")
    let submitted = DeclarationRecord(
      model: record.model, sourceDigest: record.sourceDigest, calculated: record.calculated,
      cells: [wrong])
    #expect(try ledger.refusal(submitted, by: .maker) == "FCT-18")
    #expect(try ledger.refusal(record, by: .maker) == nil)
  }

  @Test func `FCT-19: cubic metres of gas have no heating value per tonne`() throws {
    var ledger = try TestLedger()
    let gas = Sample.line(
      "gas", "10000", "Nm3",
      .factors(["gas/ncv@1", "diesel/cc@1", "diesel/of@1"], carbon: true))
    #expect(try ledger.refusal(of: Sample.model(1, [gas])) == "FCT-19")
    let odd = Sample.factor("example/odd@1", "1", "apples")
    #expect(try ledger.refusal(FactorRecord(odd), by: .authority) == "FCT-19")
  }

  @Test func `FCT-20: standard coal of both kinds is refused`() throws {
    var ledger = try TestLedger()
    func line(_ id: String, _ code: String) -> ModelLine {
      Sample.line(id, "10", "kWh", .factors([code, "example/per-tce@1"], carbon: false))
    }
    let mixed = Sample.model(1, [line("a", "coal/calorific@1"), line("b", "coal/equivalent@1")])
    #expect(try ledger.refusal(of: mixed) == "FCT-20")
    #expect(try ledger.refusal(of: Sample.model(1, [line("a", "coal/calorific@1")])) == nil)
  }

  @Test func `FCT-21: a new version of a factor leaves old results as they are`() throws {
    var ledger = try TestLedger()
    let number = try ledger.declare(Sample.model(1, emitting: "3"))
    let before = ledger.footprints.footprints[number]
    ledger.today = day(2026, 7, 1)
    let second = Sample.factor(
      "example/one@2", "2", "kgCO2e/kg", published: day(2026, 7, 1),
      supersedes: "example/one@1")
    try ledger.submit(FactorRecord(second), by: .authority)
    #expect(ledger.footprints.footprints[number] == before)
    #expect(before.excludingBiogenicUptake == decimal("3"))
    // The old version serves calculations dated before the new one was published.
    #expect(try ledger.refusal(of: Sample.model(2)) == "FCT-15")
    #expect(try ledger.refusal(of: Sample.model(2), on: day(2026, 6, 30)) == nil)
    // The recalculation is a new footprint, linked to the old.
    let line = Sample.line("direct", "3", "kg", .factors(["example/one@2"], carbon: false))
    let next = try ledger.declare(Sample.model(3, [line], preceding: [1]))
    #expect(ledger.footprints.footprints[next].excludingBiogenicUptake == decimal("6"))
    #expect(ledger.footprints.footprints[next].preceding == [number])
    #expect(ledger.footprints.footprints[number].successor == next)
    #expect(ledger.footprints.footprints[number].excludingBiogenicUptake == decimal("3"))
  }

  @Test func `FCT-21: a factor is superseded once, by one for the same use`() throws {
    var ledger = try TestLedger()
    func version(
      _ code: String, of old: String, _ purpose: FactorPurpose = .product
    ) -> FactorRecord {
      FactorRecord(Sample.factor(code, "2", "kgCO2e/kg", purpose, supersedes: old))
    }
    let unknown = version("example/one@2", of: "example/none@1")
    #expect(try ledger.refusal(unknown, by: .authority) == "FCT-21")
    let other = version("example/one@2", of: "example/one@1", .organisation)
    #expect(try ledger.refusal(other, by: .authority) == "FCT-14")
    #expect(
      try ledger.refusal(version("example/one@2", of: "example/one@1"), by: .authority) == nil)
    #expect(
      try ledger.refusal(version("example/one@3", of: "example/one@1"), by: .authority)
        == "FCT-21")
    #expect(
      try ledger.refusal(version("example/one@3", of: "example/one@2"), by: .authority) == nil)
  }

  @Test func `FCT-21: a footprint takes the place of its owner's own, each once`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1))
    #expect(
      try ledger.refusal(of: Sample.model(2, preceding: [1]), by: .supplier) == "FCT-21")
    #expect(try ledger.refusal(of: Sample.model(2, preceding: [9])) == "FCT-21")
    try ledger.declare(Sample.model(2, preceding: [1]))
    #expect(try ledger.refusal(of: Sample.model(3, preceding: [1])) == "FCT-21")
    #expect(try ledger.refusal(of: Sample.model(3, preceding: [1, 2])) == nil)
  }
}
