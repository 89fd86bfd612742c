// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang authorise`.
struct AuthoriseCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "authorise",
    abstract: "Register users' authorisations of a scenario, or their withdrawal (用户授权).",
    discussion: """
      Examples:
        tanzhang authorise EXPHER-METRO --from 2026-06-01 --persons users.csv --salt salt \\
          --as metro
        tanzhang authorise EXPHER-METRO --from 2026-06-01 --person 8d4f…e1 --as metro
        tanzhang authorise EXPHER-METRO --withdraw --from 2026-07-15 --person 8d4f…e1 --as metro

      The list is a CSV file with a column person (假名: a pseudonym of 64 hexadecimal digits) or
      user_id (用户编号), which the secret salt turns into a pseudonym here: no identity enters a
      ledger. A withdrawal's --from is the first day without authorisation. The same list
      registers nothing twice.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Option(help: "The first day of effect (default: today).") var from: String?
  @Option(help: ArgumentHelp("A list of persons, CSV.", valueName: "file"))
  var persons: String?
  @Option(help: ArgumentHelp("One person.", valueName: "pseudonym")) var person: String?
  @Option(help: ArgumentHelp("The secret salt, for user_id.", valueName: "file"))
  var salt: String?
  @Flag(help: "End the authorisations instead.") var withdraw = false

  func validate() throws {
    guard (persons == nil) != (person == nil) else {
      throw ValidationError("Give a list with --persons or one person with --person.")
    }
  }

  func execute(_ console: Console) async throws {
    let day = try from.map { (text) throws(ServiceError) in try Input.date(text, "--from") }
    let maker = try Input.pseudonymMaker(salt)
    let one = try person.map { (text) throws(ServiceError) in try Input.pseudonym(text) }
    let report = try await writing { writing in
      let number = try await writing.scenario(scenario)
      let list = AuthorisationList(
        withdraw ? .withdraw : .grant, scenario: number, from: day ?? writing.today,
        on: writing.session, as: writing.signer, clock: try global.clock())
      if let one { return try await list.run(one) }
      return try await list.run(path: persons ?? "", maker) { done in
        console.showProgress(TextTable.grouped(String(done)))
      }
    }
    console.showProgress("")
    for refusal in report.refused.prefix(ActivityReport.refusalLimit) { console.complain(refusal) }
    console.print(report, isWithdrawal: withdraw)
    if !report.refused.isEmpty { throw ExitStatus.refused.code }
  }
}

extension Console {
  fileprivate func print(_ report: AuthorisationList.Report, isWithdrawal: Bool) {
    guard format == .text else { return print(document: report.json) }
    let isChinese = language == .chinese
    let count = TextTable.grouped(String(report.accepted))
    let act =
      isWithdrawal
      ? (isChinese ? "已撤回授权" : "withdrawn") : (isChinese ? "已登记授权" : "authorised")
    print(isChinese ? "\(act) \(count) 人" : "\(act): \(count) persons")
    if report.earlier > 0 {
      let earlier = TextTable.grouped(String(report.earlier))
      print(isChinese ? "此前已处理 \(earlier) 人" : "dealt with before: \(earlier) persons")
    }
    if !report.refused.isEmpty {
      print(isChinese ? "拒绝 \(report.refused.count) 行" : "refused: \(report.refused.count) lines")
    }
    print(entries: report.entries)
  }

  /// Prints the first and the last entry written.
  func print(entries: ClosedRange<UInt64>?) {
    guard let entries else { return }
    print(
      language == .chinese
        ? "条目 \(entries.lowerBound)–\(entries.upperBound)"
        : "entries \(entries.lowerBound)–\(entries.upperBound)")
  }
}

extension Writing {
  /// The number of the scenario meant by `text`.
  func scenario(_ text: String) async throws(ServiceError) -> UInt32 {
    try await session.ledger.inspect { (state) throws(ServiceError) in
      try state.scenarioNumber(text)
    }
  }
}
