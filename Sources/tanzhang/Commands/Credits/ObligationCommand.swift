// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang obligation`.
struct ObligationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "obligation", abstract: "Set and list obligations to surrender (清缴义务).",
    discussion: "Example: tanzhang obligation list",
    subcommands: [ObligationSetCommand.self, ObligationListCommand.self])
}

struct ObligationSetCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set what a participant surrenders, and how much is offset.",
    discussion: """
      Example:
        tanzhang obligation set --market example-ets --participant "Example Steel" --year 2025 \\
          --tonnes 10000 --cap 5 --local EXPHER --outside 2.5 --deadline 2026-12-31 \\
          --source "Example ETS rules, art. 29"
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "The market, for instance national-ets.") var market: String
  @Option(help: "Who has to surrender: code, number or name.") var participant: String
  @Option(help: "The year of the emissions.") var year: UInt32
  @Option(help: "The tonnes of CO₂ equivalent to be surrendered.") var tonnes: UInt64
  @Option(help: "How much of them may be offset, in per cent, for instance 5.") var cap: String
  @Option(help: "A scheme whose credits are local; may be given several times.")
  var local: [String] = []
  @Option(help: "How much may be offset from outside, in per cent (default: no limit).")
  var outside: String?
  @Option(help: "The first month whose activities may be used.") var vintageFrom: String?
  @Option(help: "The last day.") var deadline: String
  @Option(help: "The document behind it.") var source: String

  func execute(_ console: Console) async throws {
    let share = try Self.basisPoints(cap, "--cap")
    let outsideShare = try outside.map { (text) throws(ServiceError) in
      try Self.basisPoints(text, "--outside")
    }
    let first = try vintageFrom.map { (text) throws(ServiceError) in
      try Input.month(text, "--vintage-from")
    }
    let last = try Input.date(deadline, "--deadline")
    try await register(console) { _, state in
      var schemes: [UInt32] = []
      for scheme in local { schemes.append(try state.schemeNumber(scheme)) }
      return [
        ObligationRecord(
          market: market, participant: try state.participantNumber(participant), year: year,
          tonnes: tonnes, capBasisPoints: share, localSchemes: schemes,
          outsideBasisPoints: outsideShare, vintageFrom: first, deadline: last, source: source
        ).encoded
      ]
    }
  }

  /// Per cent with at most two decimal places, as basis points.
  private static func basisPoints(
    _ text: String, _ option: String
  ) throws(ServiceError) -> UInt32 {
    let share = try? ExactDecimal(text: text) * ExactDecimal(100)
    guard let points = share?.wholeNumber, (0...10_000).contains(points) else {
      throw .invalid(
        BilingualText(
          "\(option):\"\(text)\" 不是 0 至 100 的百分数(至多两位小数)。",
          "\(option): \"\(text)\" is no per cent from 0 to 100 with at most two decimals."))
    }
    return UInt32(points)
  }
}

struct ObligationListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the obligations and what was offset.",
    discussion: "Example: tanzhang obligation list")

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    var table = TextTable([
      .init("obligation", "编号", "NO."), .init("market", "碳市场", "MARKET"),
      .init("participant", "义务方", "PARTICIPANT"), .init("year", "年度", "YEAR"),
      .init("tonnes", "应清缴(吨)", "TONNES", isNumber: true),
      .init("cap", "抵销上限(吨)", "CAP (t)", isNumber: true),
      .init("used", "已抵销(吨)", "USED (t)", isNumber: true),
      .init("outsideCap", "外地上限(吨)", "OUTSIDE CAP (t)", isNumber: true),
      .init("usedFromOutside", "外地已用(吨)", "OUTSIDE (t)", isNumber: true),
      .init("deadline", "截止日", "DEADLINE"),
    ])
    for line in try ObligationLine.all(on: reading.rows) {
      table.append(
        NumberedCode.text("obligation", line.number), line.market,
        line.participant[console.language], "\(line.year)", "\(line.tonnes)", "\(line.cap)",
        "\(line.used)", line.outsideCap.map { "\($0)" } ?? "—", "\(line.usedFromOutside)",
        "\(line.deadline)")
    }
    console.print(table)
  }
}
