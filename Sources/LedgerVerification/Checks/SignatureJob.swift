// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore

/// A statement and the key that was valid at its entry: a signature to be checked on any core.
struct SignatureJob: Sendable {
  let statement: Statement
  let key: VerifyingKey
  let place: Place

  func check(_ log: FindingLog) {
    guard !statement.isSigned(by: key) else { return }
    log.add {
      let rule = LedgerRules.signature
      return Finding(
        .signature, place,
        expected:
          "participant \(statement.issuer), kid \(Hexadecimal.encode(statement.keyIdentifier))",
        actual: "a signature that does not verify", rule: (rule.code, rule.statement))
    }
  }
}
