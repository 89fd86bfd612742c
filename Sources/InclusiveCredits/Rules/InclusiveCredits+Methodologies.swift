// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
public import MethodologyEngine
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: MethodologyFilingRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    try Self.requireText(record.reference, "reference")
    let methodology = try Self.decoded(record.document)
    let identity = methodology.identity.description
    if let number = methodologies.number(forKey: identity) {
      throw Rejection(
        InclusiveCreditRules.immutable, found: "\(identity) = \(coded: "methodology", number)",
        required: "a new version")
    }
    let use = MethodologyUse(try Self.checked(methodology))
    try Self.requireComputableLimits(methodology)
    let number = methodologies.append(
      FiledMethodology(
        identity: identity, filing: record, authority: context.issuer,
        position: context.position))
    cache.keep(use, as: number)
    noteWindow(methodology.crediting.lateWindowDays ?? 0)
    core.assigned("methodology", number, context)
  }

  private static func decoded(_ document: [UInt8]) throws(Rejection) -> Methodology {
    do {
      return try MethodologyCodec.decode(document)
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "document: \(error)",
        required: "a methodology in canonical form")
    }
  }

  private static func checked(
    _ methodology: Methodology
  ) throws(Rejection) -> MethodologyProgram {
    let program: MethodologyProgram
    do {
      program = try MethodologyProgram(methodology)
    } catch {
      throw refusal(of: error)
    }
    guard program.unsetParameters.isEmpty else {
      let names = program.unsetParameters.joined(separator: ", ")
      throw Rejection(
        InclusiveCreditRules.soundMethodology,
        found: BilingualText("未设定:\(names)", "not set: \(names)"),
        required: BilingualText("全部参数及其来源", "a value and a source for every parameter"))
    }
    if let wrong = program.runExamples(isFiled: true).first(where: { !$0.isMet }) {
      throw Rejection(
        InclusiveCreditRules.soundMethodology,
        found: BilingualText(
          "算例 \(wrong.position) 的结果不符", "worked example \(wrong.position) gives another result"),
        required: BilingualText("全部算例成立", "every worked example holds"))
    }
    return program
  }

  /// The first problems of a methodology, as the refusal of its filing.
  static func refusal(of problems: MethodologyProblems) -> Rejection {
    let shown = problems.problems.prefix(3)
    let more = problems.problems.count - shown.count
    let tail = more > 0 ? " (+\(more))" : ""
    return Rejection(
      InclusiveCreditRules.soundMethodology,
      found: BilingualText(
        shown.map { "\($0.path):\($0.message.chinese)" }.joined(separator: " ") + tail,
        shown.map { "\($0.path): \($0.message.english)" }.joined(separator: " ") + tail),
      required: BilingualText("检查无问题", "a check without problems"))
  }

  /// One sum a day is kept for each person, of an input that stands at a fixed place and is never
  /// negative.
  private static func requireComputableLimits(
    _ methodology: Methodology
  ) throws(Rejection) {
    var summed: String?
    for limit in methodology.limits {
      guard case .sum(let name) = limit.measure else { continue }
      let inputs = methodology.activity.inputs
      let position = inputs.firstIndex { $0.name == name } ?? inputs.endIndex
      var isFixed = position < inputs.endIndex && (summed ?? name) == name
      for input in inputs[..<position] {
        if case .list = input.kind { isFixed = false }
      }
      if position < inputs.endIndex, case .quantity(_, _, let minimum, _) = inputs[position].kind,
        isFixed, !minimum.isNegative
      {
        summed = name
        continue
      }
      throw Rejection(
        InclusiveCreditRules.soundMethodology,
        found: BilingualText("每日合计:\(name)", "daily sum of \(name)"),
        required: BilingualText(
          "一个非负数量输入,且位于列表输入之前",
          "one quantity that is not negative and stands before every list"))
    }
  }

  mutating func apply(
    _ record: MethodologyStatusRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    let row = try requireMethodology(record.methodology)
    try Self.requireText(record.reason, "reason")
    if let end = row.changes.first(where: { $0.action == .supersede }), record.from >= end.from {
      throw Rejection(
        InclusiveCreditRules.filed, found: "\(row.identity): superseded \(end.from)",
        required: "< \(end.from)")
    }
    guard (record.action == .supersede) == (record.successor != nil) else {
      throw Rejection(
        LedgerRules.bounds,
        found: "\(record.action.name), successor \(record.successor.map(String.init) ?? "—")",
        required: "a successor if superseded")
    }
    if let successor = record.successor {
      _ = try requireMethodology(successor)
      guard successor != record.methodology else {
        throw Rejection(
          LedgerRules.bounds, found: "successor \(successor)", required: "another version")
      }
    }
    let change = FiledMethodology.Change(
      action: record.action, from: record.from, successor: record.successor,
      position: context.position)
    methodologies.update(record.methodology) { row in
      let place = row.changes.firstIndex { $0.from > change.from } ?? row.changes.endIndex
      row.changes.insert(change, at: place)
    }
  }
}

extension InclusiveCredits {
  /// INC-61: the version applies to events of `date`.
  func requireActive(_ number: UInt32, on date: CalendarDate) throws(Rejection) {
    let row = try requireMethodology(number)
    let methodology = try use(ofMethodology: number).methodology
    let from = methodology.effectiveFrom
    let through = methodology.effectiveThrough
    guard from <= date, through.map({ date <= $0 }) ?? true else {
      throw Rejection(
        InclusiveCreditRules.filed, found: "\(row.identity), \(date)",
        required: "\(from) … \(through.map(\.description) ?? "—")")
    }
    guard let change = row.change(on: date), change.action != .resume else { return }
    let next = change.successor.flatMap { methodologies.row($0)?.identity } ?? "—"
    throw Rejection(
      InclusiveCreditRules.filed,
      found: "\(row.identity), \(date): \(change.action.name) \(change.from)",
      required: BilingualText("有效版本(后续:\(next))", "an active version (successor: \(next))"))
  }

  /// The methodology numbered `number`, compiled.
  ///
  /// It was checked when it was filed; software that no longer agrees refuses instead of guessing.
  func use(ofMethodology number: UInt32) throws(Rejection) -> MethodologyUse {
    if let use = cache.use(number) { return use }
    return MethodologyUse(
      try Self.checked(try Self.decoded(try requireMethodology(number).document)))
  }

  /// The same, kept for the next time.
  mutating func keptUse(ofMethodology number: UInt32) throws(Rejection) -> MethodologyUse {
    if let use = cache.use(number) { return use }
    let use = try use(ofMethodology: number)
    cache.keep(use, as: number)
    return use
  }

  /// The methodology version numbered `number`, compiled, or `nil` when there is none.
  public func program(ofMethodology number: UInt32) -> MethodologyProgram? {
    try? use(ofMethodology: number).program
  }
}
