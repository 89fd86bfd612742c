// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine

/// How the rows of a methodology's activities are laid out.
///
/// A row is an array `[person, start, duration, key, input …]`. The person is there when persons
/// earn, start and duration when activities have an interval, and each input of the methodology in
/// its order: an integer, or for a list an array of arrays of integers.
public struct ActivityLayout: Sendable, Equatable {
  /// What stands for one input.
  public enum Input: Sendable, Equatable {
    /// One integer.
    case scalar
    /// Up to `rows` rows of `columns` integers.
    case list(columns: Int, rows: Int)
  }

  /// Whether a row names a person.
  public let hasPerson: Bool
  /// Whether a row has a start and a duration.
  public let hasInterval: Bool
  /// The inputs in order.
  public let inputs: [Input]

  /// The layout of the activities of `methodology`.
  public init(_ methodology: Methodology) {
    hasPerson = methodology.crediting.holder == .person
    hasInterval = methodology.activity.timing == .interval
    inputs = methodology.activity.inputs.map { input in
      guard case .list(let columns, _, let maximum) = input.kind else { return .scalar }
      return .list(columns: columns.count, rows: maximum)
    }
  }

  /// The number of items in a row.
  public var itemCount: Int { inputs.count + (hasPerson ? 1 : 0) + (hasInterval ? 2 : 0) + 1 }
}
