// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import Quantities

// What several records require alike.
extension ProductFootprints {
  func requireFactor(_ number: UInt32) throws(Rejection) -> RegisteredFactor {
    if let row = factors.row(number) { return row }
    throw Rejection(unknown: "factor", number, of: factors.count)
  }

  func requireFootprint(_ number: UInt32) throws(Rejection) -> Footprint {
    if let row = footprints.row(number) { return row }
    throw Rejection(unknown: "footprint", number, of: footprints.count)
  }

  func requireLabel(_ number: UInt32) throws(Rejection) -> Label {
    if let row = labels.row(number) { return row }
    throw Rejection(unknown: "label", number, of: labels.count)
  }

  /// LED-7: an accredited party signs that has no part in the footprint.
  func requireIndependent(
    of footprint: Footprint, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    try core.requireRole(.verifier, in: context)
    let signer = try core.requireParticipant(context.issuer).identifier
    var isCompany = false
    if case .imported(let receipt) = footprint.origin {
      isCompany = receipt.companyIds.contains { $0.split(separator: ":").contains(signer[...]) }
    }
    guard footprint.owner == context.issuer || isCompany else { return }
    throw Rejection(
      LedgerRules.independentVerifier, found: "\(coded: "participant", context.issuer): \(signer)",
      required: BilingualText("非所有者的机构", "a body that is not the owner"))
  }

  /// A UUID is used once; its form is for the checks of models and documents.
  func requireNewIdentifier(_ identifier: String) throws(Rejection) {
    guard let number = footprints.number(forKey: identifier) else { return }
    throw Rejection(
      LedgerRules.unique, found: "\(identifier) = \(coded: "footprint", number)",
      required: "a new UUID")
  }

  static func requireNoIdentityNumber(in statement: FootprintStatement) throws(Rejection) {
    try CoreState.requireNoIdentityNumber(
      in: statement.productName.chinese, statement.productName.english,
      statement.productDescription, statement.unit.description, statement.comment)
  }
}

extension Rejection {
  /// The refusal of a signer without a role, where participant `number` may sign without one.
  func unlessSigned(by number: UInt32, _ name: BilingualText) -> Rejection {
    guard rule == LedgerRules.role else { return self }
    return Rejection(
      rule, found: found,
      required: BilingualText(
        "\(required.chinese),或\(name.chinese)(参与方 \(number))",
        "\(required.english), or \(name.english) (\(coded: "participant", number))"),
      record: record)
  }
}
