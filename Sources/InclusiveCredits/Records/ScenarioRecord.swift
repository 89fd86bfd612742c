// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Approves a scenario (减排场景) or project: what is credited, for whom, how and for how long.
///
/// Signed by the authority. The ledger assigns the next scenario number and claims every subject
/// for this scheme, so that no other scheme and no other scenario can have it.
public struct ScenarioRecord: Record {
  /// The number of the scheme.
  public let scheme: UInt32
  /// The number of the methodology version that applies from the first day on.
  public let methodology: UInt32
  /// The code: 1 to 16 capitals or digits, unique in the scheme; part of every series.
  public let code: String
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// Who reports the activities and keeps persons' grams.
  public let operatorNumber: UInt32
  /// Who receives tonnes.
  public let beneficiary: UInt32
  /// The first day of the crediting period.
  public let from: CalendarDate
  /// The last day of the crediting period; `nil` for the longest the methodology allows.
  public let through: CalendarDate?
  /// The attributes the methodology asks for, as integers in its order.
  public let attributes: [Int64]
  /// Who gets what the scenario saves.
  public let benefit: Benefit
  /// What is claimed once: `site:…`, `device:…`, `parcel:…`.
  public let subjects: [String]
  /// The green power project whose electricity the scenario uses, if any.
  public let greenProject: UInt32?
  /// The methodology version of points for which persons may give activities up, if any.
  public let pointsPolicy: UInt32?
  /// The markets inside whose boundary the reductions happen.
  public let insideMarkets: [String]
  /// The approval: its title, number and date.
  public let reference: String

  /// Creates the record.
  public init(
    scheme: UInt32, methodology: UInt32, code: String, chineseName: String,
    englishName: String, operatorNumber: UInt32, beneficiary: UInt32, from: CalendarDate,
    through: CalendarDate? = nil, attributes: [Int64] = [], benefit: Benefit,
    subjects: [String] = [], greenProject: UInt32? = nil, pointsPolicy: UInt32? = nil,
    insideMarkets: [String] = [], reference: String
  ) {
    self.scheme = scheme
    self.methodology = methodology
    self.code = code
    self.chineseName = chineseName
    self.englishName = englishName
    self.operatorNumber = operatorNumber
    self.beneficiary = beneficiary
    self.from = from
    self.through = through
    self.attributes = attributes
    self.benefit = benefit
    self.subjects = subjects
    self.greenProject = greenProject
    self.pointsPolicy = pointsPolicy
    self.insideMarkets = insideMarkets
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 303, name: "scenario.approve",
    meaning: BilingualText("批准减排场景或项目。", "Approves a scenario or project."),
    fields: [
      .scheme, .methodology,
      FieldDescription(
        "code", .text(maximum: 16), BilingualText("代码", "code: capitals and digits")),
      FieldDescription(
        "chineseName", .text(maximum: 300), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 300), BilingualText("英文名称", "name in English")),
      FieldDescription("operator", .participant, BilingualText("运营主体", "operator")),
      FieldDescription("beneficiary", .participant, BilingualText("受益方", "beneficiary")),
      FieldDescription("from", .date, BilingualText("计入期起始日", "first day credited")),
      FieldDescription(
        "through", .date, optional: true, BilingualText("计入期终止日", "last day credited")),
      FieldDescription(
        "attributes", .list(.integer, maximum: 1_000),
        BilingualText("方法学要求的固定信息", "the methodology's attributes, as integers in order")),
      FieldDescription(
        "benefit", .choice(Benefit.names), BilingualText("收益方式", "who gets what is saved")),
      FieldDescription(
        "subjects", .list(.text(maximum: 100), maximum: 200),
        BilingualText("唯一主张对象", "what is claimed once: site:…, device:…, parcel:…")),
      FieldDescription(
        "greenProject", .number(of: "project"), optional: true,
        BilingualText("绿电项目", "green power project")),
      FieldDescription(
        "pointsPolicy", .number(of: "methodology"), optional: true,
        BilingualText("积分规则", "methodology version of points")),
      FieldDescription(
        "insideMarkets", .list(.text(maximum: 100), maximum: 20),
        BilingualText("所处碳市场边界", "markets inside whose boundary it lies")),
      .reference,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scheme = try reader.readNumber()
    methodology = try reader.readNumber()
    code = try reader.readText(atMost: 16)
    chineseName = try reader.readText(atMost: 300)
    englishName = try reader.readText(atMost: 300)
    operatorNumber = try reader.readNumber()
    beneficiary = try reader.readNumber()
    from = try reader.readDate()
    through = try reader.readOptionalDate()
    attributes = try reader.readList(atMost: 1_000) { (reader) throws(CBORError) in
      try reader.readInteger()
    }
    benefit = Benefit.allCases[try reader.readChoice(of: Benefit.names.count)]
    subjects = try reader.readList(atMost: 200) { (reader) throws(CBORError) in
      try reader.readText(atMost: 100)
    }
    greenProject = try reader.readOptionalNumber()
    pointsPolicy = try reader.readOptionalNumber()
    insideMarkets = try reader.readList(atMost: 20) { (reader) throws(CBORError) in
      try reader.readText(atMost: 100)
    }
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scheme)
    writer.write(number: methodology)
    writer.write(text: code)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(number: operatorNumber)
    writer.write(number: beneficiary)
    writer.write(date: from)
    writer.writeOptional(through) { $0.write(date: $1) }
    writer.writeList(attributes) { $0.write(integer: $1) }
    writer.write(unsigned: UInt64(benefit.rawValue))
    writer.writeList(subjects) { $0.write(text: $1) }
    writer.writeOptional(greenProject) { $0.write(number: $1) }
    writer.writeOptional(pointsPolicy) { $0.write(number: $1) }
    writer.writeList(insideMarkets) { $0.write(text: $1) }
    writer.write(text: reference)
  }
}
