// SPDX-License-Identifier: Apache-2.0
import LedgerCore
public import Quantities

/// What is asked of the state to which a ledger committed.
public enum StateQuestion: Sendable, Equatable {
  /// What the participant with this identifier holds; nobody may have it.
  case balance(String)
  /// What a register has under a text: an identifier, a code, the subject of a claim.
  case registered(StateRegister, String)

  /// Reads `balance:91330400MA2EX00010` or `claims:TEXT`; `nil` when the part before the first
  /// colon is no register.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let subject = String(text[text.index(after: colon)...])
    guard !subject.isEmpty else { return nil }
    if text[..<colon] == "balance" {
      self = .balance(subject)
    } else if let register = StateRegister(rawValue: String(text[..<colon])) {
      self = .registered(register, subject)
    } else {
      return nil
    }
  }

  /// The question as it is asked and kept in a file.
  public var text: String {
    switch self {
    case .balance(let subject): "balance:\(subject)"
    case .registered(let register, let subject): "\(register.rawValue):\(subject)"
    }
  }

  /// Works out the answer, asking `state` for what it needs, one leaf after the other.
  ///
  /// Whoever makes a proof and whoever checks it go the same way: the one collects the leaves, the
  /// other takes nothing else.
  func answer(from state: inout some StateLookup) throws -> StateAnswer {
    switch self {
    case .balance(let identifier):
      guard let key = try state.key(SectionCode.participants, lookup: identifier),
        let number = StateImage.number(key)
      else { return .nothing(.participants, identifier) }
      let participant = try Self.row(
        Participant.self, try state.row(SectionCode.participants, key))
      let account = try state.row(SectionCode.accounts, key)
      var lines: [StateAnswer.Line] = []
      for line in try account.map(Accounts.decode) ?? [] {
        let asset = try Self.row(
          AssetClass.self, try state.row(SectionCode.assets, StateImage.key(line.asset)))
        lines.append(
          StateAnswer.Line(
            asset: asset.code, unit: asset.unit, standing: line.standing, amount: line.amount))
      }
      return .balance(
        number,
        BilingualText(
          chinese: "\(participant.chineseName) (\(identifier))",
          english: "\(participant.englishName) (\(identifier))"), lines)
    case .registered(let register, let text):
      guard let key = try state.key(register.section, lookup: text),
        let number = StateImage.number(key)
      else { return .nothing(register, text) }
      guard let row = try state.row(register.section, key) else {
        throw BundleCheck.unsound("there is no row \(number) of \(register.rawValue)")
      }
      return .registered(register, text, number, row)
    }
  }

  private static func row<Row: StateRow>(_ type: Row.Type, _ bytes: [UInt8]?) throws -> Row {
    guard let bytes else { throw BundleCheck.unsound("a row it refers to is not there") }
    return try StoredRows.decoded(type, bytes)
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
}

/// A state that is asked leaf by leaf.
protocol StateLookup {
  /// The key of the row of `section` found by `text`, or `nil` when there is none.
  mutating func key(_ section: UInt8, lookup text: String) throws -> [UInt8]?
  /// The row of `section` under `key`, or `nil` when there is none.
  mutating func row(_ section: UInt8, _ key: [UInt8]) throws -> [UInt8]?
}
