// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// Factors in memory, found by code: what a calculation on a desk uses in place of a ledger.
///
/// It knows no footprints and no certificates, so a model that draws on them is refused there and
/// calculated on a ledger.
public struct FactorBook: Sendable, FootprintSources {
  /// The factors, in the order in which they came.
  public private(set) var factors: [EmissionFactor] = []
  private var positions: [String: Int] = [:]

  /// A book of factors; of two with one code the first stays.
  public init(_ factors: [EmissionFactor] = []) {
    for factor in factors { append(factor) }
  }

  /// Appends a factor unless its code is taken; `false` when it is.
  @discardableResult
  public mutating func append(_ factor: EmissionFactor) -> Bool {
    guard positions[factor.code] == nil else { return false }
    positions[factor.code] = factors.count
    factors.append(factor)
    return true
  }

  /// The factor with this code, or `nil`.
  public func factor(_ code: String) -> EmissionFactor? {
    positions[code].map { factors[$0] }
  }

  /// None: footprints live on a ledger.
  public func footprint(_ identifier: String) -> UpstreamFootprint? { nil }

  /// None: certificates live on a ledger.
  public func certifiedEnergy(of process: String) -> ExactDecimal { .zero }

  /// The factors that `filter` lets through, in the order of the book.
  public func matching(_ filter: FactorFilter) -> [EmissionFactor] {
    factors.filter { filter.includes($0) }
  }

  /// What is wrong with the book as a whole: problems of factors, and codes that factors say they
  /// take the place of but that are not here.
  public var problems: [FootprintProblem] {
    factors.flatMap { factor in
      var problems = factor.problems.map { problem in
        var named = problem
        named.path = "\(factor.code).\(problem.path)"
        return named
      }
      if !factor.supersedes.isEmpty, positions[factor.supersedes] == nil {
        problems.append(
          FootprintProblem(
            .factorComplete, path: "\(factor.code).supersedes",
            found: BilingualText(factor.supersedes, factor.supersedes),
            required: BilingualText("本表中的编码", "a code that is in the book")))
      }
      return problems
    }
  }
}

/// Which factors to show; a criterion that is absent lets everything through.
public struct FactorFilter: Sendable, Hashable {
  /// The purpose.
  public var purpose: FactorPurpose?
  /// The role.
  public var role: FactorRole?
  /// The region: `CN` also shows what lies in it; the empty text shows the world's only.
  public var region: String?
  /// The year of the data.
  public var year: Int?
  /// The day of a calculation: shows what it may use by publication and validity.
  public var usableOn: CalendarDate?
  /// Words, all of which must stand in the code, a name, the unit, the gas or the source.
  public var text: String

  /// Creates a filter.
  public init(
    purpose: FactorPurpose? = nil, role: FactorRole? = nil, region: String? = nil,
    year: Int? = nil, usableOn: CalendarDate? = nil, text: String = ""
  ) {
    self.purpose = purpose
    self.role = role
    self.region = region
    self.year = year
    self.usableOn = usableOn
    self.text = text
  }

  /// Whether the factor is among those asked for.
  public func includes(_ factor: EmissionFactor) -> Bool {
    if let purpose, factor.purpose != purpose { return false }
    if let role, factor.role != role { return false }
    if let region, !contains(factor.region, in: region) { return false }
    if let year, factor.dataYear != year { return false }
    if let usableOn {
      if factor.published > usableOn { return false }
      if let last = factor.validThrough, last < usableOn { return false }
    }
    return containsWords(factor)
  }

  private func contains(_ region: String, in wanted: String) -> Bool {
    region == wanted || (!wanted.isEmpty && region.hasPrefix(wanted + "-"))
  }

  private func containsWords(_ factor: EmissionFactor) -> Bool {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return true }
    let searched = [
      factor.code, factor.name.chinese, factor.name.english, factor.unit, factor.basis,
      factor.source,
    ].map { $0.lowercased() }
    return words.allSatisfy { word in searched.contains { $0.contains(word) } }
  }
}
