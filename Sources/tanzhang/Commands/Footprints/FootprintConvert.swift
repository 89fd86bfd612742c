// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang footprint convert`.
struct FootprintConvert: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Make a model document of an openLCA JSON-LD package.",
    discussion: """
      Example:
        tanzhang footprint convert steel.zip --id 20000000-0000-4000-8000-000000000009 \\
          --from 2025-01-01 --through 2025-12-31 --gwp AR6 --model steel.yaml --factors steel.csv

      Factors that the package characterises itself are written as a factor file. What it holds
      beyond models of fixed amounts is refused by name, never dropped.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A zip file, or a folder of its files.") var package: String
  @Option(help: "The UUID of the footprint to be.") var id: String
  @Option(help: "The first day the data describe.") var from: String
  @Option(help: "The last day the data describe.") var through: String
  @Option(help: "The edition of GWP: AR4, AR5, AR6 …") var gwp = "AR6"
  @Option(help: ArgumentHelp("The process or product system, by id or name.", valueName: "name"))
  var target: String?
  @Option(help: ArgumentHelp("The impact category, when there are several.", valueName: "name"))
  var category: String?
  @Option(help: "ISO 3166: CN, CN-33; empty for the world.") var geography = ""
  @Option(help: "A standard that was followed.") var standard: [String] = ["GB/T 24067-2024"]
  @Option(help: ArgumentHelp("Where the model is written.", valueName: "yaml")) var model: String
  @Option(help: ArgumentHelp("Where its factors are written.", valueName: "csv"))
  var factors: String?

  func execute(_ console: Console) async throws {
    guard let edition = AssessmentReport(name: gwp) else {
      throw ServiceError.invalid(
        BilingualText("--gwp:须为 AR2 至 AR6。", "--gwp is AR2 to AR6."))
    }
    let start = try Input.date(from, "--from")
    let last = try Input.date(through, "--through")
    guard let period = try? DatePeriod(start: start, end: last.adding(days: 1)) else {
      throw ServiceError.invalid(
        BilingualText("--from 不得晚于 --through。", "--from is not after --through."))
    }
    let converted = try FootprintDesk.converted(
      package,
      OpenLCAOptions(
        identifier: id, target: target, category: category, assessment: edition,
        period: period, date: try global.currentDay(), geography: geography,
        standards: standard))
    for note in converted.notes { console.note(note) }
    try LocalFile.write(Array(converted.document.utf8), to: model)
    if let factors {
      try LocalFile.write(Array(converted.factorTable.utf8), to: factors)
    } else if !converted.factors.isEmpty {
      console.note(
        BilingualText(
          "该数据包自带特征化因子;用 --factors 写出,计算时需要。",
          "The package brings factors of its own: write them with --factors, calculations need "
            + "them."))
    }
  }
}
