// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities

/// Issues a range of a series to a participant; a new prefix opens a new series.
struct ToyIssue: Record {
  var prefix = "T"
  var first: UInt64 = 0
  var count: UInt64
  var holder: UInt32

  static let shape = RecordDescription(
    type: 900, name: "toy.issue", meaning: BilingualText("核发。", "Issues."),
    fields: [
      FieldDescription("prefix", .text(maximum: 40), BilingualText("号段", "prefix")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("holder", .participant, BilingualText("持有人", "holder")),
    ])

  init(prefix: String = "T", first: UInt64 = 0, count: UInt64, holder: UInt32) {
    (self.prefix, self.first, self.count, self.holder) = (prefix, first, count, holder)
  }

  init(decoding reader: inout CBORReader) throws(CBORError) {
    prefix = try reader.readText(atMost: 40)
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    holder = try reader.readNumber()
  }

  func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: prefix)
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(holder))
  }
}

/// Moves the signer's available numbers to a participant and standing.
struct ToyMove: Record {
  var series: UInt32 = 0
  var first: UInt64
  var count: UInt64
  var to: UInt32
  var standing: Standing = .available
  var marks: UInt8?

  static let shape = RecordDescription(
    type: 901, name: "toy.move", meaning: BilingualText("转移。", "Moves."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("to", .participant, BilingualText("受让方", "receiver")),
      FieldDescription("standing", .unsigned(maximum: 8), BilingualText("状态", "standing")),
      FieldDescription(
        "marks", .unsigned(maximum: 255), optional: true, BilingualText("标记", "marks")),
    ])

  init(
    series: UInt32 = 0, first: UInt64, count: UInt64, to: UInt32,
    _ standing: Standing = .available, marks: UInt8? = nil
  ) {
    (self.series, self.first, self.count, self.to) = (series, first, count, to)
    (self.standing, self.marks) = (standing, marks)
  }

  init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    to = try reader.readNumber()
    standing = Standing.allCases[Int(try reader.readUnsigned(atMost: 8))]
    marks = try reader.readOptional { (reader) throws(CBORError) in
      UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 255))
    }
  }

  func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(to))
    writer.write(unsigned: UInt64(standing.rawValue))
    writer.writeOptional(marks) { $0.write(unsigned: UInt64($1)) }
  }
}

/// Adds capacity to a subject and claims some of it; keeps a row of its own.
struct ToyClaim: Record {
  let subject: String
  let capacity: Int64
  let amount: Int64
  let scheme: String
  let date: CalendarDate

  static let shape = RecordDescription(
    type: 902, name: "toy.claim", meaning: BilingualText("主张。", "Claims."),
    fields: [
      FieldDescription("subject", .text(maximum: 100), BilingualText("标的", "subject")),
      FieldDescription("capacity", .integer, BilingualText("总量", "capacity")),
      FieldDescription("amount", .integer, BilingualText("数量", "amount")),
      FieldDescription("scheme", .text(maximum: 20), BilingualText("机制", "scheme")),
      FieldDescription("date", .date, BilingualText("业务日期", "business date")),
    ])

  init(_ subject: String, capacity: Int64, amount: Int64, scheme: String, date: CalendarDate) {
    (self.subject, self.capacity, self.amount) = (subject, capacity, amount)
    (self.scheme, self.date) = (scheme, date)
  }

  init(decoding reader: inout CBORReader) throws(CBORError) {
    subject = try reader.readText(atMost: 100)
    capacity = try reader.readInteger()
    amount = try reader.readInteger()
    scheme = try reader.readText(atMost: 20)
    date = try reader.readDate()
  }

  func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: subject)
    writer.write(integer: capacity)
    writer.write(integer: amount)
    writer.write(text: scheme)
    writer.write(date: date)
  }
}

/// A row of the toy mechanism's own table.
struct ToyRow: StateRow {
  var text: String

  init(text: String) { self.text = text }
  init(decoding reader: inout CBORReader) throws(CBORError) { text = try reader.readTextString() }
  func encode(to writer: inout CBORWriter) { writer.write(text: text) }
}

/// The least mechanism that exercises everything the core offers.
struct ToyMechanism: Mechanism {
  static let name = "toy"
  static let records = [ToyIssue.shape, ToyMove.shape, ToyClaim.shape]
  static let parameters = [
    ParameterDescription(
      "toy.limit", unit: "units", range: 0...1_000,
      meaning: BilingualText("单次上限", "most units a claim may have"))
  ]
  static let rules = [overlap]
  static let overlap = Rule(
    "TOY-1", source: "test", statement: BilingualText("一号一次。", "A number is issued once."),
    remedy: BilingualText("换号。", "Take other numbers."))

  let firstParameter: UInt32
  private(set) var rows = Table<ToyRow>(code: 32)

  init(firstParameter: UInt32) { self.firstParameter = firstParameter }

  mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 900: try apply(try decoded(ToyIssue.self, from: &reader), context, &core)
    case 901: try apply(try decoded(ToyMove.self, from: &reader), context, &core)
    case 902: try apply(try decoded(ToyClaim.self, from: &reader), context, &core)
    default: preconditionFailure("no such record")
    }
  }

  private mutating func apply(
    _ record: ToyIssue, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, in: context)
    _ = try core.requireParticipant(record.holder)
    let range = try core.requireRange(first: record.first, count: record.count)
    let number =
      core.series.number(forKey: record.prefix)
      ?? core.openSeries(
        Series(
          prefix: record.prefix, asset: 0, subject: 0,
          vintage: CalendarMonth(monthsSinceEpoch: 670), lastUse: nil,
          firstHolder: record.holder, attributes: 0), context)
    rows.append(ToyRow(text: "\(record.prefix) \(record.first)"))
    try core.issue(range, of: number, to: record.holder, overlap: Self.overlap, context)
  }

  private mutating func apply(
    _ record: ToyMove, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    _ = try core.requireSeries(record.series)
    _ = try core.requireParticipant(record.to)
    let range = try core.requireRange(first: record.first, count: record.count)
    if record.standing == .retired, record.to == context.issuer, record.marks == nil {
      try core.retire(
        range, of: record.series, from: context.issuer,
        Retirement.Terms(
          beneficiaryName: "示例", purpose: "voluntary", date: context.today), context)
    } else {
      try core.move(
        range, of: record.series, from: context.issuer, .available, to: record.to,
        record.standing, marks: record.marks, context)
    }
    if rows.count > 0 { rows.update(0) { $0.text += "." } }
  }

  private mutating func apply(
    _ record: ToyClaim, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireNotInFuture(record.date, in: context)
    let limit = try core.requireParameter(firstParameter, on: record.date)
    guard record.amount <= limit else {
      throw Rejection(LedgerRules.bounds, found: "\(record.amount)", required: "≤ \(limit)")
    }
    core.addCapacity(record.capacity, of: record.subject)
    try core.claim(record.amount, of: record.subject, for: record.scheme)
  }

  var sections: [any StateSection] { [rows] }

  mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    var section: any StateSection = rows
    defer { if let changed = section as? Table<ToyRow> { rows = changed } }
    try body(&section)
  }

  mutating func commit() { rows.commit() }
  mutating func rollback() { rows.rollback() }
}
