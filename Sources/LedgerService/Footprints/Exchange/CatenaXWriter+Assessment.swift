// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

extension CatenaXWriter {
  private static let method = "/pcfAssessmentAndMethodology/0/pcfMethodology/0"

  func assessment() -> JSONValue {
    [
      "technology": [technology()], "idAndVersion": [identity()],
      "boundarySpecifications": [boundary()], "geography": [geography()], "time": [time()],
    ]
  }

  private func technology() -> JSONValue {
    let captured = footprint.amount(
      [.technologicalRemovals], in: ExchangedFootprint.gateStages)
    return ["ccsTechnologicalCO2CaptureIncluded": .bool(!captured.isZero)]
  }

  /// Catena-X leaves `precedingPfIds` without members in its schema; they are named `id` here.
  private func identity() -> JSONValue {
    var list = MemberList()
    list.set("id", .string(statement.identifier))
    list.set("version", 0)
    list.set("status", footprint.isActive ? "Active" : "Deprecated")
    list.set("retroOrProspectivePcfType", "Retrospective PCF")
    if !statement.preceding.isEmpty {
      list.set("precedingPfIds", .array(statement.preceding.map { ["id": .string($0)] }))
    }
    return .object(list.members)
  }

  private func boundary() -> JSONValue {
    var list = MemberList()
    list.set("exemptedEmissionsPercent", decimal(footprint.exemptedPercent))
    list.set("exemptedEmissionsDescription", text: footprint.exemptedReason)
    return .object(list.members)
  }

  /// Catena-X requires a region beside a country.
  private func geography() -> JSONValue {
    let place = PACTPlace(statement.geography)
    var list = MemberList()
    if place?.property != "geographyRegionOrSubregion" {
      list.set("geographyRegionOrSubregion", .string(region))
    }
    if let place { list.set(place.property, .string(place.value)) }
    if place?.property == "geographyCountrySubdivision", let country = statement.country {
      list.set("geographyCountry", .string(country))
    }
    return .object(list.members)
  }

  /// UN M49's subregion where it is one of ours, else the value Catena-X has for several.
  private var region: String {
    guard let country = statement.country else {
      return statement.geography.isEmpty ? "Global" : "Several"
    }
    return ["CN", "HK", "MO", "JP", "KR", "KP", "MN"].contains(country) ? "Eastern Asia" : "Several"
  }

  private func time() -> JSONValue {
    let validity = statement.validPeriod
    return [
      "referencePeriodStart": .string(PACTExport.text(statement.period.start)),
      "referencePeriodEnd": .string(PACTExport.text(statement.period.end)),
      "created": .string(PACTExport.text(footprint.created)),
      "validityPeriodStart": .string(PACTExport.text(validity.start)),
      "validityPeriodEnd": .string(PACTExport.text(validity.end)),
    ]
  }

  mutating func methodology() -> JSONValue {
    var allocation = MemberList()
    allocation.set("allocationRulesDescription", text: footprint.allocation)
    missing(
      Self.method + "/allocationInForeground/0/allocationWasteIncineration",
      "模型不记录废物焚烧的分配方法", "a model does not say how waste incineration is allocated")
    missing(
      Self.method + "/massBalancingInformation/0", "账本不登记质量平衡",
      "the ledger holds nothing on mass balancing")
    // The schema takes one edition; an imported footprint may have used several.
    let reports = statement.assessments.map(\.name)
    let report =
      reports.count == 1 && ["AR4", "AR5", "AR6"].contains(reports[0]) ? reports[0] : nil
    return [
      "standards": [
        [
          "crossSectoralStandards": .array(
            PACTStandard.names(statement.standards).map { .string($0) }),
          "productOrSectorSpecificRules": .array(statement.productRules.map { .string($0) }),
        ]
      ],
      "gwpCharacterizationFactorDetails": [
        ["ipccCharacterizationFactors": .string(report ?? "unspecified")]
      ],
      "allocationInForeground": [.object(allocation.members)],
      "massBalancingInformation": [.object([])],
    ]
  }

  func quality() -> JSONValue {
    var list = MemberList()
    if let share = footprint.primaryDataShare { list.set("primaryDataShare", decimal(share)) }
    if !footprint.secondarySources.isEmpty {
      list.set(
        "secondaryEmissionFactorSources",
        filled: footprint.secondarySources.map { "\($0.name) \($0.version)" })
    }
    if let quality = footprint.quality {
      list.set("technologicalDQR", decimal(quality.technological))
      list.set("geographicalDQR", decimal(quality.geographical))
      list.set("temporalDQR", decimal(quality.temporal))
    }
    return .object(list.members)
  }

  // MARK: - Stages

  mutating func stages() -> JSONValue {
    let production = amounts(in: ExchangedFootprint.gateStages, prefix: "")
    let hasDistribution = footprint.cells.contains { $0.stage == .distribution }
    var distribution = MemberList()
    distribution.set("distributionStageIncluded", .bool(hasDistribution))
    let transport =
      hasDistribution ? amounts(in: [.distribution], prefix: "distributionStage") : []
    return [
      "productionStage": [.object(production)],
      "distributionStage": [.object(distribution.members + transport)],
      "packagingStage": [packaging()],
    ]
  }

  /// The nine amounts of a stage; `pcf…` takes a capital behind a prefix.
  private mutating func amounts(
    in stages: Set<LifeCycleStage>, prefix: String
  ) -> [JSONValue.Member] {
    let rows: [(String, Set<EmissionCategory>)] = [
      ("fossilGhgEmissions", [.fossil, .aircraft]),
      ("biogenicNonCO2Emissions", [.biogenicEmissions]),
      ("biogenicCO2Uptake", [.biogenicUptake]),
      ("landUseChangeGhgEmissions", [.landUseChange]),
      ("landManagementBiogenicCO2Emissions", [.landManagement]),
      ("landManagementBiogenicCO2Removals", [.landRemovals]),
      ("aircraftGhgEmissions", [.aircraft]),
    ]
    let all = Set(EmissionCategory.allCases)
    let excluding = footprint.total(in: stages)
    var list = MemberList()
    list.set(name("pcfExcludingBiogenicUptake", prefix), decimal(excluding))
    list.set(
      name("pcfIncludingBiogenicUptake", prefix), decimal(footprint.amount(all, in: stages)))
    for (field, categories) in rows {
      list.set(name(field, prefix), decimal(footprint.amount(categories, in: stages)))
    }
    if excluding.isNegative {
      let stage = prefix.isEmpty ? "productionStage" : prefix
      missing(
        "/productLifeCycleStagesAndEmissions/0/\(stage)/0/"
          + name("pcfExcludingBiogenicUptake", prefix),
        "清除大于排放,而 Catena-X 不允许负值",
        "removals exceed emissions, which Catena-X has no room for")
    }
    return list.members
  }

  private func name(_ field: String, _ prefix: String) -> String {
    prefix.isEmpty ? field : prefix + field.prefix(1).uppercased() + field.dropFirst()
  }

  /// Packaging is inside of our production stage, and told apart only in total.
  private mutating func packaging() -> JSONValue {
    guard let packaging = footprint.packaging(in: ExchangedFootprint.gateStages),
      packaging.isIncluded
    else { return ["packagingEmissionsIncluded": false] }
    missing(
      "/productLifeCycleStagesAndEmissions/0/packagingStage/0", "包装排放已含在生产阶段内,不另加",
      "packaging is part of the production stage; it is not to be added")
    return [
      "packagingEmissionsIncluded": true,
      "packagingPcfExcludingBiogenicUptake": decimal(packaging.amount),
    ]
  }
}
