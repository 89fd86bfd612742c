// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang history`.
struct HistoryCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print the records a participant signed or that name it.",
    discussion: """
      Example:
        tanzhang history "Example Textiles" -b 2026-01-01 -e 2026-07-01
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The participant: code, number or name.") var participant: String
  @Option(name: [.short, .long], help: "The first day of registration, in China.")
  var begin: String?
  @Option(name: [.short, .long], help: "The day after the last.") var end: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    var query = HistoryQuery(participant: participant)
    if let begin { query.begin = try Input.date(begin, "--begin") }
    if let end { query.end = try Input.date(end, "--end") }
    var table = TextTable([
      .init("entry", "条目", "ENTRY"), .init("record", "记录", "RECORD"),
      .init("registered", "登记时间", "REGISTERED"), .init("type", "类型", "TYPE"),
      .init("signed", "签署", "SIGNED"), .init("quantity", "数量", "QUANTITY"),
      .init("line", "内容", "WHAT"),
    ])
    let isChinese = console.language == .chinese
    for line in try query.lines(on: reading) {
      table.append(
        "\(line.position.entry)", "\(line.position.record)", "\(line.registered)", line.type,
        line.isSigner ? isChinese ? "是" : "yes" : "", line.quantity ?? "",
        line.line[console.language])
    }
    console.print(table)
    if console.format == .text { console.print(reading.standpoint) }
  }
}
