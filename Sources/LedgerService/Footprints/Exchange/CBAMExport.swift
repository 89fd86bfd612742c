// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// The data a supplier gives for a good under the EU's carbon border adjustment mechanism
/// (Regulation (EU) 2023/956, annex IV), in the field names of the response that Catena-X
/// publishes for it.
///
/// CBAM's boundary is an installation's, not a life cycle's: what the two do not share is `null`.
public enum CBAMExport {
  /// The decimal places of values per tonne: those of the CBAM registry.
  public static let scale = 7

  /// The good.
  public static func fields(of footprint: ExchangedFootprint) -> FieldSetExport {
    var writer = CBAMWriter(footprint)
    let document = writer.document()
    return FieldSetExport(document: document, notes: writer.notes.notes)
  }
}

/// Fills in the good of one footprint.
private struct CBAMWriter {
  private let footprint: ExchangedFootprint
  private let energy: CBAMEnergy?
  private(set) var notes = FieldSetNotes()
  private static let installation = "/good/0/operator/0/installation/0"
  private static let record = installation + "/emissionsRecords/0"

  init(_ footprint: ExchangedFootprint) {
    self.footprint = footprint
    energy = CBAMEnergy(footprint)
  }

  private var statement: FootprintStatement { footprint.statement }

  mutating func document() -> JSONValue {
    let installation = JSONValue.object([
      JSONValue.Member("installationIdentification", identification()),
      JSONValue.Member("emissionsRecords", .array([emissions()])),
    ])
    let operatorFields: JSONValue = [
      "operatorIdentification": [
        "operatorIds": [
          "otherIds": .array(footprint.companyIds.map { keyed($0) })
        ],
        "operatorName": .string(footprint.companyName),
      ],
      "installation": .array([installation]),
    ]
    return [
      "good": [
        [
          "cnCode": cnCode(),
          "productIds": .array(statement.productIds.map { keyed($0) }),
          "productDescription": .string(PACTExport.text(statement.productName)),
          "operator": [operatorFields],
        ]
      ]
    ]
  }

  /// A URN as the pair of its namespace and value that CBAM's form asks for.
  private func keyed(_ urn: String) -> JSONValue {
    let parts = urn.split(separator: ":", maxSplits: 2).map(String.init)
    guard parts.count == 3 else { return ["key": "URN", "value": .string(urn)] }
    return ["key": .string(parts[1]), "value": .string(parts[2])]
  }

  private mutating func cnCode() -> JSONValue {
    if let code = statement.classification("cn"), code.utf8.count == 8 { return .string(code) }
    return notes.null(
      "/good/0/cnCode", "产品分类中没有八位 CN 编码(urn:pact:productclassification:cn:…)",
      "no CN code of eight digits among the classifications "
        + "(urn:pact:productclassification:cn:…)")
  }

  private mutating func identification() -> JSONValue {
    let path = Self.installation + "/installationIdentification"
    return [
      "installationIds": notes.null(
        path + "/installationIds", "账本不登记 CBAM 设施编号",
        "the ledger holds no CBAM installation number"),
      "installationName": notes.null(
        path + "/installationName", "账本不登记设施名称", "the ledger holds no installation's name"),
      "address": [
        "countryCode": statement.country.map { .string($0) }
          ?? notes.null(
            path + "/address/countryCode", "足迹未指明国家", "the footprint names no country")
      ],
    ]
  }

  private mutating func emissions() -> JSONValue {
    let path = Self.record
    let last = statement.period.end.adding(days: -1)
    if last.year != statement.period.start.year {
      notes.note(
        path + "/activityData", "起止须在同一日历年", "start and end must be in one calendar year")
    }
    return [
      "productionMethod": [
        "methodId": notes.null(
          path + "/productionMethod/methodId", "模型不含 CBAM 生产方法代码",
          "a model holds no CBAM production method")
      ],
      "activityData": [
        "referencePeriodStart": .string(PACTExport.text(statement.period.start)),
        "referencePeriodEnd": .string("\(last)T23:59:59Z"),
        "netMass": notes.null(
          path + "/activityData/netMass", "足迹按单位核算,不含产量",
          "a footprint is per unit; it holds no quantity produced"),
      ],
      "directEmissions": direct(),
      "indirectEmissions": indirect(),
      "attestationOfConformance": attestation(),
      "carbonPricePaid": notes.null(
        path + "/carbonPricePaid", "账本不登记已付碳价", "the ledger holds no carbon price paid"),
    ]
  }

  private mutating func direct() -> JSONValue {
    let path = Self.record + "/directEmissions/specificEmbeddedEmissionsDirect"
    guard let energy else { return ["specificEmbeddedEmissionsDirect": unknown(path)] }
    guard energy.others.isZero else {
      let burnt = energy.perTonne(energy.combustion).map { PACTExport.text($0) } ?? "—"
      return [
        "specificEmbeddedEmissionsDirect": notes.null(
          path, "前体与其他投入的直接排放未知;燃料燃烧部分见 additionalInformation",
          "the direct emissions of precursors and other inputs are not known; "
            + "those of fuels burnt stand in additionalInformation"),
        "additionalInformation": .string(
          "燃料燃烧 / fuels burnt: \(burnt) tCO2e/t"),
      ]
    }
    return ["specificEmbeddedEmissionsDirect": value(energy.combustion, path)]
  }

  private mutating func indirect() -> JSONValue {
    let path = Self.record + "/indirectEmissions"
    let emissions = path + "/specificEmbeddedEmissionsIndirect"
    guard let energy else {
      return [
        "specificEmbeddedEmissionsIndirect": unknown(emissions),
        "electricityConsumedMwhPerTonnesGood": unknown(
          path + "/electricityConsumedMwhPerTonnesGood"),
      ]
    }
    notes.note(
      emissions, "按产品碳足迹(全生命周期)电力因子计算,CBAM 用发电排放因子",
      "computed with life-cycle factors of electricity; CBAM uses those of generation")
    let factor = energy.electricity.quotient(by: energy.kilowattHours, scale: CBAMExport.scale)
    return [
      "emissionFactorTonnesCo2PerMwh": factor.map { .decimal($0) } ?? .null,
      "sourceOfEmissionFactorValue": .string(energy.factors.joined(separator: ", ")),
      "specificEmbeddedEmissionsIndirect": value(energy.electricity, emissions),
      "electricityConsumedMwhPerTonnesGood": value(
        energy.kilowattHours, path + "/electricityConsumedMwhPerTonnesGood"),
      "sourceOfEmissionFactor": notes.null(
        path + "/sourceOfEmissionFactor", "CBAM 代码表的取值由申报人选择",
        "the declarant chooses from CBAM's list"),
      "sourceOfElectricity": notes.null(
        path + "/sourceOfElectricity", "CBAM 代码表的取值由申报人选择",
        "the declarant chooses from CBAM's list"),
    ]
  }

  private func attestation() -> JSONValue {
    guard let verification = footprint.verification else { return .null }
    return [
      "standardName": .string(verification.standard),
      "providerName": .string(verification.provider),
      "completedAt": .string(PACTExport.text(verification.date)),
    ]
  }

  /// Kilograms per kilogram are tonnes per tonne, kilowatt-hours per kilogram megawatt-hours per
  /// tonne.
  private mutating func value(_ amount: ExactDecimal, _ path: String) -> JSONValue {
    if let value = amount.quotient(by: statement.massPerUnit, scale: CBAMExport.scale) {
      return .decimal(value)
    }
    return notes.null(path, "单位没有质量", "the unit has no mass")
  }

  private mutating func unknown(_ path: String) -> JSONValue {
    notes.null(
      path, "没有可按电力与燃料区分的计算结果",
      "no calculation at hand that tells electricity from fuel")
  }
}

/// Fossil emissions up to the gate, by what CBAM tells apart.
private struct CBAMEnergy {
  private(set) var combustion = ExactDecimal.zero
  private(set) var electricity = ExactDecimal.zero
  private(set) var others = ExactDecimal.zero
  private(set) var kilowattHours = ExactDecimal.zero
  private(set) var factors: [String] = []
  private let mass: ExactDecimal

  /// Nil without a calculation, without knowledge of what its references are, and when electricity
  /// is in no unit of energy.
  init?(_ footprint: ExchangedFootprint) {
    guard let result = footprint.result, !footprint.energyUses.isEmpty else { return nil }
    mass = footprint.statement.massPerUnit
    for part in result.contributions
    where ExchangedFootprint.gateStages.contains(part.stage) && !part.category.isRemoval {
      switch footprint.energyUses[part.reference] {
      case .combustion: combustion = ExchangedFootprint.sum([combustion, part.amount])
      case .electricity:
        guard let energy = Self.kilowattHours(part.activity, part.activityUnit) else {
          return nil
        }
        kilowattHours = ExchangedFootprint.sum([kilowattHours, energy])
        electricity = ExchangedFootprint.sum([electricity, part.amount])
        if !factors.contains(part.reference) { factors.append(part.reference) }
      case nil: others = ExchangedFootprint.sum([others, part.amount])
      }
    }
  }

  func perTonne(_ amount: ExactDecimal) -> ExactDecimal? {
    amount.quotient(by: mass, scale: CBAMExport.scale)
  }

  private static func kilowattHours(_ amount: ExactDecimal, _ unit: String) -> ExactDecimal? {
    guard let unit = try? CompoundUnit(text: unit), unit.dimension == .energy,
      let energy = try? Rational(amount) * unit.factor / Rational(1_000)
    else { return nil }
    return energy.exactDecimal
  }
}
