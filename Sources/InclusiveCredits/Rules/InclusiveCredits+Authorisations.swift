// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: AuthorisationRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireScenario(record.scenario)
    try requireOperator(of: scenario, context, core)
    try core.requireNotInFuture(record.from, in: context)
    let bytes = record.pseudonyms
    let size = Pseudonym.byteCount
    guard !bytes.isEmpty, bytes.count.isMultiple(of: size) else {
      throw Rejection(
        LedgerRules.bounds, found: "pseudonyms: \(bytes.count) bytes",
        required: "n × \(size) bytes, n ≥ 1")
    }
    for start in stride(from: 0, to: bytes.count, by: size) {
      // Thirty-two bytes always are a pseudonym.
      let span = bytes.span.extracting(start..<(start + size))
      guard let pseudonym = try? Pseudonym(copying: span) else { continue }
      authorisations.grant(record.scenario, try person(called: pseudonym), from: record.from)
    }
  }

  private mutating func person(called pseudonym: Pseudonym) throws(Rejection) -> UInt32 {
    if let number = persons.number(of: pseudonym) { return number }
    try Self.requireRoom(persons.count, "persons")
    return persons.append(pseudonym)
  }

  mutating func apply(
    _ record: WithdrawalRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireScenario(record.scenario)
    try requireOperator(of: scenario, context, core)
    try core.requireNotInFuture(record.from, in: context)
    guard !record.persons.isEmpty else {
      throw Rejection(LedgerRules.bounds, found: "persons —", required: "1 or more")
    }
    for person in record.persons {
      try requirePerson(person)
      guard authorisations.withdraw(record.scenario, person, from: record.from) else {
        throw Rejection(
          InclusiveCreditRules.authorisation, found: "person \(person), \(record.from): —",
          required: BilingualText(
            "\(scenario.code) 的有效授权", "an active authorisation of \(scenario.code)"))
      }
    }
  }
}
