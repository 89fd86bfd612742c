// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// What a package does not say about the footprint that is made of it.
public struct OpenLCAOptions: Sendable {
  /// The UUID of the footprint.
  public var identifier: String
  /// The identifier or name of the product system, or of the process when there is no system;
  /// `nil` when the package has just one.
  public var target: String?
  /// The identifier or name of the impact category, when several count climate change.
  public var category: String?
  /// The edition of global warming potentials; that of the impact category when there is one.
  public var assessment: AssessmentReport
  /// The days that the data describe.
  public var period: DatePeriod
  /// The day of the import.
  public var date: CalendarDate
  /// ISO 3166; empty for the world.
  public var geography: String
  /// The standards followed.
  public var standards: [String]

  /// Creates options.
  public init(
    identifier: String, target: String? = nil, category: String? = nil,
    assessment: AssessmentReport = .ar6, period: DatePeriod, date: CalendarDate,
    geography: String = "", standards: [String] = ["ISO14067"]
  ) {
    self.identifier = identifier
    self.target = target
    self.category = category
    self.assessment = assessment
    self.period = period
    self.date = date
    self.geography = geography
    self.standards = standards
  }
}
