// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// Writes a methodology; `Methodology.init(decoding:)` reads the same items in the same order.
struct MethodologyEncoder {
  var writer = CBORWriter()

  mutating func write(_ item: Methodology) {
    writer.writeArrayHeader(Items.methodology)
    writer.write(unsigned: MethodologyCodec.version)
    write(text: item.identity.scheme)
    write(text: item.identity.id)
    write(text: item.identity.version)
    write(item.title)
    write(optional: item.code) { $0.write(text: $1) }
    write(item.status.rawValue)
    write(item.authority)
    write(item.filing)
    write(item.effectiveFrom)
    write(optional: item.effectiveThrough) { $0.write($1) }
    write(item.region)
    write(item.summary)
    write(item.additionality)
    write(item.crediting)
    write(item.activity)
    write(list: item.attributes) { $0.write($1) }
    write(list: item.parameters) { $0.write($1) }
    write(list: item.definitions) { $0.write($1) }
    write(list: item.conditions) { $0.write($1) }
    write(list: item.limits) { $0.write($1) }
    write(item.result)
    write(item.exclusivity)
    write(list: item.examples) { $0.write($1) }
  }

  /// How many items each array has.
  enum Items {
    static let methodology = 24
    static let crediting = 5
    static let activity = 3
    static let input = 4
    static let quantity = 5
    static let choice = 2
    static let list = 4
    static let parameter = 5
    static let value = 5
    static let definition = 3
    static let condition = 4
    static let limit = 3
    static let result = 6
    static let exclusivity = 4
    static let example = 8
    static let setting = 3
  }

  /// The first item of an input's kind.
  enum KindCode {
    static let quantity: UInt64 = 0
    static let choice: UInt64 = 1
    static let flag: UInt64 = 2
    static let date: UInt64 = 3
    static let list: UInt64 = 4
  }
}

// MARK: - Parts

extension MethodologyEncoder {
  private mutating func write(_ item: Methodology.Crediting) {
    writer.writeArrayHeader(Items.crediting)
    write(item.holder.rawValue)
    write(optional: item.maximumYears) { $0.write($1) }
    write(optional: item.lateWindowDays) { $0.write($1) }
    write(item.bufferBasisPoints)
    writer.write(boolean: item.needsAuthorisation)
  }

  private mutating func write(_ item: Methodology.ActivityShape) {
    writer.writeArrayHeader(Items.activity)
    write(item.timing.rawValue)
    write(list: item.inputs) { $0.write($1) }
    write(list: item.naturalKey) { $0.write(text: $1) }
  }

  private mutating func write(_ item: Methodology.InputDefinition) {
    writer.writeArrayHeader(Items.input)
    write(text: item.name)
    write(item.label)
    write(item.kind)
    write(optional: item.evidence) { $0.write($1) }
  }

  private mutating func write(_ kind: Methodology.InputDefinition.Kind) {
    switch kind {
    case .quantity(let unit, let decimals, let minimum, let maximum):
      writer.writeArrayHeader(Items.quantity)
      writer.write(unsigned: KindCode.quantity)
      write(text: unit)
      write(decimals)
      write(minimum)
      write(maximum)
    case .choice(let names):
      writer.writeArrayHeader(Items.choice)
      writer.write(unsigned: KindCode.choice)
      write(list: names) { $0.write(text: $1) }
    case .flag: writer.write(unsigned: KindCode.flag)
    case .date: writer.write(unsigned: KindCode.date)
    case .list(let fields, let minimum, let maximum):
      writer.writeArrayHeader(Items.list)
      writer.write(unsigned: KindCode.list)
      write(list: fields) { $0.write($1) }
      write(minimum)
      write(maximum)
    }
  }

  private mutating func write(_ item: Methodology.ParameterDefinition) {
    writer.writeArrayHeader(Items.parameter)
    write(text: item.name)
    write(item.label)
    write(text: item.unit)
    write(optional: item.by) { $0.write(text: $1) }
    write(list: item.values) { encoder, value in
      encoder.writer.writeArrayHeader(Items.value)
      encoder.write(optional: value.choice) { $0.write(text: $1) }
      encoder.write(value.value)
      encoder.write(optional: value.from) { $0.write($1) }
      encoder.write(optional: value.through) { $0.write($1) }
      encoder.write(value.source)
    }
  }

  private mutating func write(_ item: Methodology.Definition) {
    writer.writeArrayHeader(Items.definition)
    write(text: item.name)
    write(item.label)
    write(text: item.expression.text)
  }

  private mutating func write(_ item: Methodology.Condition) {
    writer.writeArrayHeader(Items.condition)
    write(text: item.id)
    write(item.text)
    write(text: item.expression.text)
    write(optional: item.source) { $0.write($1) }
  }

  private mutating func write(_ item: Methodology.DailyLimit) {
    writer.writeArrayHeader(Items.limit)
    switch item.measure {
    case .count: writer.writeNull()
    case .sum(let input): write(text: input)
    }
    write(text: item.parameter)
    write(item.text)
  }

  private mutating func write(_ item: Methodology.ResultDefinition) {
    writer.writeArrayHeader(Items.result)
    write(item.kind.rawValue)
    write(text: item.expression.text)
    write(item.step)
    write(text: item.stepUnit)
    write(text: item.rounding.rawValue)
    write(optional: item.validityMonths) { $0.write($1) }
  }

  private mutating func write(_ item: Methodology.Exclusivity) {
    writer.writeArrayHeader(Items.exclusivity)
    write(text: item.group)
    write(list: item.schemes) { $0.write(text: $1) }
    write(list: item.subjects) { $0.write(text: $1) }
    write(optional: item.energy) { $0.write(text: $1) }
  }

  private mutating func write(_ item: Methodology.WorkedExample) {
    writer.writeArrayHeader(Items.example)
    write(item.text)
    write(optional: item.source) { $0.write($1) }
    write(item.date)
    write(optional: item.durationSeconds) { $0.writer.write(integer: $1) }
    write(values: item.attributes)
    write(values: item.inputs)
    switch item.expectation {
    case .result(let amount): writer.write(integer: amount)
    case .refusal(let condition): write(text: condition)
    }
    write(list: item.parameters) { encoder, setting in
      encoder.writer.writeArrayHeader(Items.setting)
      encoder.write(text: setting.name)
      encoder.write(optional: setting.choice) { $0.write(text: $1) }
      encoder.write(setting.value)
    }
  }

  private mutating func write(values: [String: Methodology.ExampleValue]) {
    write(map: values) { encoder, value in
      switch value {
      case .text(let text): encoder.write(text: text)
      case .rows(let rows):
        encoder.write(list: rows) { $0.write(map: $1) { $0.write(text: $1) } }
      }
    }
  }
}

// MARK: - Pieces

extension MethodologyEncoder {
  private mutating func write(text: String) { writer.write(text: text) }

  private mutating func write(_ text: BilingualText) {
    writer.writeArrayHeader(2)
    write(text: text.chinese)
    write(text: text.english)
  }

  private mutating func write(_ number: Int) { writer.write(integer: Int64(number)) }

  private mutating func write(_ code: UInt8) { writer.write(unsigned: UInt64(code)) }

  /// The shortest text: 26.90 and 26.9 are one number and have one form.
  private mutating func write(_ number: ExactDecimal) {
    write(text: number.normalized.description)
  }

  private mutating func write(_ date: CalendarDate) {
    writer.write(integer: Int64(date.daysSinceEpoch))
  }

  private mutating func write(_ source: Methodology.Source) {
    writer.writeArrayHeader(2)
    write(text: source.document)
    write(optional: source.date) { $0.write($1) }
  }

  private mutating func write<Value>(
    optional value: Value?, _ write: (inout Self, Value) -> Void
  ) {
    guard let value else { return writer.writeNull() }
    write(&self, value)
  }

  private mutating func write<Item>(list: [Item], _ write: (inout Self, Item) -> Void) {
    writer.writeArrayHeader(list.count)
    for item in list { write(&self, item) }
  }

  /// A map with its keys in the order of their encodings (RFC 8949 §4.2.1): shorter ones first.
  private mutating func write<Value>(
    map: [String: Value], _ write: (inout Self, Value) -> Void
  ) {
    writer.writeMapHeader(map.count)
    let pairs = map.map { (key: Array($0.key.utf8), name: $0.key, value: $0.value) }
    let ordered = pairs.sorted { left, right in
      left.key.count == right.key.count
        ? left.key.lexicographicallyPrecedes(right.key) : left.key.count < right.key.count
    }
    for pair in ordered {
      writer.write(text: pair.name)
      write(&self, pair.value)
    }
  }
}
