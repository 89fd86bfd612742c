// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct ActivityList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the batches of activities.",
    discussion: """
      Examples:
        tanzhang activity list
        tanzhang activity list EXPHER-METRO --month 2026-06
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number (default: all).")
  var scenario: String?
  @Option(help: "The month of the activities.") var month: String?

  func execute(_ console: Console) async throws {
    let rows = try await reading().rows
    let period = try month.map { (text) throws(ServiceError) in try Input.month(text, "--month") }
    let wanted = try scenario.map { (text) throws(ServiceError) in
      try rows.scenario(text).number
    }
    var table = TextTable([
      .init("number", "批次", "BATCH"), .init("scenario", "减排场景", "SCENARIO"),
      .init("date", "日期", "DATE"), .init("status", "数据状态", "STATUS"),
      .init("activities", "活动", "ACTIVITIES", isNumber: true),
      .init("total", "减排量(克)或积分", "GRAMS OR POINTS", isNumber: true),
      .init("removed", "已移出", "REMOVED", isNumber: true),
      .init("entry", "条目", "ENTRY", isNumber: true),
    ])
    let scenarios = try rows.all(Scenario.self, InclusiveCredits.Section.scenarios)
    for (number, batch) in try rows.all(ActivityBatch.self, InclusiveCredits.Section.batches) {
      guard wanted == nil || batch.scenario == wanted,
        period == nil || batch.date.calendarMonth == period
      else { continue }
      let owner = scenarios[Int(batch.scenario)].row
      let left = batch.total - batch.removedTotal
      table.append(
        NumberedCode.text("batch", number), owner.code, "\(batch.date)", batch.status.name,
        "\(batch.count - batch.removedCount)",
        owner.approval.benefit == .points ? "\(left)" : CreditAmount.grams(left),
        "\(batch.removedCount)", "\(batch.position.entry)")
    }
    console.print(table)
  }
}

struct ActivityShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the activities of a batch, read from its entry.",
    discussion: """
      Example: tanzhang activity show 17

      Persons are shown by the ledger's own numbers; the column ROW is what `tanzhang activity
      remove` takes.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The batch: its code or number.") var batch: String

  func execute(_ console: Console) async throws {
    let number = try Input.number(batch, "batch")
    let reading = try await reading()
    let found = try RegisteredBatch(number, in: reading)
    let activity = found.methodology.activity
    let isPoints = found.methodology.result.kind == .points
    var columns: [TextTable.Column] = [.init("row", "行", "ROW", isNumber: true)]
    if found.layout.hasPerson { columns.append(.init("person", "个人", "PERSON", isNumber: true)) }
    if found.layout.hasInterval {
      columns.append(.init("start", "开始时间", "START"))
      columns.append(.init("durationSeconds", "时长(秒)", "DURATION (s)", isNumber: true))
    }
    for input in activity.inputs {
      columns.append(
        TextTable.Column(input.name, input.label.chinese, input.name.uppercased()))
    }
    columns.append(
      isPoints
        ? .init("points", "积分", "POINTS", isNumber: true)
        : .init("grams", "减排量(克)", "GRAMS", isNumber: true))
    columns.append(.init("key", "自然键", "KEY"))
    columns.append(.init("removed", "已移出", "REMOVED"))
    var table = TextTable(columns)
    for one in found.activities {
      table.append(cells(one, found, isPoints: isPoints))
    }
    console.print(table)
    if console.format == .text { console.print(reading.standpoint) }
  }

  private func cells(
    _ one: RegisteredBatch.Activity, _ found: RegisteredBatch, isPoints: Bool
  ) -> [String] {
    var cells = ["\(one.position)"]
    if found.layout.hasPerson { cells.append(one.row.person.map { "\($0)" } ?? "") }
    if found.layout.hasInterval {
      cells.append("\(found.batch.date)T\(Self.clock(one.row.start))")
      cells.append("\(one.row.duration)")
    }
    cells += found.inputTexts(of: one)
    cells.append(isPoints ? "\(one.value)" : CreditAmount.grams(one.value))
    cells.append(one.key)
    cells.append(one.isRemoved ? "yes" : "")
    return cells
  }

  private static func clock(_ seconds: Int32) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
      part < 10 ? "0\(part)" : "\(part)"
    }.joined(separator: ":")
  }
}
