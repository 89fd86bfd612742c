// SPDX-License-Identifier: Apache-2.0
public import LedgerCore

/// What a credit's registry says of it.
public enum CreditStatus: Int, Sendable, Hashable, CaseIterable {
  /// At its account holder's disposal.
  case held = 0
  /// Retired for good: its reduction has been claimed.
  case retired = 1
  /// Taken out of circulation without a claim, for instance moved to another registry.
  case cancelled = 2

  /// The names in JSON and in mapping files, in order of the numbers.
  public static let names = ["held", "retired", "cancelled"]

  /// The name in JSON and in mapping files.
  public var name: String { Self.names[rawValue] }

  /// The status called `name`, or `nil`.
  public init?(name: String) {
    guard let position = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: position)
  }

  /// The standing in which the units are held here.
  public var standing: Standing {
    switch self {
    case .held: .available
    case .retired: .retired
    case .cancelled: .cancelled
    }
  }
}
