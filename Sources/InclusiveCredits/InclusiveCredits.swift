// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// Inclusive credits (碳普惠): reductions that the ledger computes from activity data under a
/// methodology on file, issued in tonnes with serial numbers or in grams of persons.
///
/// Activities arrive in batches and are evaluated when they are admitted; what a person saved is
/// added up by scenario and month. A month is verified and closed, then issued: whole tonnes (or
/// persons' whole grams) come into being and the remainder is carried. See
/// docs/INCLUSIVE_CREDITS.md for the life of a ride.
public struct InclusiveCredits: Mechanism {
  /// The name of the mechanism.
  public static let name = "inclusive-credits"
  /// The scheme under which inclusive credits stand in the claims register.
  public static let claimScheme = "pher"
  /// The records, in order of their types.
  public static var records: [RecordDescription] { InclusiveCreditRecords.shapes }
  /// None: what a rule needs to know stands in schemes, methodologies and obligations.
  public static let parameters: [ParameterDescription] = []
  /// The rules, in order of their codes.
  public static var rules: [Rule] { InclusiveCreditRules.all }

  /// The codes of the tables.
  public enum Section {
    /// Methodology versions.
    public static let methodologies: UInt8 = 48
    /// Schemes.
    public static let schemes: UInt8 = 49
    /// Scenarios.
    public static let scenarios: UInt8 = 50
    /// Persons.
    public static let persons: UInt8 = 51
    /// Authorisations.
    public static let authorisations: UInt8 = 52
    /// Batches of activities.
    public static let batches: UInt8 = 53
    /// Scenarios' months.
    public static let periods: UInt8 = 54
    /// Issues.
    public static let issues: UInt8 = 55
    /// Activities of the days still open.
    public static let openDays: UInt8 = 56
    /// Amounts of persons.
    public static let amounts: UInt8 = 57
    /// Offers.
    public static let offers: UInt8 = 58
    /// Obligations.
    public static let obligations: UInt8 = 59
    /// The first open day.
    public static let closedDays: UInt8 = 60
  }

  /// The methodology versions, by number and identity.
  public internal(set) var methodologies = Table<FiledMethodology>(code: Section.methodologies)
  /// The schemes, by number and code.
  public internal(set) var schemes = Table<Scheme>(code: Section.schemes)
  /// The scenarios, by number and `SCHEME-SCENARIO`.
  public internal(set) var scenarios = Table<Scenario>(code: Section.scenarios)
  /// The persons, by number and pseudonym.
  public internal(set) var persons = PersonTable(code: Section.persons)
  /// Who authorised which scenario, and when.
  public internal(set) var authorisations = AuthorisationTable(code: Section.authorisations)
  /// The batches.
  public internal(set) var batches = Table<ActivityBatch>(code: Section.batches)
  /// The periods, by number and ``CreditPeriod/key(_:_:)``.
  public internal(set) var periods = Table<CreditPeriod>(code: Section.periods)
  /// The issues.
  public internal(set) var issues = Table<CreditIssue>(code: Section.issues)
  /// The activities of the days still open.
  public internal(set) var openDays = OpenDays(code: Section.openDays)
  /// What persons have.
  public internal(set) var amounts = PersonAmounts(code: Section.amounts)
  /// The offers.
  public internal(set) var offers = Table<Offer>(code: Section.offers)
  /// The obligations.
  public internal(set) var obligations = Table<Obligation>(code: Section.obligations)
  var closedDays = Table<ClosedDays>(code: Section.closedDays)
  /// Derived from the methodologies and scenarios, never stored.
  var cache = ProgramCache()

  /// Creates the state of a ledger without methodologies.
  public init(firstParameter: UInt32) {}

  /// Applies a record, or refuses it by the rule that forbids it.
  public mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 307: try submit(&reader, context, &core)
    case 300: try apply(try decoded(MethodologyFilingRecord.self, from: &reader), context, &core)
    case 301: try apply(try decoded(MethodologyStatusRecord.self, from: &reader), context, &core)
    case 302: try apply(try decoded(SchemeRecord.self, from: &reader), context, &core)
    case 303: try apply(try decoded(ScenarioRecord.self, from: &reader), context, &core)
    case 304: try apply(try decoded(ScenarioChangeRecord.self, from: &reader), context, &core)
    case 305: try apply(try decoded(AuthorisationRecord.self, from: &reader), context, &core)
    case 306: try apply(try decoded(WithdrawalRecord.self, from: &reader), context, &core)
    case 308: try apply(try decoded(ActivityRemovalRecord.self, from: &reader), context, &core)
    case 309: try apply(try decoded(VerificationRecord.self, from: &reader), context, &core)
    case 310: try apply(try decoded(CreditIssueRecord.self, from: &reader), context, &core)
    default: try applyMovement(type, &reader, context, &core)
    }
  }

  private mutating func applyMovement(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 311: try apply(try decoded(PherTransferRecord.self, from: &reader), context, &core)
    case 312: try apply(try decoded(OfferRecord.self, from: &reader), context, &core)
    case 313: try apply(try decoded(AcceptanceRecord.self, from: &reader), context, &core)
    case 314: try apply(try decoded(DeclineRecord.self, from: &reader), context, &core)
    case 315: try apply(try decoded(PherRetirementRecord.self, from: &reader), context, &core)
    case 316: try apply(try decoded(ObligationRecord.self, from: &reader), context, &core)
    case 317: try apply(try decoded(CreditReversalRecord.self, from: &reader), context, &core)
    case 318: try apply(try decoded(PointsSpendRecord.self, from: &reader), context, &core)
    case 319: try apply(try decoded(PersonalPoolRecord.self, from: &reader), context, &core)
    case 320:
      try apply(try decoded(PersonalRetirementRecord.self, from: &reader), context, &core)
    case 321: try apply(try decoded(ClaimRegistrationRecord.self, from: &reader), context, &core)
    default: preconditionFailure("record type \(type) is not one of \(Self.name)")
    }
  }

  /// The records that register the two asset classes with `issuer`, the registry.
  ///
  /// A ledger made before inclusive credits existed gets them by these records as well.
  public static func assetClasses(issuer: UInt32) -> [AssetRecord] {
    CreditClass.allCases.map {
      AssetRecord(
        code: $0.assetCode, chineseName: $0.name.chinese, englishName: $0.name.english,
        unit: $0.unit, issuer: issuer)
    }
  }
}
