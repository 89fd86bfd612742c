// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang footprint declare`.
struct FootprintDeclare: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "declare", abstract: "Declare a footprint: the ledger calculates it again.",
    discussion: """
      Examples:
        tanzhang footprint declare cell.yaml --as cells
        tanzhang footprint declare cell.yaml --as cells --electricity market-based \\
          --certificates electrodes=EX-WIND-2026-05:1-15
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The model: a YAML document.") var model: String
  @OptionGroup var electricity: ElectricityOptions
  @Option(help: ArgumentHelp("The day of the calculation (default: today).", valueName: "date"))
  var date: String?

  func execute(_ console: Console) async throws {
    // Whatever is wrong with the document is said before the ledger is locked.
    _ = try draft()
    try await register(console) { writing, state in
      [try record(writing, state).encoded]
    }
  }

  private func draft() throws(ServiceError) -> FootprintDraft {
    var draft = try FootprintDraft(path: model)
    if let method = try electricity.method() { draft.model.electricity = method }
    return draft
  }

  // Not captured by the closure: 128-bit numbers in the context of an asynchronous closure crash
  // under Swift 6.3 on Linux.
  private func record(
    _ writing: Writing, _ state: LedgerState
  ) throws(ServiceError) -> DeclarationRecord {
    let day = try date.map { (text) throws(ServiceError) in try Input.date(text, "--date") }
    return try FootprintDesk.declaration(
      of: try draft(), certificates: try electricity.choices(), on: day ?? writing.today,
      in: state, hash: writing.session.suite.hash)
  }
}

/// The command `tanzhang footprint import`.
struct FootprintImportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Record suppliers' footprints: PACT v3 JSON, or CSV.",
    discussion: """
      Examples:
        tanzhang footprint import cathode.json --as cells
        tanzhang footprint import suppliers.csv --as cells --evidence suppliers.pdf
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A ProductFootprint, several, a server's answer, or a CSV file.")
  var file: String
  @Option(help: ArgumentHelp("The day it was received (default: today).", valueName: "date"))
  var received: String?
  @Option(help: "What came with it: a file, or a digest of 64 hexadecimal digits.")
  var evidence: String?

  func execute(_ console: Console) async throws {
    let documents = try FootprintDesk.documents(in: file)
    for document in documents {
      for warning in document.warnings {
        console.note(
          BilingualText(
            "\(document.statement.identifier):\(warning.chinese)",
            "\(document.statement.identifier): \(warning.english)"))
      }
    }
    let digest = try evidence.map { (text) throws(ServiceError) in try Input.digest(text) }
    let receipts = try await writing { writing in
      let day = try received.map { (text) throws(ServiceError) in
        try Input.date(text, "--received")
      }
      return try await FootprintDesk.registerImports(
        of: file, on: day ?? writing.today, evidence: digest, writing.session,
        as: writing.signer)
    }
    console.print(receipts)
  }
}

/// The command `tanzhang footprint verify`.
struct FootprintVerify: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Record an accredited verifier's statement (核查).",
    discussion: """
      Example:
        tanzhang footprint verify 20000000-0000-4000-8000-000000000001 --as verifier \\
          --standard "GB/T 24067-2024" --coverage "the whole footprint" --report report.pdf
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The footprint: UUID or number.") var footprint: String
  @Option(help: "What it was verified against.") var standard: String
  @Option(help: "What was verified.") var coverage: String
  @Option(help: "The report: a file, or its digest.") var report: String
  @Option(help: "A comment.") var comment = ""
  @Option(help: ArgumentHelp("The day of the statement (default: today).", valueName: "date"))
  var date: String?

  func execute(_ console: Console) async throws {
    let digest = try Input.digest(report)
    try await register(console) { writing, state in
      let day = try date.map { (text) throws(ServiceError) in try Input.date(text, "--date") }
      return [
        FootprintVerificationRecord(
          footprint: try state.footprintNumber(footprint), date: day ?? writing.today,
          standard: standard, coverage: coverage, report: digest, comment: comment
        ).encoded
      ]
    }
  }
}

/// The command `tanzhang footprint withdraw`.
struct FootprintWithdraw: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw a footprint; everything that stands on it is flagged (撤回).",
    discussion: """
      Example:
        tanzhang footprint withdraw 10000000-0000-4000-8000-000000000001 --as cathode \\
          --reason "meter fault found"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The footprint: UUID or number.") var footprint: String
  @Option(help: "Why.") var reason: String
  @Option(help: ArgumentHelp("The first day (default: today).", valueName: "date"))
  var date: String?

  func execute(_ console: Console) async throws {
    try await register(console) { writing, state in
      let day = try date.map { (text) throws(ServiceError) in try Input.date(text, "--date") }
      return [
        FootprintWithdrawalRecord(
          footprint: try state.footprintNumber(footprint), date: day ?? writing.today,
          reason: reason
        ).encoded
      ]
    }
  }
}
