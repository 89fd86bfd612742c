// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang balance`.
struct BalanceCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "Print balances by enterprise, asset class and standing.",
    discussion: """
      Example:
        tanzhang balance "Example Textiles" --as-of 2026-06-30
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The participant: code, number or name (default: all).") var participant: String?
  @Option(help: "A day (its end in China) or a number of entries (default: now).")
  var asOf: String?
  @Option(help: "The code of an asset class (default: all).") var asset: String?
  @Flag(help: "Show the issuers' contra accounts too.") var issuance = false

  func execute(_ console: Console) async throws {
    let reading = try await reading(at: try moment())
    var query = BalanceQuery(participant: participant, asset: asset)
    query.includesIssuance = issuance
    let lines = try query.run(on: reading.rows)
    switch console.format {
    case .text: console.printTree(lines)
    case .json: return console.print(Self.json(lines, reading.standpoint).encoded(pretty: true))
    case .csv: return console.print(Self.table(lines, console.language))
    }
    console.print(reading.standpoint)
  }

  private func moment() throws(ServiceError) -> LedgerReading.Moment {
    guard let asOf else { return .newest }
    if let size = UInt64(asOf) { return .size(size) }
    return .date(try Input.date(asOf, "--as-of"))
  }

  private static func table(_ lines: [BalanceLine], _ language: Language) -> TextTable {
    var table = TextTable([
      .init("participant", "编号", "NO."), .init("identifier", "标识", "IDENTIFIER"),
      .init("name", "名称", "NAME"), .init("asset", "资产", "ASSET"),
      .init("standing", "状态", "STANDING"), .init("amount", "数量", "AMOUNT", isNumber: true),
      .init("unit", "单位", "UNIT"),
    ])
    for line in lines {
      table.append(
        NumberedCode.text("participant", line.participant), line.holder.identifier,
        line.holder.name(in: language), line.asset.code, "\(line.standing)", "\(line.amount)",
        line.asset.unit)
    }
    return table
  }

  private static func json(_ lines: [BalanceLine], _ standpoint: Standpoint) -> JSONValue {
    [
      "balances": table(lines, .chinese).json,
      "checkpoint": [
        "origin": .string(standpoint.origin), "size": .integer(Int64(standpoint.size)),
        "root": .string(Base64.encode(standpoint.root.bytes)),
        "newestSize": .integer(Int64(standpoint.newestSize)),
      ],
    ]
  }
}

extension Console {
  /// Enterprise, asset class, standing: each once, what belongs to it indented below.
  func printTree(_ lines: [BalanceLine]) {
    if lines.isEmpty { print(language == .chinese ? "(无余额)" : "(no balances)") }
    let amounts = lines.map { TextTable.grouped(String($0.amount)) }
    let names = lines.map { "    " + $0.standing.name(ofUnit: $0.asset.unit)[language] }
    let nameWidth = names.map(TextWidth.cells).max() ?? 0
    let amountWidth = amounts.map(\.count).max() ?? 0
    for (position, line) in lines.enumerated() {
      let previous = position > 0 ? lines[position - 1] : nil
      if previous?.participant != line.participant {
        let code = NumberedCode.text("participant", line.participant)
        print("\(line.holder.name(in: language))  \(code)")
      }
      if previous?.participant != line.participant || previous?.asset != line.asset {
        let name = language == .chinese ? line.asset.chineseName : line.asset.englishName
        print("  \(line.asset.code)  \(name)")
      }
      let gap =
        nameWidth - TextWidth.cells(names[position]) + amountWidth
        - amounts[position].count
      let padding = String(repeating: " ", count: gap + 2)
      print("\(names[position])\(padding)\(amounts[position]) \(line.asset.unit)")
    }
  }
}
