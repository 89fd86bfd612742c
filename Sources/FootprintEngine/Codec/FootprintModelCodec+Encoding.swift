// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// Writes a model; `FootprintModel.init(decoding:)` reads the same items in the same order.
struct FootprintModelEncoder {
  var writer = CBORWriter()

  mutating func write(_ item: FootprintModel) {
    writer.writeArrayHeader(Items.model)
    writer.write(unsigned: FootprintModelCodec.version)
    write(item.statement)
    write(text: item.product)
    write(item.electricity.rawValue)
    write(list: item.processes) { $0.write($1) }
    write(list: item.cutOffs) { $0.write($1) }
    write(item.cutOffLimits.single)
    write(item.cutOffLimits.total)
  }

  /// How many items each array has.
  enum Items {
    static let model = 8
    static let statement = 16
    static let unit = 4
    static let process = 8
    static let allocation = 3
    static let coProduct = 4
    static let line = 11
    static let quality = 3
    static let cutOff = 3
    static let measure = 2
    static let period = 2
    static let text = 2
  }

  /// The first item of what has several forms, and how many items each form has.
  enum Form {
    static let allocated = ModelForm(code: 0, items: 2)
    static let substitutes = ModelForm(code: 1, items: 2)

    static let factors = ModelForm(code: 0, items: 3)
    static let process = ModelForm(code: 1, items: 2)
    static let footprint = ModelForm(code: 2, items: 2)
    static let electricity = ModelForm(code: 3, items: 4)
    static let credit = ModelForm(code: 4, items: 2)

    static let lognormal = ModelForm(code: 0, items: 2)
    static let normal = ModelForm(code: 1, items: 2)
    static let triangular = ModelForm(code: 2, items: 3)
    static let uniform = ModelForm(code: 3, items: 3)
  }
}

// MARK: - Parts

extension FootprintModelEncoder {
  private mutating func write(_ item: FootprintStatement) {
    writer.writeArrayHeader(Items.statement)
    write(text: item.identifier)
    write(list: item.productIds) { $0.write(text: $1) }
    write(list: item.classifications) { $0.write(text: $1) }
    write(item.productName)
    write(text: item.productDescription)
    writer.writeArrayHeader(Items.unit)
    writer.write(boolean: item.unit.isFunctional)
    write(item.unit.amount)
    write(text: item.unit.unit)
    write(text: item.unit.description)
    write(item.massPerUnit)
    write(item.boundary.rawValue)
    write(item.period)
    write(optional: item.validity) { $0.write($1) }
    write(text: item.geography)
    write(list: item.standards) { $0.write(text: $1) }
    write(list: item.productRules) { $0.write(text: $1) }
    write(list: item.assessments) { $0.write($1.rawValue) }
    write(list: item.preceding) { $0.write(text: $1) }
    write(text: item.comment)
  }

  private mutating func write(_ item: ModelProcess) {
    writer.writeArrayHeader(Items.process)
    write(text: item.id)
    write(item.name)
    write(item.stage.rawValue)
    write(text: item.site)
    write(item.output)
    write(list: item.coProducts) { $0.write($1) }
    write(optional: item.allocation) { encoder, allocation in
      encoder.writer.writeArrayHeader(Items.allocation)
      encoder.write(allocation.basis.rawValue)
      encoder.write(allocation.weight)
      encoder.write(text: allocation.reason)
    }
    write(list: item.lines) { $0.write($1) }
  }

  private mutating func write(_ item: CoProduct) {
    writer.writeArrayHeader(Items.coProduct)
    write(text: item.id)
    write(item.name)
    write(item.output)
    switch item.treatment {
    case .allocated(let weight):
      start(Form.allocated)
      write(weight)
    case .substitutes(let source):
      start(Form.substitutes)
      write(source)
    }
  }

  private mutating func write(_ item: ModelLine) {
    writer.writeArrayHeader(Items.line)
    write(text: item.id)
    write(item.name)
    write(list: item.measures) { $0.write($1) }
    write(item.source)
    write(item.category.rawValue)
    writer.write(boolean: item.isPackaging)
    writer.write(boolean: item.isPrimary)
    write(optional: item.quality) { encoder, quality in
      encoder.writer.writeArrayHeader(Items.quality)
      encoder.write(quality.technological)
      encoder.write(quality.geographical)
      encoder.write(quality.temporal)
    }
    write(optional: item.uncertainty) { $0.write($1) }
    write(text: item.supplier)
    write(list: item.evidence) { $0.writer.write(bytes: $1) }
  }

  private mutating func write(_ source: LineSource) {
    switch source {
    case .factors(let codes, let carbon):
      start(Form.factors)
      write(list: codes) { $0.write(text: $1) }
      writer.write(boolean: carbon)
    case .process(let id):
      start(Form.process)
      write(text: id)
    case .footprint(let identifier):
      start(Form.footprint)
      write(text: identifier)
    case .electricity(let factors):
      start(Form.electricity)
      write(text: factors.average)
      write(text: factors.certified)
      write(text: factors.residual)
    case .credit(let name):
      start(Form.credit)
      write(text: name)
    }
  }

  private mutating func write(_ item: Uncertainty) {
    switch item {
    case .lognormal(let deviation):
      start(Form.lognormal)
      write(deviation)
    case .normal(let percent):
      start(Form.normal)
      write(percent)
    case .triangular(let low, let high):
      start(Form.triangular)
      write(low)
      write(high)
    case .uniform(let low, let high):
      start(Form.uniform)
      write(low)
      write(high)
    }
  }

  private mutating func write(_ item: CutOff) {
    writer.writeArrayHeader(Items.cutOff)
    write(text: item.name)
    write(item.percent)
    write(text: item.reason)
  }
}

// MARK: - Pieces

extension FootprintModelEncoder {
  private mutating func start(_ form: ModelForm) {
    writer.writeArrayHeader(form.items)
    writer.write(unsigned: form.code)
  }

  private mutating func write(text: String) { writer.write(text: text) }

  private mutating func write(_ text: BilingualText) {
    writer.writeArrayHeader(Items.text)
    write(text: text.chinese)
    write(text: text.english)
  }

  private mutating func write(_ code: UInt8) { writer.write(unsigned: UInt64(code)) }

  /// The shortest text: 26.90 and 26.9 are one number and have one form.
  private mutating func write(_ number: ExactDecimal) {
    write(text: number.normalized.description)
  }

  private mutating func write(_ measure: Measure) {
    writer.writeArrayHeader(Items.measure)
    write(measure.amount)
    write(text: measure.unit)
  }

  private mutating func write(_ period: DatePeriod) {
    writer.writeArrayHeader(Items.period)
    writer.write(integer: Int64(period.start.daysSinceEpoch))
    writer.write(integer: Int64(period.end.daysSinceEpoch))
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
}
