// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import MethodologyEngine
public import Quantities

extension CreditExplanation {
  /// The explanation for people, line by line.
  public func lines(in language: Language) -> [String] {
    CreditExplanationText(explanation: self, language: language).lines
  }
}

/// Words for an explanation.
private struct CreditExplanationText {
  let explanation: CreditExplanation
  let language: Language

  private var isChinese: Bool { language == .chinese }

  /// A mass in the unit that suits it.
  private func mass(_ milligrams: Int64) -> String {
    RecordedAmount.text(milligrams, of: .reduction)
  }

  private func say(_ chinese: String, _ english: String) -> String {
    isChinese ? chinese : english
  }

  var lines: [String] {
    let name = say(explanation.asset.chineseName, explanation.asset.englishName)
    return ["\(explanation.unit.code)  \(explanation.asset.code)  \(name)"] + origin + months
      + batches + versions + activity + life
  }

  private var scenarioName: String {
    let approval = explanation.scenario.approval
    return say(approval.chineseName, approval.englishName)
  }

  private var origin: [String] {
    let whole = mass(explanation.unitMilligrams)
    let count = explanation.activityCount
    let (first, last) = (explanation.first, explanation.last)
    return [
      say(
        "  减排场景 \(explanation.scenario.code) \(scenarioName),运营主体"
          + explanation.operatorName.chinese,
        "  scenario \(explanation.scenario.code), \(scenarioName), operated by "
          + explanation.operatorName.english),
      say(
        "  对应 \(whole),即 \(count) 项活动,\(explanation.batches.count) 个批次",
        "  stands for \(whole): \(count) activities in \(explanation.batches.count) batches"),
      say(
        "  首项:批次 \(first.batch) 第 \(first.row) 行,\(mass(first.result)),"
          + "其中 \(mass(first.share))属此",
        "  first: batch \(first.batch) row \(first.row), \(mass(first.result)), "
          + "\(mass(first.share)) of it here"),
      say(
        "  末项:批次 \(last.batch) 第 \(last.row) 行,\(mass(last.result)),"
          + "其中 \(mass(last.share))属此",
        "  last: batch \(last.batch) row \(last.row), \(mass(last.result)), "
          + "\(mass(last.share)) of it here"),
    ]
  }

  private var months: [String] {
    explanation.months.flatMap { month in
      var lines = [
        say(
          "  \(month.month):取 \(mass(month.milligrams)),全月 \(month.activities) 项"
            + " \(mass(month.total))",
          "  \(month.month): \(mass(month.milligrams)) of the month's "
            + "\(mass(month.total)) from \(month.activities) activities")
      ]
      if let act = month.verification {
        lines.append(
          say("    核证  \(words(act))", "    verified  \(words(act))"))
        lines.append(
          say(
            "    核证意见  \(month.opinion)  报告摘要 \(month.report?.hexadecimal ?? "—")",
            "    opinion  \(month.opinion)  report \(month.report?.hexadecimal ?? "—")"))
      }
      return lines
    }
  }

  private var batches: [String] {
    explanation.batches.flatMap { batch in
      [
        say(
          "  批次 \(batch.number)  \(batch.date)  "
            + "第 \(batch.rows.lowerBound)–\(batch.rows.upperBound) 行,"
            + "\(batch.activities) 项,\(mass(batch.milligrams))"
            + "(共 \(batch.count) 项,移出 \(batch.removed) 项)",
          "  batch \(batch.number)  \(batch.date)  rows \(batch.rows.lowerBound)–"
            + "\(batch.rows.upperBound), \(batch.activities) activities, "
            + "\(mass(batch.milligrams)) "
            + "(of \(batch.count), \(batch.removed) taken out)"),
        say("    上报  \(words(batch.act))", "    reported  \(words(batch.act))"),
        say(
          "    行的根 \(batch.root.hexadecimal) \(mark(batch.hasRoot))  原始数据摘要 "
            + (batch.evidence?.hexadecimal ?? "—"),
          "    root of the rows \(batch.root.hexadecimal) \(mark(batch.hasRoot))  raw data "
            + (batch.evidence?.hexadecimal ?? "—")),
      ]
    }
  }

  private var versions: [String] {
    explanation.versions.flatMap { version in
      [
        say(
          "  方法学 \(version.methodology.identity)  \(version.methodology.title.chinese)",
          "  methodology \(version.methodology.identity)  \(version.methodology.title.english)"),
        say("    备案  \(words(version.act))", "    filed  \(words(version.act))"),
        say(
          "    备案文件 \(version.reference)  原文摘要 \(version.sourceDigest.hexadecimal)",
          "    filing document \(version.reference)  digest \(version.sourceDigest.hexadecimal)"),
      ]
        + MethodologyText(version.methodology).lines(in: language, on: explanation.shown.date)
        .map { "    \($0)" }
    }
  }

  private var activity: [String] {
    let shown = explanation.shown
    var line = say(
      "  第 \(shown.ordinal) 项活动:批次 \(shown.batch) 第 \(shown.row) 行,\(shown.date)",
      "  activity \(shown.ordinal): batch \(shown.batch) row \(shown.row), \(shown.date)")
    if let start = shown.start, let duration = shown.duration {
      line += "  \(Self.clock(start)) + \(duration) s"
    }
    if let person = shown.person { line += say("  个人 \(person)", "  person \(person)") }
    line += say("  自然键 \(shown.key)", "  natural key \(shown.key)")
    let steps =
      shown.trace.map { $0.lines(in: language) }
      ?? [say("(位数太多,无法逐步列出)", "(too many digits to be shown)")]
    return [line] + steps.map { "    \($0)" }
  }

  private var life: [String] {
    [say("  签发以来", "  since the issue")]
      + explanation.life.map { "    \($0.sentence[language])" }
  }

  /// `entry 17, signed by … with key …`.
  private func words(_ act: CreditExplanation.Act) -> String {
    let entry = act.position.entry
    return say(
      "条目 \(entry),\(act.signerName.chinese)签署,密钥 \(act.keyIdentifier) \(mark(act.isSigned))",
      "entry \(entry), signed by \(act.signerName.english), key \(act.keyIdentifier) "
        + mark(act.isSigned))
  }

  private func mark(_ isRight: Bool) -> String { isRight ? "✓" : "✗" }

  /// `08:05:00` for seconds of a day.
  private static func clock(_ seconds: Int32) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
      part < 10 ? "0\(part)" : "\(part)"
    }.joined(separator: ":")
  }
}
