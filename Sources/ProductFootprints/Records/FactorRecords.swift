// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import FootprintEngine
public import LedgerCore
public import Quantities

/// Registers a published factor (登记排放因子).
///
/// Signed by the authority or the registry. The ledger assigns the next factor number. A factor
/// never changes: another value is another version with another code.
public struct FactorRecord: Record {
  /// The factor.
  public let factor: EmissionFactor

  /// Creates the record.
  public init(_ factor: EmissionFactor) { self.factor = factor }

  /// The editions of GWP, in order of their numbers in the record.
  static let assessments = AssessmentReport.allCases

  /// The shape.
  public static let shape = RecordDescription(
    type: 400, name: "factor.register",
    meaning: BilingualText("登记一个已公布的因子。", "Registers a published factor."),
    fields: [
      FieldDescription(
        "code", .text(maximum: FootprintLimits.codeBytes),
        BilingualText("代码", "code: words/words@version")),
      FieldDescription(
        "chineseName", .text(maximum: 300), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 300), BilingualText("英文名称", "name in English")),
      FieldDescription("value", .decimal, BilingualText("数值", "value, in its unit")),
      FieldDescription(
        "unit", .text(maximum: FootprintLimits.nameBytes),
        BilingualText("单位", "unit: as kgCO2e/kWh")),
      FieldDescription(
        "basis", .text(maximum: FootprintLimits.nameBytes),
        BilingualText("气体或口径", "gas or basis: CO2, CO2e, CH4 …")),
      FieldDescription(
        "purpose", .choice(FactorPurpose.names), BilingualText("用途", "what it may be used for")),
      FieldDescription("role", .choice(FactorRole.names), BilingualText("角色", "its part")),
      FieldDescription(
        "assessment", .choice(assessments.map(\.name)), optional: true,
        BilingualText("增温潜势版本", "edition of the GWP")),
      FieldDescription(
        "dataYear", .unsigned(maximum: 9_999), optional: true,
        BilingualText("数据年份", "year the data describe")),
      FieldDescription(
        "lagYears", .unsigned(maximum: 100), optional: true,
        BilingualText("可滞后年数", "years after it in which it may be used")),
      FieldDescription("region", .text(maximum: 30), BilingualText("区域", "region: CN, CN-33 …")),
      FieldDescription("published", .date, BilingualText("公布日", "day of publication")),
      FieldDescription(
        "validThrough", .date, optional: true, BilingualText("有效期至", "last day of use")),
      FieldDescription(
        "source", .text(maximum: 500), BilingualText("来源", "the document it stands in")),
      FieldDescription(
        "supersedes", .text(maximum: FootprintLimits.codeBytes),
        BilingualText("所替代因子的代码", "code of the factor it takes the place of")),
      FieldDescription("isExample", .boolean, BilingualText("是否虚构示例", "an invented example")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let code = try reader.readText(atMost: FootprintLimits.codeBytes)
    let name = BilingualText(
      try reader.readText(atMost: 300), try reader.readText(atMost: 300))
    let value = try reader.readDecimal()
    let unit = try reader.readText(atMost: FootprintLimits.nameBytes)
    let basis = try reader.readText(atMost: FootprintLimits.nameBytes)
    let purpose = try reader.readCase(of: FactorPurpose.self)
    let role = try reader.readCase(of: FactorRole.self)
    let assessment = try reader.readOptional { (reader) throws(CBORError) in
      Self.assessments[try reader.readChoice(of: Self.assessments.count)]
    }
    let dataYear = try reader.readOptional { (reader) throws(CBORError) in
      Int(try reader.readUnsigned(atMost: 9_999))
    }
    let lagYears = try reader.readOptional { (reader) throws(CBORError) in
      Int(try reader.readUnsigned(atMost: 100))
    }
    let region = try reader.readText(atMost: 30)
    let published = try reader.readDate()
    let validThrough = try reader.readOptionalDate()
    let source = try reader.readText(atMost: 500)
    let supersedes = try reader.readText(atMost: FootprintLimits.codeBytes)
    factor = EmissionFactor(
      code: code, name: name, value: value, unit: unit, basis: basis, purpose: purpose,
      role: role, assessment: assessment, dataYear: dataYear, lagYears: lagYears,
      region: region, published: published, validThrough: validThrough, source: source,
      supersedes: supersedes, isExample: try reader.readBoolean())
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: factor.code)
    writer.write(text: factor.name.chinese)
    writer.write(text: factor.name.english)
    writer.write(decimal: factor.value)
    writer.write(text: factor.unit)
    writer.write(text: factor.basis)
    writer.write(choice: factor.purpose)
    writer.write(choice: factor.role)
    writer.writeOptional(factor.assessment) {
      $0.write(unsigned: UInt64($1.rawValue - AssessmentReport.ar2.rawValue))
    }
    writer.writeOptional(factor.dataYear) { $0.write(unsigned: UInt64(max($1, 0))) }
    writer.writeOptional(factor.lagYears) { $0.write(unsigned: UInt64(max($1, 0))) }
    writer.write(text: factor.region)
    writer.write(date: factor.published)
    writer.writeOptional(factor.validThrough) { $0.write(date: $1) }
    writer.write(text: factor.source)
    writer.write(text: factor.supersedes)
    writer.write(boolean: factor.isExample)
  }
}

/// Ends the use of a factor (停用排放因子): no calculation dated later may use it.
///
/// Signed by the authority or the registry. Results computed before keep their values.
public struct FactorClosureRecord: Record {
  /// The number of the factor.
  public let factor: UInt32
  /// The last day a calculation may use it.
  public let through: CalendarDate
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(factor: UInt32, through: CalendarDate, reason: String) {
    self.factor = factor
    self.through = through
    self.reason = reason
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 401, name: "factor.close",
    meaning: BilingualText("停用因子;已有结果不变。", "Ends the use of a factor; results stay."),
    fields: [
      FieldDescription("factor", .number(of: "factor"), BilingualText("因子", "factor")),
      FieldDescription("through", .date, BilingualText("最后可用日", "last day of use")),
      .reason,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    factor = try reader.readNumber()
    through = try reader.readDate()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: factor)
    writer.write(date: through)
    writer.write(text: reason)
  }
}
