// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang project`.
struct ProjectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project", abstract: "File and list renewable power projects (建档立卡).",
    discussion: "Example: tanzhang project list", subcommands: [Register.self, List.self])

  struct Register: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "File a project, or many from a CSV file.",
      discussion: """
        Example:
          tanzhang project register EXPVBASE230701N04 --owner "Example Solar" --energy solar \\
            --technology 集中式光伏 --province CN-NX --city 示例县 --commissioning 2023-07-01 \\
            --connection grid-fed --market-based --capacity 100000
          tanzhang project register --csv projects.csv

        Columns of the CSV: code, owner, energy, technology, province, city, commissioning,
        connection, market_based, capacity_kw, settlement_mechanism (true or false).
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The filing code, 17 characters.") var code: String?
    @Option(help: "The owner: code, number or name.") var owner: String?
    @Option(help: ArgumentHelp(EnergyType.names.joined(separator: ", "), valueName: "type"))
    var energy: String?
    @Option(help: "The technology as the filing names it.") var technology = ""
    @Option(help: "The province, for instance CN-ZJ.") var province: String?
    @Option(help: "The city as the filing names it.") var city = ""
    @Option(help: "The day of commissioning.") var commissioning: String?
    @Option(help: ArgumentHelp(Connection.names.joined(separator: ", "), valueName: "kind"))
    var connection = "grid-fed"
    @Flag(help: "All electricity is sold on the market.") var marketBased = false
    @Option(help: "The installed capacity in kW.") var capacity: Int64 = 0
    @Flag(help: "Under the settlement mechanism for new energy.")
    var settlementMechanism = false
    @Option(help: "A CSV file of projects.") var csv: String?

    func validate() throws {
      guard csv == nil else { return }
      guard code != nil, owner != nil, energy != nil, commissioning != nil else {
        throw ValidationError(
          "Give the code, --owner, --energy and --commissioning, or a file with --csv.")
      }
    }

    func execute(_ console: Console) async throws {
      guard let csv else {
        try await self.register(console) { _, state in [try filing.record(state).encoded] }
        return
      }
      let list = try ProjectList(try LocalFile.read(csv))
      for batch in list.batches {
        try await self.register(console) { _, state in
          var records: [[UInt8]] = []
          for filing in batch { records.append(try filing.record(state).encoded) }
          return records
        }
      }
    }

    private var filing: ProjectFiling {
      ProjectFiling(
        code: code ?? "", owner: owner ?? "", energy: energy ?? "", technology: technology,
        province: province ?? "", city: city, commissioning: commissioning ?? "",
        connection: connection, isMarketBased: marketBased, capacity: capacity,
        isUnderSettlementMechanism: settlementMechanism)
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the projects filed.", discussion: "Example: tanzhang project list")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let rows = try await reading().rows
      var table = TextTable([
        .init("number", "编号", "NO."), .init("code", "建档立卡编码", "CODE"),
        .init("energy", "能源类型", "ENERGY"), .init("owner", "业主", "OWNER"),
        .init("province", "省份", "PROVINCE"), .init("commissioning", "投产日期", "COMMISSIONED"),
        .init("capacityKilowatts", "装机容量(kW)", "CAPACITY (kW)", isNumber: true),
      ])
      let section = GreenCertificates.Section.projects
      for (number, row) in try rows.all(GreenProject.self, section) {
        let filing = row.filing
        let owner = try rows.row(Participant.self, SectionCode.participants, filing.owner)
        table.append(
          NumberedCode.text("project", number), filing.code, filing.energy.name[console.language],
          owner?.name(in: console.language) ?? "",
          Province(number: filing.province)?.name[console.language] ?? "",
          "\(filing.commissioning)", "\(filing.capacity)")
      }
      console.print(table)
    }
  }
}
