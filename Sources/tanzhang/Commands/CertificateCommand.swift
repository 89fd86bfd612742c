// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang certificate`.
struct CertificateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "Register, transfer, retire, hold and expire green certificates (绿证).",
    discussion: "Example: tanzhang certificate register issuance-2026-07.csv",
    subcommands: [
      CertificateRegister.self, CertificateTransfer.self, CertificateRetire.self,
      CertificateFreeze.self, CertificatePledge.self, CertificateDispute.self,
      CertificateUnfreeze.self, CertificateExpire.self, CertificateReverse.self,
      CertificateShow.self, CertificateExpiring.self,
    ])
}

/// Which certificates are meant: a stretch of a series.
struct CertificateRange: ParsableArguments {
  @Option(help: "The series: its number, code or prefix.") var series: String?
  @Option(help: "The first serial number in the series.") var first: UInt64?
  @Option(help: "How many certificates (default with --code: 1).") var count: UInt64?
  @Option(help: "The 32-character code of the first certificate.") var code: String?

  func validate() throws {
    if code != nil {
      guard series == nil, first == nil else {
        throw ValidationError("Give --code, or --series with --first, not both.")
      }
    } else if series == nil || first == nil || count == nil {
      throw ValidationError("Give --series, --first and --count, or --code.")
    }
  }

  func located(
    in state: LedgerState
  ) throws(ServiceError) -> (series: UInt32, first: UInt64, count: UInt64) {
    if let code {
      let found = try state.certificate(code)
      return (found.series, found.serial, count ?? 1)
    }
    return (try state.seriesNumber(series ?? ""), first ?? 0, count ?? 0)
  }
}

struct CertificateTransfer: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer", abstract: "Transfer certificates (交易、划转、归属).",
    discussion: """
      Example:
        tanzhang certificate transfer --series 0 --first 1 --count 100 --to "Example Textiles" \\
          --price 5.66 --channel separate --date 2026-07-20 --contract deal-17.pdf --as wind
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "Who receives them: code, number or name.") var to: String
  @Option(help: "The price of one certificate in yuan, apart from the power.") var price: String?
  @Option(help: ArgumentHelp(TransferChannel.names.joined(separator: ", "), valueName: "kind"))
  var channel = "separate"
  @Option(help: "The day of the trade (default: today).") var date: String?
  @Option(help: "The settlement the power was settled with: reference or number.")
  var settlement: String?
  @Option(help: "The contract: its SHA-256 in hexadecimal digits, or the file.")
  var contract: String
  @Option(help: "The proof of settlement: its SHA-256 in hexadecimal digits, or the file.")
  var settlementProof: String?
  @Option(help: "A reference of the parties.") var reference = ""

  func execute(_ console: Console) async throws {
    try await register(console) { writing, state in
      [try record(writing, state).encoded]
    }
  }

  private func record(
    _ writing: Writing, _ state: LedgerState
  ) throws(ServiceError) -> TransferRecord {
    let (series, first, count) = try range.located(in: state)
    let recipient = try state.participantNumber(to)
    let kind = try Input.choice(channel, of: TransferChannel.names, "--channel")
    let origin =
      state.core.series.row(series).flatMap { SeriesAttributes(rawValue: $0.attributes) }?
      .province ?? 0
    return TransferRecord(
      TransferRecord.Terms(
        series: series, first: first, count: count, recipient: recipient,
        channel: TransferChannel.allCases[kind],
        price: try price.map { (text) throws(ServiceError) in try Input.price(text, "--price") },
        tradeDate: try date.map { (text) throws(ServiceError) in
          try Input.date(text, "--date")
        } ?? writing.today,
        origin: origin, destination: state.core.participants[recipient].province,
        settlement: try settlement.map { (text) throws(ServiceError) in
          try state.settlementNumber(text)
        },
        contract: try Input.digest(contract),
        settlementProof: try settlementProof.map { (text) throws(ServiceError) in
          try Input.digest(text)
        }),
      reference: reference)
  }
}

struct CertificateRetire: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Retire certificates for a beneficiary (核销); for ever.",
    discussion: """
      Example:
        tanzhang certificate retire --series 0 --first 1 --count 100 \\
          --beneficiary "Example Textiles" --purpose voluntary --from 2026-01 --through 2026-06 \\
          --date 2026-07-20 --as textile
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "Whose consumption they cover: code, number or name.") var beneficiary: String
  @Option(help: ArgumentHelp(RetirementPurpose.names.joined(separator: ", "), valueName: "kind"))
  var purpose = "voluntary"
  @Option(help: "The first month of the consumption.") var from: String
  @Option(help: "The last month of the consumption (default: the first).") var through: String?
  @Option(help: "The day of the retirement (default: today).") var date: String?
  @Option(help: "A reference; for an event its name, for a footprint its site.") var reference = ""

  func execute(_ console: Console) async throws {
    let start = try Input.month(from, "--from")
    let end = try Input.month(through ?? from, "--through")
    guard start <= end else {
      throw ServiceError.invalid(
        BilingualText("--through 早于 --from。", "--through lies before --from."))
    }
    let kind = try Input.choice(purpose, of: RetirementPurpose.names, "--purpose")
    try await register(console) { writing, state in
      let (series, first, count) = try range.located(in: state)
      var day = writing.today
      if let date { day = try Input.date(date, "--date") }
      return [
        RetirementRecord(
          series: series, first: first, count: count,
          beneficiary: try state.participantNumber(beneficiary),
          purpose: RetirementPurpose.allCases[kind], consumption: start...end, date: day,
          reference: reference
        ).encoded
      ]
    }
  }
}

struct CertificateExpire: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "Expire every certificate past its last day (到期失效).",
    discussion: "Example: tanzhang certificate expire --as-of 2026-01-01")

  @OptionGroup var global: GlobalOptions
  @Option(help: "Certificates usable on this day stay.") var asOf: String

  func execute(_ console: Console) async throws {
    let day = try Input.date(asOf, "--as-of")
    try await register(console) { _, _ in [ExpiryRecord(asOf: day).encoded] }
  }
}

struct CertificateReverse: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverse", abstract: "Reverse a wrong transfer or issue (冲正).",
    discussion: """
      Example:
        tanzhang certificate reverse --kind transfer --entry 17 --series 0 --first 1 --count 100 \\
          --reason "wrong buyer"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var range: CertificateRange
  @Option(help: "transfer or issue.") var kind: String
  @Option(help: "The entry of the record reversed.") var entry: UInt64
  @Option(help: "Its position in the entry.") var record = 0
  @Option(help: "The settlement that gets its energy back.") var settlement: String?
  @Option(help: "Why.") var reason: String

  func execute(_ console: Console) async throws {
    let position = try Input.choice(kind, of: ReversalRecord.Kind.names, "--kind")
    try await register(console) { _, state in
      let (series, first, count) = try range.located(in: state)
      return [
        ReversalRecord(
          kind: ReversalRecord.Kind.allCases[position], series: series, first: first,
          count: count, position: RecordPosition(entry: entry, record: record),
          settlement: try settlement.map { (text) throws(ServiceError) in
            try state.settlementNumber(text)
          }, reason: reason
        ).encoded
      ]
    }
  }
}
