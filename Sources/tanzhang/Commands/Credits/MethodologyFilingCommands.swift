// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang methodology file`.
struct MethodologyFileCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "file", abstract: "File a methodology version on the ledger (备案).",
    discussion: """
      Example:
        tanzhang methodology file Methodologies/shenzhen/public-transport@2021/methodology.yaml \\
          --set speed_limit=120 --source "speed_limit=Example City notice 2026-3" \\
          --set daily_distance_limit=300 --source "daily_distance_limit=Example City notice 2026-3"

      What no source fixes has to be set: --set name[choice]=value[/from..through], and
      --source for each name. What the document fixes cannot be set; that would be another version.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The methodology document, or the folder that holds it.") var document: String
  @Option(
    help: ArgumentHelp(
      "A parameter that no source fixes.", valueName: "name[choice]=value[/from..through]"))
  var set: [String] = []
  @Option(help: ArgumentHelp("Where its value comes from.", valueName: "name=text"))
  var source: [String] = []
  @Option(help: "The filing document (default: as the methodology says).") var reference: String?

  func execute(_ console: Console) async throws {
    var filing = try MethodologyFiling(path: document)
    var assignments: [ParameterAssignment] = []
    for text in set { assignments.append(try ParameterAssignment(text: text)) }
    try filing.set(assignments, sources: try sources(), on: try global.currentDay())
    let ready = filing
    try await register(console) { writing, _ in
      [try ready.record(hash: writing.session.suite.hash, reference: reference).encoded]
    }
  }

  private func sources() throws(ServiceError) -> [String: String] {
    var sources: [String: String] = [:]
    for text in source {
      guard let equals = text.firstIndex(of: "=" as Character), equals > text.startIndex,
        text.index(after: equals) < text.endIndex
      else {
        throw .invalid(
          BilingualText(
            "--source \(text):须为 名称=来源。", "--source \(text): give name=text."))
      }
      sources[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    return sources
  }
}

/// What the commands that change a version's status have in common.
protocol MethodologyStatusCommand: LedgerCommand {
  static var action: MethodologyAction { get }
  var version: String { get }
  var from: String { get }
  var reason: String { get }
  var successor: String? { get }
}

extension MethodologyStatusCommand {
  func execute(_ console: Console) async throws {
    let date = try Input.date(from, "--from")
    try await register(console) { _, state in
      [
        MethodologyStatusRecord(
          methodology: try state.methodologyNumber(version), action: Self.action, from: date,
          successor: try successor.map { (text) throws(ServiceError) in
            try state.methodologyNumber(text)
          }, reason: reason
        ).encoded
      ]
    }
  }
}

/// The command `tanzhang methodology suspend`.
struct MethodologySuspendCommand: MethodologyStatusCommand {
  static let action = MethodologyAction.suspend
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: "Suspend a version for events from a day on (暂停).",
    discussion: """
      Example:
        tanzhang methodology suspend shenzhen/public-transport@2021 --from 2026-08-01 \\
          --reason "factors under review"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The version: scheme/id@version or number.") var version: String
  @Option(help: "The first event date to which it does not apply.") var from: String
  @Option(help: "Why.") var reason: String
  var successor: String? { nil }
}

/// The command `tanzhang methodology resume`.
struct MethodologyResumeCommand: MethodologyStatusCommand {
  static let action = MethodologyAction.resume
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Resume a suspended version from a day on (恢复).",
    discussion: """
      Example:
        tanzhang methodology resume shenzhen/public-transport@2021 --from 2026-09-01 \\
          --reason "factors confirmed"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The version: scheme/id@version or number.") var version: String
  @Option(help: "The first event date to which it applies again.") var from: String
  @Option(help: "Why.") var reason: String
  var successor: String? { nil }
}

/// The command `tanzhang methodology supersede`.
struct MethodologySupersedeCommand: MethodologyStatusCommand {
  static let action = MethodologyAction.supersede
  static let configuration = CommandConfiguration(
    commandName: "supersede", abstract: "End a version for ever: another takes its place (替代).",
    discussion: """
      Example:
        tanzhang methodology supersede hello/shared-bicycle@2022 --by hello/shared-bicycle@2026 \\
          --from 2026-01-01 --reason "yearly factors"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The version: scheme/id@version or number.") var version: String
  @Option(name: .customLong("by"), help: "The version that takes its place.")
  var successor: String?
  @Option(help: "The first event date to which it does not apply any more.") var from: String
  @Option(help: "Why.") var reason: String
}

/// The command `tanzhang methodology filed`.
struct MethodologyFiledCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "filed", abstract: "List the versions on file, or print one as it was filed.",
    discussion: """
      Examples:
        tanzhang methodology filed
        tanzhang methodology filed shenzhen/public-transport@2021 --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The version: scheme/id@version or number (default: all).")
  var version: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    guard let version else { return console.print(try table(reading, console.language)) }
    let found = try reading.rows.filedMethodology(version)
    let page = try FiledMethodologyPage(found.number, found.row, reading)
    guard console.format == .text else { return console.print(page.json.encoded(pretty: true)) }
    for line in page.lines(in: console.language) { console.print(line) }
    console.print(reading.standpoint)
  }

  private func table(
    _ reading: LedgerReading, _ language: Language
  ) throws(ServiceError) -> TextTable {
    let today = try global.currentDay()
    var table = TextTable([
      .init("number", "编号", "NO."), .init("identity", "方法学", "METHODOLOGY"),
      .init("title", "名称", "TITLE"), .init("from", "生效", "FROM"),
      .init("through", "失效", "THROUGH"), .init("status", "状态", "STATUS"),
      .init("entry", "条目", "ENTRY", isNumber: true),
    ])
    for line in try FiledMethodologyPage.all(reading, on: today) {
      table.append(
        NumberedCode.text("methodology", line.number), line.identity, line.title[language],
        "\(line.from)", line.through.map { "\($0)" } ?? "—", line.status[language],
        "\(line.entry)")
    }
    return table
  }
}
