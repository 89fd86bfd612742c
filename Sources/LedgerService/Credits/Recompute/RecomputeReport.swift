// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
public import LedgerCore
public import Quantities

/// What a recomputation found: a line for each scenario and month, and every difference.
public struct RecomputeReport: Sendable {
  /// A scenario's month.
  public struct Line: Sendable, Equatable {
    /// `SCHEME-SCENARIO`.
    public let scenario: String
    /// The month.
    public let month: CalendarMonth
    /// Who gets what is saved; points are no mass.
    public let benefit: Benefit
    /// The activities that have not left.
    public let activities: Int64
    /// What they save, recomputed: milligrams of CO₂ equivalent, or points.
    public let recomputed: Int64
    /// What the issue says they save; `nil` while the month is not issued.
    public let stated: Int64?
    /// The units issued, of ``unitMilligrams`` each; `nil` while the month is not issued.
    public let issued: UInt64?
    /// What the issue carries on, in milligrams.
    public let carried: Int64?
    /// Whether everything stated about the month is what was recomputed.
    public let isRight: Bool

    /// Milligrams in a unit issued; 0 for points.
    public var unitMilligrams: Int64 {
      switch benefit {
      case .pooled: CreditClass.tonnes.milligrams
      case .personal: CreditClass.grams.milligrams
      case .points: 0
      }
    }
  }

  /// Something stated that is not what the activities give.
  public struct Difference: Sendable, Equatable {
    /// The record that states it.
    public let position: RecordPosition
    /// `SCHEME-SCENARIO` and month, or what else it is about.
    public let subject: String
    /// What is wrong.
    public let what: BilingualText
    /// What the activities give.
    public let recomputed: String
    /// What the record says.
    public let stated: String
  }

  /// The lines, by scenario in order of approval, then by month.
  public let lines: [Line]
  /// The differences, in order of the entries; at most ``differenceLimit``.
  public let differences: [Difference]
  /// How many differences there are.
  public let differenceCount: UInt64
  /// The entries read.
  public let entries: UInt64
  /// The activities evaluated, those that left included.
  public let evaluated: UInt64

  /// The most differences kept.
  public static let differenceLimit = 1_000

  /// Whether nothing differs.
  public var isRight: Bool { differenceCount == 0 }
}

/// A scenario's month, as a key.
struct ScenarioMonth: Hashable, Sendable {
  let scenario: UInt32
  let month: CalendarMonth
}
