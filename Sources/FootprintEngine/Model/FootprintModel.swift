// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a product's footprint is computed from: processes with inputs as activity data times
/// factors, upstream footprints, or other processes of the same system.
///
/// Amounts of a process are those of one period or one run: all of them belong to its `output`.
public struct FootprintModel: Sendable, Hashable {
  /// What the footprint says about itself.
  public var statement: FootprintStatement
  /// The process whose output is the product.
  public var product: String
  /// How electricity is accounted for in lines that ask for it.
  public var electricity: ElectricityMethod
  /// The processes; the order is the author's.
  public var processes: [ModelProcess]
  /// What was left out, and how much it is (rule 27).
  public var cutOffs: [CutOff]
  /// The largest share one cut-off may have, and all together: those of the product rules.
  public var cutOffLimits: CutOffLimits

  /// Creates a model.
  public init(
    statement: FootprintStatement, product: String, electricity: ElectricityMethod,
    processes: [ModelProcess], cutOffs: [CutOff] = [], cutOffLimits: CutOffLimits = .common
  ) {
    self.statement = statement
    self.product = product
    self.electricity = electricity
    self.processes = processes
    self.cutOffs = cutOffs
    self.cutOffLimits = cutOffLimits
  }
}

/// How electricity is accounted for (rule 16).
public enum ElectricityMethod: UInt8, CaseIterable, Sendable {
  /// By the average of the grid (基于位置).
  case locationBased
  /// By retired certificates, and the residual mix for the rest (基于市场).
  case marketBased

  /// The names, in order of the raw values.
  public static let names = ["location-based", "market-based"]
  /// The name.
  public var name: String { Self.names[Int(rawValue)] }
}

/// An amount with its unit as written.
public struct Measure: Sendable, Hashable {
  /// How much.
  public var amount: ExactDecimal
  /// The unit.
  public var unit: String

  /// Creates a measure.
  public init(_ amount: ExactDecimal, _ unit: String) {
    self.amount = amount
    self.unit = unit
  }
}

/// One process of the system.
public struct ModelProcess: Sendable, Hashable {
  /// The name by which lines refer to it: lower-case letters, digits and `-`.
  public var id: String
  /// The name in both languages.
  public var name: BilingualText
  /// The stage of the life cycle its own emissions belong to.
  public var stage: LifeCycleStage
  /// The site, by the name certificates are retired for; empty when it does not matter.
  public var site: String
  /// What the process is there for, above zero.
  public var output: Measure
  /// What else it makes.
  public var coProducts: [CoProduct]
  /// How the burdens are divided; `nil` when there is nothing to allocate.
  public var allocation: Allocation?
  /// Inputs, emissions, transport, waste.
  public var lines: [ModelLine]

  /// Creates a process.
  public init(
    id: String, name: BilingualText, stage: LifeCycleStage, site: String = "", output: Measure,
    coProducts: [CoProduct] = [], allocation: Allocation? = nil, lines: [ModelLine]
  ) {
    self.id = id
    self.name = name
    self.stage = stage
    self.site = site
    self.output = output
    self.coProducts = coProducts
    self.allocation = allocation
    self.lines = lines
  }
}

/// How a process divides its burdens between its output and its co-products.
public struct Allocation: Sendable, Hashable {
  /// What the weights are: mass, energy, price … (ISO 14044 4.3.4.2).
  public enum Basis: UInt8, CaseIterable, Sendable {
    /// By mass (质量分配).
    case mass
    /// By energy content (能量分配).
    case energy
    /// By another physical relation (其他物理关系).
    case physical
    /// By economic value (经济价值分配).
    case economic

    /// The names, in order of the raw values.
    public static let names = ["mass", "energy", "physical", "economic"]
    /// The name.
    public var name: String { Self.names[Int(rawValue)] }
  }

  /// What the weights are.
  public var basis: Basis
  /// The weight of the main output.
  ///
  /// Co-products bring their own; all are above zero.
  public var weight: ExactDecimal
  /// Why this basis.
  public var reason: String

  /// Creates an allocation.
  public init(basis: Basis, weight: ExactDecimal, reason: String = "") {
    self.basis = basis
    self.weight = weight
    self.reason = reason
  }
}

/// Something a process makes besides its output.
public struct CoProduct: Sendable, Hashable {
  /// The name by which lines refer to it, as `PROCESS#CO-PRODUCT`.
  public var id: String
  /// The name in both languages.
  public var name: BilingualText
  /// How much, above zero.
  public var output: Measure
  /// What becomes of its share.
  public var treatment: Treatment

  /// What becomes of a co-product's share of the burdens.
  public enum Treatment: Sendable, Hashable {
    /// It takes the share its weight has among all weights.
    case allocated(weight: ExactDecimal)
    /// It takes the place of something else, whose footprint is credited (system expansion).
    case substitutes(LineSource)
  }

  /// Creates a co-product.
  public init(id: String, name: BilingualText, output: Measure, treatment: Treatment) {
    self.id = id
    self.name = name
    self.output = output
    self.treatment = treatment
  }
}

/// One input, emission, transport leg or waste of a process.
public struct ModelLine: Sendable, Hashable {
  /// The name of the line within its process: lower-case letters, digits and `-`.
  public var id: String
  /// The name in both languages.
  public var name: BilingualText
  /// The amount, then what it is multiplied by (a distance, a number of trips); at least one.
  public var measures: [Measure]
  /// Where the emissions per amount come from.
  public var source: LineSource
  /// The kind of emission of a factor; lines of processes and footprints keep theirs.
  public var category: EmissionCategory
  /// Whether it is packaging, which PACT reports besides.
  public var isPackaging: Bool
  /// Whether the amount was measured at the process (初级数据).
  public var isPrimary: Bool
  /// The ratings of the data; `nil` when they were not rated.
  public var quality: DataQuality?
  /// How uncertain the amount is.
  public var uncertainty: Uncertainty?
  /// The supplier as the author names it; empty when it does not matter.
  public var supplier: String
  /// SHA-256 or SM3 digests of the evidence, 32 bytes each.
  public var evidence: [[UInt8]]

  /// Creates a line.
  public init(
    id: String, name: BilingualText, measures: [Measure], source: LineSource,
    category: EmissionCategory = .fossil, isPackaging: Bool = false, isPrimary: Bool = false,
    quality: DataQuality? = nil, uncertainty: Uncertainty? = nil, supplier: String = "",
    evidence: [[UInt8]] = []
  ) {
    self.id = id
    self.name = name
    self.measures = measures
    self.source = source
    self.category = category
    self.isPackaging = isPackaging
    self.isPrimary = isPrimary
    self.quality = quality
    self.uncertainty = uncertainty
    self.supplier = supplier
    self.evidence = evidence
  }
}

/// Where a line's emissions come from.
public enum LineSource: Sendable, Hashable {
  /// The product of factors, by code; with `carbon`, what they give is carbon that burns to CO2
  /// (× 44/12): activity × NCV × CC × OF.
  case factors([String], carbon: Bool)
  /// Another process of the model, or `PROCESS#CO-PRODUCT` (loops are allowed).
  case process(String)
  /// A footprint on the ledger, by UUID (rule 28).
  case footprint(String)
  /// Electricity, accounted for by the model's method.
  case electricity(Electricity)
  /// A credit or offset: can be written, and is always refused (rule 24).
  case credit(String)

  /// The factors of an electricity line, by code; empty where the method does not need one.
  public struct Electricity: Sendable, Hashable {
    /// The grid's average: location-based.
    public var average: String
    /// What a certificate covers, by its source: market-based.
    public var certified: String
    /// The residual mix: market-based, for the rest.
    public var residual: String

    /// Creates a choice of factors.
    public init(average: String = "", certified: String = "", residual: String = "") {
      self.average = average
      self.certified = certified
      self.residual = residual
    }
  }
}

/// Ratings 1 (best) to 5 (PACT v3 dqi; ISO 14044 4.2.3.6).
public struct DataQuality: Sendable, Hashable {
  /// Of technology.
  public var technological: UInt8
  /// Of geography.
  public var geographical: UInt8
  /// Of time.
  public var temporal: UInt8

  /// Creates ratings.
  public init(technological: UInt8, geographical: UInt8, temporal: UInt8) {
    self.technological = technological
    self.geographical = geographical
    self.temporal = temporal
  }
}

/// How an amount is distributed around the one stated.
public enum Uncertainty: Sendable, Hashable {
  /// Log-normal around the amount as median, by its geometric standard deviation (above one).
  case lognormal(geometricDeviation: ExactDecimal)
  /// Normal around the amount, by its standard deviation in per cent of the amount.
  case normal(percent: ExactDecimal)
  /// Triangular with the amount as mode, between two shares of it in per cent (80, 130).
  case triangular(lowPercent: ExactDecimal, highPercent: ExactDecimal)
  /// Uniform between two shares of the amount in per cent.
  case uniform(lowPercent: ExactDecimal, highPercent: ExactDecimal)
}
