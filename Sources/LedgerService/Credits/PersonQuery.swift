// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import InclusiveCredits
import LedgerCore
public import Quantities

/// What a person has under one scenario.
public struct PersonShare: Sendable, Equatable {
  /// A time for which the person authorised the scenario.
  public struct Authorisation: Sendable, Equatable {
    /// The first day.
    public let from: CalendarDate
    /// The first day without; `nil` while it runs.
    public let until: CalendarDate?
  }

  /// An amount of a month.
  public struct Month: Sendable, Equatable {
    /// The month.
    public let month: CalendarMonth
    /// Milligrams, or points.
    public let amount: Int64
  }

  /// `SCHEME-SCENARIO`.
  public let scenario: String
  /// Who gets what the scenario saves.
  public let benefit: Benefit
  /// The authorisations, oldest first.
  public let authorisations: [Authorisation]
  /// Milligrams reported and not yet issued, by month.
  public let pending: [Month]
  /// Milligrams issued, all months together: contributed to tonnes, or credited in grams.
  public let credited: Int64
  /// Milligrams of them used: pooled or retired.
  public let used: Int64
  /// Points not spent, by the month in which they were earned.
  public let points: [Month]

  /// Whole grams that can be used; 0 where they went to tonnes.
  public var grams: Int64 {
    guard benefit == .personal else { return 0 }
    let gram = CreditClass.grams.milligrams
    return credited / gram - used / gram
  }
}

/// What one person contributed and has, by pseudonym: read from stored rows.
public struct PersonQuery: Sendable {
  /// The pseudonym of 64 hexadecimal digits, with `pseudonym:` before it or not, or the number.
  public var person: String

  /// Creates a query for a person.
  public init(person: String) { self.person = person }

  /// The person's number, pseudonym and shares; throws `notFound` for a person not known.
  public func run(
    on rows: any RowSource
  ) throws(ServiceError) -> (number: UInt32, pseudonym: Pseudonym, shares: [PersonShare]) {
    let (number, pseudonym) = try rows.person(person)
    var months: [UInt32: [CalendarMonth]] = [:]
    for (_, period) in try rows.all(CreditPeriod.self, InclusiveCredits.Section.periods) {
      months[period.scenario, default: []].append(period.month)
    }
    var shares: [PersonShare] = []
    for (scenario, row) in try rows.all(Scenario.self, InclusiveCredits.Section.scenarios) {
      let known = (months[scenario] ?? []).sorted()
      let share = PersonShare(
        scenario: row.code, benefit: row.approval.benefit,
        authorisations: try rows.authorisations(of: scenario, number),
        pending: try byMonth(.pending, scenario, known, number, rows),
        credited: try rows.amount(
          PersonAmounts.Column(.credited, scenario: scenario, month: nil), number),
        used: try rows.amount(
          PersonAmounts.Column(.used, scenario: scenario, month: nil), number),
        points: try byMonth(.points, scenario, known, number, rows))
      if !share.isEmpty { shares.append(share) }
    }
    return (number, pseudonym, shares)
  }

  private func byMonth(
    _ kind: PersonAmounts.Kind, _ scenario: UInt32, _ months: [CalendarMonth],
    _ person: UInt32, _ rows: any RowSource
  ) throws(ServiceError) -> [PersonShare.Month] {
    var found: [PersonShare.Month] = []
    for month in months {
      let column = PersonAmounts.Column(kind, scenario: scenario, month: month)
      let amount = try rows.amount(column, person)
      if amount != 0 { found.append(PersonShare.Month(month: month, amount: amount)) }
    }
    return found
  }
}

extension PersonShare {
  fileprivate var isEmpty: Bool {
    authorisations.isEmpty && pending.isEmpty && credited == 0 && points.isEmpty
  }
}

extension RowSource {
  /// The number and pseudonym of the person meant by `text`.
  func person(
    _ text: String
  ) throws(ServiceError) -> (number: UInt32, pseudonym: Pseudonym) {
    let section = InclusiveCredits.Section.persons
    if let pseudonym = CreditNames.pseudonym(text) {
      var found: UInt32?
      try forEachRow(of: section) { (image) throws(ServiceError) in
        found = try Self.stored { () throws(CBORError) in
          try PersonTable.number(of: pseudonym, inRow: image.key, image.value)
        }
        return found == nil
      }
      if let found { return (found, pseudonym) }
    } else if let number = UInt32(text), let pseudonym = try pseudonym(ofPerson: number) {
      return (number, pseudonym)
    }
    throw NamedKind.person.missing(text)
  }

  /// The pseudonym of person `number`, or `nil`.
  func pseudonym(ofPerson number: UInt32) throws(ServiceError) -> Pseudonym? {
    let key = PersonTable.rowKey(of: number)
    guard let row = try value(InclusiveCredits.Section.persons, key) else { return nil }
    return try Self.stored { () throws(CBORError) in
      try PersonTable.pseudonym(of: number, inRow: row)
    }
  }

  fileprivate func amount(
    _ column: PersonAmounts.Column, _ person: UInt32
  ) throws(ServiceError) -> Int64 {
    let section = InclusiveCredits.Section.amounts
    let key = PersonAmounts.rowKey(of: column, person)
    guard let row = try value(section, key) else { return 0 }
    var amounts = PersonAmounts(code: section)
    try Self.stored { () throws(StateError) in try amounts.load(key: key, value: row) }
    return amounts.amount(column, person)
  }

  fileprivate func authorisations(
    of scenario: UInt32, _ person: UInt32
  ) throws(ServiceError) -> [PersonShare.Authorisation] {
    let section = InclusiveCredits.Section.authorisations
    let key = AuthorisationTable.rowKey(of: scenario, person)
    guard let row = try value(section, key) else { return [] }
    var table = AuthorisationTable(code: section)
    try Self.stored { () throws(StateError) in try table.load(key: key, value: row) }
    return table.periods(scenario, person).map {
      PersonShare.Authorisation(from: $0.from, until: $0.until)
    }
  }

  /// What `read` gives; a stored row that cannot be read is the state's fault.
  private static func stored<Value, Failure: Error>(
    _ read: () throws(Failure) -> Value
  ) throws(ServiceError) -> Value {
    do {
      return try read()
    } catch {
      throw .unsound(
        BilingualText(
          "存储的状态无法读取(\(error));请运行 `tanzhang rebuild`。",
          "The stored state cannot be read (\(error)); run `tanzhang rebuild`."))
    }
  }
}
