// SPDX-License-Identifier: Apache-2.0
public import LedgerCore

/// What became of the rows of a list.
public struct ImportReport: Sendable, Equatable {
  /// How many rows were registered, and their units.
  public internal(set) var accepted = Tally()
  /// How many had been registered before, and their units.
  public internal(set) var duplicates = Tally()
  /// Rows whose serial numbers belong to another row.
  public internal(set) var conflicts: [ImportRefusal] = []
  /// Rows refused for another reason, those that could not be read first.
  public internal(set) var refused: [ImportRefusal] = []
  /// How many account holders were registered as participants.
  public internal(set) var newHolders = 0
  /// The first and the last entry written; `nil` when nothing was.
  public internal(set) var entries: ClosedRange<UInt64>?
  /// Why the import stopped before the end; `nil` when it did not.
  ///
  /// Importing the same file again goes on where it stopped.
  public internal(set) var stopped: SubmissionError?

  /// Rows and their units.
  public struct Tally: Sendable, Equatable {
    /// The number of rows.
    public var rows = 0
    /// The sum of their quantities, in the unit of the asset class.
    public var quantity: UInt64 = 0

    /// Creates a tally.
    public init(rows: Int = 0, quantity: UInt64 = 0) {
      self.rows = rows
      self.quantity = quantity
    }

    mutating func add(_ quantity: UInt64) {
      rows += 1
      self.quantity += quantity
    }
  }

  /// The report for `--json` output, keys in a fixed order.
  public var json: JSONValue {
    [
      "accepted": Self.json(accepted), "duplicates": Self.json(duplicates),
      "conflicts": .array(conflicts.map(\.json)), "refused": .array(refused.map(\.json)),
      "newHolders": .integer(Int64(newHolders)),
      "entries": entries.map {
        ["first": .integer(Int64($0.lowerBound)), "last": .integer(Int64($0.upperBound))]
      } ?? .null,
      "stopped": stopped.map { .string($0.description) } ?? .null,
    ]
  }

  private static func json(_ tally: Tally) -> JSONValue {
    ["rows": .integer(Int64(tally.rows)), "quantity": .string(String(tally.quantity))]
  }

  mutating func wrote(_ entry: UInt64) {
    entries = min(entries?.lowerBound ?? entry, entry)...max(entries?.upperBound ?? entry, entry)
  }
}
