// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import MethodologyEngine
import Quantities

// What several records require alike.
extension InclusiveCredits {
  func requireMethodology(_ number: UInt32) throws(Rejection) -> FiledMethodology {
    if let row = methodologies.row(number) { return row }
    throw Rejection(unknown: "methodology", number, of: methodologies.count)
  }

  func requireScheme(_ number: UInt32) throws(Rejection) -> Scheme {
    if let row = schemes.row(number) { return row }
    throw Rejection(unknown: "scheme", number, of: schemes.count)
  }

  func requireScenario(_ number: UInt32) throws(Rejection) -> Scenario {
    if let row = scenarios.row(number) { return row }
    throw Rejection(unknown: "scenario", number, of: scenarios.count)
  }

  func requirePerson(_ number: UInt32) throws(Rejection) {
    guard number >= persons.count else { return }
    throw Rejection(unknown: "person", number, of: persons.count)
  }

  /// The scenario's operator signs, and still is one.
  func requireOperator(
    of scenario: Scenario, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    try core.requireRole(.operatorOfScheme, in: context)
    guard context.issuer == scenario.approval.operatorNumber else {
      let code = NumberedCode.text("participant", scenario.approval.operatorNumber)
      throw Rejection(
        LedgerRules.role,
        found: BilingualText(
          "参与方 \(NumberedCode.text("participant", context.issuer))",
          "\(coded: "participant", context.issuer)"),
        required: BilingualText(
          "\(scenario.code) 的运营主体,参与方 \(code)",
          "the operator of \(scenario.code), participant \(code)"))
    }
  }

  /// A verifier signs who has no part in the scenario (LED-7).
  func requireIndependentVerifier(
    of scenario: Scenario, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    try core.requireRole(.verifier, in: context)
    let parties = [scenario.approval.operatorNumber, scenario.approval.beneficiary]
    guard parties.contains(context.issuer) else { return }
    throw Rejection(
      LedgerRules.independentVerifier, found: "\(coded: "participant", context.issuer)",
      required: "neither operator nor beneficiary of \(scenario.code)")
  }

  /// A party that reports or owns must verify nothing (LED-7).
  static func requireInterested(
    _ number: UInt32, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    let party = try core.requireParticipant(number)
    guard party.holds(.verifier, on: context.today) else { return }
    throw Rejection(
      LedgerRules.independentVerifier, found: "\(party.identifier): verifier",
      required: "a party that verifies nothing")
  }

  /// A code is capitals and digits, so that it can be told from what stands beside it.
  static func requireCode(_ code: String, _ lengths: ClosedRange<Int>) throws(Rejection) {
    let isCode = code.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
    guard isCode, lengths.contains(code.utf8.count) else {
      throw Rejection(
        LedgerRules.bounds, found: "code \"\(code)\"",
        required: "\(lengths.lowerBound)…\(lengths.upperBound) × 0–9 A–Z")
    }
  }

  /// The asset class, registered as it must be.
  static func requireAsset(
    _ creditClass: CreditClass, _ core: CoreState
  ) throws(Rejection) -> UInt32 {
    let code = creditClass.assetCode
    let number = core.assets.number(forKey: code)
    if let number, core.assets[number].unit == creditClass.unit { return number }
    throw Rejection(
      LedgerRules.unknownNumber,
      found: "\(code): \(number.map { core.assets[$0].unit } ?? "—")",
      required: "asset.register \(code), \(creditClass.unit)")
  }

  /// A sum, or a refusal of what does not fit 63 bits.
  static func sum(_ a: Int64, _ b: Int64, _ what: String) throws(Rejection) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    guard !overflow else {
      throw Rejection(LedgerRules.bounds, found: "\(what): \(a) + \(b)", required: "< 2^63")
    }
    return sum
  }

  /// Refuses the number of one more row that no record could name.
  static func requireRoom(_ count: Int, _ what: String) throws(Rejection) {
    guard count < Int(UInt32.max) - 1 else {
      throw Rejection(LedgerRules.bounds, found: "\(what) \(count)", required: "< 2^32")
    }
  }
}

extension Rejection {
  /// The same refusal, saying at which row of a batch.
  func at(row: Int) -> Rejection {
    Rejection(
      rule,
      found: BilingualText("第 \(row) 行:\(found.chinese)", "row \(row): \(found.english)"),
      required: required, record: record)
  }
}
