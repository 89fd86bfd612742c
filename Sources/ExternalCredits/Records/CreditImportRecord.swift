// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Registers a block of credits as another registry's list has it.
public struct CreditImportRecord: Record {
  /// What the list says of the block.
  public let credits: ImportedCredits
  /// The asset class of the registry.
  public let asset: UInt32
  /// The account holder, a participant `external:REGISTRY:name`.
  public let holder: UInt32
  /// The digest of the file the row comes from, 32 bytes.
  public let sourceDigest: [UInt8]
  /// The record number of the row in that file, 1-based, the header included.
  public let sourceRow: UInt64

  /// Creates the record.
  public init(
    credits: ImportedCredits, asset: UInt32, holder: UInt32, sourceDigest: [UInt8],
    sourceRow: UInt64
  ) {
    self.credits = credits
    self.asset = asset
    self.holder = holder
    self.sourceDigest = sourceDigest
    self.sourceRow = sourceRow
  }

  /// The fields, in their order.
  public static let shape = RecordDescription(
    type: 200, name: "credit.import",
    meaning: BilingualText(
      "登记其他登记簿的减排量。", "Registers credits of another registry as its list has them."),
    fields: ImportedCredits.fields + [
      FieldDescription("asset", .number(of: "asset"), BilingualText("资产类别", "asset class")),
      FieldDescription("holder", .participant, BilingualText("账户持有人", "account holder")),
      FieldDescription(
        "sourceDigest", .bytes(count: 32), BilingualText("来源文件摘要", "digest of the file")),
      FieldDescription(
        "sourceRow", .unsigned(maximum: .max),
        BilingualText("来源行号(含表头)", "record number in the file, the header is 1")),
    ])

  /// Reads the fields.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    credits = try ImportedCredits(decoding: &reader)
    asset = try reader.readNumber()
    holder = try reader.readNumber()
    sourceDigest = try reader.readBytes(counts: 32...32)
    sourceRow = try reader.readUnsigned()
  }

  /// Writes the fields.
  public func encodeFields(to writer: inout CBORWriter) {
    credits.encodeFields(to: &writer)
    writer.write(unsigned: UInt64(asset))
    writer.write(unsigned: UInt64(holder))
    writer.write(bytes: sourceDigest)
    writer.write(unsigned: sourceRow)
  }
}

/// A block of credits as a registry's list has it: the first fields of ``CreditImportRecord``.
public struct ImportedCredits: Sendable, Equatable {
  /// The most bytes of a registry's code.
  public static let maximumRegistryLength = 12
  /// The most bytes of a serial prefix.
  public static let maximumPrefixLength = 100
  /// The most bytes of a project id.
  public static let maximumProjectLength = 40
  /// The most bytes of a reason.
  public static let maximumReasonLength = 200
  /// The most bytes of the details of a reason.
  public static let maximumDetailsLength = 500

  /// The serial numbers.
  public let range: SerialRange
  /// The quantity the list states, in the units of the asset class.
  public let quantity: UInt64
  /// The project's id in its registry.
  public let project: String
  /// The vintage; January when the list states a year only.
  public let vintage: CalendarMonth
  /// What the registry says of the credits.
  public let status: CreditStatus
  /// Since when.
  public let date: CalendarDate
  /// Why they were retired or cancelled; empty when the list does not say.
  public let reason: String
  /// Details of the reason, for instance the beneficiary; empty when the list does not say.
  public let details: String

  /// Creates a block.
  public init(
    range: SerialRange, quantity: UInt64, project: String, vintage: CalendarMonth,
    status: CreditStatus, date: CalendarDate, reason: String, details: String
  ) {
    self.range = range
    self.quantity = quantity
    self.project = project
    self.vintage = vintage
    self.status = status
    self.date = date
    self.reason = reason
    self.details = details
  }

  static let fields = [
    FieldDescription(
      "registry", .text(maximum: maximumRegistryLength), BilingualText("登记簿", "registry")),
    FieldDescription(
      "prefix", .text(maximum: maximumPrefixLength),
      BilingualText("序列号前缀", "serial without the block")),
    FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
    FieldDescription("last", .unsigned(maximum: .max), BilingualText("终止号", "last serial")),
    FieldDescription(
      "quantity", .unsigned(maximum: .max), BilingualText("数量", "quantity stated")),
    FieldDescription(
      "project", .text(maximum: maximumProjectLength), BilingualText("项目编号", "project id")),
    FieldDescription("vintage", .month, BilingualText("减排年月", "vintage")),
    FieldDescription("status", .choice(CreditStatus.names), BilingualText("状态", "status")),
    FieldDescription("date", .date, BilingualText("状态日期", "date of the status")),
    FieldDescription(
      "reason", .text(maximum: maximumReasonLength), BilingualText("原因", "reason")),
    FieldDescription(
      "details", .text(maximum: maximumDetailsLength),
      BilingualText("原因说明或受益人", "details of the reason, beneficiary")),
  ]

  init(decoding reader: inout CBORReader) throws(CBORError) {
    let registry = try reader.readText(atMost: Self.maximumRegistryLength)
    let prefix = try reader.readText(atMost: Self.maximumPrefixLength)
    let first = try reader.readUnsigned()
    // A block that ends before it begins is no block; the least end is its first number.
    let offset = reader.offset
    let last = try reader.readUnsigned()
    guard first <= last else {
      throw .unexpectedValue(offset: offset, expected: first, found: last)
    }
    range = SerialRange(registry: registry, prefix: prefix, first: first, last: last)
    quantity = try reader.readUnsigned()
    project = try reader.readText(atMost: Self.maximumProjectLength)
    vintage = try reader.readMonth()
    status = CreditStatus.allCases[try reader.readChoice(of: CreditStatus.names.count)]
    date = try reader.readDate()
    reason = try reader.readText(atMost: Self.maximumReasonLength)
    details = try reader.readText(atMost: Self.maximumDetailsLength)
  }

  func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: range.registry)
    writer.write(text: range.prefix)
    writer.write(unsigned: range.first)
    writer.write(unsigned: range.last)
    writer.write(unsigned: quantity)
    writer.write(text: project)
    writer.write(month: vintage)
    writer.write(unsigned: UInt64(status.rawValue))
    writer.write(date: date)
    writer.write(text: reason)
    writer.write(text: details)
  }
}
