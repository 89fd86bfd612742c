// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
public import LedgerCore
import Quantities

// People name schemes, scenarios and methodologies, records number them.
extension LedgerState {
  /// The state of inclusive credits.
  public func credits() throws(ServiceError) -> InclusiveCredits {
    if let credits = mechanism(InclusiveCredits.self) { return credits }
    throw .notFound(
      BilingualText("本账本没有碳普惠机制。", "This ledger has no inclusive credits."))
  }

  /// The number of the scheme meant by `text`: its code or its number.
  public func schemeNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let schemes = try credits().schemes
    if let number = schemes.number(forKey: text) { return number }
    if let number = CreditNames.number(text), schemes.contains(number) { return number }
    throw CreditNames.missing(.scheme, text)
  }

  /// The number of the scenario meant by `text`: `SCHEME-SCENARIO`, its own code when only one
  /// scheme has it, or its number.
  public func scenarioNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let scenarios = try credits().scenarios
    if let number = scenarios.number(forKey: text) { return number }
    let matches = scenarios.all.indices.filter { scenarios[UInt32($0)].approval.code == text }
    if let match = matches.first, matches.count == 1 { return UInt32(match) }
    if let number = CreditNames.number(text), scenarios.contains(number) { return number }
    throw CreditNames.missing(.scenario, text)
  }

  /// The number of the methodology version meant by `text`: `scheme/id@version` or its number.
  public func methodologyNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let methodologies = try credits().methodologies
    if let number = methodologies.number(forKey: text) { return number }
    if let number = CreditNames.number(text), methodologies.contains(number) { return number }
    throw CreditNames.missing(.methodology, text)
  }

  /// The number of the offer meant by `text`: its code or its number.
  public func offerNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = CreditNames.number(text), try credits().offers.contains(number) {
      return number
    }
    throw CreditNames.missing(.offer, text)
  }

  /// The number of the obligation meant by `text`: its code or its number.
  public func obligationNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = CreditNames.number(text), try credits().obligations.contains(number) {
      return number
    }
    throw CreditNames.missing(.obligation, text)
  }

  /// The number of the person meant by `text`: a pseudonym of 64 hexadecimal digits, with
  /// `pseudonym:` before it or not, or a number.
  public func personNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let persons = try credits().persons
    if let pseudonym = CreditNames.pseudonym(text) {
      if let number = persons.number(of: pseudonym) { return number }
    } else if let number = UInt32(text), number < persons.count {
      return number
    }
    throw CreditNames.missing(.person, text)
  }
}

extension RowSource {
  /// The scheme meant by `text`: its code or its number.
  public func scheme(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Scheme) {
    try creditRow(Scheme.self, InclusiveCredits.Section.schemes, text, .scheme)
  }

  /// The scenario meant by `text`: `SCHEME-SCENARIO`, its own code when only one scheme has it,
  /// or its number.
  public func scenario(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Scenario) {
    let section = InclusiveCredits.Section.scenarios
    if try number(section, lookup: text) == nil {
      let matches = try all(Scenario.self, section).filter { $0.row.approval.code == text }
      if let match = matches.first, matches.count == 1 { return match }
    }
    return try creditRow(Scenario.self, section, text, .scenario)
  }

  /// The methodology version meant by `text`: `scheme/id@version` or its number.
  public func filedMethodology(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: FiledMethodology) {
    try creditRow(
      FiledMethodology.self, InclusiveCredits.Section.methodologies, text, .methodology)
  }

  private func creditRow<Row: StateRow>(
    _ type: Row.Type, _ section: UInt8, _ text: String, _ kind: CreditNames.Kind
  ) throws(ServiceError) -> (number: UInt32, row: Row) {
    let number = try number(section, lookup: text) ?? CreditNames.number(text)
    if let number, let row = try row(type, section, number) { return (number, row) }
    throw CreditNames.missing(kind, text)
  }
}

/// How the things of inclusive credits are named by people.
enum CreditNames {
  /// The kinds of things with numbers.
  enum Kind: String {
    case scheme, scenario, methodology, offer, obligation, person

    var name: BilingualText {
      switch self {
      case .scheme: BilingualText("碳普惠机制", "scheme")
      case .scenario: BilingualText("减排场景", "scenario")
      case .methodology: BilingualText("方法学版本", "methodology version")
      case .offer: BilingualText("报价", "offer")
      case .obligation: BilingualText("履约义务", "obligation")
      case .person: BilingualText("个人", "person")
      }
    }

    /// The command that lists them; `nil` for persons, of whom there is no list.
    var list: String? {
      switch self {
      case .scheme: "scheme list"
      case .scenario: "scenario list"
      case .methodology: "methodology filed"
      case .offer: "credit offers"
      case .obligation: "obligation list"
      case .person: nil
      }
    }
  }

  static func missing(_ kind: Kind, _ text: String) -> ServiceError {
    guard let list = kind.list else {
      return .notFound(
        BilingualText(
          "账本中没有\(kind.name.chinese) \"\(text)\"。",
          "The ledger has no \(kind.name.english) \"\(text)\"."))
    }
    return .notFound(
      BilingualText(
        "没有\(kind.name.chinese) \"\(text)\";请用 `tanzhang \(list)` 查看。",
        "There is no \(kind.name.english) \"\(text)\"; see `tanzhang \(list)`."))
  }

  /// A number as people write it: a code with its letter and check character, or digits.
  static func number(_ text: String) -> UInt32? {
    (try? NumberedCode(text: text))?.number ?? UInt32(text)
  }

  /// A pseudonym with or without its prefix.
  static func pseudonym(_ text: String) -> Pseudonym? {
    let prefix = "pseudonym:"
    let digits = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    return try? Pseudonym(text: digits)
  }
}
