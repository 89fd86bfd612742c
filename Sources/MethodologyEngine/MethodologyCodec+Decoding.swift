// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

private typealias Items = MethodologyEncoder.Items
private typealias KindCode = MethodologyEncoder.KindCode
private typealias Limits = MethodologyLimits

extension Methodology {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.methodology)
    try reader.readVersion(MethodologyCodec.version)
    self.init(
      identity: Identity(
        scheme: try reader.readName(), id: try reader.readName(),
        version: try reader.readName()),
      title: try BilingualText(decoding: &reader),
      code: try reader.readOptional(Piece.name),
      status: try reader.readCode(Status.init),
      authority: try BilingualText(decoding: &reader),
      filing: try Source(decoding: &reader),
      effectiveFrom: try reader.readDate(),
      effectiveThrough: try reader.readOptional(Piece.date),
      region: try BilingualText(decoding: &reader),
      summary: try BilingualText(decoding: &reader),
      additionality: try BilingualText(decoding: &reader),
      crediting: try Crediting(decoding: &reader),
      activity: try ActivityShape(decoding: &reader),
      attributes: try reader.readList(Limits.inputs, InputDefinition.init(decodingField:)),
      parameters: try reader.readList(Limits.parameters, ParameterDefinition.init(decoding:)),
      definitions: try reader.readList(Limits.definitions, Definition.init(decoding:)),
      conditions: try reader.readList(Limits.conditions, Condition.init(decoding:)),
      limits: try reader.readList(Limits.limits, DailyLimit.init(decoding:)),
      result: try ResultDefinition(decoding: &reader),
      exclusivity: try Exclusivity(decoding: &reader),
      examples: try reader.readList(Limits.examples, WorkedExample.init(decoding:)))
  }
}

extension Methodology.Crediting {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.crediting)
    self.init(
      holder: try reader.readCode(Methodology.Holder.init),
      maximumYears: try reader.readOptionalInteger(in: Limits.years),
      lateWindowDays: try reader.readOptionalInteger(in: Limits.lateWindowDays),
      bufferBasisPoints: try reader.readInteger(in: Limits.bufferBasisPoints),
      needsAuthorisation: try reader.readBoolean())
  }
}

extension Methodology.ActivityShape {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.activity)
    self.init(
      timing: try reader.readCode(Timing.init),
      inputs: try reader.readList(Limits.inputs, Methodology.InputDefinition.init(decoding:)),
      naturalKey: try reader.readList(Limits.entries, Piece.text))
  }
}

extension Methodology.InputDefinition {
  /// Reads an input of an activity, which may hold rows.
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try self.init(&reader, holdsRows: true)
  }

  /// Reads an attribute or a field of rows, which hold no rows: nothing is nested without end.
  init(decodingField reader: inout CBORReader) throws(CBORError) {
    try self.init(&reader, holdsRows: false)
  }

  private init(_ reader: inout CBORReader, holdsRows: Bool) throws(CBORError) {
    try reader.readItems(Items.input)
    self.init(
      name: try reader.readName(),
      label: try BilingualText(decoding: &reader),
      kind: try Self.kind(&reader, holdsRows: holdsRows),
      evidence: try reader.readOptional(BilingualText.init(decoding:)))
  }

  private static func kind(
    _ reader: inout CBORReader, holdsRows: Bool
  ) throws(CBORError) -> Kind {
    let start = reader.offset
    let isArray = try reader.peekMajorType() == .array
    let count = isArray ? try reader.readArrayHeader() : 0
    switch (try reader.readUnsigned(), count) {
    case (KindCode.quantity, Items.quantity):
      return .quantity(
        unit: try reader.readName(), decimals: try reader.readInteger(in: 0...Limits.decimals),
        minimum: try reader.readDecimal(), maximum: try reader.readDecimal())
    case (KindCode.choice, Items.choice):
      return .choice(try reader.readList(Limits.choices, Piece.name))
    case (KindCode.flag, 0): return .flag
    case (KindCode.date, 0): return .date
    case (KindCode.list, Items.list) where holdsRows:
      return .list(
        try reader.readList(Limits.inputs, Self.init(decodingField:)),
        minimum: try reader.readInteger(in: 0...Limits.rows),
        maximum: try reader.readInteger(in: 0...Limits.rows))
    case (let code, _):
      throw .unexpected(
        offset: start,
        expected: holdsRows ? "a kind of input" : "a kind of input that is no list",
        found: "code \(code) with \(count) items")
    }
  }
}

extension Methodology.ParameterDefinition {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.parameter)
    self.init(
      name: try reader.readName(),
      label: try BilingualText(decoding: &reader),
      unit: try reader.readName(),
      by: try reader.readOptional(Piece.name),
      values: try reader.readList(Limits.values, Methodology.ParameterValue.init(decoding:)))
  }
}

extension Methodology.ParameterValue {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.value)
    self.init(
      choice: try reader.readOptional(Piece.name),
      value: try reader.readDecimal(),
      from: try reader.readOptional(Piece.date),
      through: try reader.readOptional(Piece.date),
      source: try Methodology.Source(decoding: &reader))
  }
}

extension Methodology.Definition {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.definition)
    self.init(
      name: try reader.readName(),
      label: try BilingualText(decoding: &reader),
      expression: try Methodology.ExpressionText(decoding: &reader))
  }
}

extension Methodology.Condition {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.condition)
    self.init(
      id: try reader.readName(),
      text: try BilingualText(decoding: &reader),
      expression: try Methodology.ExpressionText(decoding: &reader),
      source: try reader.readOptional(Methodology.Source.init(decoding:)))
  }
}

extension Methodology.DailyLimit {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.limit)
    let input = try reader.readOptional(Piece.name)
    self.init(
      measure: input.map { .sum($0) } ?? .count,
      parameter: try reader.readName(),
      text: try BilingualText(decoding: &reader))
  }
}

extension Methodology.ResultDefinition {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.result)
    self.init(
      kind: try reader.readCode(Kind.init),
      expression: try Methodology.ExpressionText(decoding: &reader),
      step: try reader.readDecimal(),
      stepUnit: try reader.readName(),
      rounding: try reader.readRounding(),
      validityMonths: try reader.readOptionalInteger(in: Limits.validityMonths))
  }
}

extension Methodology.Exclusivity {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.exclusivity)
    self.init(
      group: try reader.readName(),
      schemes: try reader.readList(Limits.entries, Piece.text),
      subjects: try reader.readList(Limits.entries, Piece.name),
      energy: try reader.readOptional(Piece.name))
  }
}

extension Methodology.WorkedExample {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.example)
    self.init(
      text: try BilingualText(decoding: &reader),
      source: try reader.readOptional(Methodology.Source.init(decoding:)),
      date: try reader.readDate(),
      durationSeconds: try reader.readOptional(Piece.duration),
      attributes: try reader.readMap(Piece.exampleValue),
      inputs: try reader.readMap(Piece.exampleValue),
      expectation: try Self.expectation(&reader),
      parameters: try reader.readList(
        Limits.parameters, Methodology.ParameterSetting.init(decoding:)))
  }

  private static func expectation(_ reader: inout CBORReader) throws(CBORError) -> Expectation {
    guard try reader.peekMajorType() == .text else { return .result(try reader.readInteger()) }
    return .refusal(try reader.readName())
  }
}

extension Methodology.ParameterSetting {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(Items.setting)
    self.init(
      name: try reader.readName(),
      choice: try reader.readOptional(Piece.name),
      value: try reader.readDecimal())
  }
}

extension Methodology.ExpressionText {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    self.init(try reader.readText(Limits.expressionBytes))
  }
}

extension Methodology.Source {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(2)
    self.init(
      document: try reader.readText(Limits.textBytes),
      date: try reader.readOptional(Piece.date))
  }
}

extension BilingualText {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.readItems(2)
    self.init(
      chinese: try reader.readText(Limits.textBytes),
      english: try reader.readText(Limits.textBytes))
  }
}
