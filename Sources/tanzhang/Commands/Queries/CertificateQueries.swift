// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang certificate show`.
struct CertificateShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print who holds a unit, in what standing, and until when.",
    discussion: "Example: tanzhang certificate show WFD23070811010123202507000001211")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A certificate code, another registry's serial, or SERIES:SERIAL.")
  var code: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let status = try UnitQuery(code: code).run(on: reading.rows)
    let language = console.language
    var table = TextTable([
      .init("code", "编号", "CODE"), .init("asset", "资产", "ASSET"),
      .init("vintage", "生产年月", "VINTAGE"), .init("holder", "持有人", "HOLDER"),
      .init("standing", "状态", "STANDING"), .init("lastUse", "有效期至", "LAST USE"),
      .init("entry", "最近变动条目", "LAST CHANGE"),
    ])
    let isText = console.format == .text
    table.append(
      status.unit.code, status.asset.code, "\(status.unit.series.vintage)",
      status.holderName[language],
      isText ? status.standing.name(ofUnit: status.asset.unit)[language] : "\(status.standing)",
      status.lastUse.map { "\($0)" } ?? "—", "\(status.lastChange.entry)")
    guard isText else { return console.print(table) }
    for (column, cell) in zip(table.columns, table.rows.first ?? []) {
      console.print("\(column.title[language]): \(cell)")
    }
    console.print(reading.standpoint)
  }
}

/// The command `tanzhang certificate expiring`.
struct CertificateExpiring: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "expiring",
    abstract: "Print the units whose last day of use is near, by day and holder.",
    discussion: """
      Examples:
        tanzhang certificate expiring --within 90d
        tanzhang certificate expiring "Example Textiles" --within 180d --ics > expiring.ics
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The holder: code, number or name (default: all).") var holder: String?
  @Option(
    help: ArgumentHelp("How far to look ahead, for instance 90d.", valueName: "days"),
    transform: { text in
      let number = text.hasSuffix("d") ? String(text.dropLast()) : text
      guard let days = Int(number), (0...36_500).contains(days) else {
        throw ValidationError("--within is a number of days, for instance 90d.")
      }
      return days
    })
  var within = 90
  @Flag(help: "Print a calendar (RFC 5545).") var ics = false

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let query = ExpiringQuery(today: try global.currentDay(), days: within, holder: holder)
    let lines = try query.run(on: reading.rows)
    let language = console.language
    if ics {
      let calendar = ExpiringCalendar(
        lines, standpoint: reading.standpoint, language: language, made: try global.clock()())
      return console.printExactly(calendar.text)
    }
    var table = TextTable([
      .init("lastUse", "有效期至", "LAST USE"), .init("holder", "持有人", "HOLDER"),
      .init("asset", "资产", "ASSET"), .init("count", "数量", "COUNT", isNumber: true),
      .init("standing", "状态", "STANDING"), .init("first", "起始编号", "FIRST"),
      .init("last", "终止编号", "LAST"),
    ])
    for line in lines {
      table.append(
        "\(line.lastUse)", line.holderName[language], line.asset, "\(line.count)",
        console.format == .text ? line.standing.name[language] : "\(line.standing)",
        line.firstCode, line.lastCode)
    }
    console.print(table)
  }
}
