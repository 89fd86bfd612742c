// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
public import MethodologyEngine
import Quantities

/// The attributes of a scenario as people write and read them: `name=value`, in the units of the
/// methodology.
public enum AttributeValues {
  /// The integers an approval carries, in the order of the methodology's attributes.
  ///
  /// - Parameter assignments: One `name=value` for each attribute, in any order; a label in either
  ///   language may stand for the name.
  public static func integers(
    _ assignments: [String], for methodology: Methodology
  ) throws(ServiceError) -> [Int64] {
    var texts: [Int: String] = [:]
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "=" as Character) else {
        throw .invalid(
          BilingualText(
            "--attribute \(assignment):须为 名称=值。", "--attribute \(assignment): give name=value."))
      }
      let name = TextNormalization.trimmed(String(assignment[..<equals]))
      let position = methodology.attributes.firstIndex {
        [$0.name, $0.label.chinese, $0.label.english].contains(name)
      }
      guard let position else { throw unknown(name, methodology) }
      let value = String(assignment[assignment.index(after: equals)...])
      guard texts.updateValue(TextNormalization.trimmed(value), forKey: position) == nil else {
        throw .invalid(
          BilingualText("--attribute \(name):重复。", "--attribute \(name): given twice."))
      }
    }
    var values: [Int64] = []
    for (position, attribute) in methodology.attributes.enumerated() {
      guard let text = texts[position] else { throw missing(attribute) }
      values.append(try integer(text, attribute))
    }
    return values
  }

  /// The value of an attribute as people read it, with its unit.
  public static func text(_ value: Int64, of attribute: Methodology.InputDefinition) -> String {
    switch attribute.kind {
    case .quantity(let unit, let decimals, _, _):
      // Scales of a methodology are small.
      guard let number = try? ExactDecimal(coefficient: Int128(value), scale: decimals) else {
        return String(value)
      }
      return unit == "1" ? "\(number)" : "\(number) \(unit)"
    case .choice(let names):
      return names.indices.contains(Int(clamping: value)) ? names[Int(value)] : String(value)
    case .flag: return value == 0 ? "false" : "true"
    case .date: return "\(CalendarDate(daysSinceEpoch: Int32(clamping: value)))"
    case .list: return String(value)
    }
  }

  private static func integer(
    _ text: String, _ attribute: Methodology.InputDefinition
  ) throws(ServiceError) -> Int64 {
    let bytes = Array(text.utf8)
    let range = bytes.indices
    var value: Int64?
    switch attribute.kind {
    case .quantity(_, let decimals, _, _):
      value = CellReader.decimal(bytes.span, range, decimals: decimals)
    case .choice(let names): value = names.firstIndex(of: text).map { Int64($0) }
    case .flag: value = CellReader.flag(bytes.span, range).map { $0 ? 1 : 0 }
    case .date: value = CellReader.date(bytes.span, range).map { Int64($0.daysSinceEpoch) }
    case .list: value = nil
    }
    if let value { return value }
    let form = form(of: attribute)
    throw .invalid(
      BilingualText(
        "--attribute \(attribute.name)(\(attribute.label.chinese)):\"\(text)\" 不是 \(form.chinese)。",
        "--attribute \(attribute.name) (\(attribute.label.english)): \"\(text)\" is not "
          + "\(form.english)."))
  }

  /// What an attribute may be.
  public static func form(of attribute: Methodology.InputDefinition) -> BilingualText {
    switch attribute.kind {
    case .quantity(let unit, let decimals, let minimum, let maximum):
      BilingualText(
        "\(minimum)…\(maximum) \(unit)、至多 \(decimals) 位小数的数",
        "a number of \(unit) from \(minimum) to \(maximum) with at most \(decimals) decimals")
    case .choice(let names):
      BilingualText(
        "\(names.joined(separator: "、")) 之一", "one of \(names.joined(separator: ", "))")
    case .flag: BilingualText("true 或 false", "true or false")
    case .date: BilingualText("日期(2026-06-01)", "a date, as 2026-06-01")
    case .list: BilingualText("列表", "a list")
    }
  }

  private static func missing(_ attribute: Methodology.InputDefinition) -> ServiceError {
    let form = form(of: attribute)
    return .invalid(
      BilingualText(
        "缺少固定信息 \(attribute.name)(\(attribute.label.chinese)):请用 "
          + "--attribute \(attribute.name)=… 给出,须为\(form.chinese)。",
        "The attribute \(attribute.name) (\(attribute.label.english)) is missing: give "
          + "--attribute \(attribute.name)=…, \(form.english)."))
  }

  private static func unknown(_ name: String, _ methodology: Methodology) -> ServiceError {
    let names = methodology.attributes.map(\.name).joined(separator: ", ")
    return .invalid(
      BilingualText(
        "\(methodology.identity) 没有固定信息 \"\(name)\";有:\(names.isEmpty ? "—" : names)。",
        "\(methodology.identity) has no attribute \"\(name)\"; it has: "
          + "\(names.isEmpty ? "none" : names)."))
  }
}
