// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct ScenarioList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scenarios.",
    discussion: "Example: tanzhang scenario list")

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    let rows = try await reading().rows
    let today = try global.currentDay()
    var table = TextTable([
      .init("number", "编号", "NO.", isNumber: true), .init("code", "代码", "CODE"),
      .init("name", "名称", "NAME"), .init("methodology", "方法学", "METHODOLOGY"),
      .init("operator", "运营主体", "OPERATOR"), .init("benefit", "收益方式", "BENEFIT"),
      .init("from", "起始日", "FROM"), .init("through", "终止日", "THROUGH"),
      .init("standing", "状态", "STANDING"),
    ])
    for (number, row) in try rows.all(Scenario.self, InclusiveCredits.Section.scenarios) {
      let filed = try rows.row(
        FiledMethodology.self, InclusiveCredits.Section.methodologies,
        row.methodology(on: today))
      let carrier = try rows.row(
        Participant.self, SectionCode.participants, row.approval.operatorNumber)
      table.append(
        "\(number)", row.code, row.name(in: console.language), filed?.identity ?? "",
        carrier?.name(in: console.language) ?? "", row.approval.benefit.name,
        "\(row.approval.from)", row.through.map { "\($0)" } ?? "",
        row.obstacle(on: today)?.action.name ?? "active")
    }
    console.print(table)
  }
}

struct ScenarioShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a scenario: what was approved, what changed, month by month what it saved.",
    discussion: "Example: tanzhang scenario show EXPHER-METRO")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let page = try ScenarioPage(scenario, reading.rows)
    switch console.format {
    case .text:
      for (title, value) in page.lines(console.language) {
        console.print("\(title[console.language])  \(value)")
      }
      if !page.periods.isEmpty { console.print("") }
      console.print(page.table)
    case .json: console.print(page.json.encoded(pretty: true))
    case .csv: console.print(page.table)
    }
    if console.format == .text { console.print(reading.standpoint) }
  }
}

extension Scenario {
  func name(in language: Language) -> String {
    language == .chinese ? approval.chineseName : approval.englishName
  }
}

/// What there is to tell of a scenario.
private struct ScenarioPage {
  let number: UInt32
  let row: Scenario
  let methodology: Methodology?
  let identity: String
  let carrier: Participant?
  let beneficiary: Participant?
  private(set) var periods: [CreditPeriod] = []

  init(_ text: String, _ rows: any RowSource) throws(ServiceError) {
    let (number, row) = try rows.scenario(text)
    self.number = number
    self.row = row
    let filed = try rows.row(
      FiledMethodology.self, InclusiveCredits.Section.methodologies, row.approval.methodology)
    // A methodology that cannot be read shows its attributes as integers.
    methodology = try? filed?.methodology()
    identity = filed?.identity ?? ""
    carrier = try rows.row(
      Participant.self, SectionCode.participants, row.approval.operatorNumber)
    beneficiary = try rows.row(
      Participant.self, SectionCode.participants, row.approval.beneficiary)
    for (_, period) in try rows.all(CreditPeriod.self, InclusiveCredits.Section.periods)
    where period.scenario == number { periods.append(period) }
    periods.sort { $0.month < $1.month }
  }

  private var attributes: [(name: String, label: BilingualText, value: String)] {
    row.approval.attributes.enumerated().map { position, value in
      guard let definitions = methodology?.attributes, definitions.indices.contains(position)
      else { return ("\(position)", BilingualText("\(position)", "\(position)"), "\(value)") }
      let definition = definitions[position]
      return (definition.name, definition.label, AttributeValues.text(value, of: definition))
    }
  }

  func lines(_ language: Language) -> [(title: BilingualText, value: String)] {
    let approval = row.approval
    let through = row.through.map { "\($0)" } ?? "—"
    var lines: [(BilingualText, String)] = [
      (BilingualText("减排场景", "scenario"), "\(row.code)  \(row.name(in: language))"),
      (BilingualText("方法学", "methodology"), identity),
      (BilingualText("运营主体", "operator"), carrier?.name(in: language) ?? ""),
      (BilingualText("受益方", "beneficiary"), beneficiary?.name(in: language) ?? ""),
      (BilingualText("收益方式", "benefit"), approval.benefit.name),
      (BilingualText("计入期", "crediting period"), "\(approval.from) … \(through)"),
    ]
    for (name, label, value) in attributes {
      lines.append((label, "\(value)  (\(name))"))
    }
    for subject in approval.subjects { lines.append((BilingualText("主张", "claims"), subject)) }
    for market in approval.insideMarkets {
      lines.append((BilingualText("所处碳市场", "inside market"), market))
    }
    lines.append((BilingualText("批准文件", "approval"), approval.reference))
    for change in row.changes {
      lines.append(
        (
          BilingualText("变更", "change"),
          "\(change.action.name) \(change.from) (\(change.position))"
        ))
    }
    let carried = CreditAmount.grams(row.carry)
    lines.append((BilingualText("结转(克 CO2e)", "carried (g CO2e)"), carried))
    if row.owed > 0 { lines.append((BilingualText("欠量(吨)", "owed (t)"), "\(row.owed)")) }
    return lines
  }

  var table: TextTable {
    let isPoints = row.approval.benefit == .points
    var table = TextTable([
      .init("month", "月份", "MONTH"), .init("batches", "批次", "BATCHES", isNumber: true),
      .init("activities", "活动", "ACTIVITIES", isNumber: true),
      isPoints
        ? .init("points", "积分", "POINTS", isNumber: true)
        : .init("grams", "减排量(克)", "GRAMS", isNumber: true),
      .init("verified", "核证条目", "VERIFIED BY"), .init("issue", "签发", "ISSUE"),
    ])
    for period in periods {
      table.append(
        "\(period.month)", "\(period.batches)", "\(period.activities)",
        isPoints ? "\(period.total)" : CreditAmount.grams(period.total),
        period.verification.map { "\($0.position)" } ?? "", period.issue.map { "\($0)" } ?? "")
    }
    return table
  }

  var json: JSONValue {
    let approval = row.approval
    return [
      "number": .integer(Int64(number)), "code": .string(row.code),
      "nameZh": .string(approval.chineseName), "nameEn": .string(approval.englishName),
      "methodology": .string(identity), "operator": .integer(Int64(approval.operatorNumber)),
      "beneficiary": .integer(Int64(approval.beneficiary)),
      "benefit": .string(approval.benefit.name), "from": .string("\(approval.from)"),
      "through": row.through.map { .string("\($0)") } ?? .null,
      "attributes": .object(attributes.map { JSONValue.Member($0.name, .string($0.value)) }),
      "subjects": .array(approval.subjects.map { .string($0) }),
      "insideMarkets": .array(approval.insideMarkets.map { .string($0) }),
      "reference": .string(approval.reference),
      "changes": .array(
        row.changes.map {
          [
            "action": .string($0.action.name), "from": .string("\($0.from)"),
            "methodology": $0.methodology.map { .integer(Int64($0)) } ?? .null,
          ]
        }),
      "carryGrams": .string(CreditAmount.grams(row.carry)),
      "owedTonnes": .string("\(row.owed)"), "months": table.json,
    ]
  }
}
