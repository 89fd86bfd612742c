// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct CreditIssueCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issue a scenario's verified month (签发).",
    discussion: """
      Examples:
        tanzhang credit issue SZPHER-METRO 2026-06 --dry-run
        tanzhang credit issue SZPHER-METRO 2026-06 --as registry

      Count, serial numbers, buffer and carry follow from what was verified; they are shown.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Argument(help: "The month of the activities.") var month: String
  @Flag(help: "Show what would be issued; register nothing.") var dryRun = false

  func execute(_ console: Console) async throws {
    let period = try Input.month(month, "month")
    try await writing { writing in
      let state = await writing.session.ledger.current
      let issue = try IssuePlan.issue(of: scenario, period, in: state)
      if dryRun { return console.print(issue) }
      let receipt = try await writing.session.submit([issue.record.encoded], as: writing.signer)
      console.print(receipt)
      if console.format == .text { console.print(issue) }
    }
  }
}

struct CreditPoolCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Pool persons' grams into tradable tonnes (归集).",
    discussion: """
      Examples:
        tanzhang credit pool SZPHER-BIKE --all --as bike
        tanzhang credit pool SZPHER-BIKE --csv grams.csv --as bike

      Columns of the CSV: person (number or pseudonym), grams.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Option(help: ArgumentHelp("Persons and grams.", valueName: "file")) var csv: String?
  @Flag(help: "All whole grams of all persons, 10 000 persons a record.") var all = false

  func validate() throws {
    guard all == (csv == nil) else { throw ValidationError("Give --all or --csv.") }
  }

  func execute(_ console: Console) async throws {
    let list = try csv.map { (path) throws(ServiceError) in
      try ListTable(try LocalFile.read(path))
    }
    try await writing { writing in
      var state = await writing.session.ledger.current
      let parts = try IssuePlan.gramParts(of: scenario, list: list, in: state)
      if parts.isEmpty {
        console.note(BilingualText("没有可归集的克数。", "Nobody has a gram to pool."))
      }
      for part in parts {
        let pool = try IssuePlan.pool(of: scenario, part, in: state)
        let receipt = try await writing.session.submit(
          [pool.record.encoded], as: writing.signer)
        console.print(receipt)
        if console.format == .text { console.print(pool) }
        state = await writing.session.ledger.current
      }
    }
  }
}

extension Console {
  /// What comes into being, and what is carried.
  func print<R>(_ plan: IssuePlan<R>) {
    let grams = TextTable.grouped(CreditAmount.grams(plan.carry))
    switch format {
    case .text:
      let isChinese = language == .chinese
      let unit = plan.unit == .tonnes ? (isChinese ? "吨" : "t") : (isChinese ? "克" : "g")
      let count = TextTable.grouped(String(plan.count))
      var line = isChinese ? "  合 \(count) \(unit)" : "  \(count) \(unit)"
      if let range = plan.range { line += "  \(range)" }
      if plan.bufferCount > 0 {
        line +=
          isChinese
          ? "  其中缓冲 \(plan.bufferCount) 吨" : "  of which buffer \(plan.bufferCount) t"
      }
      print(line + (isChinese ? "  结转 \(grams) 克" : "  carried \(grams) g"))
    case .json, .csv:
      let object: JSONValue = [
        "scenario": .string(plan.scenario), "unit": .string(plan.unit.unit),
        "totalMilligrams": .string("\(plan.total)"), "count": .string("\(plan.count)"),
        "units": plan.range.map { .string("\($0)") } ?? .null,
        "buffer": .string("\(plan.bufferCount)"),
        "carriedMilligrams": .string("\(plan.carry)"),
      ]
      print(document: object)
    }
  }
}
