// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// What charts and reports of a footprint show: a plain value that whoever knows the ledger fills.
///
/// Amounts are kilograms of CO2 equivalent per declared or functional unit.
public struct FootprintPicture: Sendable, Hashable {
  /// The heading, for instance “Product carbon footprint”.
  public var title: BilingualText
  /// The product.
  public var product: BilingualText
  /// The footprint's UUID; empty when it has none yet.
  public var identifier: String
  /// The URNs of the product.
  public var productIds: [String]
  /// What the footprint is stated for.
  public var unit: ReferenceUnit
  /// The boundary.
  public var boundary: SystemBoundary
  /// The days the data describe; the end is excluded.
  public var period: DatePeriod
  /// The region; empty for the world.
  public var geography: String
  /// The editions of GWP.
  public var assessments: [AssessmentReport]
  /// The amounts by stage and category.
  public var cells: [FootprintResult.Cell]
  /// What adds most, in any order; pictures sort them.
  public var contributions: [Contribution]
  /// The supply chain.
  public var nodes: [Node]
  /// What flows along it; a link to or from an unknown node is left out.
  public var links: [Link]
  /// Further lines of the report: standards, product rules, data quality.
  public var facts: [Fact]
  /// What a reader must see first: withdrawn, an invented example, superseded.
  public var notices: [BilingualText]
  /// Who verified it, one line each.
  public var verification: [BilingualText]
  /// The labels, one line each.
  public var labels: [BilingualText]
  /// The ledger's head the report stands on: origin, size and root; empty without a ledger.
  public var ledgerHead: String

  /// One line of one process.
  public struct Contribution: Sendable, Hashable {
    /// What it is.
    public var name: BilingualText
    /// The process it belongs to.
    public var process: BilingualText
    /// The stage.
    public var stage: LifeCycleStage
    /// The category.
    public var category: EmissionCategory
    /// The factor or the upstream footprint.
    public var reference: String
    /// The supplier; empty when it is not named.
    public var supplier: String
    /// How much.
    public var amount: ExactDecimal

    /// Creates a contribution.
    public init(
      name: BilingualText, process: BilingualText, stage: LifeCycleStage,
      category: EmissionCategory, reference: String, supplier: String = "",
      amount: ExactDecimal
    ) {
      self.name = name
      self.process = process
      self.stage = stage
      self.category = category
      self.reference = reference
      self.supplier = supplier
      self.amount = amount
    }
  }

  /// A place in the supply chain.
  public struct Node: Sendable, Hashable {
    /// What the place is.
    public enum Kind: UInt8, CaseIterable, Sendable {
      /// Emissions by a factor.
      case factor
      /// A footprint of a supplier.
      case footprint
      /// A process of the system.
      case process
      /// The product.
      case product
      /// Several places drawn as one.
      case others
    }

    /// The name links use.
    public var id: String
    /// The name people read.
    public var name: BilingualText
    /// What it is.
    public var kind: Kind

    /// Creates a node.
    public init(id: String, name: BilingualText, kind: Kind) {
      self.id = id
      self.name = name
      self.kind = kind
    }
  }

  /// Emissions that pass from one place to the next; below zero for removals.
  public struct Link: Sendable, Hashable {
    /// The node it leaves.
    public var from: String
    /// The node it enters.
    public var to: String
    /// How much.
    public var amount: ExactDecimal

    /// Creates a link.
    public init(from: String, to: String, amount: ExactDecimal) {
      self.from = from
      self.to = to
      self.amount = amount
    }
  }

  /// A labelled line.
  public struct Fact: Sendable, Hashable {
    /// What it is about.
    public var label: BilingualText
    /// What it says.
    public var text: BilingualText

    /// Creates a line.
    public init(_ label: BilingualText, _ text: BilingualText) {
      self.label = label
      self.text = text
    }
  }

  /// Creates a picture.
  public init(
    title: BilingualText, product: BilingualText, identifier: String = "",
    productIds: [String] = [], unit: ReferenceUnit, boundary: SystemBoundary,
    period: DatePeriod, geography: String, assessments: [AssessmentReport],
    cells: [FootprintResult.Cell], contributions: [Contribution] = [], nodes: [Node] = [],
    links: [Link] = [], facts: [Fact] = [], notices: [BilingualText] = [],
    verification: [BilingualText] = [], labels: [BilingualText] = [], ledgerHead: String = ""
  ) {
    self.title = title
    self.product = product
    self.identifier = identifier
    self.productIds = productIds
    self.unit = unit
    self.boundary = boundary
    self.period = period
    self.geography = geography
    self.assessments = assessments
    self.cells = cells
    self.contributions = contributions
    self.nodes = nodes
    self.links = links
    self.facts = facts
    self.notices = notices
    self.verification = verification
    self.labels = labels
    self.ledgerHead = ledgerHead
  }
}
