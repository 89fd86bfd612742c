// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine

/// A document with every property of PACT v3, all of it invented, and ways to spoil it.
enum PACTSample {
  typealias Member = (name: String, value: CBORValue)

  static func text(_ text: String) -> CBORValue { .text(text) }

  static func texts(_ texts: String...) -> CBORValue { .array(texts.map { .text($0) }) }

  static func object(_ members: Member...) -> CBORValue {
    .map(members.map { CBORValue.Pair(.text($0.name), $0.value) })
  }

  static let whole = object(
    ("id", .text("0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a001")), ("specVersion", .text("3.0.3")),
    ("precedingPfIds", texts("0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a000")),
    ("created", .text("2026-02-01T08:00:00Z")), ("status", .text("Active")),
    ("validityPeriodStart", .text("2026-01-01T00:00:00Z")),
    ("validityPeriodEnd", .text("2028-12-31T00:00:00Z")), ("companyName", .text("示例电芯厂")),
    ("companyIds", texts("urn:uscc:91330000MA00000AAA", "urn:company:example:cells")),
    ("productDescription", .text("")), ("productIds", texts("urn:gtin:6901234567892")),
    ("productClassifications", texts("urn:pact:productclassification:un-cpc:4641")),
    ("productNameCompany", .text("示例电芯")), ("comment", .text("示例")),
    ("pcf", pcf),
    (
      "extensions",
      .array([
        object(
          ("specVersion", .text("2.0.0")), ("dataSchema", .text("https://example.org/s.json")),
          ("documentation", .text("https://example.org/s")),
          (
            "data",
            object(
              ("weight", .tag(4, .array([.integer(-1), .integer(105)]))), ("note", .null))
          ))
      ])
    ),
    ("unknown", .boolean(true)))

  private static let pcf = CBORValue.map(pairs(scope) + pairs(amounts) + pairs(method))

  private static func pairs(_ value: CBORValue) -> [CBORValue.Pair] {
    guard case .map(let pairs) = value else { return [] }
    return pairs
  }

  private static let scope = object(
    ("declaredUnitOfMeasurement", .text("kilowatt hour")), ("declaredUnitAmount", .text("1")),
    ("productMassPerDeclaredUnit", .text("6.25")),
    ("referencePeriodStart", .text("2025-01-01T00:00:00Z")),
    ("referencePeriodEnd", .text("2026-01-01T00:00:00Z")),
    ("geographyCountrySubdivision", .text("CN-ZJ")),
    ("boundaryProcessesDescription", .text("涂布、卷绕")))

  private static let amounts = object(
    ("pcfExcludingBiogenicUptake", .text("70.11")),
    ("pcfIncludingBiogenicUptake", .text("69.91")), ("fossilCarbonContent", .text("0.4")),
    ("biogenicCarbonContent", .text("0.05")), ("recycledCarbonContent", .text("0")),
    ("fossilGhgEmissions", .text("70.2")), ("landUseChangeGhgEmissions", .text("0.01")),
    ("landCarbonLeakage", .text("0")), ("landManagementFossilGhgEmissions", .text("0")),
    ("landManagementBiogenicCO2Emissions", .text("0.02")),
    ("landManagementBiogenicCO2Removals", .text("-0.03")),
    ("biogenicCO2Uptake", .text("-0.2")), ("biogenicNonCO2Emissions", .text("0.01")),
    ("landAreaOccupation", .text("0.4")), ("aircraftGhgEmissions", .text("1.5")),
    ("packagingEmissionsIncluded", .boolean(true)), ("packagingGhgEmissions", .text("+0.3")),
    ("packagingBiogenicCarbonContent", .text("0")),
    ("outboundLogisticsGhgEmissions", .text("0.7")),
    ("ccsTechnologicalCO2CaptureIncluded", .boolean(true)),
    ("ccsTechnologicalCO2Capture", .text("-0.04")),
    ("technologicalCO2CaptureOrigin", .text("示例捕集厂")),
    ("technologicalCO2Removals", .text("-0.06")), ("ccuCarbonContent", .text("0")),
    ("ccuCalculationApproach", .text("Cut-off")),
    ("ccuCreditCertification", .text("https://example.org/ccu")))

  private static let method = object(
    ("ipccCharacterizationFactors", texts("AR6")),
    ("crossSectoralStandards", texts("ISO14067", "GB/T 24067-2024")),
    (
      "productOrSectorSpecificRules",
      .array([
        object(
          ("operator", .text("Other")), ("ruleNames", texts("锂电池示例规则")),
          ("otherOperatorName", .text("示例协会")))
      ])
    ),
    ("exemptedEmissionsPercent", .text("0.8")), ("exemptedEmissionsDescription", .text("辅料")),
    ("allocationRulesDescription", .text("按质量")),
    (
      "secondaryEmissionFactorSources",
      .array([object(("name", .text("示例数据库")), ("version", .text("1")))])
    ),
    ("primaryDataShare", .text("42.5")),
    (
      "dqi",
      object(
        ("technologicalDQR", .text("1")), ("geographicalDQR", .text("2.5")),
        ("temporalDQR", .text("5")))
    ),
    (
      "verification",
      object(
        ("coverage", .text("product level")), ("providerName", .text("示例核查机构")),
        ("completedAt", .text("2026-01-20T00:00:00Z")), ("standardName", .text("ISO 14064-3")),
        ("comments", .text("示例")))
    ))

  /// The document with the item at a JSON pointer replaced, or taken out.
  static func changed(
    _ pointer: String, to item: CBORValue?, in value: CBORValue = whole
  ) -> CBORValue {
    changed(value, pointer.split(separator: "/")[...], to: item)
  }

  private static func changed(
    _ value: CBORValue, _ path: ArraySlice<Substring>, to item: CBORValue?
  ) -> CBORValue {
    guard let step = path.first else { return item ?? value }
    let isLast = path.count == 1
    switch value {
    case .map(var pairs):
      let key = CBORValue.text(String(step))
      let index = pairs.firstIndex { $0.key == key }
      guard let index else {
        if isLast, let item { pairs.append(CBORValue.Pair(key, item)) }
        return .map(pairs)
      }
      if isLast, item == nil {
        pairs.remove(at: index)
      } else {
        pairs[index].value = changed(pairs[index].value, path.dropFirst(), to: item)
      }
      return .map(pairs)
    case .array(var items):
      guard let index = Int(step), items.indices.contains(index) else { return value }
      items[index] = changed(items[index], path.dropFirst(), to: item)
      return .array(items)
    default: return value
    }
  }

  static func read(_ value: CBORValue) throws -> PACTDocument {
    try PACTDocument(decoding: try value.encoded())
  }

  /// What is wrong with a document; empty when it is accepted.
  static func problems(_ value: CBORValue) throws -> [FootprintProblem] {
    let bytes = try value.encoded()
    do throws(FootprintProblems) {
      _ = try PACTDocument(decoding: bytes)
      return []
    } catch {
      return error.problems
    }
  }
}
