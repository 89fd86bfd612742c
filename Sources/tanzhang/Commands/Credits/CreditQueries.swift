// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct CreditListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List inclusive credits by serial numbers and holder.",
    discussion: """
      Examples:
        tanzhang credit list
        tanzhang credit list "Example Airport" --scenario SZPHER-METRO --all -O csv
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The holder: code, number or name (default: all).") var holder: String?
  @Option(help: "The scenario: SCHEME-SCENARIO or number (default: all).") var scenario: String?
  @Flag(help: "Retired and cancelled units too.") var all = false

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    var query = CreditListQuery(holder: holder, scenario: scenario)
    query.includesFinal = all
    var table = TextTable([
      .init("units", "编号", "UNITS"), .init("count", "数量", "COUNT", isNumber: true),
      .init("asset", "资产", "ASSET"), .init("month", "活动月份", "MONTH"),
      .init("holder", "持有人", "HOLDER"), .init("standing", "状态", "STANDING"),
      .init("entry", "最近变动条目", "LAST CHANGE", isNumber: true),
    ])
    let language = console.language
    for line in try query.run(on: reading.rows) {
      table.append(
        "\(line.units)", "\(line.units.count)", line.asset.code, "\(line.month)",
        line.holderName[language],
        console.format == .text
          ? line.standing.name(ofUnit: line.asset.unit)[language] : "\(line.standing)",
        "\(line.entry)")
    }
    console.print(table)
  }
}

struct CreditShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print who holds a unit, in what standing.",
    discussion: "Example: tanzhang credit show SZPHER-METRO-2025:17")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The unit: SERIES:SERIAL.") var unit: String

  func execute(_ console: Console) async throws {
    var command = CertificateShow()
    command.global = global
    command.code = unit
    try await command.execute(console)
  }
}

struct CreditIssuesCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "issues", abstract: "List scenarios' months: reported, verified, issued.",
    discussion: "Example: tanzhang credit issues SZPHER-METRO")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number (default: all).")
  var scenario: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    var table = TextTable([
      .init("scenario", "减排场景", "SCENARIO"), .init("month", "活动月份", "MONTH"),
      .init("activities", "活动数", "ACTIVITIES", isNumber: true),
      .init("grams", "合计(克)", "TOTAL (g)", isNumber: true),
      .init("verified", "核证条目", "VERIFIED"), .init("issued", "签发条目", "ISSUED"),
      .init("units", "编号", "UNITS"), .init("buffer", "缓冲", "BUFFER", isNumber: true),
      .init("carriedGrams", "结转(克)", "CARRIED (g)", isNumber: true),
    ])
    for line in try CreditMonthLine.all(scenario: scenario, on: reading.rows) {
      table.append(
        line.scenario, "\(line.month)", "\(line.activities)", CreditAmount.grams(line.total),
        line.verified.map { "\($0.entry)" } ?? "—", line.issued.map { "\($0.entry)" } ?? "—",
        line.units.map { "\($0)" } ?? "—", "\(line.bufferCount)",
        line.carried.map(CreditAmount.grams) ?? "—")
    }
    console.print(table)
  }
}

struct CreditOffersCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "offers", abstract: "List the open offers, or all of them (报价).",
    discussion: "Example: tanzhang credit offers --all")

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Accepted and declined offers too.") var all = false

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let language = console.language
    var table = TextTable([
      .init("offer", "报价", "OFFER"), .init("units", "编号", "UNITS"),
      .init("count", "数量", "COUNT", isNumber: true), .init("seller", "卖方", "SELLER"),
      .init("buyer", "买方", "BUYER"), .init("price", "每吨价格", "PRICE"),
      .init("through", "有效至", "THROUGH"), .init("status", "状态", "STATUS"),
    ])
    for line in try OfferLine.all(onlyOpen: !all, on: reading.rows) {
      table.append(
        NumberedCode.text("offer", line.number), "\(line.units)", "\(line.units.count)",
        line.seller[language], line.buyer[language], "\(line.price)", "\(line.through)",
        console.format == .text ? line.status.text[language] : "\(line.status)")
    }
    console.print(table)
  }
}

struct CreditExplainCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "From one tonne back to its activities, formula, parameters and signatures (溯源).",
    discussion: """
      Examples:
        tanzhang credit explain SZPHER-METRO-2025:17
        tanzhang credit explain SZPHER-METRO-2025:17 --activity 200 --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The unit: SERIES:SERIAL.") var unit: String
  @Option(help: "Which of its activities is shown step by step, from 1.") var activity = 1
  @Flag(help: "Print JSON.") var json = false

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let explanation = try CreditExplanationQuery(code: unit, activity: activity).run(on: reading)
    if json { return console.print(explanation.json.encoded(pretty: true)) }
    console.print(explanation, reading.standpoint)
  }
}

extension Console {
  /// Prints where a unit comes from.
  func print(_ explanation: CreditExplanation, _ standpoint: Standpoint) {
    guard format == .text else { return print(explanation.json.encoded(pretty: true)) }
    for line in explanation.lines(in: language) { print(line) }
    print(standpoint)
  }
}
