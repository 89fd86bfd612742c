// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang scenario`.
struct ScenarioCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Approve, change and show scenarios and projects (减排场景).",
    discussion: "Example: tanzhang scenario show EXPHER-METRO",
    subcommands: [Approve.self, Change.self, ScenarioList.self, ScenarioShow.self])

  struct Approve: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "approve", abstract: "Approve a scenario or project.",
      discussion: """
        Examples:
          tanzhang scenario approve METRO --scheme EXPHER \\
            --methodology shenzhen/public-transport@2021 --name-zh 示例地铁 \\
            --name-en "Example Metro" --operator "Example Metro" --from 2026-06-01 \\
            --benefit pooled --reference 示环函〔2026〕1号
          tanzhang scenario approve ROOF7 --scheme EXPHER \\
            --methodology shanghai/distributed-pv@2024 --attribute capacity=800 \\
            --attribute grid_date=2024-01-15 --subject site:EX-ROOF-7 …

        Attributes are those the methodology asks for; see `tanzhang methodology show`. Subjects
        are claimed once across all schemes: site:…, device:…, parcel:….
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The code: 1 to 16 capitals or digits, unique in the scheme.")
    var code: String
    @Option(help: "The scheme: code or number.") var scheme: String
    @Option(help: "The methodology version: scheme/id@version or number.")
    var methodology: String
    @Option(help: "The name in Chinese.") var nameZh: String
    @Option(help: "The name in English.") var nameEn: String
    @Option(name: .customLong("operator"), help: "Who reports: code, number or name.")
    var carrier: String
    @Option(help: "Who receives tonnes (default: the operator).") var beneficiary: String?
    @Option(help: "The first day credited.") var from: String
    @Option(help: "The last day credited (default: the longest the methodology allows).")
    var through: String?
    @Option(
      help: ArgumentHelp(
        "Who gets what is saved: \(Benefit.names.joined(separator: ", ")).",
        valueName: "kind"))
    var benefit = "pooled"
    @Option(help: ArgumentHelp("A fact the methodology asks for.", valueName: "name=value"))
    var attribute: [String] = []
    @Option(help: ArgumentHelp("What is claimed once.", valueName: "kind:id"))
    var subject: [String] = []
    @Option(help: "The green power project whose electricity it uses.")
    var greenProject: String?
    @Option(help: "The ruleset of points persons may choose: version or number.")
    var pointsPolicy: String?
    @Option(help: ArgumentHelp("A market inside whose boundary it lies.", valueName: "market"))
    var insideMarket: [String] = []
    @Option(help: "The approval: title, number and date.") var reference: String

    func execute(_ console: Console) async throws {
      try await register(console) { _, state in [try record(state).encoded] }
    }

    private func record(_ state: LedgerState) throws(ServiceError) -> ScenarioRecord {
      let version = try state.methodologyNumber(methodology)
      let reporter = try state.participantNumber(carrier)
      var receiver = reporter
      if let beneficiary { receiver = try state.participantNumber(beneficiary) }
      var last: CalendarDate?
      if let through { last = try Input.date(through, "--through") }
      var project: UInt32?
      if let greenProject { project = try state.projectNumber(greenProject) }
      var policy: UInt32?
      if let pointsPolicy { policy = try state.methodologyNumber(pointsPolicy) }
      guard let program = try state.credits().program(ofMethodology: version) else {
        throw .notFound(
          BilingualText("方法学 \(methodology) 无法读取。", "\(methodology) cannot be read."))
      }
      let kind = try Input.choice(benefit, of: Benefit.names, "--benefit")
      return ScenarioRecord(
        scheme: try state.schemeNumber(scheme), methodology: version, code: code,
        chineseName: nameZh, englishName: nameEn, operatorNumber: reporter,
        beneficiary: receiver, from: try Input.date(from, "--from"), through: last,
        attributes: try AttributeValues.integers(attribute, for: program.methodology),
        benefit: Benefit.allCases[kind], subjects: subject, greenProject: project,
        pointsPolicy: policy, insideMarkets: insideMarket, reference: reference)
    }
  }

  struct Change: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "change",
      abstract: "Suspend, resume or end a scenario, or change its methodology, by event date.",
      discussion: """
        Examples:
          tanzhang scenario change EXPHER-METRO --action suspend --from 2026-08-01 \\
            --reason "示例:数据接口整改"
          tanzhang scenario change EXPHER-METRO --action methodology --from 2027-01-01 \\
            --methodology shenzhen/public-transport@2026 --reason "新版本备案"
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
    @Option(help: ArgumentHelp(ScenarioAction.names.joined(separator: ", "), valueName: "kind"))
    var action: String
    @Option(help: "The first event date to which it applies.") var from: String
    @Option(help: "The methodology version from then on, when that is what changes.")
    var methodology: String?
    @Option(help: "Why.") var reason: String

    func execute(_ console: Console) async throws {
      let first = try Input.date(from, "--from")
      let kind = try Input.choice(action, of: ScenarioAction.names, "--action")
      try await register(console) { _, state in
        [
          ScenarioChangeRecord(
            scenario: try state.scenarioNumber(scenario),
            action: ScenarioAction.allCases[kind], from: first,
            methodology: try methodology.map { (text) throws(ServiceError) in
              try state.methodologyNumber(text)
            }, reason: reason
          ).encoded
        ]
      }
    }
  }
}
