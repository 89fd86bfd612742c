// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang points`.
struct PointsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "points", abstract: "Show and spend persons' points (碳积分), which are no tonnes.",
    discussion: "Example: tanzhang points show SZPHER-TRAVEL",
    subcommands: [PointsShowCommand.self, PointsSpendCommand.self])
}

struct PointsShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the points not spent, by month, and when they expire.",
    discussion: "Example: tanzhang points show SZPHER-TRAVEL")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let today = try global.currentDay()
    var table = TextTable([
      .init("month", "活动月份", "MONTH"), .init("persons", "人数", "PERSONS", isNumber: true),
      .init("points", "积分", "POINTS", isNumber: true), .init("through", "有效至", "THROUGH"),
      .init("status", "状态", "STATUS"),
    ])
    for line in try PointsLine.all(of: scenario, on: reading.rows) {
      let isValid = line.through.map { today <= $0 } ?? true
      let status = isValid ? BilingualText("有效", "valid") : BilingualText("已过期", "expired")
      table.append(
        "\(line.month)", "\(line.persons)", "\(line.points)",
        line.through.map { "\($0)" } ?? "—", status[console.language])
    }
    console.print(table)
  }
}

struct PointsSpendCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "spend", abstract: "Spend persons' points (兑换), the oldest valid ones first.",
    discussion: """
      Examples:
        tanzhang points spend SZPHER-TRAVEL --person 17 --amount 50 \\
          --reference "coupon 2026-7" --as metro
        tanzhang points spend SZPHER-TRAVEL --csv spent.csv --reference "July" --as metro

      Columns of the CSV: person (number or pseudonym), amount.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Option(help: "The person: pseudonym or number.") var person: String?
  @Option(help: "The points.") var amount: Int64?
  @Option(help: ArgumentHelp("Persons and amounts.", valueName: "file")) var csv: String?
  @Option(help: "What they were spent on.") var reference: String
  @Option(help: "The day (default: today).") var date: String?

  func validate() throws {
    guard (csv == nil) == (person != nil), (person != nil) == (amount != nil) else {
      throw ValidationError("Give --person and --amount, or --csv.")
    }
  }

  func execute(_ console: Console) async throws {
    let entries = try entries()
    try await register(console) { writing, state in
      var day = writing.today
      if let date { day = try Input.date(date, "--date") }
      var persons: [UInt32] = []
      for entry in entries { persons.append(try state.personNumber(entry.person)) }
      return [
        PointsSpendRecord(
          scenario: try state.scenarioNumber(scenario), persons: persons,
          amounts: entries.map(\.amount), reference: reference, date: day
        ).encoded
      ]
    }
  }

  private func entries() throws(ServiceError) -> [(person: String, amount: Int64)] {
    if let person, let amount { return [(person, amount)] }
    let list = try ListTable(try LocalFile.read(csv ?? ""))
    var entries: [(person: String, amount: Int64)] = []
    for row in list.rows {
      guard let amount = Int64(list.cell("amount", of: row)), amount > 0 else {
        throw .invalid(
          BilingualText(
            "第 \(row.line) 行:amount 须为大于 0 的整数。",
            "Line \(row.line): amount is a whole number above 0."))
      }
      entries.append((list.cell("person", of: row), amount))
    }
    return entries
  }
}
