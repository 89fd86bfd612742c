// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// What became of the lines of an activity list.
public struct ActivityReport: Sendable {
  /// Activities and what they come to.
  public struct Tally: Sendable, Equatable {
    /// The number of activities.
    public internal(set) var rows = 0
    /// What they save in milligrams of CO₂ equivalent, or their points.
    public internal(set) var total: Int64 = 0
    /// The number of batches.
    public internal(set) var batches = 0
  }

  /// The most refusals that are kept here; the refusals file has all of them.
  public static let refusalLimit = 100

  /// Whether totals are points instead of milligrams.
  public let isPoints: Bool
  /// What was registered.
  public internal(set) var accepted = Tally()
  /// What an earlier run of the same list had registered.
  public internal(set) var earlier = Tally()
  /// How many lines were refused.
  public private(set) var refusedCount = 0
  /// How many lines each rule refused, by the rule's code.
  public private(set) var refusedByRule: [String: Int] = [:]
  /// The first refusals.
  public internal(set) var refused: [ImportRefusal] = []
  /// The first and the last entry written; `nil` when nothing was.
  public internal(set) var entries: ClosedRange<UInt64>?

  init(isPoints: Bool) { self.isPoints = isPoints }

  mutating func refuse(_ refusals: [ActivityRefusal]) {
    refusedCount += refusals.count
    for one in refusals {
      refusedByRule[one.refusal.rejection.rule.code, default: 0] += 1
      if refused.count < Self.refusalLimit { refused.append(one.refusal) }
    }
  }

  mutating func accept(rows: Int, total: Int64, entry: UInt64) {
    accepted.rows += rows
    accepted.total += total
    accepted.batches += 1
    entries = min(entries?.lowerBound ?? entry, entry)...max(entries?.upperBound ?? entry, entry)
  }

  /// A total as people read it: grams, or points.
  public func text(of total: Int64) -> String {
    isPoints ? String(total) : CreditAmount.grams(total)
  }

  /// The report for `-O json`.
  public var json: JSONValue {
    [
      "accepted": json(accepted), "earlier": json(earlier),
      "refused": .integer(Int64(refusedCount)),
      "refusedByRule": .object(
        refusedByRule.sorted { $0.key < $1.key }.map {
          JSONValue.Member($0.key, .integer(Int64($0.value)))
        }),
      "refusals": .array(refused.map(\.json)),
      "entries": entries.map {
        ["first": .integer(Int64($0.lowerBound)), "last": .integer(Int64($0.upperBound))]
      } ?? .null,
    ]
  }

  private func json(_ tally: Tally) -> JSONValue {
    [
      "activities": .integer(Int64(tally.rows)),
      (isPoints ? "points" : "grams"): .string(text(of: tally.total)),
      "batches": .integer(Int64(tally.batches)),
    ]
  }
}

/// How far a list has been dealt with.
public struct ActivityProgress: Sendable {
  /// The activities dealt with: registered, registered before or refused.
  public let rows: Int
  /// The bytes of the list that were read.
  public let bytes: Int
  /// The bytes of the list; 0 when it is a pipe.
  public let fileSize: Int
}
