// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a footprint came to, in kilograms of CO2 equivalent per declared or functional unit.
///
/// Every cell is the exact amount rounded half to even at one decimal place, `scale`, chosen so
/// that the largest cell has twelve significant digits; stages, categories and the total are exact
/// sums of cells, so that the parts always add up (rule 25).
public struct FootprintResult: Sendable, Hashable {
  /// One stage and category.
  public struct Cell: Sendable, Hashable {
    /// The stage.
    public var stage: LifeCycleStage
    /// The category.
    public var category: EmissionCategory
    /// Kilograms of CO2 equivalent.
    public var amount: ExactDecimal

    /// Creates a cell.
    public init(stage: LifeCycleStage, category: EmissionCategory, amount: ExactDecimal) {
      self.stage = stage
      self.category = category
      self.amount = amount
    }
  }

  /// Ratings weighted by emissions.
  public struct WeightedQuality: Sendable, Hashable {
    /// Of technology.
    public var technological: ExactDecimal
    /// Of geography.
    public var geographical: ExactDecimal
    /// Of time.
    public var temporal: ExactDecimal

    /// Creates ratings.
    public init(
      technological: ExactDecimal, geographical: ExactDecimal, temporal: ExactDecimal
    ) {
      self.technological = technological
      self.geographical = geographical
      self.temporal = temporal
    }
  }

  /// What one line of one process adds, for everything the unit needs.
  public struct Contribution: Sendable, Hashable {
    /// The process.
    public var process: String
    /// The line; `#CO-PRODUCT` for the credit of a co-product that takes the place of something.
    public var line: String
    /// The stage of the process.
    public var stage: LifeCycleStage
    /// The category.
    public var category: EmissionCategory
    /// The factor codes joined by ` × `, or the upstream UUID: what the amount came through.
    public var reference: String
    /// The supplier, or empty.
    public var supplier: String
    /// The gas or basis of the factor; empty for upstream footprints.
    public var substance: String
    /// How much of the line's first measure the unit needs, in the line's unit: exact where that
    /// is short, else twelve significant digits, rounded half to even.
    public var activity: ExactDecimal
    /// The unit of `activity`.
    public var activityUnit: String
    /// Kilograms of CO2 equivalent, rounded half to even two places beyond the result's scale.
    public var amount: ExactDecimal
    /// Whether the line's amount was measured at the process.
    public var isPrimary: Bool
    /// Whether it is packaging.
    public var isPackaging: Bool

    /// Creates a contribution.
    public init(
      process: String, line: String, stage: LifeCycleStage, category: EmissionCategory,
      reference: String, supplier: String, substance: String, activity: ExactDecimal,
      activityUnit: String, amount: ExactDecimal, isPrimary: Bool, isPackaging: Bool
    ) {
      self.process = process
      self.line = line
      self.stage = stage
      self.category = category
      self.reference = reference
      self.supplier = supplier
      self.substance = substance
      self.activity = activity
      self.activityUnit = activityUnit
      self.amount = amount
      self.isPrimary = isPrimary
      self.isPackaging = isPackaging
    }
  }

  /// The cells that are not zero, by stage, then category.
  public var cells: [Cell]
  /// The decimal places of the cells.
  public var scale: Int
  /// What the lines add, in the order of the model.
  public var contributions: [Contribution]
  /// The share of emissions that stands on primary data, in per cent with two places, rounded
  /// down.
  public var primaryDataShare: ExactDecimal
  /// The ratings weighted by emissions, with one place, rounded half to even; `nil` unless every
  /// contributing line is rated.
  public var quality: WeightedQuality?
  /// All cut-offs together, in per cent.
  public var cutOffPercent: ExactDecimal
  /// The UUIDs of upstream footprints, in order of first use.
  public var upstream: [String]
  /// The codes of the factors used, in order of first use.
  public var factors: [String]
  /// Electricity of market-based lines covered by certificates, in kWh of the model's amounts.
  public var certifiedEnergy: ExactDecimal

  /// Creates a result.
  public init(
    cells: [Cell], scale: Int, contributions: [Contribution] = [],
    primaryDataShare: ExactDecimal = .zero, quality: WeightedQuality? = nil,
    cutOffPercent: ExactDecimal = .zero, upstream: [String] = [], factors: [String] = [],
    certifiedEnergy: ExactDecimal = .zero
  ) {
    self.cells = cells
    self.scale = scale
    self.contributions = contributions
    self.primaryDataShare = primaryDataShare
    self.quality = quality
    self.cutOffPercent = cutOffPercent
    self.upstream = upstream
    self.factors = factors
    self.certifiedEnergy = certifiedEnergy
  }

  /// The sum of the cells that `isIncluded` selects; cells share one scale, so it is exact.
  public func sum(where isIncluded: (Cell) -> Bool) -> ExactDecimal {
    var sum: Int128 = 0
    for cell in cells where isIncluded(cell) {
      // Every cell has at most `scale` places, and there are forty of twelve digits at most.
      sum += cell.amount.coefficient(atScale: scale) ?? 0
    }
    return (try? ExactDecimal(coefficient: sum, scale: scale)) ?? .zero
  }

  /// Everything but the uptake of biogenic CO2 (PACT `pcfExcludingBiogenicUptake`).
  public var excludingBiogenicUptake: ExactDecimal { sum { $0.category != .biogenicUptake } }
  /// Everything (PACT `pcfIncludingBiogenicUptake`).
  public var includingBiogenicUptake: ExactDecimal { sum { _ in true } }
}
