// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// Something left out, with the largest share of the result it may have (rule 27).
public struct CutOff: Sendable, Hashable {
  /// What was left out.
  public var name: String
  /// Its share in per cent.
  public var percent: ExactDecimal
  /// Why it was left out.
  public var reason: String

  /// Creates a cut-off.
  public init(name: String, percent: ExactDecimal, reason: String) {
    self.name = name
    self.percent = percent
    self.reason = reason
  }
}

/// What cut-offs may amount to, in per cent.
public struct CutOffLimits: Sendable, Hashable {
  /// One of them.
  public var single: ExactDecimal
  /// All together.
  public var total: ExactDecimal

  /// Creates limits.
  public init(single: ExactDecimal, total: ExactDecimal) {
    self.single = single
    self.total = total
  }

  /// 1 % and 5 %: what product rules in China commonly say; a model states those of its own.
  public static let common = CutOffLimits(single: ExactDecimal(1), total: ExactDecimal(5))
}
