// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct CertificateFreeze: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Freeze certificates (冻结).",
    discussion: """
      Example: tanzhang certificate freeze --series 0 --first 1 --count 10 --reason "order 12"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "Why: the order.") var reason: String

  func execute(_ console: Console) async throws {
    try await register(console) { writing, state in
      [try range.hold("freeze", keeper: writing.issuer, reason, state)]
    }
  }
}

struct CertificateDispute: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispute", abstract: "Put certificates under dispute (异议).",
    discussion: """
      Example: tanzhang certificate dispute --series 0 --first 1 --count 10 --reason "claim 3"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "Why: the grounds.") var reason: String

  func execute(_ console: Console) async throws {
    try await register(console) { writing, state in
      [try range.hold("dispute", keeper: writing.issuer, reason, state)]
    }
  }
}

struct CertificatePledge: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "pledge", abstract: "Pledge certificates to a bank (质押).",
    discussion: """
      Example:
        tanzhang certificate pledge --series 0 --first 1 --count 10 --to "Example Green Bank" \\
          --reason "loan 2026-5" --as textile
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "The pledgee, who alone may release them.") var to: String
  @Option(help: "Why: the contract.") var reason: String

  func execute(_ console: Console) async throws {
    try await register(console) { _, state in
      [try range.hold("pledge", keeper: try state.participantNumber(to), reason, state)]
    }
  }
}

struct CertificateUnfreeze: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "unfreeze", abstract: "Release a freeze, pledge or dispute (解除).",
    discussion: "Example: tanzhang certificate unfreeze H0000000-9 --reason \"order lifted\"",
    aliases: ["release"])

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The hold: its code or number.") var hold: String
  @Option(help: "Why.") var reason: String

  func execute(_ console: Console) async throws {
    guard let number = NumberedCode.number(hold) else {
      throw ServiceError.invalid(
        BilingualText("\"\(hold)\" 不是编号。", "\"\(hold)\" is no number of a hold."))
    }
    try await register(console) { _, _ in
      [ReleaseRecord(hold: number, reason: reason).encoded]
    }
  }
}

extension CertificateRange {
  fileprivate func hold(
    _ kind: String, keeper: UInt32, _ reason: String, _ state: LedgerState
  ) throws(ServiceError) -> [UInt8] {
    let (series, first, count) = try located(in: state)
    return HoldRecord(
      series: series, first: first, count: count,
      kind: try Input.choice(kind, of: HoldRecord.kinds, "kind"), keeper: keeper, reason: reason
    ).encoded
  }
}
