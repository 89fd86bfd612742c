// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang settlement`.
struct SettlementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settlement", abstract: "Report green power settled (绿电结算).",
    discussion: """
      Example: tanzhang settlement report --seller A --buyer B --month 2026-06 --energy 120 …
      """,
    subcommands: [Report.self])

  struct Report: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Report green power settled between a seller and a buyer for a month.",
      discussion: """
        Example:
          tanzhang settlement report --seller "Example Wind" --buyer "Example Steel" \\
            --month 2026-06 --energy 1200.5 --reference ZJ-2026-06-0017 --as platform
        """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Who sold the power.") var seller: String
    @Option(help: "Who bought it.") var buyer: String
    @Option(help: "The month of generation.") var month: String
    @Option(help: "The energy in MWh.") var energy: String
    @Option(help: "The platform's number of the settlement.") var reference: String

    func execute(_ console: Console) async throws {
      let generation = try Input.month(month, "--month")
      let amount = try Input.energy(energy, "--energy")
      try await register(console) { _, state in
        [
          SettlementRecord(
            seller: try state.participantNumber(seller),
            buyer: try state.participantNumber(buyer), month: generation, energy: amount,
            reference: reference
          ).encoded
        ]
      }
    }
  }
}

/// The command `tanzhang exclusion`.
struct ExclusionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclusion",
    abstract: "Keep other schemes from counting the same electricity (计入期).",
    discussion: """
      Example: tanzhang exclusion register J0000000-0 --scheme ccer --from 2026-01 --through …
      """,
    subcommands: [Register.self, ClaimCommand.self])

  struct Register: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register a project's credit period in another scheme.",
      discussion: """
        Example:
          tanzhang exclusion register EXWNDOFF240615Z01 --scheme ccer --from 2026-01 \\
            --through 2035-12
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The project: filing code or number.") var project: String
    @Option(help: ArgumentHelp(CreditScheme.names.joined(separator: ", "), valueName: "scheme"))
    var scheme: String
    @Option(help: "The first month.") var from: String
    @Option(help: "The last month.") var through: String

    func execute(_ console: Console) async throws {
      let position = try Input.choice(scheme, of: CreditScheme.names, "--scheme")
      let first = try Input.month(from, "--from")
      let last = try Input.month(through, "--through")
      guard first <= last else {
        throw ServiceError.invalid(
          BilingualText("--through 早于 --from。", "--through lies before --from."))
      }
      try await self.register(console) { _, state in
        [
          ExclusionRecord(
            project: try state.projectNumber(project), scheme: CreditScheme.allCases[position],
            period: first...last
          ).encoded
        ]
      }
    }
  }

  struct ClaimCommand: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "claim", abstract: "Claim electricity for another scheme.",
      discussion: """
        Example:
          tanzhang exclusion claim EXWNDOFF240615Z01 --month 2026-01 --scheme ccer --energy 1000
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The project: filing code or number.") var project: String
    @Option(help: "The month of generation.") var month: String
    @Option(help: ArgumentHelp(CreditScheme.names.joined(separator: ", "), valueName: "scheme"))
    var scheme: String
    @Option(help: "The energy in MWh.") var energy: String

    func execute(_ console: Console) async throws {
      let position = try Input.choice(scheme, of: CreditScheme.names, "--scheme")
      let generation = try Input.month(month, "--month")
      let amount = try Input.energy(energy, "--energy")
      try await register(console) { _, state in
        [
          ExclusionClaimRecord(
            project: try state.projectNumber(project), month: generation,
            scheme: CreditScheme.allCases[position], energy: amount
          ).encoded
        ]
      }
    }
  }
}
