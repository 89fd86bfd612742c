// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A rule of the ledger: its stable code, where it comes from, what it says, how to comply.
public struct Rule: Sendable, Hashable {
  /// The stable code, for instance `GEC-37`.
  ///
  /// Never reused, never renumbered.
  public let code: String
  /// The standard, clause, plan or design decision the rule rests on.
  public let source: String
  /// What the rule demands, in one sentence.
  public let statement: BilingualText
  /// What the submitter can do about a refusal.
  public let remedy: BilingualText

  /// Creates a rule.
  public init(
    _ code: String, source: String, statement: BilingualText, remedy: BilingualText
  ) {
    self.code = code
    self.source = source
    self.statement = statement
    self.remedy = remedy
  }
}

/// A statement refused: which rule, what was found, what was required, what to do.
///
/// A rejection is a value, printed by the command line and returned by the server. A rejected
/// statement changes nothing.
public struct Rejection: Error, Sendable, Equatable {
  /// The rule that refused.
  public let rule: Rule
  /// What the statement or the ledger held.
  public let found: BilingualText
  /// What the rule required.
  public let required: BilingualText
  /// The 0-based position in the statement of the record refused; `nil` for the whole statement.
  public var record: Int?

  /// Creates a rejection under `rule`.
  public init(
    _ rule: Rule, found: BilingualText, required: BilingualText, record: Int? = nil
  ) {
    self.rule = rule
    self.found = found
    self.required = required
    self.record = record
  }

  /// Creates a rejection whose evidence reads the same in every language (numbers, codes).
  public init(_ rule: Rule, found: String, required: String, record: Int? = nil) {
    self.init(
      rule, found: BilingualText(found, found), required: BilingualText(required, required),
      record: record)
  }
}

// What several mechanisms refuse alike.
extension Rejection {
  // Evidence of which one side reads the same in every language.
  package init(_ rule: Rule, found: String, required: BilingualText) {
    self.init(rule, found: BilingualText(found, found), required: required)
  }

  package init(_ rule: Rule, found: BilingualText, required: String) {
    self.init(rule, found: found, required: BilingualText(required, required))
  }

  /// The refusal of a number that is none of the `count` the ledger has assigned from 0 on; `what`
  /// names the kind of thing.
  package init(unknown what: String, _ number: UInt32, of count: Int) {
    self.init(
      LedgerRules.unknownNumber, found: "\(coded: what, number)",
      required: count == 0
        ? "none yet"
        : "\(NumberedCode.text(what, 0)) … \(NumberedCode.text(what, UInt32(count - 1)))")
  }
}

extension Rejection: CustomStringConvertible {
  /// The rejection as one English sentence.
  public var description: String {
    let place = record.map { "record \($0): " } ?? ""
    return "\(rule.code): \(place)\(rule.statement.english) Found \(found.english); "
      + "required \(required.english). \(rule.remedy.english) (\(rule.source))"
  }
}
