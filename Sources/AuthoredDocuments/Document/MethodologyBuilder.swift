// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Makes the methodology of a document that has passed the schema.
struct MethodologyBuilder {
  var checker: SchemaChecker

  /// The methodology, or nil when a value fits its key but not the rest of the document.
  mutating func methodology(_ record: SchemaRecord) -> Methodology? {
    let effective = record.record("effective")
    let result = result(record.record("result"))
    let examples = record.records("examples").map { example($0, of: result.kind) }
    guard checker.problems.isEmpty else { return nil }
    return Methodology(
      identity: record.identity("methodology"), title: record.bilingual("title"),
      code: record.optionalText("code"), status: Self.code(record.text("status")),
      authority: record.bilingual("authority"), filing: record.source("filing"),
      effectiveFrom: effective.date("from"), effectiveThrough: effective.optionalDate("through"),
      region: record.bilingual("region"), summary: record.bilingual("summary"),
      additionality: record.bilingual("additionality"),
      crediting: Self.crediting(record.record("crediting")),
      activity: Self.activity(record.record("activity")),
      attributes: record.records("attributes").map(Self.input),
      parameters: record.records("parameters").map(Self.parameter),
      definitions: record.records("definitions").map(Self.definition),
      conditions: record.records("conditions").map(Self.condition),
      limits: record.records("limits").map(Self.limit),
      result: result, exclusivity: Self.exclusivity(record.record("exclusivity")),
      examples: examples.compactMap { $0 })
  }

  /// The code of a word that the schema lists in the order of the raw values.
  private static func code<Code: RawRepresentable & NamedCode>(_ word: String) -> Code
  where Code.RawValue == UInt8 {
    guard let position = Code.names.firstIndex(of: word),
      let code = Code(rawValue: UInt8(position))
    else { preconditionFailure("the schema promises one of \(Code.names)") }
    return code
  }

  private static func crediting(_ record: SchemaRecord) -> Methodology.Crediting {
    Methodology.Crediting(
      holder: code(record.text("holder")), maximumYears: record.optionalInteger("years"),
      lateWindowDays: record.optionalInteger("late_window_days"),
      bufferBasisPoints: record.optionalInteger("buffer") ?? 0,
      needsAuthorisation: record.flag("authorisation"))
  }

  private static func activity(_ record: SchemaRecord) -> Methodology.ActivityShape {
    Methodology.ActivityShape(
      timing: code(record.text("timing")), inputs: record.records("inputs").map(input),
      naturalKey: record.texts("natural_key"))
  }

  private static func input(_ record: SchemaRecord) -> Methodology.InputDefinition {
    let kind: Methodology.InputDefinition.Kind =
      switch record.text("kind") {
      case "quantity":
        .quantity(
          unit: record.text("unit"), decimals: record.integer("decimals"),
          minimum: record.decimal("minimum"), maximum: record.decimal("maximum"))
      case "choice": .choice(record.texts("choices"))
      case "flag": .flag
      case "date": .date
      default:
        .list(
          record.records("fields").map(input), minimum: record.integer("rows_minimum"),
          maximum: record.integer("rows_maximum"))
      }
    return Methodology.InputDefinition(
      name: record.text("name"), label: record.bilingual("label"), kind: kind,
      evidence: record.optionalBilingual("evidence"))
  }

  private static func parameter(_ record: SchemaRecord) -> Methodology.ParameterDefinition {
    Methodology.ParameterDefinition(
      name: record.text("name"), label: record.bilingual("label"), unit: record.text("unit"),
      by: record.optionalText("by"),
      values: record.records("values").map { value in
        Methodology.ParameterValue(
          choice: value.optionalText("choice"), value: value.decimal("value"),
          from: value.optionalDate("from"), through: value.optionalDate("through"),
          source: value.source("source"))
      })
  }

  private static func definition(_ record: SchemaRecord) -> Methodology.Definition {
    Methodology.Definition(
      name: record.text("name"), label: record.bilingual("label"),
      expression: record.expression("formula"))
  }

  private static func condition(_ record: SchemaRecord) -> Methodology.Condition {
    Methodology.Condition(
      id: record.text("id"), text: record.bilingual("text"),
      expression: record.expression("require"), source: record.optionalSource("source"))
  }

  private static func limit(_ record: SchemaRecord) -> Methodology.DailyLimit {
    Methodology.DailyLimit(
      measure: record.text("kind") == "sum" ? .sum(record.text("input")) : .count,
      parameter: record.text("parameter"), text: record.bilingual("text"))
  }

  private static func exclusivity(_ record: SchemaRecord) -> Methodology.Exclusivity {
    Methodology.Exclusivity(
      group: record.text("group"), schemes: record.texts("schemes"),
      subjects: record.texts("subjects"), energy: record.optionalText("energy"))
  }
}

// MARK: - What is measured in the unit of the result

extension MethodologyBuilder {
  /// The units in which a document may write a mass of CO₂ equivalent, in milligrams.
  static let massUnits: [(symbol: String, milligrams: Int64)] = [
    ("mgCO2e", 1), ("gCO2e", 1_000), ("kgCO2e", 1_000_000), ("tCO2e", 1_000_000_000),
  ]

  private mutating func result(_ record: SchemaRecord) -> Methodology.ResultDefinition {
    let kind: Methodology.ResultDefinition.Kind = Self.code(record.text("kind"))
    let step = record.amount("step")
    let rounding = RoundingWords.all.first { $0.name == record.text("rounding") }?.rounding
    _ = whole(step, of: kind, path: "\(record.path).step")
    return Methodology.ResultDefinition(
      kind: kind, expression: record.expression("formula"), step: step.number,
      stepUnit: step.unit, rounding: rounding ?? .down,
      validityMonths: record.optionalInteger("validity_months"))
  }

  private mutating func example(
    _ record: SchemaRecord, of kind: Methodology.ResultDefinition.Kind
  ) -> Methodology.WorkedExample? {
    let expectation: Methodology.WorkedExample.Expectation
    if let amount = record.optionalAmount("result") {
      guard let number = whole(amount, of: kind, path: "\(record.path).result") else { return nil }
      expectation = .result(number)
    } else {
      expectation = .refusal(record.text("refusal"))
    }
    let settings = record.members("parameters").flatMap {
      member -> [Methodology.ParameterSetting] in
      guard case .setting(let values) = member.value else { return [] }
      return values.map {
        Methodology.ParameterSetting(name: member.name, choice: $0.choice, value: $0.number)
      }
    }
    return Methodology.WorkedExample(
      text: record.bilingual("text"), source: record.optionalSource("source"),
      date: record.date("date"), durationSeconds: record.optionalSeconds("duration"),
      attributes: Self.values(record.members("attributes")),
      inputs: Self.values(record.members("inputs")), expectation: expectation,
      parameters: settings)
  }

  private static func values(
    _ members: [SchemaMember]
  ) -> [String: Methodology.ExampleValue] {
    var values: [String: Methodology.ExampleValue] = [:]
    for member in members {
      if case .example(let value) = member.value { values[member.name] = value }
    }
    return values
  }

  /// The amount in milligrams or points, when it is a whole number of them; else a problem.
  private mutating func whole(
    _ amount: SchemaAmount, of kind: Methodology.ResultDefinition.Kind, path: String
  ) -> Int64? {
    let place = checker.places[path] ?? .first
    let units: [(symbol: String, milligrams: Int64)] =
      kind == .points ? [("1", 1)] : Self.massUnits
    guard let unit = units.first(where: { $0.symbol == amount.unit }) else {
      checker.report(place, path, Self.wrongUnit(amount, kind))
      return nil
    }
    guard let product = try? amount.number * ExactDecimal(unit.milligrams),
      let number = product.wholeNumber, number >= 0
    else {
      checker.report(
        place, path,
        kind == .points
          ? BilingualText("积分须为不小于零的整数。", "Points are whole numbers, zero or more.")
          : BilingualText(
            "须为不小于零的整毫克数。", "It must be a whole number of milligrams, zero or more."))
      return nil
    }
    return number
  }

  private static func wrongUnit(
    _ amount: SchemaAmount, _ kind: Methodology.ResultDefinition.Kind
  ) -> BilingualText {
    let symbols = massUnits.map(\.symbol)
    let found = amount.unit == "1" ? "\(amount.number)" : "\(amount.number) \(amount.unit)"
    return kind == .points
      ? BilingualText("积分没有单位,只写数,而非 \(found)。", "Points have no unit: a number, not \(found).")
      : BilingualText(
        "减排量须带单位 \(symbols.joined(separator: "、")) 之一,而非 \(found)。",
        "A reduction needs one of the units \(SchemaPhrases.list(symbols)), not \(found).")
  }
}

/// A code whose raw values are the positions of its names.
protocol NamedCode {
  static var names: [String] { get }
}

extension Methodology.Status: NamedCode {}
extension Methodology.Holder: NamedCode {}
extension Methodology.ActivityShape.Timing: NamedCode {}
extension Methodology.ResultDefinition.Kind: NamedCode {}
