// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct FieldSetExportTests {
  private static func decimal(_ text: String) throws -> ExactDecimal {
    try ExactDecimal(text: text)
  }

  /// The item at a JSON pointer.
  private static func item(_ json: JSONValue, _ pointer: String) -> JSONValue? {
    var value: JSONValue? = json
    for step in pointer.split(separator: "/") {
      value = Int(step).flatMap { value?.elements?[$0] } ?? value?[String(step)]
    }
    return value
  }

  private static let record =
    "/good/0/operator/0/installation/0/emissionsRecords/0"

  /// An invented coil of two kilograms: power, gas, and perhaps a precursor.
  private static func coil(hasPrecursor: Bool) throws -> ExchangedFootprint {
    var footprint = PACTExportTests.example
    footprint.statement.massPerUnit = ExactDecimal(2)
    footprint.statement.unit.amount = ExactDecimal(2)
    func line(_ reference: String, _ activity: String, _ unit: String, _ amount: String) throws
      -> FootprintResult.Contribution
    {
      FootprintResult.Contribution(
        process: "rolling", line: reference, stage: .manufacturing, category: .fossil,
        reference: reference, supplier: "", substance: "CO2e",
        activity: try decimal(activity), activityUnit: unit, amount: try decimal(amount),
        isPrimary: true, isPackaging: false)
    }
    var lines = [
      try line("cn/power@1", "3", "kWh", "1.8615"), try line("cn/gas@1", "0.5", "m3", "1"),
    ]
    if hasPrecursor { lines.append(try line("slab", "2.1", "kg", "4")) }
    footprint.result = FootprintResult(cells: footprint.cells, scale: 4, contributions: lines)
    footprint.energyUses = ["cn/power@1": .electricity, "cn/gas@1": .combustion]
    return footprint
  }

  @Test func `CBAM tells fuels from electricity per tonne`() throws {
    let export = CBAMExport.fields(of: try Self.coil(hasPrecursor: false))
    let json = export.document
    let values = [
      ("/directEmissions/specificEmbeddedEmissionsDirect", "0.5"),
      ("/indirectEmissions/specificEmbeddedEmissionsIndirect", "0.93075"),
      ("/indirectEmissions/electricityConsumedMwhPerTonnesGood", "1.5"),
      ("/indirectEmissions/emissionFactorTonnesCo2PerMwh", "0.6205"),
      ("/activityData/netMass", "null"),
    ]
    for (path, text) in values {
      #expect(Self.item(json, Self.record + path)?.encoded() == text, "\(path)")
    }
    #expect(Self.item(json, "/good/0/cnCode")?.text == "72083900")
    #expect(
      Self.item(json, "/good/0/operator/0/operatorIdentification/operatorIds/otherIds/0")
        == ["key": "uscc", "value": "91330100MA00000000"])
  }

  @Test func `CBAM leaves direct emissions empty when a precursor's are not known`() throws {
    let export = CBAMExport.fields(of: try Self.coil(hasPrecursor: true))
    let path = Self.record + "/directEmissions"
    #expect(
      Self.item(export.document, path + "/specificEmbeddedEmissionsDirect") == .null)
    #expect(
      Self.item(export.document, path + "/additionalInformation")?.text?.hasSuffix("0.5 tCO2e/t")
        == true)
    #expect(export.notes.contains { $0.path == path + "/specificEmbeddedEmissionsDirect" })
  }

  @Test func `every null of a form is noted with its path`() throws {
    var bare = PACTExportTests.example
    bare.statement.classifications = []
    bare.statement.geography = ""
    let forms = [
      CBAMExport.fields(of: bare), CBAMExport.fields(of: try Self.coil(hasPrecursor: true)),
      BatteryPassportExport.fields(of: bare), CatenaXExport.fields(of: bare),
    ]
    for form in forms {
      for path in Self.nulls(form.document, path: "")
      where !path.hasSuffix("/attestationOfConformance") {
        #expect(
          form.notes.contains { path == $0.path || path.contains("LifecycleStage/") }, "\(path)")
      }
    }
  }

  private static func nulls(_ value: JSONValue, path: String) -> [String] {
    switch value {
    case .null: [path]
    case .array(let items):
      items.enumerated().flatMap { nulls($0.element, path: "\(path)/\($0.offset)") }
    case .object(let members):
      members.flatMap { nulls($0.value, path: "\(path)/\($0.name)") }
    default: []
    }
  }

  @Test func `a battery passport has the stages per kilowatt-hour, and their sum`() throws {
    var cell = PACTExportTests.example
    cell.statement.unit = ReferenceUnit(
      isFunctional: true, amount: ExactDecimal(3), unit: "MWh", description: "示例")
    let json = BatteryPassportExport.fields(of: cell).document
    #expect(
      json["carbonFootprintPerLifecycleStage"]?.encoded()
        == #"[{"lifecycleStage":"RawMaterialExtraction","carbonFootprint":0.000666667},"#
        + #"{"lifecycleStage":"MainProduction","carbonFootprint":0.000416667},"#
        + #"{"lifecycleStage":"Distribution","carbonFootprint":0.000166667},"#
        + #"{"lifecycleStage":"Recycling","carbonFootprint":0.00005}]"#)
    #expect(json["batteryCarbonFootprint"]?.encoded() == "0.001300001")
    #expect(json["absoluteCarbonFootprint"] == .null)
  }

  @Test func `a footprint to the gate leaves recycling and the total of a battery empty`() throws {
    var cell = PACTExportTests.example
    cell.statement.boundary = .cradleToGate
    cell.statement.unit = ReferenceUnit(isFunctional: true, amount: .one, unit: "kWh")
    let export = BatteryPassportExport.fields(of: cell)
    let shares = try #require(export.document["carbonFootprintPerLifecycleStage"]?.elements)
    #expect(shares.map { $0["carbonFootprint"] == .null } == [false, false, false, true])
    #expect(export.document["batteryCarbonFootprint"] == .null)
    #expect(
      export.notes.map(\.path).contains("/carbonFootprintPerLifecycleStage/3/carbonFootprint"))
  }

  @Test func `a battery by the piece has an absolute footprint and none per kilowatt-hour`()
    throws
  {
    var pack = PACTExportTests.example
    pack.statement.unit = ReferenceUnit(amount: ExactDecimal(2), unit: "piece")
    let export = BatteryPassportExport.fields(of: pack)
    #expect(export.document["batteryCarbonFootprint"] == .null)
    #expect(export.document["absoluteCarbonFootprint"]?.encoded() == "1.95")
    #expect(export.notes.contains { $0.path == "/batteryCarbonFootprint" })
  }

  @Test func `Catena-X groups PACT's properties, with numbers or with strings`() throws {
    let example = PACTExportTests.example
    let stage = "/productLifeCycleStagesAndEmissions/0/"
    for (form, text) in [(DecimalForm.number, "3.25"), (.text, "\"3.25\"")] {
      let json = CatenaXExport.fields(of: example, decimals: form).document
      let total = Self.item(json, stage + "productionStage/0/pcfExcludingBiogenicUptake")
      #expect(total?.encoded() == text)
    }
    let json = CatenaXExport.fields(of: example).document
    let transport = stage + "distributionStage/0/distributionStagePcfExcludingBiogenicUptake"
    #expect(Self.item(json, transport)?.encoded() == "0.5")
    let place = "/pcfAssessmentAndMethodology/0/pcfAssessmentInformation/0/geography/0"
    #expect(
      Self.item(json, place) == [
        "geographyRegionOrSubregion": "Eastern Asia", "geographyCountrySubdivision": "CN-ZJ",
        "geographyCountry": "CN",
      ])
  }

  @Test(
    .enabled(
      if: SchemaChecker.python != nil && SchemaChecker.catenaX != nil,
      "TANZHANG_JSONSCHEMA and TANZHANG_CATENAX_SCHEMA name no python and no schema"))
  func `Catena-X's schema complains of nothing but what the notes say is missing`() throws {
    let schema = try #require(SchemaChecker.catenaX)
    let samples = PACTExportTests.generated.prefix(300).map(\.footprint)
    let exports = samples.map { CatenaXExport.fields(of: $0) }
    let lines = try SchemaChecker.lines(exports.map(\.document), schema: schema)
    #expect(lines.count > 300)
    for line in lines.dropLast() {
      let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
      let notes = exports[(Int(parts[0]) ?? 1) - 1].notes
      let isNoted = notes.contains { note in
        note.path == parts[1] || parts[1].hasPrefix(note.path)
          || (note.path.hasPrefix(parts[1])
            && parts[2].contains(note.path.split(separator: "/").last ?? "-"))
      }
      #expect(isNoted, "\(line)")
    }
  }
}
