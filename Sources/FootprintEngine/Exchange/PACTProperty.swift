// SPDX-License-Identifier: Apache-2.0

/// What kind of value a property of PACT has.
package indirect enum PACTKind: Sendable {
  /// Any text.
  case text
  /// A text of one character or more.
  case filledText
  /// `major.minor.patch` of PACT, version 3.
  case version
  /// Any semantic version.
  case semanticVersion
  /// A UUID.
  case uuid
  /// A date and time in UTC.
  case instant
  /// An absolute URI.
  case uri
  /// A URN (RFC 8141).
  case urn
  /// One of a list.
  case choice([String])
  /// A decimal number as a string.
  case decimal(PACTDecimal)
  /// `true` or `false`.
  case boolean
  /// An assessment report of the IPCC.
  case assessment
  /// An ISO 3166-1 code.
  case country
  /// An ISO 3166-2 code.
  case subdivision
  /// An array of one item or more; a set has none twice.
  case list(PACTKind, isSet: Bool)
  /// An object.
  case object([PACTProperty])
  /// An object whose members are somebody else's.
  case anyObject
}

/// A property of PACT v3's data model (spec/v3/openapi.yaml of wbcsd/data-exchange-protocol).
package struct PACTProperty: Sendable {
  /// The name.
  package let name: String
  /// The kind of value.
  package let kind: PACTKind
  /// Whether the schema requires it.
  package let isRequired: Bool

  init(_ name: String, _ kind: PACTKind, required isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
  }
}

extension PACTProperty {
  /// The properties of a ProductFootprint.
  package static let footprint: [PACTProperty] = [
    PACTProperty("id", .uuid, required: true),
    PACTProperty("specVersion", .version, required: true),
    PACTProperty("precedingPfIds", .list(.uuid, isSet: true)),
    PACTProperty("created", .instant, required: true),
    PACTProperty("status", .choice(["Active", "Deprecated"]), required: true),
    PACTProperty("validityPeriodStart", .instant),
    PACTProperty("validityPeriodEnd", .instant),
    PACTProperty("companyName", .filledText, required: true),
    PACTProperty("companyIds", .list(.urn, isSet: true), required: true),
    PACTProperty("productDescription", .text, required: true),
    PACTProperty("productIds", .list(.urn, isSet: true), required: true),
    PACTProperty("productClassifications", .list(.urn, isSet: true)),
    PACTProperty("productNameCompany", .filledText, required: true),
    PACTProperty("comment", .text),
    PACTProperty("pcf", .object(carbonFootprint), required: true),
    PACTProperty("extensions", .list(.object(dataModelExtension), isSet: false)),
  ]

  /// The properties of a CarbonFootprint.
  package static let carbonFootprint: [PACTProperty] = scope + amounts + method

  private static let scope: [PACTProperty] = [
    PACTProperty(
      "declaredUnitOfMeasurement", .choice(PACTUnit.table.map(\.name)), required: true),
    PACTProperty("declaredUnitAmount", .decimal(.aboveZero), required: true),
    PACTProperty("productMassPerDeclaredUnit", .decimal(.mass), required: true),
    PACTProperty("referencePeriodStart", .instant, required: true),
    PACTProperty("referencePeriodEnd", .instant, required: true),
    PACTProperty("geographyRegionOrSubregion", .choice(PACTGeography.regions)),
    PACTProperty("geographyCountry", .country),
    PACTProperty("geographyCountrySubdivision", .subdivision),
    PACTProperty("boundaryProcessesDescription", .text),
  ]

  private static let amounts: [PACTProperty] = [
    PACTProperty("pcfExcludingBiogenicUptake", .decimal(.any), required: true),
    PACTProperty("pcfIncludingBiogenicUptake", .decimal(.any), required: true),
    PACTProperty("fossilCarbonContent", .decimal(.emission), required: true),
    PACTProperty("biogenicCarbonContent", .decimal(.emission)),
    PACTProperty("recycledCarbonContent", .decimal(.emission)),
    PACTProperty("fossilGhgEmissions", .decimal(.emission), required: true),
    PACTProperty("landUseChangeGhgEmissions", .decimal(.emission)),
    PACTProperty("landCarbonLeakage", .decimal(.emission)),
    PACTProperty("landManagementFossilGhgEmissions", .decimal(.emission)),
    PACTProperty("landManagementBiogenicCO2Emissions", .decimal(.emission)),
    PACTProperty("landManagementBiogenicCO2Removals", .decimal(.removal)),
    PACTProperty("biogenicCO2Uptake", .decimal(.removal)),
    PACTProperty("biogenicNonCO2Emissions", .decimal(.emission)),
    PACTProperty("landAreaOccupation", .decimal(.emission)),
    PACTProperty("aircraftGhgEmissions", .decimal(.emission)),
    PACTProperty("packagingEmissionsIncluded", .boolean),
    PACTProperty("packagingGhgEmissions", .decimal(.emission)),
    PACTProperty("packagingBiogenicCarbonContent", .decimal(.emission)),
    PACTProperty("outboundLogisticsGhgEmissions", .decimal(.emission)),
    PACTProperty("ccsTechnologicalCO2CaptureIncluded", .boolean),
    PACTProperty("ccsTechnologicalCO2Capture", .decimal(.removal)),
    PACTProperty("technologicalCO2CaptureOrigin", .text),
    PACTProperty("technologicalCO2Removals", .decimal(.removal)),
    PACTProperty("ccuCarbonContent", .decimal(.emission)),
    PACTProperty("ccuCalculationApproach", .choice(["Cut-off", "Credit"])),
    PACTProperty("ccuCreditCertification", .uri),
  ]

  private static let method: [PACTProperty] = [
    PACTProperty(
      "ipccCharacterizationFactors", .list(.assessment, isSet: true), required: true),
    PACTProperty("crossSectoralStandards", .list(.text, isSet: true), required: true),
    PACTProperty("productOrSectorSpecificRules", .list(.object(sectorRule), isSet: true)),
    PACTProperty("exemptedEmissionsPercent", .decimal(.percent), required: true),
    PACTProperty("exemptedEmissionsDescription", .text),
    PACTProperty("allocationRulesDescription", .text),
    PACTProperty("secondaryEmissionFactorSources", .list(.object(factorSource), isSet: false)),
    PACTProperty("primaryDataShare", .decimal(.percent)),
    PACTProperty("dqi", .object(dataQuality)),
    PACTProperty("verification", .object(verification)),
  ]

  private static let sectorRule: [PACTProperty] = [
    PACTProperty("operator", .choice(["PEF", "EPD International", "Other"]), required: true),
    PACTProperty("ruleNames", .list(.filledText, isSet: true), required: true),
    PACTProperty("otherOperatorName", .filledText),
  ]

  private static let factorSource: [PACTProperty] = [
    PACTProperty("name", .filledText, required: true),
    PACTProperty("version", .filledText, required: true),
  ]

  private static let dataQuality: [PACTProperty] = [
    PACTProperty("technologicalDQR", .decimal(.rating), required: true),
    PACTProperty("geographicalDQR", .decimal(.rating), required: true),
    PACTProperty("temporalDQR", .decimal(.rating), required: true),
  ]

  private static let verification: [PACTProperty] = [
    PACTProperty(
      "coverage", .choice(["PCF calculation model", "PCF program", "product level"])),
    PACTProperty("providerName", .filledText),
    PACTProperty("completedAt", .instant),
    PACTProperty("standardName", .text),
    PACTProperty("comments", .text),
  ]

  private static let dataModelExtension: [PACTProperty] = [
    PACTProperty("specVersion", .semanticVersion, required: true),
    PACTProperty("dataSchema", .uri, required: true),
    PACTProperty("documentation", .uri),
    PACTProperty("data", .anyObject, required: true),
  ]
}
