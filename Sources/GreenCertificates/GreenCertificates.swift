// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// The life of green electricity certificates (绿证): filing, issue, trade, retirement, expiry.
///
/// A certificate stands for 1 MWh of renewable electricity of a project and month. Certificates
/// are kept as ranges of a series, one series for each project, month and class of power; the
/// prefix of a series is the 17-character project code, `YYYYMM` and a class letter.
///
/// The energy of a project and month is a subject of the claims register, named by
/// ``energySubject(project:month:)``. Its capacity is the energy that became certificates: what
/// was metered plus what was carried in, less what was carried on. Carried energy thus belongs
/// to the month whose certificate it completes, and Σ claims ≤ capacity holds at every entry.
/// Another scheme can claim what certificates gave back. Inclusive credits also claim energy that
/// never became certificates, adding it to the capacity; a month of which they have a share gets
/// no further certificates, so that no kilowatt-hour is in the capacity twice.
public struct GreenCertificates: Mechanism {
  /// The name of the mechanism.
  public static let name = "green-certificates"
  /// The records, in order of their types.
  public static let records: [RecordDescription] = [
    ProjectRecord.shape, IssueRecord.shape, TransferRecord.shape, SettlementRecord.shape,
    RetirementRecord.shape, ExpiryRecord.shape, ReversalRecord.shape, ExclusionRecord.shape,
    ExclusionClaimRecord.shape,
  ]
  /// The rules, in order of their codes.
  public static var rules: [Rule] { GreenCertificateRules.all }

  /// The codes of the tables.
  public enum Section {
    /// Projects.
    public static let projects: UInt8 = 32
    /// Remainders carried over.
    public static let carryOvers: UInt8 = 33
    /// Settlements of green power.
    public static let settlements: UInt8 = 34
    /// Credit periods in other schemes.
    public static let exclusions: UInt8 = 35
    /// How far certificates have been expired.
    public static let expiry: UInt8 = 36
  }

  /// The projects, by number and code.
  public internal(set) var projects = Table<GreenProject>(code: Section.projects)
  /// The remainders, see ``CarryOver/number(project:_:)``.
  public internal(set) var carryOvers = Table<CarryOver>(code: Section.carryOvers)
  /// The settlements, by number and reference.
  public internal(set) var settlements = Table<Settlement>(code: Section.settlements)
  /// The exclusions.
  public internal(set) var exclusions = Table<Exclusion>(code: Section.exclusions)
  var expiry = Table<ExpiryMark>(code: Section.expiry)
  var expiryOrder = ExpiryOrder()
  /// The numbers of the asset classes, as far as looked up.
  var assets: [UInt32] = []
  let firstParameter: UInt32

  /// Creates the state of a ledger without projects.
  public init(firstParameter: UInt32) {
    self.firstParameter = firstParameter
  }

  /// The subject in the claims register of the energy of a project and month.
  public static func energySubject(project: UInt32, month: CalendarMonth) -> String {
    "energy:\(project):\(month)"
  }

  /// The subject in the claims register that says: energy of a project and month was metered for
  /// certificates, and all of it was carried on.
  public static func carriedSubject(project: UInt32, month: CalendarMonth) -> String {
    "carried:\(project):\(month)"
  }

  /// Applies a record, or refuses it by the rule that forbids it.
  public mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 102: try apply(try decodedTerms(&reader), context, &core)
    case 104: try apply(try decoded(RetirementRecord.self, from: &reader), context, &core)
    case 101: try apply(try decoded(IssueRecord.self, from: &reader), context, &core)
    case 103: try apply(try decoded(SettlementRecord.self, from: &reader), context, &core)
    case 100: try apply(try decoded(ProjectRecord.self, from: &reader), context, &core)
    case 105: try apply(try decoded(ExpiryRecord.self, from: &reader), context, &core)
    case 106: try apply(try decoded(ReversalRecord.self, from: &reader), context, &core)
    case 107: try apply(try decoded(ExclusionRecord.self, from: &reader), context, &core)
    case 108: try apply(try decoded(ExclusionClaimRecord.self, from: &reader), context, &core)
    default: preconditionFailure("record type \(type) is not one of \(Self.name)")
    }
  }

  /// Reads a transfer without building its reference: the path a million trades a second take.
  private func decodedTerms(
    _ reader: inout CBORReader
  ) throws(Rejection) -> TransferRecord.Terms {
    do {
      let terms = try TransferRecord.Terms(decoding: &reader)
      try reader.skipReference()
      return terms
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)",
        required: "\(TransferRecord.shape.name) fields")
    }
  }

  /// Keeps the statement's changes.
  public mutating func commit() {
    projects.commit()
    carryOvers.commit()
    settlements.commit()
    exclusions.commit()
    expiry.commit()
    expiryOrder.commit()
  }

  /// Takes the statement's changes back.
  public mutating func rollback() {
    projects.rollback()
    carryOvers.rollback()
    settlements.rollback()
    exclusions.rollback()
    expiry.rollback()
    expiryOrder.rollback()
    // They may have been registered by the statement refused.
    assets = []
  }
}

extension GreenCertificates {
  /// The tables that are stored.
  public var sections: [any StateSection] {
    [projects, carryOvers, settlements, exclusions, expiry]
  }

  /// Changes one table in place.
  public mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    switch code {
    case Section.projects: try Self.lend(&projects, Table(code: code), body)
    case Section.carryOvers: try Self.lend(&carryOvers, Table(code: code), body)
    case Section.settlements: try Self.lend(&settlements, Table(code: code), body)
    case Section.exclusions: try Self.lend(&exclusions, Table(code: code), body)
    case Section.expiry: try Self.lend(&expiry, Table(code: code), body)
    default: preconditionFailure("\(Self.name) has no section \(code)")
    }
  }
}
