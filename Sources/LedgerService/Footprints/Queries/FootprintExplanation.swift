// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import LedgerCore
import Quantities

/// Why a footprint is what it is: every contribution from activity data to kilograms, each factor
/// with its source, each supplier with its record.
public struct FootprintExplanation: Sendable {
  /// The footprint.
  public let stored: StoredFootprint
  /// The page of its result; `nil` for an imported one.
  public let page: ResultPage?
  /// How each contribution came about, in the order of the result.
  public let trace: FootprintTrace
  /// The records of the factors it uses: number and entry, by code.
  public let factorEntries: [String: UInt64]

  /// Explains the footprint meant by `text`.
  public init(_ text: String, in reading: LedgerReading) throws(ServiceError) {
    stored = try StoredFootprint(text, in: reading)
    guard let calculation = try stored.calculation(in: reading) else {
      page = nil
      trace = FootprintTrace(entries: [])
      factorEntries = [:]
      return
    }
    do throws(FootprintProblems) {
      let result = try calculation.result()
      page = ResultPage(calculation.model, result)
      trace = try calculation.trace()
      var entries: [String: UInt64] = [:]
      for code in result.factors {
        entries[code] = (try? reading.rows.factor(code))?.row.position.entry
      }
      factorEntries = entries
    } catch {
      throw ServiceError(error, in: "")
    }
  }

  /// The explanation, line by line.
  public func lines(in language: Language) -> [String] {
    let isChinese = language == .chinese
    let statement = stored.row.statement
    var lines = ["\(statement.productName[language])  \(statement.identifier)"]
    let entry = isChinese ? "条目" : "entry"
    lines.append(
      "  \(stored.owner[language])  \(entry) \(stored.row.position.entry)  \(stored.row.date)")
    guard let page else {
      if let document = stored.document {
        lines.append("  \(isChinese ? "供应商提供" : "stated by") \(document.companyName)")
      }
      lines.append(
        "  \(stored.row.includingBiogenicUptake.normalized) kgCO2e / "
          + "\(statement.unit.amount.normalized) \(statement.unit.unit)")
      return lines
    }
    for part in trace.entries { lines += self.lines(of: part, page, isChinese) }
    lines.append("")
    lines.append(
      "\(isChinese ? "合计" : "total")  \(page.result.includingBiogenicUptake) \(page.unitText)")
    return lines
  }

  /// One row for each contribution: process, line, category, steps, kilograms, evidence.
  public func rows(in language: Language) -> [[String]] {
    guard let page else { return [] }
    return trace.entries.map { part in
      let names = names(of: part, page, language)
      return names + [
        part.category.name,
        part.steps.map { text(of: $0, language == .chinese) }.joined(separator: " "),
        "\(part.kilograms)", part.evidence.map { Hexadecimal.encode($0) }.joined(separator: " "),
      ]
    }
  }

  private func names(
    of part: FootprintTrace.Entry, _ page: ResultPage, _ language: Language
  ) -> [String] {
    let process = page.model.processes.first { $0.id == part.process }
    return [
      process?.name[language] ?? part.process,
      process?.lineName(part.line)?[language] ?? part.line,
    ]
  }

  private func lines(
    of part: FootprintTrace.Entry, _ page: ResultPage, _ isChinese: Bool
  ) -> [String] {
    let names = names(of: part, page, isChinese ? .chinese : .english)
    var lines = ["", "\(names.joined(separator: " · "))  (\(part.category.name))"]
    for step in part.steps { lines.append("  " + text(of: step, isChinese)) }
    lines.append("  = \(part.kilograms) kgCO2e")
    for digest in part.evidence {
      lines.append("  \(isChinese ? "证据" : "evidence") \(Hexadecimal.encode(digest))")
    }
    return lines
  }

  private func text(of step: FootprintTrace.Step, _ isChinese: Bool) -> String {
    switch step {
    case .runs(let runs, let output):
      return isChinese
        ? "\(runs) 次运行(每次产出 \(output.amount.normalized) \(output.unit))"
        : "\(runs) runs, each of \(output.amount.normalized) \(output.unit)"
    case .measure(let measure): return "× \(measure.amount.normalized) \(measure.unit)"
    case .electricity(let energy, let isCertified):
      let kind =
        isCertified
        ? (isChinese ? "绿证覆盖" : "covered by certificates")
        : (isChinese ? "未覆盖" : "not covered")
      return "→ \(energy) kWh (\(kind))"
    case .factor(let factor):
      let entry = factorEntries[factor.code].map { isChinese ? " 条目 \($0)" : " entry \($0)" }
      return "× \(factor.value.normalized) \(factor.unit)  \(factor.code)\(entry ?? "")  "
        + factor.source
    case .combustion: return isChinese ? "× 44/12(碳燃烧成 CO2)" : "× 44/12, carbon burnt to CO2"
    case .footprint(let upstream, let units, let kilograms):
      return "→ \(units) × \(kilograms.normalized) kgCO2e  \(upstream.identifier)  "
        + "\(upstream.name[isChinese ? .chinese : .english]) (\(upstream.supplier))"
    case .unit(let kilograms):
      return isChinese ? "× \(kilograms)(换算成千克)" : "× \(kilograms), units to kilograms"
    case .credit: return isChinese ? "× −1(系统扩展抵扣)" : "× −1, credited by system expansion"
    }
  }
}
