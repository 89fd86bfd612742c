// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// Footprints as PACT v3 ProductFootprints: decimals as strings, times with `Z`.
public enum PACTExport {
  /// The footprint as JSON; an imported one is given back as it came, with its status as the
  /// ledger knows it (the one property PACT lets change).
  ///
  /// The result was read back by the rules for documents of others.
  ///
  /// - Throws: What PACT cannot express: a unit, a validity beyond three years, a region.
  public static func json(of footprint: ExchangedFootprint) throws(FootprintProblems) -> JSONValue {
    if let document = footprint.document {
      return setStatus(of: PACTExchange.json(of: document), isActive: footprint.isActive)
    }
    guard let unit = PACTDeclaredUnit(footprint.statement.unit) else {
      throw FootprintProblems([
        FootprintProblem(
          .units, path: "/pcf/declaredUnitOfMeasurement",
          found: BilingualText(footprint.statement.unit.unit, footprint.statement.unit.unit),
          required: BilingualText(
            "可换算为 PACT 单位的单位:\(PACTDeclaredUnit.symbols)",
            "a unit that converts to one of PACT's: \(PACTDeclaredUnit.symbols)"))
      ])
    }
    let writer = PACTWriter(footprint: footprint, unit: unit)
    let value = JSONValue.object(writer.members)
    _ = try PACTExchange.document(value)
    return value
  }

  private static func setStatus(of value: JSONValue, isActive: Bool) -> JSONValue {
    guard !isActive, let members = value.members else { return value }
    return .object(
      members.map {
        $0.name == "status" ? JSONValue.Member("status", "Deprecated") : $0
      })
  }

  /// The instant as PACT writes it: RFC 3339 with `Z`, milliseconds only where there are some.
  static func text(_ instant: Timestamp) -> String {
    let text = "\(instant)"
    return text.hasSuffix(".000Z") ? text.dropLast(5) + "Z" : text
  }

  /// The start of the day in UTC.
  static func text(_ date: CalendarDate) -> String { "\(date)T00:00:00Z" }

  /// The decimal as PACT writes it: no exponent, no zeros at the end.
  static func text(_ decimal: ExactDecimal) -> String { decimal.normalized.description }

  /// The name of a product in one string, both languages when they differ.
  static func text(_ name: BilingualText) -> String {
    if name.english.isEmpty || name.chinese == name.english { return name.chinese }
    return name.chinese.isEmpty ? name.english : "\(name.chinese) (\(name.english))"
  }
}

/// A declared unit in PACT's words.
struct PACTDeclaredUnit {
  /// PACT's name of the unit.
  let name: String
  let amount: ExactDecimal

  /// All symbols, for messages.
  static let symbols = PACTUnit.table.map(\.symbol).joined(separator: ", ")

  /// Converts a unit exactly; nil when PACT has none of its kind.
  init?(_ unit: ReferenceUnit) {
    if let name = PACTUnit.name(of: unit.unit) {
      self.name = name
      amount = unit.amount
      return
    }
    guard let ours = try? CompoundUnit(text: unit.unit) else { return nil }
    // Of two units of one kind the larger stands for what is written otherwise.
    for candidate in ["kg", "m3", "kWh", "t·km", "m2", "piece", "h"] {
      guard let theirs = try? CompoundUnit(text: candidate), theirs.dimension == ours.dimension,
        let name = PACTUnit.name(of: candidate)
      else { continue }
      let amount = try? Rational(unit.amount) * ours.factor / theirs.factor
      guard let exact = amount?.exactDecimal else { return nil }
      self.name = name
      self.amount = exact
      return
    }
    return nil
  }
}
