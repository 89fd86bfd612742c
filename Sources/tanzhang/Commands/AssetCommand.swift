// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang asset`.
struct AssetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asset", abstract: "Register and list asset classes.",
    discussion: "Example: tanzhang asset list", subcommands: [Register.self, List.self])

  struct Register: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register an asset class.",
      discussion: """
        Example:
          tanzhang asset register VCS --name-zh 自愿碳标准信用 --name-en "Verified Carbon Units" \\
            --unit tCO2e
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The code.") var code: String
    @Option(help: "The name in Chinese.") var nameZh: String
    @Option(help: "The name in English.") var nameEn: String
    @Option(help: "The unit of its balances.") var unit: String
    @Option(help: "The participant that issues it (default: the root authority).")
    var issuer = "0"

    func execute(_ console: Console) async throws {
      try await self.register(console) { _, state in
        [
          AssetRecord(
            code: code, chineseName: nameZh, englishName: nameEn, unit: unit,
            issuer: try state.participantNumber(issuer)
          ).encoded
        ]
      }
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the asset classes.", discussion: "Example: tanzhang asset list")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("number", "编号", "NO."), .init("code", "代码", "CODE"),
        .init("name", "名称", "NAME"), .init("unit", "单位", "UNIT"),
        .init("issuer", "核发方", "ISSUER"),
      ])
      for (number, row) in try rows.all(AssetClass.self, SectionCode.assets) {
        table.append(
          NumberedCode.text("asset", number), row.code,
          console.language == .chinese ? row.chineseName : row.englishName, row.unit,
          NumberedCode.text("participant", row.issuer))
      }
      console.print(table)
    }
  }
}

/// The command `tanzhang parameter`.
struct ParameterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parameter", abstract: "List and set rule parameters, with their sources.",
    discussion: "Example: tanzhang parameter list", subcommands: [List.self, Set.self])

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the values of all rule parameters.",
      discussion: "Example: tanzhang parameter list")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("name", "参数", "PARAMETER"), .init("effective", "自", "FROM"),
        .init("value", "数值", "VALUE", isNumber: true), .init("source", "来源", "SOURCE"),
      ])
      for (_, row) in try rows.all(Parameter.self, SectionCode.parameters) {
        for value in row.values {
          table.append(row.name, "\(value.effective)", "\(value.value)", value.source)
        }
      }
      console.print(table)
    }
  }

  struct Set: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set a rule parameter from a business date on.",
      discussion: """
        Example:
          tanzhang parameter set gec.trades.max 1 --effective 2026-01-01 --source "…号"
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The parameter.") var name: String
    @Argument(help: "The value, a whole number in the parameter's unit.") var value: Int64
    @Option(help: "The first business date to which it applies.") var effective: String
    @Option(help: "The document, its number and date.") var source: String

    func execute(_ console: Console) async throws {
      let first = try Input.date(effective, "--effective")
      try await register(console) { _, _ in
        [ParameterRecord(name: name, effective: first, value: value, source: source).encoded]
      }
    }
  }
}
