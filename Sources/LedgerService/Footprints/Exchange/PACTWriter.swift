// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Writes the properties of one footprint that was calculated here.
struct PACTWriter {
  let footprint: ExchangedFootprint
  let unit: PACTDeclaredUnit

  private var statement: FootprintStatement { footprint.statement }

  var members: [JSONValue.Member] {
    var list = MemberList()
    list.set("id", .string(statement.identifier))
    list.set("specVersion", .string(PACTExchange.version))
    list.set("precedingPfIds", filled: statement.preceding)
    list.set("created", .string(PACTExport.text(footprint.created)))
    list.set("status", footprint.isActive ? "Active" : "Deprecated")
    if let validity = statement.validity {
      list.set("validityPeriodStart", .string(PACTExport.text(validity.start)))
      list.set("validityPeriodEnd", .string(PACTExport.text(validity.end)))
    }
    list.set("companyName", .string(footprint.companyName))
    list.set("companyIds", filled: footprint.companyIds)
    list.set("productDescription", .string(description))
    list.set("productIds", filled: statement.productIds)
    list.set("productClassifications", filled: statement.classifications)
    list.set("productNameCompany", .string(PACTExport.text(statement.productName)))
    list.set("comment", text: comment)
    list.set("pcf", .object(carbonFootprint))
    return list.members
  }

  /// The description, with what a functional unit counts, since PACT has declared units only.
  private var description: String {
    let unit = statement.unit.description
    guard statement.unit.isFunctional, !unit.isEmpty else { return statement.productDescription }
    let separator = statement.productDescription.isEmpty ? "" : "\n"
    return "\(statement.productDescription)\(separator)功能单位 / Functional unit: \(unit)"
  }

  /// The comment, with what PACT's total leaves out.
  private var comment: String {
    let behind = footprint.total(in: [.use, .endOfLife])
    guard !behind.isZero else { return statement.comment }
    let separator = statement.comment.isEmpty ? "" : "\n"
    return statement.comment + separator
      + "使用与生命末期阶段(\(PACTExport.text(behind)) kgCO2e)不在 PACT 合计内。"
      + "Use and end of life (\(PACTExport.text(behind)) kgCO2e) are outside of PACT's total."
  }

  private var carbonFootprint: [JSONValue.Member] {
    var list = MemberList()
    list.set("declaredUnitOfMeasurement", .string(unit.name))
    list.set("declaredUnitAmount", unit.amount)
    list.set("productMassPerDeclaredUnit", statement.massPerUnit)
    list.set("referencePeriodStart", .string(PACTExport.text(statement.period.start)))
    list.set("referencePeriodEnd", .string(PACTExport.text(statement.period.end)))
    if let geography = PACTPlace(statement.geography) {
      list.set(geography.property, .string(geography.value))
    }
    list.set("boundaryProcessesDescription", text: processes)
    setAmounts(&list)
    setMethod(&list)
    return list.members
  }

  /// What a category comes to up to the gate.
  private func gate(_ categories: EmissionCategory...) -> ExactDecimal {
    footprint.amount(Set(categories), in: ExchangedFootprint.gateStages)
  }

  private func setAmounts(_ list: inout MemberList) {
    let stages = ExchangedFootprint.gateStages
    let excluding = footprint.total(in: stages)
    let including = footprint.amount(Set(EmissionCategory.allCases), in: stages)
    list.set("pcfExcludingBiogenicUptake", excluding)
    list.set("pcfIncludingBiogenicUptake", including)
    list.set("fossilCarbonContent", footprint.carbon.fossil)
    if let biogenic = footprint.carbon.biogenic { list.set("biogenicCarbonContent", biogenic) }
    list.set("fossilGhgEmissions", gate(.fossil, .aircraft))
    list.set("landUseChangeGhgEmissions", gate(.landUseChange))
    list.set("landManagementBiogenicCO2Emissions", gate(.landManagement))
    list.set("landManagementBiogenicCO2Removals", gate(.landRemovals))
    list.set("biogenicCO2Uptake", gate(.biogenicUptake))
    list.set("biogenicNonCO2Emissions", gate(.biogenicEmissions))
    list.set("aircraftGhgEmissions", gate(.aircraft))
    if let packaging = footprint.packaging(in: stages) {
      list.set("packagingEmissionsIncluded", .bool(packaging.isIncluded))
      if packaging.isIncluded { list.set("packagingGhgEmissions", packaging.amount) }
    }
    let distribution = footprint.total(in: [.distribution])
    if !distribution.isZero, !distribution.isNegative {
      list.set("outboundLogisticsGhgEmissions", distribution)
    }
    let captured = gate(.technologicalRemovals)
    list.set("ccsTechnologicalCO2CaptureIncluded", .bool(!captured.isZero))
    if !captured.isZero { list.set("technologicalCO2Removals", captured) }
  }

  private func setMethod(_ list: inout MemberList) {
    list.set("ipccCharacterizationFactors", filled: statement.assessments.map(\.name))
    list.set("crossSectoralStandards", filled: PACTStandard.names(statement.standards))
    let rules = PACTStandard.rules(statement.productRules)
    if !rules.isEmpty { list.set("productOrSectorSpecificRules", .array(rules)) }
    list.set("exemptedEmissionsPercent", footprint.exemptedPercent)
    list.set("exemptedEmissionsDescription", text: footprint.exemptedReason)
    list.set("allocationRulesDescription", text: footprint.allocation)
    if !footprint.secondarySources.isEmpty {
      list.set(
        "secondaryEmissionFactorSources",
        .array(
          footprint.secondarySources.map {
            ["name": .string($0.name), "version": .string($0.version)]
          }))
    }
    if let share = footprint.primaryDataShare { list.set("primaryDataShare", share) }
    if let quality = footprint.quality {
      var ratings = MemberList()
      ratings.set("technologicalDQR", quality.technological)
      ratings.set("geographicalDQR", quality.geographical)
      ratings.set("temporalDQR", quality.temporal)
      list.set("dqi", .object(ratings.members))
    }
    if let verification = footprint.verification {
      var facts = MemberList()
      facts.set("coverage", "product level")
      facts.set("providerName", .string(verification.provider))
      facts.set("completedAt", .string(PACTExport.text(verification.date)))
      facts.set("standardName", .string(verification.standard))
      facts.set("comments", text: verification.comment)
      list.set("verification", .object(facts.members))
    }
  }

  /// The processes of the calculation by stage, in the order of the model.
  private var processes: String {
    var names: [LifeCycleStage: [String]] = [:]
    for part in footprint.result?.contributions ?? [] {
      guard names[part.stage]?.contains(part.process) != true else { continue }
      names[part.stage, default: []].append(part.process)
    }
    return ([.rawMaterials, .manufacturing, .distribution] as [LifeCycleStage])
      .compactMap { stage in
        names[stage].map { "\(stage.title.english): \($0.joined(separator: ", "))" }
      }
      .joined(separator: "\n")
  }
}

extension ExchangedFootprint {
  /// What packaging emits in some stages without uptake, rounded half to even at the scale of the
  /// result; nil without a calculation.
  func packaging(
    in stages: Set<LifeCycleStage>
  ) -> (isIncluded: Bool, amount: ExactDecimal)? {
    guard let result else { return nil }
    let parts = result.contributions.filter {
      $0.isPackaging && stages.contains($0.stage) && !$0.category.isRemoval
    }
    let amount = Self.sum(parts.map(\.amount))
    return (!parts.isEmpty, amount.rounded(scale: result.scale, rounding: .halfEven))
  }
}

/// Members of an object being written, in order.
struct MemberList {
  private(set) var members: [JSONValue.Member] = []

  mutating func set(_ name: String, _ value: JSONValue) {
    members.append(JSONValue.Member(name, value))
  }

  /// A decimal as PACT writes it.
  mutating func set(_ name: String, _ decimal: ExactDecimal) {
    set(name, .string(PACTExport.text(decimal)))
  }

  /// A text, left out when it is empty.
  mutating func set(_ name: String, text: String) {
    if !text.isEmpty { set(name, .string(text)) }
  }

  /// An array of texts, left out when it is empty.
  mutating func set(_ name: String, filled texts: [String]) {
    if !texts.isEmpty { set(name, .array(texts.map { .string($0) })) }
  }
}
