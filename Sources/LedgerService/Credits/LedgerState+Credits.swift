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
    if let number = NumberedCode.number(text), schemes.contains(number) { return number }
    throw NamedKind.scheme.missing(text)
  }

  /// The number of the scenario meant by `text`: `SCHEME-SCENARIO`, its own code when only one
  /// scheme has it, or its number.
  public func scenarioNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let scenarios = try credits().scenarios
    if let number = scenarios.number(forKey: text) { return number }
    let matches = scenarios.all.indices.filter { scenarios[UInt32($0)].approval.code == text }
    if let match = matches.first, matches.count == 1 { return UInt32(match) }
    if let number = NumberedCode.number(text), scenarios.contains(number) { return number }
    throw NamedKind.scenario.missing(text)
  }

  /// The number of the methodology version meant by `text`: `scheme/id@version` or its number.
  public func methodologyNumber(_ text: String) throws(ServiceError) -> UInt32 {
    let methodologies = try credits().methodologies
    if let number = methodologies.number(forKey: text) { return number }
    if let number = NumberedCode.number(text), methodologies.contains(number) { return number }
    throw NamedKind.methodology.missing(text)
  }

  /// The number of the offer meant by `text`: its code or its number.
  public func offerNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = NumberedCode.number(text), try credits().offers.contains(number) {
      return number
    }
    throw NamedKind.offer.missing(text)
  }

  /// The number of the obligation meant by `text`: its code or its number.
  public func obligationNumber(_ text: String) throws(ServiceError) -> UInt32 {
    if let number = NumberedCode.number(text), try credits().obligations.contains(number) {
      return number
    }
    throw NamedKind.obligation.missing(text)
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
    throw NamedKind.person.missing(text)
  }
}

extension RowSource {
  /// The scheme meant by `text`: its code or its number.
  public func scheme(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: Scheme) {
    try row(Scheme.self, InclusiveCredits.Section.schemes, meaning: text, .scheme)
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
    return try row(Scenario.self, section, meaning: text, .scenario)
  }

  /// The methodology version meant by `text`: `scheme/id@version` or its number.
  public func filedMethodology(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, row: FiledMethodology) {
    try row(
      FiledMethodology.self, InclusiveCredits.Section.methodologies, meaning: text, .methodology)
  }
}

extension NamedKind {
  static let scheme = NamedKind("碳普惠机制", "scheme", list: "scheme list")
  static let scenario = NamedKind("减排场景", "scenario", list: "scenario list")
  static let methodology = NamedKind("方法学版本", "methodology version", list: "methodology filed")
  static let offer = NamedKind("报价", "offer", list: "credit offers")
  static let obligation = NamedKind("履约义务", "obligation", list: "obligation list")
  /// Of persons there is no list.
  static let person = NamedKind("个人", "person", list: nil)
}

/// How the things of inclusive credits are named by people.
enum CreditNames {
  /// A pseudonym with or without its prefix.
  static func pseudonym(_ text: String) -> Pseudonym? {
    let prefix = "pseudonym:"
    let digits = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    return try? Pseudonym(text: digits)
  }
}
