// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang footprint calculate`.
struct FootprintCalculate: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "calculate",
    abstract: "Calculate a model exactly, with statistics and pictures; records nothing.",
    discussion: """
      Examples:
        tanzhang footprint calculate cell.yaml
        tanzhang footprint calculate cell.yaml --monte-carlo 1000 --seed 7 --sensitivity
        tanzhang footprint calculate cell.yaml --chart cell.svg --report cell.html --lang zh
        tanzhang footprint calculate steel.yaml --factors Ledger/factors --no-ledger
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The model: a YAML document, see docs/FOOTPRINT_SCHEMA.md.") var model: String
  @OptionGroup var desk: DeskOptions
  @OptionGroup var electricity: ElectricityOptions
  @Flag(help: "Draw on files alone, without a ledger.") var noLedger = false
  @Option(help: ArgumentHelp("Draw uncertain amounts so many times.", valueName: "count"))
  var monteCarlo: Int?
  @Option(help: "The seed of the draws; the same seed gives the same digits.")
  var seed: UInt64 = 1
  @Flag(help: "Say how much the total depends on each line.") var sensitivity = false
  @Option(help: ArgumentHelp("The lines to show.", valueName: "count")) var top: UInt32 = 10
  @OptionGroup var pictures: PictureOptions

  func execute(_ console: Console) async throws {
    var draft = try FootprintDraft(path: model)
    if let method = try electricity.method() { draft.model.electricity = method }
    var rows: (any RowSource)?
    if !noLedger { rows = try await reading().rows }
    let sources = DeskSources(
      try desk.book(), rows: rows,
      certifiedEnergy: try CertificateChoice.energy(
        of: try electricity.choices(), in: draft.model))
    let calculation = try draft.calculation(from: sources, on: try desk.day(global))
    let result = try draft.result(of: calculation)
    let statistics = try monteCarlo.map { (count) throws(ServiceError) in
      try FootprintDesk.statistics(calculation, count, seed: seed)
    }
    let lines = sensitivity ? try FootprintDesk.sensitivities(calculation) : nil
    print(ResultPage(draft.model, result), statistics, lines, console)
    guard !pictures.isEmpty else { return }
    let flows = FootprintDesk.flows(calculation)
    try pictures.write(
      PictureMaker.picture(draft.model, result, flows: flows), in: console.language)
  }

  /// One object in JSON; of CSV, which has room for one table, the contributions alone.
  private func print(
    _ page: ResultPage, _ statistics: FootprintStatistics?, _ lines: [LineSensitivity]?,
    _ console: Console
  ) {
    let count = Int(top)
    guard console.format == .json else {
      console.print(page, top: count)
      guard console.format == .text else { return }
      if let statistics { console.print(statistics) }
      if let lines {
        console.print("")
        console.print(console.table(of: lines, page.model, top: count))
      }
      return
    }
    var members = page.json.members ?? []
    if let statistics { members.append(.init("statistics", statistics.json)) }
    if let lines {
      members.append(
        .init("sensitivities", console.table(of: lines, page.model, top: count).json))
    }
    console.print(JSONValue.object(members).encoded(pretty: true))
  }
}

/// The command `tanzhang footprint compare`.
struct FootprintCompare: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare a model with a variant: other electricity, certificates, or another model.",
    discussion: """
      Examples:
        tanzhang footprint compare cell.yaml --electricity market-based \\
          --certificates electrodes=EX-WIND-2026-05:1-15
        tanzhang footprint compare cell.yaml --with cell-2.yaml

      Certificates are taken as given, as those one holds and could retire; whether they may be
      used is judged when a footprint is declared.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The model.") var model: String
  @Option(help: "The other model (default: the same one).") var with: String?
  @OptionGroup var desk: DeskOptions
  @OptionGroup var electricity: ElectricityOptions
  @Flag(help: "Draw on files alone, without a ledger.") var noLedger = false

  func execute(_ console: Console) async throws {
    let draft = try FootprintDraft(path: model)
    var other = try FootprintDraft(path: with ?? model)
    if let method = try electricity.method() { other.model.electricity = method }
    var rows: (any RowSource)?
    if !noLedger { rows = try await reading().rows }
    let (book, day) = (try desk.book(), try desk.day(global))
    func page(
      _ draft: FootprintDraft, _ energy: [String: ExactDecimal]
    ) throws(ServiceError) -> ResultPage {
      let sources = DeskSources(book, rows: rows, certifiedEnergy: energy)
      return ResultPage(
        draft.model, try draft.result(of: try draft.calculation(from: sources, on: day)))
    }
    let energy = try CertificateChoice.energy(of: try electricity.choices(), in: other.model)
    let comparison = FootprintComparison(try page(draft, [:]), try page(other, energy))
    var table = TextTable([
      .init("stage", "阶段", "STAGE"),
      .init("first", "原方案 kgCO2e", "FIRST kgCO2e", isNumber: true),
      .init("second", "新方案 kgCO2e", "SECOND kgCO2e", isNumber: true),
      .init("change", "变化", "CHANGE", isNumber: true),
      .init("percent", "变化 %", "CHANGE %", isNumber: true),
    ])
    for row in comparison.rows {
      table.append(
        row.name[console.language], "\(row.first)", "\(row.second)", "\(row.change)",
        row.percent)
    }
    console.print(table)
    if console.format == .text {
      console.print("")
      console.print(
        console.language == .chinese
          ? "电力:\(draft.model.electricity.name) → \(other.model.electricity.name)"
          : "electricity: \(draft.model.electricity.name) → \(other.model.electricity.name)")
    }
  }
}

/// Where pictures go.
struct PictureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write stages, contributions and supply chain.", valueName: "svg"))
  var chart: String?
  @Option(help: ArgumentHelp("Write the supply chain as a Sankey diagram.", valueName: "svg"))
  var sankey: String?
  @Option(help: ArgumentHelp("Write a report that prints on A4.", valueName: "html"))
  var report: String?

  init() {}

  var isEmpty: Bool { chart == nil && sankey == nil && report == nil }

  func write(_ picture: FootprintPicture, in language: Language) throws(ServiceError) {
    if let chart {
      try LocalFile.write(Array(FootprintPoster(picture, in: language).svg.utf8), to: chart)
    }
    if let sankey {
      try LocalFile.write(Array(SupplyChainSankey(picture, in: language).svg.utf8), to: sankey)
    }
    if let report {
      try LocalFile.write(Array(FootprintReport(picture, in: language).html.utf8), to: report)
    }
  }
}

extension Console {
  /// Prints what uncertain amounts make of a footprint.
  func print(_ statistics: FootprintStatistics) {
    print("")
    let isChinese = language == .chinese
    print(
      isChinese
        ? "蒙特卡洛 \(statistics.iterations) 次,种子 \(statistics.seed),求解 \(statistics.method)"
        : "Monte Carlo, \(statistics.iterations) draws, seed \(statistics.seed), solved by "
          + statistics.method)
    print(
      isChinese
        ? "均值 \(statistics.mean)  标准差 \(statistics.standardDeviation)  kgCO2e"
        : "mean \(statistics.mean)  standard deviation \(statistics.standardDeviation)  kgCO2e")
    print(
      statistics.percentiles.map { "\($0.percent) %: \($0.value)" }.joined(separator: "  "))
  }

  /// How much the total depends on each line.
  func table(of lines: [LineSensitivity], _ model: FootprintModel, top: Int) -> TextTable {
    var table = TextTable([
      .init("process", "过程", "PROCESS"), .init("line", "投入或排放", "LINE"),
      .init("elasticity", "弹性(%/%)", "ELASTICITY (%/%)", isNumber: true),
    ])
    for item in lines.prefix(top) {
      let process = model.processes.first { $0.id == item.process }
      let line = process?.lines.first { $0.id == item.line }
      table.append(
        process?.name[language] ?? item.process, line?.name[language] ?? item.line,
        "\(item.elasticity)")
    }
    return table
  }
}

extension FootprintStatistics {
  /// The statistics in JSON; numbers are strings.
  fileprivate var json: JSONValue {
    .object(
      [
        JSONValue.Member("iterations", .integer(Int64(iterations))),
        JSONValue.Member("seed", .string("\(seed)")),
        JSONValue.Member("method", .string("\(method)")),
        JSONValue.Member("mean", .string("\(mean)")),
        JSONValue.Member("standardDeviation", .string("\(standardDeviation)")),
      ] + percentiles.map { JSONValue.Member("p\($0.percent)", .string("\($0.value)")) })
  }
}
