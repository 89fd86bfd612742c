// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import Quantities
import Testing

@Suite struct PACTDocumentTests {
  static func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(text: text) }

  static func problems(
    _ changes: (String, CBORValue?)...
  ) throws -> [(path: String, rule: FootprintRule?)] {
    var value = PACTSample.whole
    for (pointer, item) in changes { value = PACTSample.changed(pointer, to: item, in: value) }
    return try PACTSample.problems(value).map { ($0.path, $0.rule) }
  }

  static func warnings(_ changes: (String, CBORValue?)...) throws -> [String] {
    var value = PACTSample.whole
    for (pointer, item) in changes { value = PACTSample.changed(pointer, to: item, in: value) }
    return try PACTSample.read(value).warnings.map(\.english)
  }

  @Test func `a document with every property becomes a statement and amounts by category`()
    throws
  {
    let document = try PACTSample.read(PACTSample.whole)
    let statement = document.statement
    #expect(statement.identifier == "0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a001")
    #expect(statement.unit == ReferenceUnit(amount: .one, unit: "kWh"))
    #expect(statement.massPerUnit == (try Self.decimal("6.25")))
    #expect(statement.boundary == .cradleToGate)
    #expect("\(statement.period)" == "2025-01-01/2026-01-01")
    #expect("\(statement.validPeriod)" == "2026-01-01/2028-12-31")
    #expect(statement.geography == "CN-ZJ")
    #expect(statement.standards == ["ISO14067", "GB/T 24067-2024"])
    #expect(statement.productRules == ["示例协会: 锂电池示例规则"])
    #expect(statement.assessments == [.ar6])
    #expect(statement.preceding == ["0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a000"])
    let values: [EmissionCategory: String] = [
      .fossil: "68.7", .aircraft: "1.5", .biogenicEmissions: "0.01", .biogenicUptake: "-0.2",
      .landUseChange: "0.01", .landManagement: "0.02", .landRemovals: "-0.03",
      .technologicalRemovals: "-0.1",
    ]
    #expect(document.values == (try values.mapValues { try Self.decimal($0) }))
    #expect(document.isActive)
    #expect(document.primaryDataShare == (try Self.decimal("42.5")))
    #expect("\(document.created)" == "2026-02-01T08:00:00.000Z")
    #expect(document.warnings.map(\.english) == [Self.codeWarning])
    #expect(document.bytes == (try PACTSample.whole.encoded()))
  }

  static let codeWarning =
    "/companyIds/0: 91330000MA00000AAA is no unified social credit code "
    + "with a right check character"

  @Test func `categories add up to the totals, whatever rounding left over`() throws {
    let totals = [
      ("70.11", "69.91"), ("70.1", "69.9"), ("70.114", "69.914"), ("70.1", "69.91"),
    ]
    for (excluding, including) in totals {
      let value = PACTSample.changed(
        "/pcf/pcfIncludingBiogenicUptake", to: .text(including),
        in: PACTSample.changed("/pcf/pcfExcludingBiogenicUptake", to: .text(excluding)))
      let document = try PACTSample.read(value)
      var sum = ExactDecimal.zero
      for (category, amount) in document.values {
        #expect(category.isRemoval == amount.isNegative)
        sum = try sum + amount
      }
      #expect(sum == document.includingBiogenicUptake)
      #expect(try sum - (document.values[.biogenicUptake] ?? .zero) == Self.decimal(excluding))
    }
  }

  @Test func `two geographies are refused, none is the world`() throws {
    let others: [(String, CBORValue)] = [
      ("/pcf/geographyCountry", .text("CN")),
      ("/pcf/geographyRegionOrSubregion", .text("Eastern Asia")),
    ]
    for other in others {
      let problems = try Self.problems(other)
      #expect(problems.map(\.rule) == [.statement])
    }
    let all = try Self.problems(others[0], others[1])
    #expect(all.map(\.rule) == [.statement])
    let world = PACTSample.changed("/pcf/geographyCountrySubdivision", to: nil)
    #expect(try PACTSample.read(world).statement.geography.isEmpty)
  }

  @Test(arguments: [
    ("/validityPeriodStart", "2025-12-31T23:59:59.999Z"),
    ("/validityPeriodEnd", "2029-01-01T00:00:00.001Z"),
    ("/validityPeriodEnd", "2026-01-01T00:00:00Z"),
    ("/pcf/referencePeriodEnd", "2025-01-01T00:00:00Z"),
    ("/pcf/referencePeriodEnd", "2024-12-31T00:00:00Z"),
  ])
  func `periods that contradict each other are refused`(pointer: String, time: String) throws {
    let problems = try Self.problems((pointer, .text(time)))
    #expect(problems.contains { $0.path == pointer && $0.rule == .statement })
  }

  @Test func `without a stated validity it is three years from the end of the data`() throws {
    let value = PACTSample.changed(
      "/validityPeriodEnd", to: nil, in: PACTSample.changed("/validityPeriodStart", to: nil))
    let statement = try PACTSample.read(value).statement
    #expect(statement.validity == nil)
    #expect("\(statement.validPeriod)" == "2026-01-01/2029-01-01")
    let half = try PACTSample.read(PACTSample.changed("/validityPeriodEnd", to: nil)).statement
    #expect(half.validity.map { "\($0)" } == "2026-01-01/2029-01-01")
  }

  @Test func `a validity to the end of the third calendar year counts for three years`() throws {
    let end = ("/pcf/referencePeriodEnd", CBORValue?.some(.text("2025-09-30T00:00:00Z")))
    let last = ("/validityPeriodEnd", CBORValue?.some(.text("2028-12-31T00:00:00Z")))
    #expect(try Self.warnings(end, last).contains { $0.contains("counts until 2028-09-30T") })
    let value = PACTSample.changed(end.0, to: end.1)
    #expect(try PACTSample.read(value).statement.validPeriod.end.description == "2028-09-30")
    let beyond = try Self.problems(end, (last.0, .text("2029-01-01T00:00:00.001Z")))
    #expect(beyond.map(\.path) == ["/validityPeriodEnd"])
  }

  @Test func `UTC may be written in every way of RFC 3339`() throws {
    for time in [
      "2026-02-01T08:00:00+00:00", "2026-02-01T08:00:00.123456789Z", "2026-02-01t08:00:00z",
    ] {
      #expect(try Self.problems(("/created", .text(time))).isEmpty)
    }
  }

  @Test func `totals that the parts contradict are refused by rule 25`() throws {
    let excluding = "/pcf/pcfExcludingBiogenicUptake"
    let including = "/pcf/pcfIncludingBiogenicUptake"
    for (pointer, text, found) in [
      (excluding, "69.91", [including, excluding]), (excluding, "71", [including, excluding]),
      (including, "70.11", [including]), (including, "69", [including]),
      ("/pcf/fossilGhgEmissions", "60", [excluding]),
      ("/pcf/landManagementBiogenicCO2Removals", "-3", [excluding]),
      ("/pcf/biogenicCO2Uptake", "0", [including]),
    ] {
      let problems = try Self.problems((pointer, .text(text)))
      #expect(problems.map(\.path) == found, "\(pointer) = \(text)")
      #expect(problems.allSatisfy { $0.rule == .sum })
    }
  }

  @Test func `without uptake stated, the total with it may be lower, never higher`() throws {
    let uptake = ("/pcf/biogenicCO2Uptake", CBORValue?.none)
    #expect(try Self.problems(uptake).isEmpty)
    let problems = try Self.problems(
      uptake, ("/pcf/pcfIncludingBiogenicUptake", .text("70.12")))
    #expect(problems.map(\.rule) == [.sum])
  }

  @Test func `a total above parts that are not all stated stands with a warning`() throws {
    let land = ("/pcf/landUseChangeGhgEmissions", CBORValue?.none)
    let totals: [(String, CBORValue?)] = [
      ("/pcf/pcfExcludingBiogenicUptake", .text("75.00")),
      ("/pcf/pcfIncludingBiogenicUptake", .text("74.80")),
    ]
    let warnings = try Self.warnings(land, totals[0], totals[1])
    #expect(warnings.contains { $0.contains("above the sum of the parts stated, 70.1;") })
    let problems = try Self.problems(
      land, ("/pcf/pcfExcludingBiogenicUptake", .text("65.00")),
      ("/pcf/pcfIncludingBiogenicUptake", .text("64.80")))
    #expect(problems.map(\.rule) == [.sum])
  }

  @Test func `the way PACT's examples add up is accepted with a warning`() throws {
    let warnings = try Self.warnings(
      ("/pcf/landManagementFossilGhgEmissions", .text("5")),
      ("/pcf/pcfExcludingBiogenicUptake", .text("75.10")),
      ("/pcf/pcfIncludingBiogenicUptake", .text("74.90")))
    #expect(warnings.contains { $0.contains("PACT's examples") })
  }

  @Test func `amounts of what is said not to be included are refused`() throws {
    let packaging = try Self.problems(("/pcf/packagingEmissionsIncluded", .boolean(false)))
    #expect(packaging.map(\.path) == ["/pcf/packagingGhgEmissions"])
    let capture = try Self.problems(("/pcf/ccsTechnologicalCO2CaptureIncluded", .boolean(false)))
    #expect(
      capture.map(\.path) == ["/pcf/ccsTechnologicalCO2Capture", "/pcf/technologicalCO2Removals"])
  }

  @Test func `wrong check digits warn and never refuse`() throws {
    for (pointer, urn, word) in [
      ("/productIds/0", "urn:gtin:6901234567890", "GTIN"),
      ("/productIds/0", "urn:gtin:12345", "GTIN"),
      ("/productIds/0", "urn:pact:cas.org:substance-number:13463-67-8", "CAS"),
      ("/productClassifications/0", "urn:pact:productclassification:cas:1456", "CAS"),
    ] {
      let warnings = try Self.warnings((pointer, .text(urn)))
      #expect(warnings.contains { $0.hasPrefix(pointer) && $0.contains(word) })
    }
    let right = try Self.warnings(
      ("/productIds/0", .text("urn:pact:cas.org:substance-number:13463-67-7")))
    #expect(right == [Self.codeWarning])
  }

  @Test func `what the methodology asks for beyond the schema warns`() throws {
    let asked = ["packagingEmissionsIncluded", "primaryDataShare"]
    for name in asked {
      let warnings = try Self.warnings(("/pcf/\(name)", nil))
      #expect(warnings.contains { $0.hasPrefix("/pcf/\(name): the PACT methodology") })
    }
    let rule = "/pcf/productOrSectorSpecificRules"
    #expect(try Self.warnings(("\(rule)/0/otherOperatorName", nil)).count == 2)
    #expect(try Self.warnings((rule, .array([]))).count == 2)
    #expect(try Self.warnings(("/specVersion", .text("3.1.0"))).count == 2)
  }

  @Test func `aircraft above fossil emissions keeps the total and warns`() throws {
    let value = PACTSample.changed("/pcf/aircraftGhgEmissions", to: .text("80"))
    let document = try PACTSample.read(value)
    #expect(document.values[.aircraft] == (try Self.decimal("70.2")))
    #expect(document.values[.fossil] == nil)
    #expect(document.warnings.count == 2)
  }

  @Test func `bytes that no JSON object gives are refused without a rule`() throws {
    let spoiled: [CBORValue] = [
      .text("x"), .array([PACTSample.whole]),
      PACTSample.changed("/extensions/0/data/weight", to: .bytes([1])),
      PACTSample.changed("/extensions/0/data/weight", to: .tag(1, .integer(0))),
      PACTSample.changed("/extensions/0/data/weight", to: .tag(4, .array([.integer(1)]))),
      .map([CBORValue.Pair(.integer(1), .null)]),
    ]
    for value in spoiled {
      #expect(try PACTSample.problems(value).map(\.rule) == [nil])
    }
    let long = PACTSample.changed(
      "/comment", to: .text(String(repeating: "x", count: PACTDocument.maximumBytes)))
    #expect(try PACTSample.problems(long).map(\.rule) == [nil])
    #expect(throws: FootprintProblems.self) { try PACTDocument(decoding: [0xA1, 0x61]) }
  }

  @Test func `the largest and finest numbers neither trap nor round`() throws {
    let most = String(repeating: "9", count: 14) + "." + String(repeating: "9", count: 22)
    var value = PACTSample.whole
    for property in PACTProperty.carbonFootprint {
      guard case .decimal(let kind) = property.kind else { continue }
      let text: String? =
        switch kind {
        case .any, .emission, .mass, .aboveZero: most
        case .removal: "-" + most
        case .percent, .rating: nil
        }
      if let text {
        value = PACTSample.changed("/pcf/\(property.name)", to: .text(text), in: value)
      }
    }
    let sums = try PACTSample.problems(value)
    #expect(!sums.isEmpty && sums.allSatisfy { $0.rule == .sum })
    let tiny = "0.0000000000000000000001"
    let document = try PACTSample.read(
      PACTSample.changed(
        "/pcf/landAreaOccupation", to: .text(tiny),
        in: PACTSample.changed("/pcf/productMassPerDeclaredUnit", to: .text(most))))
    #expect(document.statement.massPerUnit.description == most)
  }
}
