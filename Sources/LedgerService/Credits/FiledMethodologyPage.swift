// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
import LedgerCore
import MethodologyEngine
public import Quantities

/// A methodology version on file as people read it.
public struct FiledMethodologyPage: Sendable {
  /// A version in a list.
  public struct Line: Sendable, Equatable {
    /// The number.
    public let number: UInt32
    /// `scheme/id@version`.
    public let identity: String
    /// The title.
    public let title: BilingualText
    /// The first event date.
    public let from: CalendarDate
    /// The last event date; `nil` for no end.
    public let through: CalendarDate?
    /// Whether it applies today.
    public let status: BilingualText
    /// The entry that filed it.
    public let entry: UInt64
  }

  private let number: UInt32
  private let filed: FiledMethodology
  private let methodology: Methodology
  private let authority: BilingualText

  /// Reads version `number` from its row.
  public init(
    _ number: UInt32, _ filed: FiledMethodology, _ reading: LedgerReading
  ) throws(ServiceError) {
    self.number = number
    self.filed = filed
    methodology = try Self.methodology(filed)
    var names = NameBook(reading.rows)
    authority = try names.title(of: filed.authority)
  }

  /// All versions on file, with their standing for events of `date`.
  public static func all(
    _ reading: LedgerReading, on date: CalendarDate
  ) throws(ServiceError) -> [Line] {
    var lines: [Line] = []
    let section = InclusiveCredits.Section.methodologies
    for (number, filed) in try reading.rows.all(FiledMethodology.self, section) {
      let methodology = try methodology(filed)
      lines.append(
        Line(
          number: number, identity: filed.identity, title: methodology.title,
          from: methodology.effectiveFrom, through: methodology.effectiveThrough,
          status: status(filed, methodology, on: date), entry: filed.position.entry))
    }
    return lines
  }

  private static func methodology(
    _ filed: FiledMethodology
  ) throws(ServiceError) -> Methodology {
    do {
      return try filed.methodology()
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private static func status(
    _ filed: FiledMethodology, _ methodology: Methodology, on date: CalendarDate
  ) -> BilingualText {
    switch filed.change(on: date)?.action {
    case .suspend: return BilingualText("暂停", "suspended")
    case .supersede: return BilingualText("已替代", "superseded")
    case .resume, nil: break
    }
    if date < methodology.effectiveFrom { return BilingualText("未生效", "not yet in force") }
    if let through = methodology.effectiveThrough, through < date {
      return BilingualText("已失效", "lapsed")
    }
    return BilingualText("有效", "active")
  }

  /// The version with formula, parameters and sources, line by line.
  public func lines(in language: Language) -> [String] {
    let isChinese = language == .chinese
    var lines = ["\(filed.identity)"]
    func line(_ chinese: String, _ english: String, _ text: String) {
      lines.append("  \(isChinese ? chinese : english)  \(text)")
    }
    line("备案机构", "filed by", authority[language])
    line("备案文件", "filing document", filed.reference)
    line("备案条目", "entry", "\(filed.position.entry)")
    line("原文摘要", "digest of the document", filed.sourceDigest.hexadecimal)
    line("生效", "in force", "\(methodology.effectiveFrom) … \(end)")
    for change in filed.changes {
      line(
        change.action.text.chinese, change.action.text.english,
        "\(change.from) (\(isChinese ? "条目" : "entry") \(change.position.entry))")
    }
    return lines + [""] + MethodologyCard.lines(of: methodology, in: language)
  }

  private var end: String { methodology.effectiveThrough.map(\.description) ?? "—" }

  /// The version as JSON.
  public var json: JSONValue {
    [
      "number": .integer(Int64(number)), "identity": .string(filed.identity),
      "titleZh": .string(methodology.title.chinese),
      "titleEn": .string(methodology.title.english),
      "authority": .integer(Int64(filed.authority)), "reference": .string(filed.reference),
      "entry": .integer(Int64(filed.position.entry)),
      "sourceDigest": .string(filed.sourceDigest.hexadecimal),
      "effectiveFrom": .string("\(methodology.effectiveFrom)"),
      "effectiveThrough": methodology.effectiveThrough.map { .string("\($0)") } ?? .null,
      "changes": .array(
        filed.changes.map {
          [
            "action": .string($0.action.name), "from": .string("\($0.from)"),
            "successor": $0.successor.map { .integer(Int64($0)) } ?? .null,
            "entry": .integer(Int64($0.position.entry)),
          ]
        }),
      "methodology": MethodologyText(methodology).json(on: nil),
    ]
  }
}

extension MethodologyAction {
  /// What people call it.
  public var text: BilingualText {
    switch self {
    case .suspend: BilingualText("暂停", "suspended")
    case .resume: BilingualText("恢复", "resumed")
    case .supersede: BilingualText("替代", "superseded")
    }
  }
}
