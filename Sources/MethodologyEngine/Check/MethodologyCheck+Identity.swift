// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  /// Whether no list is longer than allowed; the other checks rely on it.
  mutating func checkCounts() -> Bool {
    let shape = methodology.activity
    checkCount(shape.inputs.count, MethodologyLimits.inputs, "activity.inputs")
    checkCount(shape.naturalKey.count, MethodologyLimits.entries, "activity.natural_key")
    checkCount(methodology.attributes.count, MethodologyLimits.inputs, "attributes")
    for list in shape.inputs {
      guard case .list(let fields, _, _) = list.kind else { continue }
      checkCount(fields.count, MethodologyLimits.inputs, "activity.inputs.\(list.name)")
    }
    checkCount(methodology.parameters.count, MethodologyLimits.parameters, "parameters")
    for parameter in methodology.parameters {
      checkCount(
        parameter.values.count, MethodologyLimits.values, "parameters.\(parameter.name).values")
    }
    checkCount(methodology.definitions.count, MethodologyLimits.definitions, "definitions")
    checkCount(methodology.conditions.count, MethodologyLimits.conditions, "conditions")
    checkCount(methodology.limits.count, MethodologyLimits.limits, "limits")
    checkCount(methodology.examples.count, MethodologyLimits.examples, "examples")
    checkCount(
      methodology.exclusivity.schemes.count, MethodologyLimits.entries, "exclusivity.schemes")
    checkCount(
      methodology.exclusivity.subjects.count, MethodologyLimits.entries, "exclusivity.subjects")
    return problems.isEmpty
  }

  private mutating func checkCount(_ count: Int, _ most: Int, _ path: String) {
    guard count > most else { return }
    report(path, "最多 \(most) 项,此处有 \(count) 项。", "At most \(most) are allowed, found \(count).")
  }

  /// Scheme, id and version, titles, dates.
  mutating func checkIdentity() {
    let identity = methodology.identity
    let parts = [("scheme", identity.scheme), ("id", identity.id), ("version", identity.version)]
    for (path, part) in parts where !Self.isIdentifier(part) {
      report(
        "identity.\(path)", "“\(part)”须由小写字母、数字、“.”和“-”组成,1 至 64 个字符。",
        "“\(part)” must be 1 to 64 lower-case letters, digits, “.” and “-”.")
    }
    requireText(methodology.title, "title")
    requireText(methodology.authority, "authority")
    requireText(methodology.summary, "summary")
    requireText(methodology.additionality, "additionality")
    if methodology.filing.document.isEmpty {
      report("filing.document", "缺少备案文件或标准。", "The filing document or standard is missing.")
    }
    if let through = methodology.effectiveThrough, through < methodology.effectiveFrom {
      report(
        "effective", "终止日 \(through) 早于起始日 \(methodology.effectiveFrom)。",
        "It ends on \(through), before it starts on \(methodology.effectiveFrom).")
    }
    let known = DateInterval.firstDate...DateInterval.lastDate
    for date in [methodology.effectiveFrom, methodology.effectiveThrough ?? DateInterval.lastDate]
    where !known.contains(date) {
      report("effective", "年份须在 1 至 9999 之间。", "The year must be 1 to 9999.")
    }
  }

  /// Terms of crediting.
  mutating func checkCrediting() {
    let terms = methodology.crediting
    if let years = terms.maximumYears, !(1...100).contains(years) {
      report(
        "crediting.maximum_years", "须为 1 至 100 年,此处为 \(years)。",
        "It must be 1 to 100 years, found \(years).")
    }
    if let days = terms.lateWindowDays, !(0...3660).contains(days) {
      report(
        "crediting.late_window_days", "须为 0 至 3660 天,此处为 \(days)。",
        "It must be 0 to 3660 days, found \(days).")
    }
    if !(0...10_000).contains(terms.bufferBasisPoints) {
      report(
        "crediting.buffer_basis_points", "须为 0 至 10000 个基点,此处为 \(terms.bufferBasisPoints)。",
        "It must be 0 to 10000 basis points, found \(terms.bufferBasisPoints).")
    }
  }

  mutating func requireText(_ text: BilingualText, _ path: String) {
    if text.chinese.isEmpty { report(path, "缺少中文。", "The Chinese text is missing.") }
    if text.english.isEmpty { report(path, "缺少英文。", "The English text is missing.") }
  }

  /// Whether a text can be part of an identity or an id.
  static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= MethodologyLimits.nameBytes
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2E
          || byte == 0x2D
      }
  }

  /// Whether a text can be a name in expressions.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return text.utf8.count <= MethodologyLimits.nameBytes
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
      }
  }
}
