// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang footprint`.
struct FootprintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "footprint",
    abstract: "Calculate, declare, exchange and show product carbon footprints (产品碳足迹).",
    discussion: """
      Examples:
        tanzhang footprint calculate Ledger/footprints/steel-coil.yaml \\
          --factors Ledger/factors --factors Ledger/footprints/factors.csv
        tanzhang footprint show 20000000-0000-4000-8000-000000000001 --report cell.html
      """,
    subcommands: [
      FootprintCalculate.self, FootprintCompare.self, FootprintDeclare.self,
      FootprintImportCommand.self, FootprintList.self, FootprintShow.self,
      FootprintLineageCommand.self, FootprintExplain.self, FootprintExport.self,
      FootprintVerify.self, FootprintWithdraw.self, FootprintConvert.self,
    ])
}

/// What a calculation on a desk is given.
struct DeskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Factors of a CSV file, or of all in a folder, before those of the ledger.",
      valueName: "path"))
  var factors: [String] = []
  @Option(help: ArgumentHelp("The day of the calculation (default: today).", valueName: "date"))
  var date: String?

  init() {}

  /// The factors of the files.
  func book() throws(ServiceError) -> FactorBook {
    var files: [String] = []
    for path in factors {
      files += path.hasSuffix(".csv") ? [path] : try FactorFiles.inFolder(path)
    }
    return try FactorFiles.read(files)
  }

  /// The day of the calculation.
  func day(_ global: GlobalOptions) throws(ServiceError) -> CalendarDate {
    guard let date else { return try global.currentDay() }
    return try Input.date(date, "--date")
  }
}

/// How a model's electricity is accounted for.
struct ElectricityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "In place of the model's: \(ElectricityMethod.names.joined(separator: ", ")).",
      valueName: "method"))
  var electricity: String?
  @Option(
    help: ArgumentHelp(
      "Certificates that cover the electricity of a process.",
      valueName: "process=series:first-last"))
  var certificates: [String] = []

  init() {}

  /// The method, when one is given.
  func method() throws(ServiceError) -> ElectricityMethod? {
    try electricity.map { (text) throws(ServiceError) in
      let position = try Input.choice(text, of: ElectricityMethod.names, "--electricity")
      return ElectricityMethod.allCases[position]
    }
  }

  /// The certificates.
  func choices() throws(ServiceError) -> [CertificateChoice] {
    var choices: [CertificateChoice] = []
    for text in certificates { choices.append(try CertificateChoice(text: text)) }
    return choices
  }
}

extension Console {
  /// Prints the page of a result.
  func print(_ page: ResultPage, top: Int = 10) {
    switch format {
    case .json: print(page.json.encoded(pretty: true))
    case .csv: print(Self.contributions(page, language, .max))
    case .text:
      for (label, text) in page.facts { print("\(label[language])  \(text[language])") }
      print("")
      var stages = TextTable([
        .init("stage", "阶段", "STAGE"), .init("amount", "kgCO2e", "kgCO2e", isNumber: true),
        .init("share", "占比 %", "SHARE %", isNumber: true),
      ])
      for (name, amount, share) in page.stages {
        stages.append(name[language], "\(amount)", share)
      }
      print(stages)
      if page.categories.count > 1 {
        print("")
        var categories = TextTable([
          .init("category", "类别", "CATEGORY"),
          .init("amount", "kgCO2e", "kgCO2e", isNumber: true),
        ])
        for (name, amount) in page.categories { categories.append(name[language], "\(amount)") }
        print(categories)
      }
      print("")
      print(Self.contributions(page, language, top))
    }
  }

  static func contributions(
    _ page: ResultPage, _ language: Language, _ count: Int
  ) -> TextTable {
    var table = TextTable([
      .init("process", "过程", "PROCESS"), .init("line", "投入或排放", "LINE"),
      .init("amount", "kgCO2e", "kgCO2e", isNumber: true),
      .init("share", "占比 %", "SHARE %", isNumber: true),
      .init("reference", "因子或上游足迹", "FACTOR OR FOOTPRINT"),
    ])
    for part in page.parts(atMost: count) {
      table.append(
        part.process[language], part.line[language], "\(part.contribution.amount)", part.share,
        part.contribution.reference)
    }
    return table
  }
}
