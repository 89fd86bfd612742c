// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang participant`.
struct ParticipantCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "participant", abstract: "Register and list participants.",
    discussion: "Example: tanzhang participant list",
    subcommands: [Register.self, List.self, Show.self, PseudonymCommand.self])

  struct Register: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register a participant with its first key.",
      discussion: """
        Example:
          tanzhang participant register --identifier 91330400MA2EX00212 --name-zh 示例纺织 \\
            --name-en "Example Textiles" --role enterprise --province CN-ZJ --key textile --example
        """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Social credit code, pseudonym:… or external:….") var identifier: String
    @Option(help: "The name in Chinese.") var nameZh: String
    @Option(help: "The name in English.") var nameEn: String
    @Option(
      help: ArgumentHelp(
        "Roles, with commas: \(Role.names.joined(separator: ", ")).",
        valueName: "roles"))
    var role = "enterprise"
    @Option(help: "The province, for instance CN-ZJ.") var province: String?
    @Option(help: "The name of its key, made if there is none; without it, it signs nothing.")
    var key: String?
    @Option(help: "The first day of the roles (default: today).") var since: String?
    @Option(help: "The last day of the roles (default: no end).") var through: String?
    @Flag(help: "An invented example.") var example = false

    func execute(_ console: Console) async throws {
      var roles: [Role] = []
      for text in role.split(separator: ",") {
        roles.append(Role.allCases[try Input.choice(String(text), of: Role.names, "--role")])
      }
      let number = try Input.province(province, "--province")
      var last: CalendarDate?
      if let through { last = try Input.date(through, "--through") }
      try await self.register(console) { writing, _ in
        var first = writing.today
        if let since { first = try Input.date(since, "--since") }
        let bytes = try key.map { (name) throws(ServiceError) in
          try writing.keyOrNew(name).verifyingKey.bytes
        }
        return [
          ParticipantRecord(
            identifier: identifier, chineseName: nameZh, englishName: nameEn, province: number,
            isExample: example, roles: roles, since: first, through: last, key: bytes
          ).encoded
        ]
      }
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the participants.", discussion: "Example: tanzhang participant list -O csv")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("code", "编号", "NO."), .init("identifier", "标识", "IDENTIFIER"),
        .init("name", "名称", "NAME"), .init("roles", "身份", "ROLES"),
        .init("province", "省份", "PROVINCE"),
      ])
      for (number, row) in try rows.all(Participant.self, SectionCode.participants) {
        table.append(
          NumberedCode.text("participant", number), row.identifier,
          row.name(in: console.language),
          row.qualifications.map(\.role.name).joined(separator: ","),
          Province(number: row.province)?.name[console.language] ?? "")
      }
      console.print(table)
    }
  }

  struct Show: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a participant: names, roles with their periods, keys and who certifies them.",
      discussion: "Example: tanzhang participant show 91330400MA2EX00010")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The participant: code, number or name.") var participant: String

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      let (number, row) = try rows.participant(participant)
      var table = TextTable([.init("field", "项目", "FIELD"), .init("value", "内容", "VALUE")])
      table.append("number", NumberedCode.text("participant", number))
      table.append("identifier", row.identifier)
      table.append("nameZh", row.chineseName)
      table.append("nameEn", row.englishName)
      table.append("province", Province(number: row.province)?.name[console.language] ?? "")
      table.append("example", row.isExample ? "true" : "false")
      for role in row.qualifications {
        let end = role.through.map(\.description) ?? ""
        table.append("role", "\(role.role.name)  \(role.from) … \(end)")
      }
      for key in row.keys {
        let end = key.until.map { "\($0)" } ?? ""
        let scope = key.scope.isEmpty ? "" : "  types \(key.scope)"
        let identifier = Hexadecimal.encode(key.identifier)
        table.append("key", "\(identifier)  entries \(key.from) … \(end)\(scope)")
        if let found = try rows.certification(participant: number, identifier: key.identifier) {
          let anchor = try rows.row(Anchor.self, SectionCode.anchors, found.anchor)
          ParticipantCommand.describe(found, anchor, in: console.language, to: &table)
        }
      }
      console.print(table)
    }
  }
}
