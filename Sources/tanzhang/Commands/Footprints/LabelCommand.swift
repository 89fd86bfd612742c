// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang label`.
struct LabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Issue, suspend, withdraw and show carbon labels of products (碳标识).",
    discussion: "Example: tanzhang label show EX-CFL-0001",
    subcommands: [
      LabelIssue.self, LabelList.self, LabelShow.self, LabelSuspend.self, LabelResume.self,
      LabelWithdraw.self,
    ])
}

struct LabelIssue: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issue a label on a verified footprint (认证机构).",
    discussion: """
      Example:
        tanzhang label issue EX-CFL-0001 --footprint 20000000-0000-4000-8000-000000000001 \\
          --value 64.7213 --from 2026-11-01 --through 2027-10-31 --as verifier \\
          --rules "产品碳足迹标识认证通用实施规则(试行)"

      The value is the number the label shows; it must be the footprint's own.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The code of the label.") var code: String
  @Option(help: "The footprint: UUID or number.") var footprint: String
  @Option(help: ArgumentHelp("The number it shows, in kgCO2e per unit.", valueName: "kg"))
  var value: String
  @Option(help: ArgumentHelp(LabelKind.names.joined(separator: ", "), valueName: "kind"))
  var kind = "footprint"
  @Option(
    help: ArgumentHelp(
      "Which total: \(LabelBasis.names.joined(separator: ", ")) the uptake of biogenic CO2.",
      valueName: "basis"))
  var basis = "including"
  @Option(help: "The first day.") var from: String
  @Option(help: "The last day.") var through: String
  @Option(help: "The rules it is issued by.") var rules: String

  func execute(_ console: Console) async throws {
    let kind = LabelKind.allCases[try Input.choice(kind, of: LabelKind.names, "--kind")]
    let basis = LabelBasis.allCases[try Input.choice(basis, of: LabelBasis.names, "--basis")]
    let (first, last) = (try Input.date(from, "--from"), try Input.date(through, "--through"))
    guard first <= last else {
      throw ServiceError.invalid(
        BilingualText("--from 不得晚于 --through。", "--from is not after --through."))
    }
    _ = try Input.decimal(value, "--value")
    try await register(console) { _, state in
      [try record(state, kind, basis, first...last).encoded]
    }
  }

  // The number is read here: 128-bit numbers captured by an asynchronous closure crash under
  // Swift 6.3 on Linux.
  private func record(
    _ state: LedgerState, _ kind: LabelKind, _ basis: LabelBasis,
    _ days: ClosedRange<CalendarDate>
  ) throws(ServiceError) -> LabelRecord {
    LabelRecord(
      code: code, footprint: try state.footprintNumber(footprint), kind: kind, basis: basis,
      value: try Input.decimal(value, "--value"), from: days.lowerBound,
      through: days.upperBound, rules: rules)
  }
}

struct LabelList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the labels.",
    discussion: "Example: tanzhang label list")

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    let rows = try await reading().rows
    let today = try global.currentDay()
    var table = TextTable([
      .init("code", "代码", "CODE"), .init("kind", "种类", "KIND"),
      .init("product", "产品", "PRODUCT"), .init("value", "kgCO2e", "kgCO2e", isNumber: true),
      .init("from", "起始日", "FROM"), .init("through", "终止日", "THROUGH"),
      .init("valid", "今日有效", "VALID TODAY"),
    ])
    for (_, label) in try rows.all(Label.self, ProductFootprints.Section.labels) {
      let footprint = try rows.footprint("\(label.terms.footprint)").row
      table.append(
        label.terms.code, label.terms.kind.title[console.language],
        footprint.statement.productName[console.language], "\(label.terms.value)",
        "\(label.terms.from)", "\(label.terms.through)",
        label.isValid(on: today) ? "yes" : "no")
    }
    console.print(table)
  }
}

struct LabelShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a label: what it shows, and whether it is valid on a day.",
    discussion: "Example: tanzhang label show EX-CFL-0001 --on 2026-11-21")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The label: code or number.") var label: String
  @Option(help: ArgumentHelp("The day (default: today).", valueName: "date")) var on: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let (number, row) = try reading.rows.label(label)
    let day = try on.map { (text) throws(ServiceError) in try Input.date(text, "--on") }
    let date = try day ?? global.currentDay()
    let footprint = try reading.rows.footprint("\(row.terms.footprint)").row
    let body = try reading.rows.row(Participant.self, SectionCode.participants, row.body)
    let unit = footprint.statement.unit
    let isValid = row.isValid(on: date)
    let facts: [(String, BilingualText, String)] = [
      ("code", BilingualText("代码", "code"), row.terms.code),
      ("number", BilingualText("编号", "number"), "\(number)"),
      ("kind", BilingualText("种类", "kind"), row.terms.kind.name),
      (
        "product", BilingualText("产品", "product"),
        footprint.statement.productName[console.language]
      ),
      ("footprint", BilingualText("足迹", "footprint"), footprint.statement.identifier),
      ("value", BilingualText("数值", "value"), "\(row.terms.value)"),
      (
        "unit", BilingualText("单位", "unit"), "kgCO2e / \(unit.amount.normalized) \(unit.unit)"
      ),
      ("basis", BilingualText("口径", "basis"), row.terms.basis.name),
      ("body", BilingualText("认证机构", "body"), body?.name(in: console.language) ?? ""),
      ("rules", BilingualText("认证规则", "rules"), row.terms.rules),
      ("from", BilingualText("起始日", "from"), "\(row.terms.from)"),
      ("through", BilingualText("终止日", "through"), "\(row.terms.through)"),
      ("entry", BilingualText("条目", "entry"), "\(row.position.entry)"),
      ("date", BilingualText("查询日", "asked for"), "\(date)"),
      ("valid", BilingualText("是否有效", "valid"), isValid ? "yes" : "no"),
    ]
    let changes = row.changes.map { ["\($0.from)", $0.action.name, $0.reason] }
    guard console.format == .text else {
      return console.print(
        facts, [("changes", ["from", "action", "reason"], changes)])
    }
    console.print(facts, [])
    for change in changes { console.print(change.joined(separator: "  ")) }
    console.print(reading.standpoint)
  }
}

/// What the commands that change a label have in common.
protocol LabelStatusCommand: LedgerCommand {
  static var action: LabelAction { get }
  var label: String { get }
  var from: String? { get }
  var reason: String { get }
}

extension LabelStatusCommand {
  func execute(_ console: Console) async throws {
    try await register(console) { writing, state in
      let first = try from.map { (text) throws(ServiceError) in try Input.date(text, "--from") }
      return [
        LabelStatusRecord(
          label: try state.labelNumber(label), action: Self.action,
          from: first ?? writing.today, reason: reason
        ).encoded
      ]
    }
  }
}

struct LabelSuspend: LabelStatusCommand {
  static let action = LabelAction.suspend
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: "Suspend a label (暂停).",
    discussion: "Example: tanzhang label suspend EX-CFL-0001 --reason audit --as verifier")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The label: code or number.") var label: String
  @Option(help: "The first day without it (default: today).") var from: String?
  @Option(help: "Why.") var reason: String
}

struct LabelResume: LabelStatusCommand {
  static let action = LabelAction.resume
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Make a suspended label valid again (恢复).",
    discussion: "Example: tanzhang label resume EX-CFL-0001 --reason cleared --as verifier")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The label: code or number.") var label: String
  @Option(help: "The first day with it (default: today).") var from: String?
  @Option(help: "Why.") var reason: String
}

struct LabelWithdraw: LabelStatusCommand {
  static let action = LabelAction.withdraw
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Withdraw a label for ever (撤销).",
    discussion: "Example: tanzhang label withdraw EX-CFL-0001 --reason misuse --as verifier")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The label: code or number.") var label: String
  @Option(help: "The first day without it (default: today).") var from: String?
  @Option(help: "Why.") var reason: String
}
