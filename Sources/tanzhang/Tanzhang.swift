// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The command line of Tanzhang.
@main
struct Tanzhang: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tanzhang",
    abstract: "An append-only, signed ledger of green certificates and carbon credits (碳账).",
    discussion: """
      Example, a ledger of your own in two commands:

        tanzhang init --origin ledger.example/city --authority 91330400MA2EX00010 \\
          --name-zh 示例市发改委 --name-en "Example City DRC" --province CN-ZJ --example
        tanzhang verify

      Data goes to the standard output, messages to the standard error.
      Exit codes: 0 done · 1 failed · 3 not found · 4 does not verify · 5 refused by a rule ·
      6 conflict · 7 locked by another process · 64 usage.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "A ledger:",
        subcommands: [
          InitCommand.self, VerifyCommand.self, RebuildCommand.self, RestoreCommand.self,
          CheckpointCommand.self, CheckpointKeyCommand.self, CommitCommand.self,
          VkeyCommand.self,
        ]),
      CommandGroup(
        name: "Who and what:",
        subcommands: [
          KeyCommand.self, AnchorCommand.self, ParticipantCommand.self, AssetCommand.self,
          ParameterCommand.self, ProjectCommand.self,
        ]),
      CommandGroup(
        name: "Acts:",
        subcommands: [
          CertificateCommand.self, SettlementCommand.self, ExclusionCommand.self,
          ImportCommand.self, SubmitCommand.self, RecordCommand.self,
        ]),
      CommandGroup(
        name: "Inclusive credits (碳普惠):",
        subcommands: [
          MethodologyCommand.self, SchemeCommand.self, ScenarioCommand.self,
          AuthoriseCommand.self, ActivityCommand.self, CreditCommand.self, PointsCommand.self,
          PersonCommand.self, ObligationCommand.self, RecomputeCommand.self,
        ]),
      CommandGroup(
        name: "Product footprints (产品碳足迹):",
        subcommands: [FactorCommand.self, FootprintCommand.self, LabelCommand.self]),
      CommandGroup(
        name: "Questions:",
        subcommands: [
          BalanceCommand.self, ShowCommand.self, HistoryCommand.self, ExplainCommand.self,
        ]),
      CommandGroup(
        name: "For others to check:",
        subcommands: [
          ProveCommand.self, CheckProofCommand.self, PublishCommand.self, ExportCommand.self,
          CheckpointsCommand.self,
        ]),
      CommandGroup(
        name: "Watching the watcher:",
        subcommands: [
          MonitorCommand.self, DiffCommand.self, CheckEvidenceCommand.self, CosignCommand.self,
          WitnessCommand.self,
        ]),
      CommandGroup(name: "To see it work:", subcommands: [DemoCommand.self]),
    ])
}
