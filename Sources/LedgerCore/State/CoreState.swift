// SPDX-License-Identifier: Apache-2.0
import ConciseBinary

/// The state every mechanism shares: participants, asset classes, accounts, serial numbers,
/// claims, holds and rule parameters.
public struct CoreState: Sendable {
  /// The participants; number 0 is the root authority.
  public internal(set) var participants = Table<Participant>(code: SectionCode.participants)
  /// The asset classes.
  public internal(set) var assets = Table<AssetClass>(code: SectionCode.assets)
  /// The balances.
  public internal(set) var accounts = Accounts(code: SectionCode.accounts)
  /// The series, by number and prefix.
  public internal(set) var series = Table<Series>(code: SectionCode.series)
  /// Who holds which serial numbers of each series.
  public internal(set) var holdings = Holdings(code: SectionCode.holdings)
  /// The rule parameters, numbered in the order in which the mechanisms declare them.
  public internal(set) var parameters = Table<Parameter>(code: SectionCode.parameters)
  /// What has been claimed of each subject.
  public internal(set) var claims = Table<Claim>(code: SectionCode.claims)
  /// The holds ever put on serial numbers.
  public internal(set) var holds = Table<Hold>(code: SectionCode.holds)
  /// What was retired, in order of the records that did it.
  public internal(set) var retirements = Table<Retirement>(code: SectionCode.retirements)
  /// The trust anchors, by number and fingerprint.
  public internal(set) var anchors = Table<Anchor>(code: SectionCode.anchors)
  /// The certified keys.
  public internal(set) var certifications = Table<Certification>(
    code: SectionCode.certifications)
  /// The numbers assigned by the statement being admitted.
  var assignments: [Assignment] = []
  /// The participants whose keys the statement being admitted changed, for whoever caches keys.
  var changedKeys: [UInt32] = []

  init() {}

  /// Reads a record, or refuses it as malformed.
  static func decoded<R: Record>(
    _ type: R.Type, from reader: inout CBORReader
  ) throws(Rejection) -> R {
    do {
      return try R(decoding: &reader)
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)", required: "\(R.shape.name) fields")
    }
  }

  /// Notes that `number` of `kind` was assigned by the record at `context.position`.
  public mutating func assigned(_ kind: String, _ number: UInt32, _ context: AdmissionContext) {
    assignments.append(
      Assignment(kind: kind, number: number, record: context.position.record))
  }
}

/// The section codes of the core; mechanisms have codes from 32 up.
public enum SectionCode {
  /// Origin, suite, ruleset, last registered time.
  public static let ledger: UInt8 = 1
  /// Participants.
  public static let participants: UInt8 = 2
  /// Asset classes.
  public static let assets: UInt8 = 3
  /// Balances by participant.
  public static let accounts: UInt8 = 4
  /// Series.
  public static let series: UInt8 = 5
  /// Segments by series.
  public static let holdings: UInt8 = 6
  /// Rule parameters.
  public static let parameters: UInt8 = 7
  /// Claims.
  public static let claims: UInt8 = 8
  /// Holds.
  public static let holds: UInt8 = 9
  /// Statement ids.
  public static let statements: UInt8 = 10
  /// Retirements.
  public static let retirements: UInt8 = 11
  /// Trust anchors.
  public static let anchors: UInt8 = 81
  /// Certified keys.
  public static let certifications: UInt8 = 82
}
