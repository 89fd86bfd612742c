// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang import`.
struct ImportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Register a list of credits of another registry by the rules of a mapping file.",
    discussion: """
      Example:
        tanzhang import --rules Ledger/mappings/acr-retirements.json ACR_retirements.csv --dry-run

      The same list imported again registers nothing twice. Exit code 6 when serial numbers
      belong to another row, 5 when rows were refused.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("The mapping from columns to fields.", valueName: "file"))
  var rules: String
  @Argument(help: "The list, a CSV file.") var file: String
  @Option(help: "The asset class (default: the one called like the registry).")
  var asset: String?
  @Flag(help: "Try every rule on a copy; register nothing.") var dryRun = false

  func execute(_ console: Console) async throws {
    let (plan, code) = try plan()
    let report = try await writing { writing in
      let state = await writing.session.ledger.current
      let number = try state.assetNumber(asset ?? code)
      let target: any IssuanceTarget =
        dryRun
        ? IssuanceTrial(state, signer: writing.signer, clock: try global.clock())
        : IssuanceSession(writing.session, signer: writing.signer)
      return await plan.run(ImportTarget(asset: number, on: target))
    }
    console.print(report, isTrial: dryRun)
    if let stopped = report.stopped {
      throw stopped
    }
    if !report.conflicts.isEmpty { throw ExitStatus.conflict.code }
    if !report.refused.isEmpty { throw ExitStatus.refused.code }
  }

  private func plan() throws(ServiceError) -> (CreditImport, registry: String) {
    let (bytes, mapping) = (try LocalFile.read(file), try LocalFile.read(rules))
    do {
      let columns = try ColumnMapping(parsing: mapping)
      return (try CreditImport.plan(csv: bytes, mapping: columns), columns.registry)
    } catch {
      throw .invalid(BilingualText("\(error)", "\(error)"))
    }
  }
}

extension Console {
  fileprivate func print(_ report: ImportReport, isTrial: Bool) {
    for refusal in report.conflicts + report.refused { complain(refusal) }
    guard format == .text else { return print(document: report.json) }
    var table = TextTable([
      .init("what", "", ""), .init("rows", "行", "ROWS", isNumber: true),
      .init("quantity", "数量", "QUANTITY", isNumber: true),
    ])
    let isChinese = language == .chinese
    table.append(
      isChinese ? (isTrial ? "可登记" : "已登记") : (isTrial ? "acceptable" : "accepted"),
      "\(report.accepted.rows)", "\(report.accepted.quantity)")
    table.append(
      isChinese ? "重复" : "duplicates", "\(report.duplicates.rows)",
      "\(report.duplicates.quantity)")
    table.append(isChinese ? "冲突" : "conflicts", "\(report.conflicts.count)", "")
    table.append(isChinese ? "拒绝" : "refused", "\(report.refused.count)", "")
    print(table)
  }

  /// A refused row: where it stands, the rule, found, required, remedy.
  func complain(_ refusal: ImportRefusal) {
    let column = refusal.column.isEmpty ? "" : " (\(refusal.column))"
    let place =
      language == .chinese ? "第 \(refusal.line) 行\(column):" : "line \(refusal.line)\(column): "
    let earlier =
      refusal.earlierRow.map {
        language == .chinese
          ? "第 \(refusal.row) 行与第 \($0) 行的号段重叠。"
          : "row \(refusal.row) overlaps the serial numbers of row \($0). "
      } ?? ""
    complain(place + earlier + refusal.rejection.message(in: language))
  }
}
