// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct CertificateRegister: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Issue certificates from a CSV file (核发).",
    discussion: """
      Example:
        tanzhang certificate register issuance-2026-07.csv --refusals refused.csv

          project_code,month,metered_mwh,evidence
          EXPVBASE230701N04,2026-07,13579.246,meter-2026-07.pdf

      project_code (项目代码), month (生产年月), metered_mwh or metered_kwh (电量(MWh)) and
      evidence (计量依据: a SHA-256 or a document's name) are needed; power_class (电量分类,
      default feed-in), first_serial (起始号, default the next), quantity (数量, checked),
      recipient (获得方, default the owner), separately_metered (分别计量) are optional.
      first_code and last_code, 32 characters each, may stand for project, month, class, first
      and quantity. Lines that a rule refuses are reported, all others registered; the refusals
      file can be corrected and registered. The same file registers nothing twice.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The list, a CSV file.") var file: String
  @Flag(help: "Try every rule on a copy; register nothing.") var dryRun = false
  @Option(help: ArgumentHelp("Where refused lines are written.", valueName: "file"))
  var refusals: String?

  func execute(_ console: Console) async throws {
    let list = try CertificateRegistration(csv: try LocalFile.read(file))
    let report = try await writing { writing in
      let target: any IssuanceTarget =
        dryRun
        ? IssuanceTrial(
          await writing.session.ledger.current, signer: writing.signer,
          clock: try global.clock())
        : IssuanceSession(writing.session, signer: writing.signer)
      return try await list.run(on: target) { done in
        console.showProgress("\(done) / \(list.lines.count)")
      }
    }
    console.showProgress("")
    if refusals == nil {
      for refusal in report.refused.sorted(by: { $0.row < $1.row }) { console.complain(refusal) }
    }
    if let refusals {
      try LocalFile.write(Array(Self.refused(report, list.table).utf8), to: refusals)
    }
    console.print(report, isTrial: dryRun)
    if !report.refused.isEmpty { throw ExitStatus.refused.code }
  }

  /// The refused lines as they stood in the file, each with the reason behind it.
  private static func refused(_ report: RegistrationReport, _ table: ListTable) -> String {
    let reasons = ["rule", "found", "required", "remedy"]
    var text = row(table.header.filter { !reasons.contains($0) } + reasons)
    let kept = table.header.indices.filter { !reasons.contains(table.header[$0]) }
    let rows = [Int: ListTable.Row](
      table.rows.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    for refusal in report.refused.sorted(by: { $0.row < $1.row }) {
      guard let cells = rows[refusal.row]?.cells else { continue }
      let rejection = refusal.rejection
      text += row(
        kept.map { $0 < cells.count ? cells[$0] : "" }
          + [
            rejection.rule.code, rejection.found.english, rejection.required.english,
            rejection.rule.remedy.english,
          ])
    }
    return text
  }

  private static func row(_ cells: [String]) -> String {
    cells.map(TextTable.quoted).joined(separator: ",") + "\n"
  }
}

extension Console {
  fileprivate func print(_ report: RegistrationReport, isTrial: Bool) {
    guard format == .text else { return print(document: report.json) }
    let isChinese = language == .chinese
    let verb =
      isTrial ? (isChinese ? "可登记" : "acceptable") : (isChinese ? "已登记" : "registered")
    let count = TextTable.grouped(String(report.certificates))
    print(
      isChinese
        ? "\(verb) \(report.accepted) 行,\(count) 张绿证"
        : "\(verb): \(report.accepted) lines, \(count) certificates")
    if report.earlier > 0 {
      print(
        isChinese
          ? "此前已处理 \(report.earlier) 行" : "dealt with before: \(report.earlier) lines")
    }
    if !report.refused.isEmpty {
      print(isChinese ? "拒绝 \(report.refused.count) 行" : "refused: \(report.refused.count) lines")
    }
    if let entries = report.entries, !isTrial {
      print(
        isChinese
          ? "条目 \(entries.lowerBound)–\(entries.upperBound)"
          : "entries \(entries.lowerBound)–\(entries.upperBound)")
    }
  }
}
