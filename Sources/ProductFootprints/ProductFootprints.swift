// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// Product carbon footprints (产品碳足迹): factors with provenance, footprints computed by the
/// ledger or received from suppliers, verification, lineage, withdrawal, labels.
///
/// A declaration carries its model; the ledger computes it again with the factors, upstream
/// footprints and retired certificates on file and admits it only if the numbers agree. Offsets
/// never enter (GB/T 24067-2024): what can be drawn on are retired certificates of electricity,
/// each once.
public struct ProductFootprints: Mechanism {
  /// The name of the mechanism.
  public static let name = "product-footprints"
  /// The records, in order of their types.
  public static let records: [RecordDescription] = [
    FactorRecord.shape, FactorClosureRecord.shape, DeclarationRecord.shape,
    FootprintImportRecord.shape, FootprintWithdrawalRecord.shape,
    FootprintVerificationRecord.shape, LabelRecord.shape, LabelStatusRecord.shape,
  ]
  /// None: what a rule needs to know stands in factors, models and statements.
  public static let parameters: [ParameterDescription] = []
  /// The rules, in order of their codes.
  public static var rules: [Rule] { FootprintRules.all }

  /// The codes of the tables.
  public enum Section {
    /// Factors.
    public static let factors: UInt8 = 64
    /// Footprints.
    public static let footprints: UInt8 = 65
    /// Labels.
    public static let labels: UInt8 = 66
    /// Which certificates which footprint draws on.
    public static let certificateUses: UInt8 = 67
  }

  /// The factors, by number and code.
  public internal(set) var factors = Table<RegisteredFactor>(code: Section.factors)
  /// The footprints, by number and UUID.
  public internal(set) var footprints = Footprints(code: Section.footprints)
  /// The labels, by number and code.
  public internal(set) var labels = Table<Label>(code: Section.labels)
  /// The certificates used, by number and serial number.
  public internal(set) var certificateUses = CertificateUses(code: Section.certificateUses)

  /// Creates the state of a ledger without factors.
  public init(firstParameter: UInt32) {}

  /// Applies a record, or refuses it by the rule that forbids it.
  public mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 400: try apply(try decoded(FactorRecord.self, from: &reader), context, &core)
    case 401: try apply(try decoded(FactorClosureRecord.self, from: &reader), context, core)
    case 402: try apply(try decoded(DeclarationRecord.self, from: &reader), context, &core)
    case 403: try apply(try decoded(FootprintImportRecord.self, from: &reader), context, &core)
    case 404:
      try apply(try decoded(FootprintWithdrawalRecord.self, from: &reader), context, core)
    case 405:
      try apply(try decoded(FootprintVerificationRecord.self, from: &reader), context, core)
    case 406: try apply(try decoded(LabelRecord.self, from: &reader), context, &core)
    case 407: try apply(try decoded(LabelStatusRecord.self, from: &reader), context, core)
    default: preconditionFailure("record type \(type) is not one of \(Self.name)")
    }
  }
}

extension ProductFootprints {
  /// The tables that are stored.
  public var sections: [any StateSection] { [factors, footprints, labels, certificateUses] }

  /// Changes one table in place.
  public mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    switch code {
    case Section.factors: try Self.lend(&factors, Table(code: code), body)
    case Section.footprints: try Self.lend(&footprints, Footprints(code: code), body)
    case Section.labels: try Self.lend(&labels, Table(code: code), body)
    case Section.certificateUses:
      try Self.lend(&certificateUses, CertificateUses(code: code), body)
    default: preconditionFailure("\(Self.name) has no section \(code)")
    }
  }

  /// Keeps the statement's changes.
  public mutating func commit() {
    factors.commit()
    footprints.commit()
    labels.commit()
    certificateUses.commit()
  }

  /// Takes the statement's changes back.
  public mutating func rollback() {
    factors.rollback()
    footprints.rollback()
    labels.rollback()
    certificateUses.rollback()
  }
}
