// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang person`.
struct PersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person", abstract: "What a person contributed and has (个人碳账户).",
    discussion: "Example: tanzhang person show --salt salt --person identity.txt",
    subcommands: [PersonShowCommand.self, PersonRetireCommand.self])
}

/// Which person is meant: by pseudonym or number, or by whoever keeps the salt.
struct PersonArgument: ParsableArguments {
  @Argument(help: "The pseudonym of 64 hexadecimal digits, or the person's number.")
  var pseudonym: String?
  @Option(help: ArgumentHelp("The secret salt.", valueName: "file")) var salt: String?
  @Option(help: ArgumentHelp("A file whose first line is the identity.", valueName: "file"))
  var person: String?

  func validate() throws {
    guard (pseudonym != nil) != (salt != nil), (salt != nil) == (person != nil) else {
      throw ValidationError("Give the pseudonym, or --salt and --person.")
    }
  }

  func text() throws(ServiceError) -> String {
    guard let salt, let person else { return pseudonym ?? "" }
    let maker = try PersonPseudonym(salt: try LocalFile.read(salt))
    return try maker.pseudonym(of: try LocalFile.firstLine(of: person)).text
  }
}

struct PersonShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a person's authorisations, contributions, grams and points.",
    discussion: """
      Examples:
        tanzhang person show 5f0c…
        tanzhang person show --salt salt --person identity.txt --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var who: PersonArgument

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let found = try PersonQuery(person: try who.text()).run(on: reading.rows)
    guard console.format == .text else { return console.print(Self.table(found.shares)) }
    let isChinese = console.language == .chinese
    console.print(
      isChinese
        ? "个人 \(found.number)  pseudonym:\(found.pseudonym.text)"
        : "person \(found.number)  pseudonym:\(found.pseudonym.text)")
    if found.shares.isEmpty { console.print(isChinese ? "(无记录)" : "(nothing yet)") }
    for share in found.shares { console.print(share) }
    console.print(reading.standpoint)
  }

  private static func table(_ shares: [PersonShare]) -> TextTable {
    var table = TextTable([
      .init("scenario", "减排场景", "SCENARIO"), .init("kind", "类别", "KIND"),
      .init("month", "月份", "MONTH"), .init("amount", "数量", "AMOUNT", isNumber: true),
      .init("unit", "单位", "UNIT"),
    ])
    for share in shares {
      for item in share.authorisations {
        table.append(
          share.scenario, "authorised", "\(item.from) … \(item.until.map { "\($0)" } ?? "")", "",
          "")
      }
      for item in share.pending {
        table.append(share.scenario, "pending", "\(item.month)", "\(item.amount)", "mg")
      }
      table.append(share.scenario, "credited", "", "\(share.credited)", "mg")
      table.append(share.scenario, "used", "", "\(share.used)", "mg")
      for item in share.points {
        table.append(share.scenario, "points", "\(item.month)", "\(item.amount)", "points")
      }
    }
    return table
  }
}

struct PersonRetireCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Retire a person's grams on the person's behalf (个人注销); for ever.",
    discussion: """
      Example:
        tanzhang person retire SZPHER-BIKE 17 --grams 5000 --purpose public-benefit \\
          --beneficiary "Example forest" --as bike
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Argument(help: "The person: pseudonym or number.") var person: String
  @Option(help: "How many grams.") var grams: Int64
  @Option(help: ArgumentHelp(CreditPurpose.names.joined(separator: ", "), valueName: "kind"))
  var purpose = "voluntary"
  @Option(help: "For whom: a name; for an event, the event.") var beneficiary: String
  @Option(help: "A reference.") var reference = ""
  @Option(help: "The day of the retirement (default: today).") var date: String?

  func execute(_ console: Console) async throws {
    let kind = try Input.choice(purpose, of: CreditPurpose.names, "--purpose")
    try await register(console) { writing, state in
      var day = writing.today
      if let date { day = try Input.date(date, "--date") }
      return [
        PersonalRetirementRecord(
          scenario: try state.scenarioNumber(scenario), person: try state.personNumber(person),
          grams: grams, purpose: CreditPurpose.allCases[kind], beneficiary: beneficiary,
          reference: reference, date: day
        ).encoded
      ]
    }
  }
}

extension Console {
  fileprivate func print(_ share: PersonShare) {
    let isChinese = language == .chinese
    func grams(_ amount: Int64) -> String { TextTable.grouped(CreditAmount.grams(amount)) }
    print("  \(share.scenario)  \(share.benefit.text[language])")
    for item in share.authorisations {
      let end = item.until.map { isChinese ? "至 \($0) 前" : " until \($0)" } ?? ""
      print(
        isChinese ? "    授权  自 \(item.from)\(end)" : "    authorised  from \(item.from)\(end)")
    }
    for item in share.pending {
      print(
        isChinese
          ? "    待签发  \(item.month)  \(grams(item.amount)) 克"
          : "    pending  \(item.month)  \(grams(item.amount)) g")
    }
    if share.credited > 0 {
      let name =
        share.benefit == .personal
        ? (isChinese ? "已签发" : "credited") : (isChinese ? "已贡献" : "contributed")
      print("    \(name)  \(grams(share.credited)) \(isChinese ? "克" : "g")")
    }
    if share.benefit == .personal {
      print(isChinese ? "    可用  \(share.grams) 克" : "    available  \(share.grams) g")
    }
    for item in share.points {
      print(
        isChinese
          ? "    积分  \(item.month)  \(item.amount)" : "    points  \(item.month)  \(item.amount)")
    }
  }
}
