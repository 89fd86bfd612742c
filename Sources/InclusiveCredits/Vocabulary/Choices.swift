// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// Who gets what a scenario saves.
public enum Benefit: UInt8, Sendable, Hashable, CaseIterable {
  /// All reductions together become tradable tonnes of the beneficiary (项目减排量).
  case pooled = 0
  /// Each person is credited in grams, which the operator keeps in custody (个人碳账户).
  case personal = 1
  /// Each person earns points, which are no reductions (碳积分).
  case points = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["pooled", "personal", "points"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What stands behind the activities of a batch.
public enum DataStatus: UInt8, Sendable, Hashable, CaseIterable {
  /// Measured activities; the only ones ever credited.
  case measured = 0
  /// A quick estimate (速算).
  case estimate = 1
  /// A survey of stocks (本底调查).
  case survey = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["measured", "estimate", "survey"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// Why activities leave a batch that is not verified yet.
public enum RemovalReason: UInt8, Sendable, Hashable, CaseIterable {
  /// The person takes points for them instead.
  case points = 0
  /// They were found wrong.
  case excluded = 1
  /// The person withdrew.
  case withdrawn = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["points", "excluded", "withdrawn"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What credits are retired for: one purpose each.
public enum CreditPurpose: UInt8, Sendable, Hashable, CaseIterable {
  /// Offset against an obligation (履约抵销).
  case compliance = 0
  /// A voluntary act (自愿).
  case voluntary = 1
  /// Neutrality of an event (大型活动).
  case event = 2
  /// The public benefit (公益).
  case publicBenefit = 3

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["compliance", "voluntary", "event", "public-benefit"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What happens to a methodology version.
public enum MethodologyAction: UInt8, Sendable, Hashable, CaseIterable {
  /// It applies to no event from the day on (暂停).
  case suspend = 0
  /// It applies again (恢复).
  case resume = 1
  /// It applies to no event from the day on, for ever; another takes its place (替代).
  case supersede = 2

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["suspend", "resume", "supersede"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// What happens to a scenario.
public enum ScenarioAction: UInt8, Sendable, Hashable, CaseIterable {
  /// No activity from the day on counts (暂停).
  case suspend = 0
  /// Activities count again (恢复).
  case resume = 1
  /// The crediting period ends on the day before, for ever (终止).
  case end = 2
  /// Another methodology version applies from the day on (更换方法学版本).
  case methodology = 3

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = ["suspend", "resume", "end", "methodology"]
  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// The asset classes of inclusive credits.
public enum CreditClass: Sendable, Hashable, CaseIterable {
  /// Tonnes with serial numbers, tradable.
  case tonnes
  /// Grams of persons in an operator's custody, not tradable.
  case grams

  /// The code of the asset class.
  public var assetCode: String { self == .tonnes ? "PHER-T" : "PHER-G" }
  /// The unit of its balances.
  public var unit: String { self == .tonnes ? "tCO2e" : "gCO2e" }
  /// The name.
  public var name: BilingualText {
    self == .tonnes
      ? BilingualText("碳普惠减排量(吨)", "inclusive emission reductions in tonnes")
      : BilingualText("个人碳普惠减排量(克)", "inclusive emission reductions of persons in grams")
  }
  /// Milligrams of CO₂ equivalent in one unit.
  public var milligrams: Int64 { self == .tonnes ? 1_000_000_000 : 1_000 }
}
