// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang footprint list`.
struct FootprintList: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List footprints.",
    discussion: """
      Examples:
        tanzhang footprint list --valid-on 2026-11-21 --geography CN-32
        tanzhang footprint list --product urn:gtin:9526000000013 --current
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "Whose: code, number or name.") var owner: String?
  @Option(help: "One of the product's identifiers.") var product: String?
  @Option(help: "A part of the product's name.") var name: String?
  @Option(help: "The geography, with what lies in it.") var geography: String?
  @Option(help: ArgumentHelp("Those that may be relied on on this day.", valueName: "date"))
  var validOn: String?
  @Flag(help: "Leave out what is superseded, withdrawn or flagged.") var current = false
  @Flag(help: "Only those that were verified.") var verified = false
  @Flag(help: "Only those that came from suppliers.") var imported = false
  @Option(help: "The most lines.") var limit: UInt32?

  func execute(_ console: Console) async throws {
    let rows = try await reading().rows
    var filter = FootprintFilter()
    if let owner { filter.owner = try rows.participant(owner).number }
    filter.product = product
    filter.name = name
    filter.geography = geography
    if let validOn { filter.validOn = try Input.date(validOn, "--valid-on") }
    if current { filter.excluded = [.superseded, .withdrawn, .affected] }
    if verified { filter.required.insert(.verified) }
    if imported { filter.required.insert(.imported) }
    let lines = try FootprintListQuery(filter, limit: limit.map { Int($0) } ?? .max).run(on: rows)
    var owners: [UInt32: String] = [:]
    for owner in Set(lines.map(\.owner)) {
      owners[owner] = try rows.row(Participant.self, SectionCode.participants, owner)?
        .name(in: console.language)
    }
    var table = TextTable([
      .init("number", "编号", "NO.", isNumber: true), .init("id", "足迹", "FOOTPRINT"),
      .init("product", "产品", "PRODUCT"), .init("owner", "所属", "OWNER"),
      .init("amount", "kgCO2e", "kgCO2e", isNumber: true), .init("unit", "单位", "PER"),
      .init("period", "数据期间", "PERIOD"), .init("status", "状态", "STATUS"),
    ])
    for line in lines {
      table.append(
        "\(line.number)", line.content.identifier, line.content.name(in: console.language),
        owners[line.owner] ?? "", "\(line.content.includingBiogenicUptake)",
        "\(line.content.unitAmount) \(line.content.unit)",
        "\(line.period.start) … \(line.period.end.adding(days: -1))",
        line.status.words[console.language])
    }
    console.print(table)
  }
}

extension FootprintStatus {
  /// The flags in words.
  var words: BilingualText {
    let names: [(FootprintStatus, BilingualText)] = [
      (.imported, BilingualText("供应商提供", "imported")),
      (.verified, BilingualText("已核查", "verified")),
      (.superseded, BilingualText("已替代", "superseded")),
      (.affected, BilingualText("上游已撤回", "upstream withdrawn")),
      (.withdrawn, BilingualText("已撤回", "withdrawn")),
    ]
    let held = names.filter { contains($0.0) }.map(\.1)
    return BilingualText(
      held.map(\.chinese).joined(separator: "、"), held.map(\.english).joined(separator: ", "))
  }
}

/// The command `tanzhang footprint show`.
struct FootprintShow: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a footprint: stages, what adds most, standing, labels; as a picture or report.",
    discussion: """
      Examples:
        tanzhang footprint show 20000000-0000-4000-8000-000000000001
        tanzhang footprint show 3 --chart cell.svg --sankey chain.svg --report cell.html --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The footprint: UUID or number.") var footprint: String
  @Option(help: ArgumentHelp("The lines to show.", valueName: "count")) var top: UInt32 = 10
  @OptionGroup var pictures: PictureOptions

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let explanation = try FootprintExplanation(footprint, in: reading)
    let stored = explanation.stored
    let picture = try PictureMaker.picture(of: stored, in: reading, on: try global.currentDay())
    switch console.format {
    case .text:
      if let page = explanation.page {
        console.print(page, top: Int(top))
      } else {
        for line in explanation.lines(in: console.language) { console.print(line) }
      }
      console.print("")
      for text in standing(stored, picture) { console.print(text[console.language]) }
      console.print(reading.standpoint)
    case .json:
      let content = explanation.page?.json ?? stored.document.map { PACTExchange.json(of: $0) }
      var members = content?.members ?? []
      members.append(.init("ledger", json(of: stored, picture, console.language)))
      console.print(JSONValue.object(members).encoded(pretty: true))
    case .csv:
      guard let page = explanation.page else {
        throw ServiceError.invalid(
          BilingualText(
            "供应商提供的足迹没有各项贡献;请用 `tanzhang footprint export --to csv`。",
            "A supplier's footprint has no contributions; use `tanzhang footprint export --to "
              + "csv`."))
      }
      console.print(page)
    }
    try pictures.write(picture, in: console.language)
  }

  /// What the ledger knows of a footprint besides its content.
  private func json(
    of stored: StoredFootprint, _ picture: FootprintPicture, _ language: Language
  ) -> JSONValue {
    func texts(_ items: [BilingualText]) -> JSONValue {
      .array(items.map { .string($0[language]) })
    }
    return [
      "number": .string("\(stored.number)"), "owner": .string(stored.owner[language]),
      "entry": .string("\(stored.row.position.entry)"), "date": .string("\(stored.row.date)"),
      "status": .string(stored.row.status.words[language]),
      "verification": texts(picture.verification), "labels": texts(picture.labels),
      "notices": texts(picture.notices),
    ]
  }

  private func standing(
    _ stored: StoredFootprint, _ picture: FootprintPicture
  ) -> [BilingualText] {
    var lines = [
      BilingualText(
        "所属 \(stored.owner.chinese),条目 \(stored.row.position.entry)",
        "owner \(stored.owner.english), entry \(stored.row.position.entry)")
    ]
    let words = stored.row.status.words
    if !words.english.isEmpty { lines.append(words) }
    for verification in picture.verification {
      lines.append(
        BilingualText("核查 \(verification.chinese)", "verified by \(verification.english)"))
    }
    for label in picture.labels {
      lines.append(BilingualText("碳标识 \(label.chinese)", "label \(label.english)"))
    }
    return lines + picture.notices
  }
}

/// The command `tanzhang footprint lineage`.
struct FootprintLineageCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "lineage",
    abstract: "Show what a footprint stands on, what stands on it, and what it took the place of.",
    discussion: "Example: tanzhang footprint lineage 20000000-0000-4000-8000-000000000001")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The footprint: UUID or number.") var footprint: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let lineage = try FootprintLineage(footprint, in: reading.rows)
    let names: [FootprintLineage.Relation: BilingualText] = [
      .itself: BilingualText("本足迹", "itself"), .upstream: BilingualText("上游", "upstream"),
      .downstream: BilingualText("下游", "downstream"),
      .preceding: BilingualText("前一版本", "preceding"),
      .successor: BilingualText("后一版本", "successor"),
    ]
    var table = TextTable([
      .init("relation", "关系", "RELATION"), .init("distance", "步数", "STEPS", isNumber: true),
      .init("number", "编号", "NO.", isNumber: true), .init("id", "足迹", "FOOTPRINT"),
      .init("product", "产品", "PRODUCT"), .init("via", "经由", "VIA"),
      .init("amount", "kgCO2e", "kgCO2e", isNumber: true),
      .init("entry", "条目", "ENTRY", isNumber: true),
      .init("status", "状态", "STATUS"),
    ])
    for member in lineage.members {
      let row = member.row
      table.append(
        names[member.relation]?[console.language] ?? member.relation.rawValue,
        "\(member.distance)", "\(member.number)", row.statement.identifier,
        row.statement.productName[console.language], member.via.map { "\($0)" } ?? "",
        "\(row.includingBiogenicUptake)", "\(row.position.entry)",
        row.status.words[console.language])
    }
    console.print(table)
    if console.format == .text { console.print(reading.standpoint) }
  }
}

/// The command `tanzhang footprint explain`.
struct FootprintExplain: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say how each part of a footprint came about, down to factors and evidence.",
    discussion: "Example: tanzhang footprint explain 20000000-0000-4000-8000-000000000001")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The footprint: UUID or number.") var footprint: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let explanation = try FootprintExplanation(footprint, in: reading)
    guard console.format == .text else {
      var table = TextTable([
        .init("process", "过程", "PROCESS"), .init("line", "投入或排放", "LINE"),
        .init("category", "类别", "CATEGORY"), .init("steps", "步骤", "STEPS"),
        .init("amount", "kgCO2e", "kgCO2e", isNumber: true),
        .init("evidence", "证据", "EVIDENCE"),
      ])
      for row in explanation.rows(in: console.language) { table.append(row) }
      return console.print(table)
    }
    for line in explanation.lines(in: console.language) { console.print(line) }
    console.print(reading.standpoint)
  }
}
