// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct ActivityVerify: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify a scenario's month and close it (核证): nothing enters or leaves afterwards.",
    discussion: """
      Examples:
        tanzhang activity verify EXPHER-METRO 2026-06 --dry-run
        tanzhang activity verify EXPHER-METRO 2026-06 --report report.pdf --opinion 无保留意见 \\
          --as verifier

      What the ledger has is shown first. With --activities and --total the verifier says what was
      found; if the ledger has something else, nothing is signed.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Argument(help: "The month.") var month: String
  @Option(help: "The verification report: its digest or its file.") var report: String?
  @Option(help: "The opinion.") var opinion = ""
  @Option(help: "The number of activities found.") var activities: Int64?
  @Option(help: "The grams found, for instance 1234567.8.") var total: String?
  @Flag(help: "Show what would be verified; sign nothing.") var dryRun = false

  func validate() throws {
    guard dryRun || report != nil else {
      throw ValidationError("Give the verification report with --report.")
    }
  }

  func execute(_ console: Console) async throws {
    let period = try Input.month(month, "month")
    let stated = try total.map { (text) throws(ServiceError) in try Input.grams(text, "--total") }
    if dryRun {
      let reading = try await reading()
      let (number, row) = try reading.rows.scenario(scenario)
      let key = CreditPeriod.key(number, period)
      guard let found = try reading.rows.number(InclusiveCredits.Section.periods, lookup: key),
        let state = try reading.rows.row(
          CreditPeriod.self, InclusiveCredits.Section.periods, found)
      else { throw Self.nothing(row.code, period) }
      return console.print(state, row)
    }
    let digest = try Input.digest(report ?? "")
    let receipt = try await writing { writing in
      let number = try await writing.scenario(scenario)
      let (row, state) = try await writing.session.ledger.inspect {
        (state) throws(ServiceError) -> (Scenario, CreditPeriod) in
        let credits = try state.credits()
        let row = credits.scenarios[number]
        guard let found = credits.periods.number(forKey: CreditPeriod.key(number, period)) else {
          throw Self.nothing(row.code, period)
        }
        return (row, credits.periods[found])
      }
      if console.format == .text { console.print(state, row) }
      try require(activities ?? state.activities, stated ?? state.total, state)
      let record = VerificationRecord(
        scenario: number, month: period, batches: state.batches, activities: state.activities,
        total: state.total, report: digest, opinion: opinion)
      return try await writing.session.submit([record.encoded], as: writing.signer)
    }
    console.print(receipt)
  }

  private func require(
    _ activities: Int64, _ total: Int64, _ period: CreditPeriod
  ) throws(ServiceError) {
    guard activities == period.activities, total == period.total else {
      let (found, ledger) = (CreditAmount.grams(total), CreditAmount.grams(period.total))
      throw .invalid(
        BilingualText(
          "核证结果(\(activities) 条,\(found) 克)与账本(\(period.activities) 条,\(ledger) 克)不一致;"
            + "未签署。",
          "What was found (\(activities) activities, \(found) g) is not what the ledger has "
            + "(\(period.activities) activities, \(ledger) g); nothing was signed."))
    }
  }

  private static func nothing(_ code: String, _ month: CalendarMonth) -> ServiceError {
    .notFound(
      BilingualText("\(code) 在 \(month) 没有活动。", "\(code) has no activities in \(month)."))
  }
}

extension Console {
  fileprivate func print(_ period: CreditPeriod, _ scenario: Scenario) {
    let isPoints = scenario.approval.benefit == .points
    var table = TextTable([
      .init("scenario", "减排场景", "SCENARIO"), .init("month", "月份", "MONTH"),
      .init("batches", "批次", "BATCHES", isNumber: true),
      .init("activities", "活动", "ACTIVITIES", isNumber: true),
      isPoints
        ? .init("points", "积分", "POINTS", isNumber: true)
        : .init("grams", "减排量(克)", "GRAMS", isNumber: true),
      .init("estimates", "速算批次(不计)", "ESTIMATES (not counted)", isNumber: true),
      .init("surveys", "调查批次(不计)", "SURVEYS (not counted)", isNumber: true),
    ])
    table.append(
      scenario.code, "\(period.month)", "\(period.batches)", "\(period.activities)",
      isPoints ? "\(period.total)" : CreditAmount.grams(period.total),
      "\(period.estimates.batches)", "\(period.surveys.batches)")
    print(table)
  }
}
