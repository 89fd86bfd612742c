// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// Which part of the life cycle a footprint covers (rule 23).
public enum SystemBoundary: UInt8, CaseIterable, Sendable {
  /// From raw materials to the gate (摇篮到大门): a partial footprint.
  case cradleToGate
  /// From raw materials to the end of life (摇篮到坟墓).
  case cradleToGrave

  /// The names, in order of the raw values.
  public static let names = ["cradle-to-gate", "cradle-to-grave"]
  /// The name.
  public var name: String { Self.names[Int(rawValue)] }

  /// The stages that may and must appear: to the gate no use and no end of life; to the grave an
  /// end of life.
  public var allowedStages: [LifeCycleStage] {
    switch self {
    case .cradleToGate: [.rawMaterials, .manufacturing, .distribution]
    case .cradleToGrave: LifeCycleStage.allCases
    }
  }
}

/// A stage of the life cycle (GB/T 24067-2024; ISO 14067 6.3.3).
public enum LifeCycleStage: UInt8, CaseIterable, Sendable {
  /// Acquisition of raw materials (原材料获取).
  case rawMaterials
  /// Manufacturing (生产制造).
  case manufacturing
  /// Distribution (分销运输).
  case distribution
  /// Use (使用).
  case use
  /// End of life (生命末期).
  case endOfLife

  /// The names, in order of the raw values.
  public static let names = [
    "raw-materials", "manufacturing", "distribution", "use", "end-of-life",
  ]
  /// The name.
  public var name: String { Self.names[Int(rawValue)] }
  /// The title in both languages.
  public var title: BilingualText {
    switch self {
    case .rawMaterials: BilingualText("原材料获取", "Raw materials")
    case .manufacturing: BilingualText("生产制造", "Manufacturing")
    case .distribution: BilingualText("分销运输", "Distribution")
    case .use: BilingualText("使用", "Use")
    case .endOfLife: BilingualText("生命末期", "End of life")
    }
  }
}

/// What kind of emission or removal an amount is; kinds are never netted silently (rule 26).
///
/// PACT v3 names the same kinds, one property each.
public enum EmissionCategory: UInt8, CaseIterable, Sendable {
  /// Fossil emissions; never negative (化石排放).
  case fossil
  /// Emissions from aircraft; PACT counts them within fossil emissions, so do totals (航空排放).
  case aircraft
  /// Biogenic emissions other than CO2, never negative (生物源非CO2排放).
  case biogenicEmissions
  /// Uptake of biogenic CO2, never positive (生物源CO2吸收).
  case biogenicUptake
  /// Land-use change, never negative (土地利用变化).
  case landUseChange
  /// Land management, never negative (土地管理排放).
  case landManagement
  /// Removals by land management, never positive (土地管理清除).
  case landRemovals
  /// Capture by technology, never positive (工程捕集与清除).
  case technologicalRemovals

  /// The names, in order of the raw values.
  public static let names = [
    "fossil", "aircraft", "biogenic-emissions", "biogenic-uptake", "land-use-change",
    "land-management", "land-removals", "technological-removals",
  ]
  /// The name.
  public var name: String { Self.names[Int(rawValue)] }
  /// Whether its amounts are zero or below.
  public var isRemoval: Bool {
    switch self {
    case .biogenicUptake, .landRemovals, .technologicalRemovals: true
    default: false
    }
  }
  /// The title in both languages.
  public var title: BilingualText {
    switch self {
    case .fossil: BilingualText("化石排放", "Fossil emissions")
    case .aircraft: BilingualText("航空排放", "Aircraft emissions")
    case .biogenicEmissions: BilingualText("生物源排放", "Biogenic emissions")
    case .biogenicUptake: BilingualText("生物源CO₂吸收", "Biogenic CO₂ uptake")
    case .landUseChange: BilingualText("土地利用变化", "Land-use change")
    case .landManagement: BilingualText("土地管理排放", "Land management")
    case .landRemovals: BilingualText("土地管理清除", "Removals by land management")
    case .technologicalRemovals: BilingualText("工程清除", "Technological removals")
    }
  }
}

/// The quantity a footprint is stated for (rule 22).
public struct ReferenceUnit: Sendable, Hashable {
  /// Whether it is a functional unit (功能单位), else a declared unit (声明单位).
  public var isFunctional: Bool
  /// How much; above zero.
  public var amount: ExactDecimal
  /// The unit as written, for instance `kg`, `kWh`, `piece`, `t·km` or `m2`.
  public var unit: String
  /// What is counted, for instance `1 kWh of energy delivered over the life of the battery`.
  public var description: String

  /// Creates a unit.
  public init(
    isFunctional: Bool = false, amount: ExactDecimal, unit: String, description: String = ""
  ) {
    self.isFunctional = isFunctional
    self.amount = amount
    self.unit = unit
    self.description = description
  }
}

/// What a footprint says about itself, whether it was computed here or came from outside
/// (rule 22; PACT v3 ProductFootprint).
public struct FootprintStatement: Sendable, Hashable {
  /// The UUID in lower case; a change of anything is another footprint with another UUID.
  public var identifier: String
  /// URNs of the product, at least one: `urn:gtin:…`, `urn:pact:cas.org:substance-number:…`.
  public var productIds: [String]
  /// URNs of classifications, for instance `urn:pact:productclassification:hs:850760`.
  public var classifications: [String]
  /// The product's name.
  public var productName: BilingualText
  /// What the product is.
  public var productDescription: String
  /// The declared or functional unit.
  public var unit: ReferenceUnit
  /// Kilograms of product in the unit; zero for energy, transport and services.
  public var massPerUnit: ExactDecimal
  /// The boundary.
  public var boundary: SystemBoundary
  /// The days the data describe; the end is excluded.
  public var period: DatePeriod
  /// When the statement is valid; `nil` means three years from the end of `period`.
  public var validity: DatePeriod?
  /// ISO 3166: `CN`, `CN-33`; a UN region's name; empty for the world.
  public var geography: String
  /// The standards followed, for instance `GB/T 24067-2024`, `ISO14067`; at least one.
  public var standards: [String]
  /// Product category rules followed, each `OPERATOR: NAME`.
  public var productRules: [String]
  /// The editions of GWP used: one for what is computed here (rule 17).
  public var assessments: [AssessmentReport]
  /// The UUIDs of the footprints it takes the place of.
  public var preceding: [String]
  /// A comment.
  public var comment: String

  /// Creates a statement.
  public init(
    identifier: String, productIds: [String], classifications: [String] = [],
    productName: BilingualText, productDescription: String = "", unit: ReferenceUnit,
    massPerUnit: ExactDecimal, boundary: SystemBoundary, period: DatePeriod,
    validity: DatePeriod? = nil, geography: String, standards: [String],
    productRules: [String] = [], assessments: [AssessmentReport], preceding: [String] = [],
    comment: String = ""
  ) {
    self.identifier = identifier
    self.productIds = productIds
    self.classifications = classifications
    self.productName = productName
    self.productDescription = productDescription
    self.unit = unit
    self.massPerUnit = massPerUnit
    self.boundary = boundary
    self.period = period
    self.validity = validity
    self.geography = geography
    self.standards = standards
    self.productRules = productRules
    self.assessments = assessments
    self.preceding = preceding
    self.comment = comment
  }

  /// The first and the day after the last day the statement may be relied on.
  public var validPeriod: DatePeriod {
    if let validity { return validity }
    let end = period.end.adding(years: 3)
    // Three years after a date are always later than the date.
    return (try? DatePeriod(start: period.end, end: end)) ?? period
  }
}
