// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang recompute`.
struct RecomputeCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "recompute",
    abstract: "Evaluate every activity again from the entries; compare with what was issued.",
    discussion: """
      Examples:
        tanzhang recompute
        tanzhang recompute public --scenario SZPHER-METRO --month 2026-06

      Uses the filed methodologies and nothing of the stored state; the ledger may be a published
      directory. To the milligram; exits with 4 on any difference.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The ledger or a published directory (default: the ledger of -f).")
  var path: String?
  @Option(help: "The scenario: SCHEME-SCENARIO or number (default: all).") var scenario: String?
  @Option(help: "The month (default: all).") var month: String?

  func execute(_ console: Console) async throws {
    let period = try month.map { (text) throws(ServiceError) in
      try Input.month(text, "--month")
    }
    let report = try await Recomputation(scenario: scenario, month: period)
      .run(path ?? global.paths.root) { entries in
        console.showProgress(console.language == .chinese ? "\(entries) 条" : "\(entries) entries")
      }
    console.showProgress("")
    switch console.format {
    case .text: console.print(report)
    case .json: console.print(Self.json(report).encoded(pretty: true))
    case .csv: console.print(Self.table(report, console.language))
    }
    if !report.isRight { throw ExitStatus.unsound.code }
  }

  fileprivate static func table(_ report: RecomputeReport, _ language: Language) -> TextTable {
    var table = TextTable([
      .init("scenario", "减排场景", "SCENARIO"), .init("month", "活动月份", "MONTH"),
      .init("activities", "活动数", "ACTIVITIES", isNumber: true),
      .init("recomputed", "重算(克)", "RECOMPUTED (g)", isNumber: true),
      .init("stated", "签发所据(克)", "ISSUED FROM (g)", isNumber: true),
      .init("issued", "签发数量", "ISSUED", isNumber: true),
      .init("unit", "单位", "UNIT"),
      .init("carried", "结转(克)", "CARRIED (g)", isNumber: true), .init("right", "", ""),
    ])
    for line in report.lines {
      let isMass = line.benefit != .points
      func amount(_ value: Int64) -> String {
        isMass ? CreditAmount.grams(value) : "\(value)"
      }
      table.append(
        line.scenario, "\(line.month)", "\(line.activities)", amount(line.recomputed),
        line.stated.map(amount) ?? "—", line.issued.map { "\($0)" } ?? "—",
        line.benefit == .pooled ? "t" : isMass ? "g" : "points",
        line.carried.map(amount) ?? "—", line.isRight ? "✓" : "✗")
    }
    return table
  }

  private static func json(_ report: RecomputeReport) -> JSONValue {
    [
      "entries": .integer(Int64(report.entries)),
      "activities": .integer(Int64(report.evaluated)), "right": .bool(report.isRight),
      "months": .array(
        report.lines.map {
          [
            "scenario": .string($0.scenario), "month": .string("\($0.month)"),
            "activities": .integer($0.activities), "benefit": .string($0.benefit.name),
            "recomputed": .string("\($0.recomputed)"),
            "stated": $0.stated.map { .string("\($0)") } ?? .null,
            "issued": $0.issued.map { .string("\($0)") } ?? .null,
            "carried": $0.carried.map { .string("\($0)") } ?? .null,
            "right": .bool($0.isRight),
          ]
        }),
      "differences": .array(
        report.differences.map {
          [
            "entry": .integer(Int64($0.position.entry)),
            "record": .integer(Int64($0.position.record)), "subject": .string($0.subject),
            "zh": .string($0.what.chinese), "en": .string($0.what.english),
            "recomputed": .string($0.recomputed), "stated": .string($0.stated),
          ]
        }),
      "differenceCount": .integer(Int64(report.differenceCount)),
    ]
  }
}

extension Console {
  /// Prints the months, every difference, and how much was evaluated.
  func print(_ report: RecomputeReport) {
    let isChinese = language == .chinese
    print(RecomputeCommand.table(report, language))
    for difference in report.differences {
      let position = difference.position
      complain(
        isChinese
          ? "条目 \(position.entry) 记录 \(position.record)(\(difference.subject)):"
            + "\(difference.what.chinese);重算 \(difference.recomputed),所载 \(difference.stated)"
          : "entry \(position.entry) record \(position.record) (\(difference.subject)): "
            + "\(difference.what.english); recomputed \(difference.recomputed), stated "
            + difference.stated)
    }
    let activities = TextTable.grouped(String(report.evaluated))
    let differences = report.differenceCount
    print(
      isChinese
        ? "\(report.entries) 条条目,重算 \(activities) 项活动,\(differences) 处不符"
        : "\(report.entries) entries, \(activities) activities evaluated again, "
          + "\(differences) differences")
  }
}
