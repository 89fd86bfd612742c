// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// What a test model refers to.
struct SampleSources: FootprintSources {
  var factors: [String: EmissionFactor] = [:]
  var footprints: [String: UpstreamFootprint] = [:]
  var certificates: [String: ExactDecimal] = [:]

  init(
    _ factors: [EmissionFactor] = [], footprints: [UpstreamFootprint] = [],
    certificates: [String: ExactDecimal] = [:]
  ) {
    for factor in factors { self.factors[factor.code] = factor }
    for footprint in footprints { self.footprints[footprint.identifier] = footprint }
    self.certificates = certificates
  }

  func factor(_ code: String) -> EmissionFactor? { factors[code] }
  func footprint(_ identifier: String) -> UpstreamFootprint? { footprints[identifier] }
  func certifiedEnergy(of process: String) -> ExactDecimal { certificates[process] ?? .zero }
}

/// Models and factors of tests; all of them are invented examples unless a test says otherwise.
enum SampleFootprint {
  static let date = day("2026-03-01")
  static let identifier = "00000000-0000-4000-8000-000000000001"

  static func day(_ text: String) -> CalendarDate {
    (try? CalendarDate(text: text)) ?? CalendarDate(daysSinceEpoch: 0)
  }

  static func period(_ start: String, _ end: String) -> DatePeriod {
    guard let period = try? DatePeriod(start: day(start), end: day(end)) else {
      preconditionFailure("a test's period is not empty")
    }
    return period
  }

  static func statement(
    _ amount: ExactDecimal = .one, _ unit: String = "kg",
    boundary: SystemBoundary = .cradleToGate
  ) -> FootprintStatement {
    FootprintStatement(
      identifier: identifier, productIds: ["urn:gtin:06901234567892"],
      productName: BilingualText("样品", "Sample"),
      unit: ReferenceUnit(amount: amount, unit: unit), massPerUnit: .one, boundary: boundary,
      period: period("2024-01-01", "2025-01-01"), geography: "CN",
      standards: ["GB/T 24067-2024"], assessments: [.ar6])
  }

  static func model(
    _ processes: [ModelProcess], product: String? = nil, amount: ExactDecimal = .one,
    unit: String = "kg", boundary: SystemBoundary = .cradleToGate,
    electricity: ElectricityMethod = .locationBased
  ) -> FootprintModel {
    FootprintModel(
      statement: statement(amount, unit, boundary: boundary),
      product: product ?? processes.first?.id ?? "", electricity: electricity,
      processes: processes)
  }

  static func process(
    _ id: String, _ output: ExactDecimal, _ unit: String = "kg",
    stage: LifeCycleStage = .manufacturing, coProducts: [CoProduct] = [],
    allocation: Allocation? = nil, _ lines: [ModelLine]
  ) -> ModelProcess {
    ModelProcess(
      id: id, name: BilingualText(id, id), stage: stage, output: Measure(output, unit),
      coProducts: coProducts, allocation: allocation, lines: lines)
  }

  static func process(
    _ id: String, _ output: ExactDecimal, _ lines: [ModelLine]
  ) -> ModelProcess {
    process(id, output, "kg", lines)
  }

  static func line(
    _ id: String, _ amount: ExactDecimal, _ unit: String, _ source: LineSource,
    category: EmissionCategory = .fossil, isPrimary: Bool = false
  ) -> ModelLine {
    ModelLine(
      id: id, name: BilingualText(id, id), measures: [Measure(amount, unit)], source: source,
      category: category, isPrimary: isPrimary)
  }

  /// A factor for footprints of 2024.
  static func factor(
    _ code: String, _ value: ExactDecimal, _ unit: String, basis: String = "CO2e",
    purpose: FactorPurpose = .product, role: FactorRole = .plain,
    assessment: AssessmentReport? = .ar6, dataYear: Int? = 2023, lagYears: Int? = 2,
    published: String = "2025-01-23"
  ) -> EmissionFactor {
    EmissionFactor(
      code: code, name: BilingualText(code, code), value: value, unit: unit, basis: basis,
      purpose: purpose, role: role, assessment: assessment, dataYear: dataYear,
      lagYears: lagYears, published: day(published), source: "test", isExample: true)
  }

  /// One kilogram of CO2 equivalent for each kilogram.
  static let unity = factor("unity@1", .one, "kgCO2e/kg")

  static func footprint(
    _ identifier: String = "00000000-0000-4000-8000-0000000000aa",
    values: [EmissionCategory: ExactDecimal], amount: ExactDecimal = .one, unit: String = "kg",
    massPerUnit: ExactDecimal = .one, assessments: [AssessmentReport] = [.ar6],
    valid: DatePeriod = period("2025-01-01", "2028-01-01"), isWithdrawn: Bool = false,
    primaryDataShare: ExactDecimal? = nil
  ) -> UpstreamFootprint {
    UpstreamFootprint(
      identifier: identifier, name: BilingualText("上游", "Upstream"), supplier: "Supplier",
      unit: ReferenceUnit(amount: amount, unit: unit), massPerUnit: massPerUnit, values: values,
      assessments: assessments, validPeriod: valid, isWithdrawn: isWithdrawn,
      primaryDataShare: primaryDataShare)
  }

  /// The result of a model, on the day of the samples unless another is given.
  static func result(
    _ model: FootprintModel, _ sources: SampleSources = SampleSources([unity]),
    on date: CalendarDate = date
  ) throws -> FootprintResult {
    try FootprintCalculation(model, from: sources, on: date).result()
  }

  /// Everything that is wrong with a model; empty when it is accepted.
  static func problems(
    _ model: FootprintModel, _ sources: SampleSources = SampleSources([unity]),
    on date: CalendarDate = date
  ) -> [FootprintProblem] {
    do throws(FootprintProblems) {
      _ = try FootprintCalculation(model, from: sources, on: date).result()
      return []
    } catch {
      return error.problems
    }
  }
}

extension ExactDecimal: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// Test data are written as plain numbers.
  public init(integerLiteral value: Int) { self.init(value) }

  /// And as `"0.25"`, which keeps every digit.
  public init(stringLiteral value: String) {
    guard let number = try? ExactDecimal(text: value) else {
      preconditionFailure("\(value) is no number")
    }
    self = number
  }
}

extension ExactDecimal {
  /// Whether the number is at most `limit` away from zero.
  func isWithin(_ limit: ExactDecimal) -> Bool {
    guard let negative = try? limit.negated() else { return false }
    return negative <= self && self <= limit
  }
}
