// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
public import Quantities

/// What is asked of the state to which a ledger committed.
public enum StateQuestion: Sendable, Equatable {
  /// What the participant with this identifier holds; nobody may have it.
  case balance(String)
  /// What a register has under a text: an identifier, a code, the subject of a claim.
  case registered(StateRegister, String)
  /// Who holds the unit with this code, in whichever form, and in which standing; or that no such
  /// unit was issued.
  case unit(String)
  /// Whether an activity was reported.
  case activity(ActivityQuestion)

  /// What stands before the colon of a question about an activity.
  public static let activityName = "activity"

  /// Reads `balance:91330400MA2EX00010`, `unit:CODE`, `activity:2026-06-01:KEY` or `claims:TEXT`;
  /// `nil` when the part before the first colon asks for nothing that is known.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let subject = String(text[text.index(after: colon)...])
    guard !subject.isEmpty else { return nil }
    switch text[..<colon] {
    case "balance": self = .balance(subject)
    case "unit": self = .unit(subject)
    case Self.activityName:
      guard let activity = ActivityQuestion(subject) else { return nil }
      self = .activity(activity)
    default:
      guard let register = StateRegister(rawValue: String(text[..<colon])) else { return nil }
      self = .registered(register, subject)
    }
  }

  /// The question as it is asked and kept in a file.
  public var text: String {
    switch self {
    case .balance(let subject): "balance:\(subject)"
    case .registered(let register, let subject): "\(register.rawValue):\(subject)"
    case .unit(let code): "unit:\(code)"
    case .activity(let activity): "\(Self.activityName):\(activity.text)"
    }
  }

  /// Works out the answer, asking `state` for what it needs, one leaf after the other.
  ///
  /// Whoever makes a proof and whoever checks it go the same way: the one collects the leaves, the
  /// other takes nothing else.
  func answer(from state: inout some StateLookup) throws -> StateAnswer {
    switch self {
    case .balance(let identifier): try Self.balance(identifier, from: &state)
    case .registered(let register, let text): try Self.registered(register, text, from: &state)
    case .unit(let code): .units(code, try UnitAnswer(code, from: &state))
    case .activity(let activity): try activity.answer(from: &state)
    }
  }

  private static func balance(
    _ identifier: String, from state: inout some StateLookup
  ) throws -> StateAnswer {
    guard let key = try state.key(SectionCode.participants, lookup: identifier),
      let number = StateImage.number(key)
    else { return .nothing(.participants, identifier) }
    let participant = try state.needed(Participant.self, SectionCode.participants, number)
    let account = try state.row(SectionCode.accounts, key)
    var lines: [StateAnswer.Line] = []
    for line in try account.map(Accounts.decode) ?? [] {
      let asset = try state.needed(AssetClass.self, SectionCode.assets, line.asset)
      lines.append(
        StateAnswer.Line(
          asset: asset.code, unit: asset.unit, standing: line.standing, amount: line.amount))
    }
    return .balance(
      number,
      BilingualText(
        chinese: "\(participant.chineseName) (\(identifier))",
        english: "\(participant.englishName) (\(identifier))"), lines)
  }

  private static func registered(
    _ register: StateRegister, _ text: String, from state: inout some StateLookup
  ) throws -> StateAnswer {
    guard let key = try state.key(register.section, lookup: text),
      let number = StateImage.number(key)
    else { return .nothing(register, text) }
    guard let row = try state.row(register.section, key) else {
      throw BundleCheck.unsound("there is no row \(number) of \(register.rawValue)")
    }
    return .registered(register, text, number, row)
  }
}

/// The parts of a state in which something is found by a text.
public enum StateRegister: String, Sendable, CaseIterable {
  case participants, assets, series, parameters, claims, projects, settlements, methodologies
  case schemes, scenarios, factors, footprints, labels
}

/// What was found out about a state.
public enum StateAnswer: Sendable, Equatable {
  /// A balance that is not zero.
  public struct Line: Sendable, Equatable {
    /// The code of the asset class.
    public let asset: String
    /// Its unit.
    public let unit: String
    /// The standing.
    public let standing: Standing
    /// The balance.
    public let amount: Int64
  }

  /// A register has nothing under the text.
  case nothing(StateRegister, String)
  /// The participant with this number and name holds this and nothing else.
  case balance(UInt32, BilingualText, [Line])
  /// A register has a row under the text: its number and its bytes.
  case registered(StateRegister, String, UInt32, [UInt8])
  /// What a code of a unit can mean, and where each of these stands.
  case units(String, UnitAnswer)
  /// The activity was reported.
  case activity(ActivityQuestion, ReportedActivity)
  /// No batch of the scenario, or of any, holds the activity.
  case noActivity(ActivityQuestion, ActivityAbsence)
}

/// A state that is asked leaf by leaf.
protocol StateLookup {
  /// The key of the row of `section` found by `text`, or `nil` when there is none.
  mutating func key(_ section: UInt8, lookup text: String) throws -> [UInt8]?
  /// The row of `section` under `key`, or `nil` when there is none.
  mutating func row(_ section: UInt8, _ key: [UInt8]) throws -> [UInt8]?
  /// Where the activity is said to be; `nil` when it is said to be nowhere. Nothing is believed of
  /// it before the rows have been read.
  mutating func place(of activity: ActivityQuestion) throws -> ActivityPlace?
  /// The rows of batch `number`, or of one group of it, as the root in its row has them.
  mutating func activities(
    of number: UInt32, _ batch: ActivityBatch, group: UInt32?
  ) throws -> [UInt8]
}

extension StateLookup {
  /// The row numbered `number`, which another row says is there.
  mutating func needed<Row: StateRow>(
    _ type: Row.Type, _ section: UInt8, _ number: UInt32
  ) throws -> Row {
    guard let bytes = try row(section, StateImage.key(number)) else {
      throw BundleCheck.unsound("row \(number) of section \(section) is not there")
    }
    return try StoredRows.decoded(type, bytes)
  }
}
