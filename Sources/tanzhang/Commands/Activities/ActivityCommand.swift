// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang activity`.
struct ActivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activity",
    abstract: "Submit, verify, remove and list activities (活动数据).",
    discussion: "Example: tanzhang activity submit EXPHER-METRO rides.csv --salt salt --as metro",
    subcommands: [
      ActivitySubmit.self, ActivityVerify.self, ActivityRemove.self, ActivityList.self,
      ActivityShow.self, ActivityKeyCommand.self,
    ])
}

struct ActivitySubmit: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Submit a list of activities of any size; the ledger evaluates every one.",
    discussion: """
      Example:
        tanzhang activity submit EXPHER-METRO rides.csv --salt salt --refusals refused.csv \\
          --as metro

          user_id,start,duration_s,mode,distance,trip
          u0000001,2026-06-01T08:20:00,1500,metro,8.25,T000000001

      CSV with a header, or JSON Lines (.jsonl) with members of the same names. Columns:
        person        a pseudonym (假名), or user_id (用户编号) with --salt
        start         the time in China, with duration_s or end; or date; or month (2026-06)
        an input      by its name or label, in its unit: see `tanzhang methodology show`
        list inputs   previous.1, previous.2 … or legs.1.distance, legs.2.distance …
        key           the natural key, 32 hexadecimal digits; or the texts that make the activity
                      unique across all platforms: key_text (or trip), or key.1, key.2 …, which
                      are digested as docs/INCLUSIVE_CREDITS.md says
      Other columns are not read. Lines that a rule refuses are reported, all others registered;
      the refusals file can be corrected and submitted. The same list submitted again registers
      nothing twice, and goes on where an interrupted run ended.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The scenario: SCHEME-SCENARIO or number.") var scenario: String
  @Argument(help: "The list, CSV or JSON Lines.") var file: String
  @Option(help: ArgumentHelp("The secret salt, for user_id.", valueName: "file"))
  var salt: String?
  @Option(help: ArgumentHelp(DataStatus.names.joined(separator: ", "), valueName: "kind"))
  var status = "measured"
  @Option(help: "The digest of the raw data, or their file.") var evidence: String?
  @Option(help: ArgumentHelp("Where refused lines are written.", valueName: "file"))
  var refusals: String?
  @Option(help: ArgumentHelp("csv or jsonl (default: by the file's name).", valueName: "form"))
  var form: String?

  func execute(_ console: Console) async throws {
    let terms = try terms()
    let clock = ContinuousClock()
    let start = clock.now
    let report = try await writing { writing in
      var terms = terms
      terms.scenario = try await writing.scenario(scenario)
      let list = try await ActivitySubmission(
        list: file, terms, on: writing.session, as: writing.signer, clock: try global.clock())
      return try await list.run { progress in
        console.show(progress, seconds: max(1, (clock.now - start).components.seconds))
      }
    }
    console.showProgress("")
    if refusals == nil {
      for refusal in report.refused { console.complain(refusal) }
      if report.refusedCount > report.refused.count {
        console.note(
          BilingualText(
            "另有 \(report.refusedCount - report.refused.count) 行被拒绝;请用 --refusals 写入文件。",
            "\(report.refusedCount - report.refused.count) more lines were refused; write them to "
              + "a file with --refusals."))
      }
    }
    console.print(report)
    if report.refusedCount > 0 { throw ExitStatus.refused.code }
  }

  private func terms() throws(ServiceError) -> ActivitySubmission.Terms {
    var terms = ActivitySubmission.Terms(scenario: 0)
    let kind = try Input.choice(status, of: DataStatus.names, "--status")
    terms.status = DataStatus.allCases[kind]
    if let evidence { terms.evidence = try Input.digest(evidence) }
    terms.pseudonyms = try Input.pseudonymMaker(salt)
    terms.refusals = refusals
    let isLines = file.hasSuffix(".jsonl") || file.hasSuffix(".ndjson")
    if let form {
      let position = try Input.choice(form, of: ["csv", "jsonl"], "--form")
      terms.format = position == 0 ? .csv : .jsonLines
    } else {
      terms.format = isLines ? .jsonLines : .csv
    }
    return terms
  }
}

extension Console {
  fileprivate func show(_ progress: ActivityProgress, seconds: Int64) {
    let rate = TextTable.grouped(String(Int64(progress.rows) / seconds))
    var text = TextTable.grouped(String(progress.rows))
    if progress.fileSize > 0 { text += "  \(progress.bytes * 100 / progress.fileSize) %" }
    showProgress(language == .chinese ? "\(text)  每秒 \(rate) 行" : "\(text)  \(rate) rows/s")
  }

  fileprivate func print(_ report: ActivityReport) {
    guard format == .text else { return print(document: report.json) }
    let isChinese = language == .chinese
    func line(_ chinese: String, _ english: String, _ tally: ActivityReport.Tally) {
      let rows = TextTable.grouped(String(tally.rows))
      let total = TextTable.grouped(report.text(of: tally.total))
      let unit = report.isPoints ? (isChinese ? "积分" : "points") : (isChinese ? "克 CO2e" : "g CO2e")
      print(
        isChinese
          ? "\(chinese) \(rows) 条活动,\(total) \(unit),\(tally.batches) 个批次"
          : "\(english): \(rows) activities, \(total) \(unit), \(tally.batches) batches")
    }
    line("已登记", "registered", report.accepted)
    if report.earlier.rows > 0 { line("此前已登记", "registered before", report.earlier) }
    if report.refusedCount > 0 {
      let rules = report.refusedByRule.sorted { $0.key < $1.key }
        .map { "\($0.key) × \($0.value)" }.joined(separator: ", ")
      print(
        isChinese
          ? "拒绝 \(report.refusedCount) 行:\(rules)"
          : "refused: \(report.refusedCount) lines: \(rules)")
    }
    print(entries: report.entries)
  }
}
