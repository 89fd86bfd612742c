// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a model refers to: factors, upstream footprints and retired certificates.
///
/// A ledger answers from its state, a calculation on a desk from files.
public protocol FootprintSources {
  /// The factor with this code, or `nil`.
  func factor(_ code: String) -> EmissionFactor?
  /// The footprint with this UUID, or `nil`.
  func footprint(_ identifier: String) -> UpstreamFootprint?
  /// The electricity, in kWh, that certificates retired for the process called `process` cover.
  ///
  /// Whether they may be used (rule 31) is for whoever answers.
  func certifiedEnergy(of process: String) -> ExactDecimal
}

/// A footprint as an input of another one.
public struct UpstreamFootprint: Sendable, Hashable {
  /// The UUID.
  public var identifier: String
  /// The product's name.
  public var name: BilingualText
  /// Whose footprint it is, as people name it.
  public var supplier: String
  /// The unit it is stated for.
  public var unit: ReferenceUnit
  /// Kilograms of product in the unit; zero when it has none.
  public var massPerUnit: ExactDecimal
  /// Kilograms of CO2 equivalent per unit, by category.
  public var values: [EmissionCategory: ExactDecimal]
  /// The GWP editions.
  public var assessments: [AssessmentReport]
  /// When it may be relied on.
  public var validPeriod: DatePeriod
  /// Whether it was withdrawn, or stands on something withdrawn.
  public var isWithdrawn: Bool
  /// The share of primary data in per cent; `nil` when it does not say.
  public var primaryDataShare: ExactDecimal?

  /// Creates an upstream footprint.
  public init(
    identifier: String, name: BilingualText, supplier: String, unit: ReferenceUnit,
    massPerUnit: ExactDecimal, values: [EmissionCategory: ExactDecimal],
    assessments: [AssessmentReport], validPeriod: DatePeriod, isWithdrawn: Bool,
    primaryDataShare: ExactDecimal? = nil
  ) {
    self.identifier = identifier
    self.name = name
    self.supplier = supplier
    self.unit = unit
    self.massPerUnit = massPerUnit
    self.values = values
    self.assessments = assessments
    self.validPeriod = validPeriod
    self.isWithdrawn = isWithdrawn
    self.primaryDataShare = primaryDataShare
  }
}
