// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore

/// Ledgers on which the example provider's root is an anchor.
enum CertifiedLedger {
  /// A ledger with the anchor of the provider as it is, or as `change` makes it.
  static func make(
    _ suite: Suite = .sha256Ed25519, _ change: (inout ExampleProvider) throws -> Void = { _ in }
  ) throws -> (TestLedger, ExampleProvider) {
    var ledger = try TestLedger.founded(suite: suite)
    var provider = try ExampleProvider(ledger)
    try change(&provider)
    try ledger.apply(try provider.anchor(), by: TestLedger.authority)
    return (ledger, provider)
  }

  static func record(
    _ ledger: TestLedger, _ chain: [[UInt8]], participant: UInt32 = TestLedger.maker,
    key: UInt32? = nil
  ) throws -> CertificationRecord {
    let key = try ledger.key(key ?? participant).verifyingKey
    return CertificationRecord(
      participant: participant, identifier: key.identifier(using: ledger.suite.hash), chain: chain)
  }

  /// The rule that refuses a chain changed by `change`; `nil` when it is admitted.
  static func refusal(
    _ change: (inout ExampleProvider) throws -> Void
  ) throws -> String? {
    var (ledger, provider) = try make()
    try change(&provider)
    return try ledger.refusal(of: try record(ledger, try provider.chain()), by: TestLedger.maker)?
      .rule.code
  }
}
