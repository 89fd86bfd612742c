// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// Adopts a ruleset version from the next entry on.
public struct RulesetRecord: Record {
  /// The version.
  public let version: UInt64

  /// Creates the record.
  public init(version: UInt64) { self.version = version }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 6, name: "ruleset.adopt",
    meaning: BilingualText("自下一条目起采用规则集。", "Adopts a ruleset from the next entry on."),
    fields: [
      FieldDescription(
        "version", .unsigned(maximum: .max), BilingualText("版本", "version"))
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    version = try reader.readUnsigned()
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) { writer.write(unsigned: version) }
}

/// Sets a rule parameter from a business date on, with its source.
public struct ParameterRecord: Record {
  /// The parameter's name.
  public let name: String
  /// The first business date to which the value applies.
  public let effective: CalendarDate
  /// The value in the parameter's unit.
  public let value: Int64
  /// The document, its number and date.
  public let source: String

  /// Creates the record.
  public init(name: String, effective: CalendarDate, value: Int64, source: String) {
    self.name = name
    self.effective = effective
    self.value = value
    self.source = source
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 7, name: "parameter.set",
    meaning: BilingualText("设定规则参数。", "Sets a rule parameter."),
    fields: [
      FieldDescription("name", .text(maximum: 100), BilingualText("参数", "parameter")),
      FieldDescription("effective", .date, BilingualText("适用起始日", "first business date")),
      FieldDescription("value", .integer, BilingualText("数值", "value")),
      FieldDescription("source", .text(maximum: 500), BilingualText("来源", "source")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    name = try reader.readText(atMost: 100)
    effective = try reader.readDate()
    value = try reader.readInteger()
    source = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: name)
    writer.write(date: effective)
    writer.write(integer: value)
    writer.write(text: source)
  }
}

/// Registers an asset class; the ledger assigns the next asset number.
public struct AssetRecord: Record {
  /// The code, for instance `GEC-T`.
  public let code: String
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// The unit of its balances.
  public let unit: String
  /// The participant that issues it.
  public let issuer: UInt32

  /// Creates the record.
  public init(
    code: String, chineseName: String, englishName: String, unit: String, issuer: UInt32
  ) {
    self.code = code
    self.chineseName = chineseName
    self.englishName = englishName
    self.unit = unit
    self.issuer = issuer
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 8, name: "asset.register",
    meaning: BilingualText("登记资产类别。", "Registers an asset class."),
    fields: [
      FieldDescription("code", .text(maximum: 40), BilingualText("代码", "code")),
      FieldDescription(
        "chineseName", .text(maximum: 200), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 200), BilingualText("英文名称", "name in English")),
      FieldDescription("unit", .text(maximum: 20), BilingualText("单位", "unit of balances")),
      FieldDescription("issuer", .participant, BilingualText("核发方", "issuer")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    code = try reader.readText(atMost: 40)
    chineseName = try reader.readText(atMost: 200)
    englishName = try reader.readText(atMost: 200)
    unit = try reader.readText(atMost: 20)
    issuer = try reader.readNumber()
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: code)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(text: unit)
    writer.write(unsigned: UInt64(issuer))
  }
}

/// Points at an earlier record and says what was wrong with it; both stay visible.
public struct CorrectionRecord: Record {
  /// The entry of the record corrected.
  public let entry: UInt64
  /// Its position in the entry's statement.
  public let record: UInt64
  /// What was wrong and what is right.
  public let reason: String

  /// Creates the record.
  public init(entry: UInt64, record: UInt64, reason: String) {
    self.entry = entry
    self.record = record
    self.reason = reason
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 9, name: "correction.note",
    meaning: BilingualText("更正说明,原记录保留。", "Notes a correction; the original stays."),
    fields: [
      FieldDescription(
        "entry", .unsigned(maximum: .max), BilingualText("条目序号", "index of the entry")),
      FieldDescription(
        "record", .unsigned(maximum: 65_535), BilingualText("记录序号", "record in the entry")),
      FieldDescription("reason", .text(maximum: 2_000), BilingualText("理由", "reason")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    entry = try reader.readUnsigned()
    record = try reader.readUnsigned(atMost: 65_535)
    reason = try reader.readText(atMost: 2_000)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: entry)
    writer.write(unsigned: record)
    writer.write(text: reason)
  }
}
