// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FootprintEngine
public import LedgerCore
public import Quantities

/// A product carbon footprint on the ledger: what it says, where it comes from, what happened to
/// it since.
///
/// The model or document itself stays in its entry, see ``position``.
public struct Footprint: Sendable, Equatable {
  /// A footprint computed by the ledger from its model.
  public struct Computation: Sendable, Equatable {
    /// The day of the calculation.
    public let date: CalendarDate
    /// The result.
    public let cells: [FootprintResult.Cell]
    /// The decimal places of the cells.
    public let scale: Int
    /// The digest of the document the model was made from.
    public let sourceDigest: Digest
  }

  /// A footprint received from a supplier.
  public struct Receipt: Sendable, Equatable {
    /// The company whose product it is.
    public let companyName: String
    /// URNs of the company.
    public let companyIds: [String]
    /// Kilograms of CO₂ equivalent per unit, by category.
    public let values: [EmissionCategory: ExactDecimal]
    /// The day it was received.
    public let date: CalendarDate
    /// The digest of what came with it.
    public let evidence: Digest?
  }

  /// Where its numbers come from.
  public enum Origin: Sendable, Equatable {
    /// The ledger computed it (计算).
    case computed(Computation)
    /// A supplier stated it (导入).
    case imported(Receipt)
  }

  /// A verifier's statement.
  public struct Verification: Sendable, Equatable {
    /// The verifier.
    public let verifier: UInt32
    /// What it says.
    public let record: FootprintVerificationRecord
    /// The record.
    public let position: RecordPosition
  }

  /// The end of a footprint.
  public struct Withdrawal: Sendable, Equatable {
    /// Who withdrew it.
    public let party: UInt32
    /// The first day on which it is withdrawn.
    public let date: CalendarDate
    /// Why.
    public let reason: String
    /// The record.
    public let position: RecordPosition
  }

  /// What it says about itself.
  public let statement: FootprintStatement
  /// Whose product it is; of an imported one, who received it.
  public let owner: UInt32
  /// Where its numbers come from.
  public let origin: Origin
  /// Its total without the uptake of biogenic CO₂, in kilograms of CO₂ equivalent per unit.
  public let excludingBiogenicUptake: ExactDecimal
  /// Its total with it.
  public let includingBiogenicUptake: ExactDecimal
  /// The share of primary data in per cent; `nil` when it does not say.
  public let primaryDataShare: ExactDecimal?
  /// The record that put it on the ledger.
  public let position: RecordPosition
  /// The footprints it draws on, in order of first use.
  public let upstream: [UInt32]
  /// The footprints on the ledger it takes the place of.
  public let preceding: [UInt32]
  /// The footprint that takes its place.
  public internal(set) var successor: UInt32?
  /// Its newest verification.
  public internal(set) var verification: Verification?
  /// Its withdrawal.
  public internal(set) var withdrawal: Withdrawal?
  /// The withdrawn footprint it stands on, directly or through others.
  public internal(set) var affectedBy: UInt32?
  /// Its labels.
  public internal(set) var labels: [UInt32] = []

  init(
    statement: FootprintStatement, owner: UInt32, origin: Origin,
    totals: (excluding: ExactDecimal, including: ExactDecimal), primaryDataShare: ExactDecimal?,
    position: RecordPosition, upstream: [UInt32] = [], preceding: [UInt32] = []
  ) {
    self.statement = statement
    self.owner = owner
    self.origin = origin
    excludingBiogenicUptake = totals.excluding.normalized
    includingBiogenicUptake = totals.including.normalized
    self.primaryDataShare = primaryDataShare
    self.position = position
    self.upstream = upstream
    self.preceding = preceding
  }

  /// Whether nothing speaks against it: neither it nor anything it stands on is withdrawn.
  public var isReliable: Bool { withdrawal == nil && affectedBy == nil }

  /// Whether it may be relied on on `date`: within its validity, nothing withdrawn.
  public func isValid(on date: CalendarDate) -> Bool {
    isReliable && statement.validPeriod.contains(date)
  }

  /// Whether it came from a supplier.
  public var isImported: Bool { if case .imported = origin { true } else { false } }

  /// The day of the calculation, or on which it was received.
  public var date: CalendarDate {
    switch origin {
    case .computed(let computation): computation.date
    case .imported(let receipt): receipt.date
    }
  }

  /// Its status for lists.
  public var status: FootprintStatus {
    var status: FootprintStatus = []
    if isImported { status.insert(.imported) }
    if verification != nil { status.insert(.verified) }
    if withdrawal != nil { status.insert(.withdrawn) }
    if affectedBy != nil { status.insert(.affected) }
    if successor != nil { status.insert(.superseded) }
    return status
  }

  /// The total a label on `basis` shows.
  public func total(_ basis: LabelBasis) -> ExactDecimal {
    basis == .excluding ? excludingBiogenicUptake : includingBiogenicUptake
  }

  /// Kilograms of CO₂ equivalent per unit, by category; those that are zero are not there.
  public var values: [EmissionCategory: ExactDecimal] {
    switch origin {
    case .imported(let receipt): return receipt.values
    case .computed(let computation):
      let result = FootprintResult(cells: computation.cells, scale: computation.scale)
      var values: [EmissionCategory: ExactDecimal] = [:]
      for category in EmissionCategory.allCases {
        let sum = result.sum { $0.category == category }
        if !sum.isZero { values[category] = sum.normalized }
      }
      return values
    }
  }
}

/// What a footprint is and what happened to it, as flags.
public struct FootprintStatus: OptionSet, Sendable, Hashable {
  /// The flags.
  public let rawValue: UInt64

  /// Creates a set of flags.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// It came from a supplier; else the ledger computed it.
  public static let imported = FootprintStatus(rawValue: 1)
  /// It was verified.
  public static let verified = FootprintStatus(rawValue: 2)
  /// It was withdrawn.
  public static let withdrawn = FootprintStatus(rawValue: 4)
  /// It stands on something withdrawn.
  public static let affected = FootprintStatus(rawValue: 8)
  /// Another one takes its place.
  public static let superseded = FootprintStatus(rawValue: 16)
}
