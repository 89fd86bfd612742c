// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang credit`.
struct CreditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credit",
    abstract: "Issue, trade, retire and explain inclusive credits (碳普惠减排量).",
    discussion: """
      Example: tanzhang credit explain SZPHER-METRO-2025:17

      Units are written SERIES:FIRST-LAST, or SERIES:SERIAL for one.
      """,
    subcommands: [
      CreditIssueCommand.self, CreditTransferCommand.self, CreditOfferCommand.self,
      CreditAcceptCommand.self, CreditDeclineCommand.self, CreditRetireCommand.self,
      CreditPoolCommand.self, CreditReverseCommand.self, CreditListCommand.self,
      CreditShowCommand.self, CreditIssuesCommand.self, CreditOffersCommand.self,
      CreditExplainCommand.self,
    ])
}

/// Which units are meant.
struct UnitsArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The units: SERIES:FIRST-LAST, for instance SZPHER-METRO-2025:1-10.", valueName: "units"))
  var units: String

  func located(
    in state: LedgerState
  ) throws(ServiceError) -> (series: UInt32, first: UInt64, count: UInt64) {
    let range = try UnitRange(text: units)
    return (try state.seriesNumber(range.series), range.first, range.count)
  }
}

struct CreditTransferCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer", abstract: "Transfer tonnes without a price (划转).",
    discussion: """
      Example:
        tanzhang credit transfer SZPHER-METRO-2025:1-10 --to "Example Airport" --as metro
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var units: UnitsArgument
  @Option(help: "Who receives them: code, number or name.") var to: String
  @Option(help: "A reference.") var reference = ""

  func execute(_ console: Console) async throws {
    try await register(console) { _, state in
      let (series, first, count) = try units.located(in: state)
      return [
        PherTransferRecord(
          series: series, first: first, count: count,
          recipient: try state.participantNumber(to), reference: reference
        ).encoded
      ]
    }
  }
}

struct CreditOfferCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "offer",
    abstract: "Offer tonnes to a buyer at a price (报价): frozen until the answer.",
    discussion: """
      Example:
        tanzhang credit offer SZPHER-METRO-2025:1-10 --to "Example Airport" --price 85.50 \\
          --through 2026-08-31 --as metro
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var units: UnitsArgument
  @Option(help: "Who may accept: code, number or name.") var to: String
  @Option(help: "The price of one tonne in yuan.") var price: String
  @Option(help: "The last day on which it can be accepted.") var through: String
  @Option(help: "A reference.") var reference = ""

  func execute(_ console: Console) async throws {
    let amount = try Input.price(price, "--price")
    let last = try Input.date(through, "--through")
    try await register(console) { _, state in
      let (series, first, count) = try units.located(in: state)
      return [
        OfferRecord(
          series: series, first: first, count: count, buyer: try state.participantNumber(to),
          price: amount, through: last, reference: reference
        ).encoded
      ]
    }
  }
}

struct CreditAcceptCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Accept an offer: the trade is done (成交).",
    discussion: "Example: tanzhang credit accept O0000000-N --as airport")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The offer: its code or number.") var offer: String

  func execute(_ console: Console) async throws {
    try await register(console) { _, state in
      [AcceptanceRecord(offer: try state.offerNumber(offer)).encoded]
    }
  }
}

struct CreditDeclineCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Decline an offer, or withdraw one's own (拒绝、撤回).",
    discussion: "Example: tanzhang credit decline O0000000-N --as airport")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The offer: its code or number.") var offer: String

  func execute(_ console: Console) async throws {
    try await register(console) { _, state in
      [DeclineRecord(offer: try state.offerNumber(offer)).encoded]
    }
  }
}

struct CreditRetireCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Retire tonnes for one purpose (注销); for ever.",
    discussion: """
      Examples:
        tanzhang credit retire SZPHER-METRO-2025:1-3 --purpose event \\
          --beneficiary "Example Marathon 2026" --as airport
        tanzhang credit retire SZPHER-METRO-2025:4-10 --purpose compliance \\
          --obligation D0000000-3 --beneficiary "Example Airport" --as airport
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var units: UnitsArgument
  @Option(help: ArgumentHelp(CreditPurpose.names.joined(separator: ", "), valueName: "kind"))
  var purpose = "voluntary"
  @Option(help: "For whom: a name; for an event, the event.") var beneficiary: String
  @Option(help: "The obligation offset, for compliance: its code or number.")
  var obligation: String?
  @Option(help: "The day of the retirement (default: today).") var date: String?
  @Option(help: "A reference.") var reference = ""

  func execute(_ console: Console) async throws {
    let kind = try Input.choice(purpose, of: CreditPurpose.names, "--purpose")
    try await register(console) { writing, state in
      let (series, first, count) = try units.located(in: state)
      var day = writing.today
      if let date { day = try Input.date(date, "--date") }
      return [
        PherRetirementRecord(
          series: series, first: first, count: count, purpose: CreditPurpose.allCases[kind],
          beneficiary: beneficiary,
          obligation: try obligation.map { (text) throws(ServiceError) in
            try state.obligationNumber(text)
          }, date: day, reference: reference
        ).encoded
      ]
    }
  }
}

struct CreditReverseCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverse",
    abstract: "Take back tonnes whose reduction was lost (逆转): buffer pool first.",
    discussion: """
      Example:
        tanzhang credit reverse EXFOR-HILL --tonnes 120 --date 2026-07-01 \\
          --reason "forest fire" --evidence report.pdf --as verifier
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Option(help: "The tonnes lost; 0 collects what is owed.") var tonnes: UInt64
  @Option(help: "The day of the loss (default: today).") var date: String?
  @Option(help: "What happened.") var reason: String
  @Option(help: "The evidence: its SHA-256 in hexadecimal digits, or the file.")
  var evidence: String

  func execute(_ console: Console) async throws {
    let digest = try Input.digest(evidence)
    try await register(console) { writing, state in
      var day = writing.today
      if let date { day = try Input.date(date, "--date") }
      return [
        CreditReversalRecord(
          scenario: try state.scenarioNumber(scenario), tonnes: tonnes, date: day,
          reason: reason, evidence: digest
        ).encoded
      ]
    }
  }
}
