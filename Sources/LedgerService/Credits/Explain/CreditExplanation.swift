// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import InclusiveCredits
public import LedgerCore
public import MethodologyEngine
public import Quantities

/// One inclusive credit, from its serial number back to the activities it stands for.
public struct CreditExplanation: Sendable {
  /// A record with who signed it.
  public struct Act: Sendable {
    /// Where the record stands.
    public let position: RecordPosition
    /// When it was registered.
    public let registered: Timestamp
    /// The leaf hash of its entry.
    public let leafHash: Digest
    /// The signer's number.
    public let signer: UInt32
    /// The signer's name and identifier.
    public let signerName: BilingualText
    /// The identifier of the signing key, in hexadecimal.
    public let keyIdentifier: String
    /// Whether the signature was checked just now and stands.
    public let isSigned: Bool
  }

  /// A batch of which the unit takes activities.
  public struct Batch: Sendable {
    /// The number of the batch.
    public let number: UInt32
    /// The event date.
    public let date: CalendarDate
    /// The number of the methodology version.
    public let methodology: UInt32
    /// The report.
    public let act: Act
    /// The root of the tree over its rows.
    public let root: Digest
    /// Whether the rows were hashed just now and have that root.
    public let hasRoot: Bool
    /// The digest of the raw data the operator keeps.
    public let evidence: Digest?
    /// The activities reported.
    public let count: UInt32
    /// The activities that left.
    public let removed: UInt32
    /// The positions of the rows taken, first and last.
    public let rows: ClosedRange<Int>
    /// How many activities are taken, the last perhaps in part.
    public let activities: Int
    /// The milligrams taken.
    public let milligrams: Int64
  }

  /// One activity, evaluated again.
  public struct Activity: Sendable {
    /// Which of the unit's activities it is, from 1.
    public let ordinal: Int
    /// The number of the batch.
    public let batch: UInt32
    /// Its position in the batch.
    public let row: Int
    /// The event date.
    public let date: CalendarDate
    /// The person's number; `nil` when the site earns.
    public let person: UInt32?
    /// Seconds from the start of the day; `nil` without an interval.
    public let start: Int32?
    /// Seconds; `nil` without an interval.
    public let duration: Int32?
    /// The natural key, in hexadecimal.
    public let key: String
    /// What it saves, in milligrams.
    public let result: Int64
    /// The part of it that this unit stands for, in milligrams.
    public let share: Int64
    /// Every step of its evaluation; `nil` when a value on the way has too many digits.
    public let trace: Trace?
  }

  /// A methodology version that evaluated some of the activities.
  public struct Version: Sendable {
    /// The number.
    public let number: UInt32
    /// The methodology.
    public let methodology: Methodology
    /// The filing.
    public let act: Act
    /// The filing document.
    public let reference: String
    /// The digest of the document it was made from.
    public let sourceDigest: Digest
  }

  /// A month that contributes.
  public struct Month: Sendable {
    /// The month.
    public let month: CalendarMonth
    /// Its activities, those of other units included.
    public let activities: Int64
    /// What they save, in milligrams.
    public let total: Int64
    /// The milligrams this unit takes.
    public let milligrams: Int64
    /// The verification.
    public let verification: Act?
    /// The opinion.
    public let opinion: String
    /// The digest of the verification report.
    public let report: Digest?
  }

  /// The unit.
  public let unit: UnitLocation
  /// The asset class.
  public let asset: AssetClass
  /// Milligrams in the unit.
  public let unitMilligrams: Int64
  /// The number of the scenario.
  public let scenarioNumber: UInt32
  /// The scenario.
  public let scenario: Scenario
  /// The operator.
  public let operatorName: BilingualText
  /// The issue or pooling.
  public let issue: CreditIssue
  /// The issue's record.
  public let issueAct: Act
  /// The months, oldest first.
  public let months: [Month]
  /// The batches, in order.
  public let batches: [Batch]
  /// The methodology versions.
  public let versions: [Version]
  /// How many activities the unit stands for, those at the ends perhaps in part.
  public let activityCount: Int
  /// The first activity.
  public let first: Activity
  /// The last activity.
  public let last: Activity
  /// The activity whose evaluation is shown.
  public let shown: Activity
  /// The life since the issue.
  public let life: [LifeEvent]
}
