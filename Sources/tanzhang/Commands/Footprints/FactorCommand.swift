// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang factor`.
struct FactorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factor",
    abstract: "Register, list and show factors with their sources (碳排放基础数据库).",
    discussion: "Example: tanzhang factor list --text wind",
    subcommands: [
      FactorList.self, FactorShow.self, FactorImport.self, FactorCheck.self, FactorClose.self,
    ])
}

struct FactorList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List factors of the ledger, or of files.",
    discussion: """
      Examples:
        tanzhang factor list --purpose product --region CN
        tanzhang factor list --file Ledger/factors/gwp.csv --text CH4
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp(FactorPurpose.names.joined(separator: ", "), valueName: "kind"))
  var purpose: String?
  @Option(help: ArgumentHelp(FactorRole.names.joined(separator: ", "), valueName: "kind"))
  var role: String?
  @Option(help: "The region, with what lies in it; \"\" for the world's.") var region: String?
  @Option(help: "The year of the data.") var year: Int?
  @Option(help: ArgumentHelp("Those a calculation of this day may use.", valueName: "date"))
  var usableOn: String?
  @Option(help: "Words in code, name, unit, gas or source.") var text = ""
  @Option(help: ArgumentHelp("Factors of this CSV file instead.", valueName: "file"))
  var file: [String] = []

  func execute(_ console: Console) async throws {
    let filter = FactorFilter(
      purpose: try purpose.map { (text) throws(ServiceError) in
        FactorPurpose.allCases[try Input.choice(text, of: FactorPurpose.names, "--purpose")]
      },
      role: try role.map { (text) throws(ServiceError) in
        FactorRole.allCases[try Input.choice(text, of: FactorRole.names, "--role")]
      }, region: region, year: year,
      usableOn: try usableOn.map { (text) throws(ServiceError) in
        try Input.date(text, "--usable-on")
      }, text: text)
    var table = TextTable([
      .init("code", "代码", "CODE"), .init("name", "名称", "NAME"),
      .init("value", "数值", "VALUE", isNumber: true), .init("unit", "单位", "UNIT"),
      .init("basis", "气体", "BASIS"), .init("purpose", "用途", "PURPOSE"),
      .init("year", "年份", "YEAR"), .init("region", "区域", "REGION"),
      .init("published", "发布日", "PUBLISHED"), .init("through", "有效至", "THROUGH"),
    ])
    for factor in try await factors() where filter.includes(factor) {
      table.append(
        factor.code, factor.name[console.language], "\(factor.value)", factor.unit,
        factor.basis, factor.purpose.name, factor.dataYear.map { "\($0)" } ?? "",
        factor.region, "\(factor.published)", factor.validThrough.map { "\($0)" } ?? "")
    }
    console.print(table)
  }

  private func factors() async throws -> [EmissionFactor] {
    guard file.isEmpty else { return try FactorFiles.read(file).factors }
    let section = ProductFootprints.Section.factors
    return try await reading().rows.all(RegisteredFactor.self, section).map(\.row.current)
  }
}

struct FactorShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a factor with its source and what happened to it.",
    discussion: "Example: tanzhang factor show cn/electricity/footprint/average/2023@1")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The factor: code or number.") var factor: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let (number, row) = try reading.rows.factor(factor)
    var successor = ""
    if let next = row.successor { successor = try reading.rows.factor("\(next)").row.factor.code }
    let item = row.factor
    let facts: [(String, BilingualText, String)] = [
      ("code", BilingualText("代码", "code"), item.code),
      ("number", BilingualText("编号", "number"), "\(number)"),
      ("nameZh", BilingualText("中文名称", "name in Chinese"), item.name.chinese),
      ("nameEn", BilingualText("英文名称", "name in English"), item.name.english),
      ("value", BilingualText("数值", "value"), "\(item.value)"),
      ("unit", BilingualText("单位", "unit"), item.unit),
      ("basis", BilingualText("气体或口径", "gas or basis"), item.basis),
      ("purpose", BilingualText("用途", "purpose"), item.purpose.name),
      ("role", BilingualText("角色", "role"), item.role.name),
      ("assessment", BilingualText("增温潜势版本", "GWP edition"), item.assessment?.name ?? ""),
      ("dataYear", BilingualText("数据年份", "data year"), item.dataYear.map { "\($0)" } ?? ""),
      ("lagYears", BilingualText("可滞后年数", "lag in years"), item.lagYears.map { "\($0)" } ?? ""),
      ("region", BilingualText("区域", "region"), item.region),
      ("published", BilingualText("发布日", "published"), "\(item.published)"),
      ("lastUse", BilingualText("最后可用日", "last day of use"), row.lastUse.map { "\($0)" } ?? ""),
      ("source", BilingualText("来源", "source"), item.source),
      ("supersedes", BilingualText("替代", "takes the place of"), item.supersedes),
      ("successor", BilingualText("被替代", "replaced by"), successor),
      ("entry", BilingualText("条目", "entry"), "\(row.position.entry)"),
      ("example", BilingualText("虚构示例", "invented example"), item.isExample ? "yes" : "no"),
    ]
    console.print(facts.filter { console.format != .text || !$0.2.isEmpty }, [])
    if console.format == .text { console.print(reading.standpoint) }
  }
}

struct FactorImport: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Register the factors of CSV files; those there are skipped.",
    discussion: """
      Example:
        tanzhang factor import Ledger/factors/electricity-footprint.csv Ledger/factors/gwp.csv

      All files are checked before anything is registered.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "CSV files; see Ledger/factors/README.md.") var files: [String]
  @Flag(help: "Check and count, but register nothing.") var dryRun = false

  func execute(_ console: Console) async throws {
    let factors = try FactorFiles.read(files).factors
    let isDry = dryRun
    let (accepted, duplicates) = try await writing { writing in
      try await FactorRegistration(factors).run(
        writing.session, as: writing.signer, isDryRun: isDry)
    }
    console.note(
      BilingualText(
        "\(isDry ? "可登记" : "已登记")因子 \(accepted) 个,此前已有 \(duplicates) 个。",
        "\(isDry ? "could register" : "registered") \(accepted) factors, \(duplicates) were there.")
    )
  }
}

struct FactorCheck: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check factor files without a ledger.",
    discussion: "Example: tanzhang factor check Ledger/factors/*.csv")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "CSV files.") var files: [String]

  func execute(_ console: Console) async throws {
    let book = try FactorFiles.read(files)
    let problems = book.problems
    for problem in problems {
      console.print(problem.sentence(in: console.language, path: ""))
    }
    guard problems.isEmpty else { throw ExitStatus.refused.code }
    console.note(
      BilingualText("\(book.factors.count) 个因子均无问题。", "\(book.factors.count) factors are sound."))
  }
}

struct FactorClose: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "End the use of a factor; results computed before stay.",
    discussion: """
      Example:
        tanzhang factor close ex/packaging@1 --through 2026-12-31 --reason "new survey"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The factor: code or number.") var factor: String
  @Option(help: "The last day a calculation may use it.") var through: String
  @Option(help: "Why.") var reason: String

  func execute(_ console: Console) async throws {
    let last = try Input.date(through, "--through")
    try await register(console) { _, state in
      [
        FactorClosureRecord(
          factor: try state.factorNumber(factor), through: last, reason: reason
        ).encoded
      ]
    }
  }
}
