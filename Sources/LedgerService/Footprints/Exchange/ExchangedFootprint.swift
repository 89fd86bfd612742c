// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// A footprint with everything partners are told about it: one calculated here, or an imported one.
public struct ExchangedFootprint: Sendable {
  /// What it says about itself.
  public var statement: FootprintStatement
  /// Kilograms of CO2 equivalent per unit, by stage and category; empty for imported footprints,
  /// whose stages are not known.
  public var cells: [FootprintResult.Cell]
  /// The calculation, when it is at hand: packaging, processes and electricity come from it.
  public var result: FootprintResult?
  /// Whose it is.
  public var companyName: String
  /// URNs of the company, at least one; ``companyURN(_:)`` makes one from a social credit code.
  public var companyIds: [String]
  /// When it was put on the ledger.
  public var created: Timestamp
  /// Whether it is the latest and not withdrawn: PACT's Active, else Deprecated.
  public var isActive: Bool
  /// Who verified it.
  public var verification: Verification?
  /// The share of primary data in per cent.
  public var primaryDataShare: ExactDecimal?
  /// Ratings weighted by emissions.
  public var quality: FootprintResult.WeightedQuality?
  /// The databases behind factors that are no primary data.
  public var secondarySources: [SecondarySource]
  /// What was left out, in per cent.
  public var exemptedPercent: ExactDecimal
  /// Why it was left out.
  public var exemptedReason: String
  /// How co-products were allocated; empty when nothing was.
  public var allocation: String
  /// Kilograms of carbon in the unit.
  ///
  /// PACT requires the fossil part, and a model does not hold it: whoever exports must say it.
  public var carbon: CarbonContent
  /// What references of contributions stand for, for CBAM; those that are neither are left out.
  public var energyUses: [String: EnergyUse]
  /// The document an imported footprint came as.
  public var document: PACTDocument?

  /// A verification as PACT states it.
  public struct Verification: Sendable, Hashable {
    /// The verifier.
    public var provider: String
    /// The standard it was verified against.
    public var standard: String
    /// The day it was completed.
    public var date: CalendarDate
    /// What was verified, in the verifier's words.
    public var comment: String

    /// Creates a verification.
    public init(provider: String, standard: String, date: CalendarDate, comment: String = "") {
      self.provider = provider
      self.standard = standard
      self.date = date
      self.comment = comment
    }
  }

  /// A database of factors.
  public struct SecondarySource: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// Creates a source.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// Carbon in the product, in kilograms per unit.
  public struct CarbonContent: Sendable, Hashable {
    /// From fossil sources.
    public var fossil: ExactDecimal
    /// From biomass; `nil` when it is not known.
    public var biogenic: ExactDecimal?

    /// Creates a content.
    public init(fossil: ExactDecimal, biogenic: ExactDecimal? = nil) {
      self.fossil = fossil
      self.biogenic = biogenic
    }
  }

  /// What an input of energy is.
  public enum EnergyUse: Sendable, Hashable {
    /// Electricity: indirect emissions in CBAM.
    case electricity
    /// Fuel burnt at the process: direct emissions in CBAM.
    case combustion
  }

  /// Creates a footprint that was calculated here.
  public init(
    statement: FootprintStatement, cells: [FootprintResult.Cell], result: FootprintResult? = nil,
    companyName: String, companyIds: [String], created: Timestamp, isActive: Bool = true,
    carbon: CarbonContent
  ) {
    self.statement = statement
    self.cells = cells
    self.result = result
    self.companyName = companyName
    self.companyIds = companyIds
    self.created = created
    self.isActive = isActive
    self.carbon = carbon
    primaryDataShare = result?.primaryDataShare
    quality = result?.quality
    secondarySources = []
    exemptedPercent = result?.cutOffPercent ?? .zero
    exemptedReason = ""
    allocation = ""
    energyUses = [:]
  }

  /// Wraps an imported footprint; `isActive` is what the ledger says of it.
  public init(_ document: PACTDocument, isActive: Bool) {
    let pcf = PACTExchange.json(of: document)["pcf"]
    func decimal(_ name: String) -> ExactDecimal? {
      pcf?[name]?.text.flatMap { PACTDecimal.read($0) }
    }
    self.init(
      statement: document.statement, cells: [], companyName: document.companyName,
      companyIds: document.companyIds, created: document.created,
      isActive: isActive && document.isActive,
      carbon: CarbonContent(
        fossil: decimal("fossilCarbonContent") ?? .zero,
        biogenic: decimal("biogenicCarbonContent")))
    primaryDataShare = document.primaryDataShare
    exemptedPercent = document.exemptedPercent
    self.document = document
  }

  /// The URN of a company with a unified social credit code.
  public static func companyURN(_ code: SocialCreditCode) -> String { "urn:uscc:\(code.text)" }
}

extension ExchangedFootprint {
  /// The stages PACT's total covers: to the gate, without outbound logistics.
  static let gateStages: Set<LifeCycleStage> = [.rawMaterials, .manufacturing]

  /// The amount of a category in some stages; of all stages for imported footprints.
  func amount(
    _ categories: Set<EmissionCategory>, in stages: Set<LifeCycleStage>
  ) -> ExactDecimal {
    if let document {
      guard stages.isSuperset(of: Self.gateStages) else { return .zero }
      return Self.sum(document.values.filter { categories.contains($0.key) }.map(\.value))
    }
    return Self.sum(
      cells.filter { stages.contains($0.stage) && categories.contains($0.category) }
        .map(\.amount))
  }

  /// Everything but uptake in some stages.
  func total(in stages: Set<LifeCycleStage>) -> ExactDecimal {
    amount(Set(EmissionCategory.allCases).subtracting([.biogenicUptake]), in: stages)
  }

  static func sum(_ amounts: some Sequence<ExactDecimal>) -> ExactDecimal {
    var sum = ExactDecimal.zero
    for amount in amounts {
      guard let next = try? sum + amount else {
        preconditionFailure("amounts of a footprint are checked to fit when it is recorded")
      }
      sum = next
    }
    return sum.normalized
  }
}
