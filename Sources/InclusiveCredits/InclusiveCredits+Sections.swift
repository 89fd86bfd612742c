// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

extension InclusiveCredits {
  /// The tables that are stored.
  public var sections: [any StateSection] {
    [
      methodologies, schemes, scenarios, persons, authorisations, batches, periods, issues,
      openDays, amounts, offers, obligations, closedDays,
    ]
  }

  /// Changes one table in place.
  public mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    switch code {
    case Section.methodologies: try Self.lend(&methodologies, Table(code: code), body)
    case Section.schemes: try Self.lend(&schemes, Table(code: code), body)
    case Section.scenarios: try Self.lend(&scenarios, Table(code: code), body)
    case Section.persons: try Self.lend(&persons, PersonTable(code: code), body)
    case Section.authorisations:
      try Self.lend(&authorisations, AuthorisationTable(code: code), body)
    case Section.batches: try Self.lend(&batches, Table(code: code), body)
    case Section.periods: try Self.lend(&periods, Table(code: code), body)
    case Section.issues: try Self.lend(&issues, Table(code: code), body)
    case Section.openDays: try Self.lend(&openDays, OpenDays(code: code), body)
    case Section.amounts: try Self.lend(&amounts, PersonAmounts(code: code), body)
    case Section.offers: try Self.lend(&offers, Table(code: code), body)
    case Section.obligations: try Self.lend(&obligations, Table(code: code), body)
    case Section.closedDays: try Self.lend(&closedDays, Table(code: code), body)
    default: preconditionFailure("\(Self.name) has no section \(code)")
    }
  }

  /// Keeps the statement's changes.
  public mutating func commit() {
    methodologies.commit()
    schemes.commit()
    scenarios.commit()
    persons.commit()
    authorisations.commit()
    batches.commit()
    periods.commit()
    issues.commit()
    openDays.commit()
    amounts.commit()
    offers.commit()
    obligations.commit()
    closedDays.commit()
  }

  /// Takes the statement's changes back.
  public mutating func rollback() {
    methodologies.rollback()
    schemes.rollback()
    scenarios.rollback()
    persons.rollback()
    authorisations.rollback()
    batches.rollback()
    periods.rollback()
    issues.rollback()
    openDays.rollback()
    amounts.rollback()
    offers.rollback()
    obligations.rollback()
    closedDays.rollback()
    // Numbers that the statement refused had assigned mean something else next time.
    cache.forget(methodologiesFrom: methodologies.count, scenariosFrom: scenarios.count)
  }
}
