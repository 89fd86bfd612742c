// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang scheme`.
struct SchemeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheme", abstract: "Set and list schemes of inclusive credits (碳普惠机制).",
    discussion: "Example: tanzhang scheme list",
    subcommands: [Set.self, List.self])

  struct Set: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Create a scheme, or change its terms from a day on.",
      discussion: """
        Example:
          tanzhang scheme set EXPHER --name-zh 示例市碳普惠 --name-en "Example City PHER" \\
            --province CN-ZJ --from 2026-01-01 --late-window 7 --vintage-months 60 \\
            --source "示例市碳普惠管理办法"

        The late window is the number of days after an activity in which it may be reported,
        unless its methodology says it. Credits older than --vintage-months serve no compliance.
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The code: 2 to 12 capitals or digits.") var code: String
    @Option(help: "The name in Chinese.") var nameZh: String
    @Option(help: "The name in English.") var nameEn: String
    @Option(help: "The province, for instance CN-ZJ.") var province: String?
    @Option(help: "The first day of the terms.") var from: String
    @Option(help: "Days after an activity in which it may be reported.") var lateWindow: UInt32
    @Option(help: "Months in which credits serve compliance (default: for ever).")
    var vintageMonths: UInt32?
    @Option(help: "Who keeps the buffer pool: code, number or name.") var buffer: String?
    @Option(help: "The document behind the terms.") var source: String

    func execute(_ console: Console) async throws {
      let first = try Input.date(from, "--from")
      let number = try Input.province(province, "--province")
      let limit = UInt32(SchemeRecord.longestWindow)
      try Input.atMost(limit, lateWindow, "--late-window")
      try Input.atMost(limit, vintageMonths ?? 0, "--vintage-months")
      try await register(console) { _, state in
        [
          SchemeRecord(
            code: code, chineseName: nameZh, englishName: nameEn, province: number, from: first,
            lateWindowDays: lateWindow, vintageMonths: vintageMonths,
            bufferAccount: try buffer.map { (name) throws(ServiceError) in
              try state.participantNumber(name)
            }, source: source
          ).encoded
        ]
      }
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the schemes with all their terms.",
      discussion: "Example: tanzhang scheme list")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("number", "编号", "NO.", isNumber: true), .init("code", "代码", "CODE"),
        .init("name", "名称", "NAME"), .init("province", "省份", "PROVINCE"),
        .init("from", "起始日", "FROM"),
        .init("lateWindowDays", "可报天数", "WINDOW (days)", isNumber: true),
        .init("vintageMonths", "履约月数", "VINTAGE (months)", isNumber: true),
        .init("buffer", "缓冲池", "BUFFER"), .init("source", "依据", "SOURCE"),
      ])
      for (number, scheme) in try rows.all(Scheme.self, InclusiveCredits.Section.schemes) {
        for terms in scheme.terms.map(\.record) {
          let keeper = try terms.bufferAccount.flatMap { (account) throws(ServiceError) in
            try rows.row(Participant.self, SectionCode.participants, account)
          }
          let isChinese = console.language == .chinese
          table.append(
            "\(number)", scheme.code, isChinese ? terms.chineseName : terms.englishName,
            Province(number: terms.province)?.name[console.language] ?? "", "\(terms.from)",
            "\(terms.lateWindowDays)", terms.vintageMonths.map { "\($0)" } ?? "",
            keeper?.name(in: console.language) ?? "", terms.source)
        }
      }
      console.print(table)
    }
  }
}
