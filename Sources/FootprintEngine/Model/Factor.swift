// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a factor may be used for (rule 14): factors with near-equal names differ in purpose.
public enum FactorPurpose: UInt8, CaseIterable, Sendable {
  /// Accounting of an organisation's emissions (组织核算), for instance 0.5306 kgCO2/kWh.
  case organisation
  /// Product carbon footprints, over the life cycle (产品碳足迹), for instance 0.6205 kgCO2e/kWh.
  case product
  /// Methodologies of inclusive credits (碳普惠).
  case inclusive
  /// Conversion of energy: heating values, carbon contents, standard coal (能源折算).
  case conversion
  /// Characterisation of a gas: a global warming potential (全球增温潜势).
  case characterisation

  /// The names in JSON, CSV and on the command line, in order of the raw values.
  public static let names = [
    "organisation", "product", "inclusive", "conversion", "characterisation",
  ]
  /// The name in JSON, CSV and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What part a factor plays where parts must not be exchanged (rule 16).
public enum FactorRole: UInt8, CaseIterable, Sendable {
  /// None of the following.
  case plain
  /// Electricity of a grid on average (电网平均): location-based.
  case gridAverage
  /// Electricity of a grid without what is traded as green (剩余组合): the rest, market-based.
  case gridResidual
  /// Electricity from fossil fuels (化石电力).
  case fossilPower
  /// Electricity from one source, such as wind (分电源): what a certificate covers.
  case powerSource
  /// Net calorific value of a fuel (低位发热量).
  case calorificValue
  /// Carbon content of a fuel's energy (单位热值含碳量).
  case carbonContent
  /// Oxidation rate of the carbon (碳氧化率).
  case oxidationRate
  /// Standard coal by calorific value (当量值).
  case standardCoalCalorific
  /// Standard coal by energy spent to supply (等价值).
  case standardCoalEquivalent

  /// The names in JSON, CSV and on the command line, in order of the raw values.
  public static let names = [
    "plain", "grid-average", "grid-residual", "fossil-power", "power-source", "calorific-value",
    "carbon-content", "oxidation-rate", "standard-coal-calorific", "standard-coal-equivalent",
  ]
  /// The name in JSON, CSV and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// An assessment report of the IPCC, whose 100-year global warming potentials are used (rule 17).
public enum AssessmentReport: UInt8, CaseIterable, Sendable {
  /// Second report, 1995.
  case ar2 = 2
  /// Third report, 2001.
  case ar3 = 3
  /// Fourth report, 2007.
  case ar4 = 4
  /// Fifth report, 2013.
  case ar5 = 5
  /// Sixth report, 2021.
  case ar6 = 6

  /// The name in PACT and everywhere else: `AR6`.
  public var name: String { "AR\(rawValue)" }

  /// The report called `name`, or `nil`.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// A published factor: one value, in one version, with its source (rule 13).
///
/// Another value is another version or another code; what was published never changes.
public struct EmissionFactor: Sendable, Hashable {
  /// The code, unique: lower-case words joined by `/` and `-`, `@` and the version, for instance
  /// `cn/electricity/footprint/average/2023@1`.
  public var code: String
  /// The name in both languages.
  public var name: BilingualText
  /// The value; per unit it may be negative only for purpose product (removals).
  public var value: ExactDecimal
  /// The unit as written, for instance `kgCO2e/kWh`, `GJ/t`, `kgCO2e/kg`.
  public var unit: String
  /// The gas or basis: `CO2`, `CO2e`, `CH4-fossil`, …; empty for conversions.
  public var basis: String
  /// What it may be used for.
  public var purpose: FactorPurpose
  /// The part it plays.
  public var role: FactorRole
  /// The GWP edition, when the basis is CO2e or the factor is a GWP.
  public var assessment: AssessmentReport?
  /// The year the data describe; `nil` for constants such as GWP.
  public var dataYear: Int?
  /// For how many years after `dataYear` it may still be used; `nil` for no limit (rule 15).
  public var lagYears: Int?
  /// The region: empty for the world, else `CN`, `CN-33`, or a grid such as `CN-EAST`.
  public var region: String
  /// The day it was published; no calculation dated before may use it (rule 15).
  public var published: CalendarDate
  /// The last day a calculation may use it; `nil` for no end.
  public var validThrough: CalendarDate?
  /// The document it stands in, with number and date.
  public var source: String
  /// The code of the factor it takes the place of; empty when none (rule 21).
  public var supersedes: String
  /// Whether it is an invented example.
  public var isExample: Bool

  /// Creates a factor.
  public init(
    code: String, name: BilingualText, value: ExactDecimal, unit: String, basis: String = "",
    purpose: FactorPurpose, role: FactorRole = .plain, assessment: AssessmentReport? = nil,
    dataYear: Int? = nil, lagYears: Int? = nil, region: String = "", published: CalendarDate,
    validThrough: CalendarDate? = nil, source: String, supersedes: String = "",
    isExample: Bool = false
  ) {
    self.code = code
    self.name = name
    self.value = value
    self.unit = unit
    self.basis = basis
    self.purpose = purpose
    self.role = role
    self.assessment = assessment
    self.dataYear = dataYear
    self.lagYears = lagYears
    self.region = region
    self.published = published
    self.validThrough = validThrough
    self.source = source
    self.supersedes = supersedes
    self.isExample = isExample
  }
}
