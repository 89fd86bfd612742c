// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// The first record of a ledger: its name, its suite, its keys and its root authority.
public struct GenesisRecord: Record {
  /// The ledger's origin: the name in checkpoints and the audience of every statement.
  public let origin: String
  /// The position of the suite in ``Suite/all``.
  public let suite: Int
  /// The version of the rules the ledger starts with.
  public let ruleset: UInt64
  /// The key that signs checkpoints.
  public let checkpointKey: [UInt8]
  /// The root authority, participant 0.
  public let authority: ParticipantRecord

  /// Creates a genesis record.
  public init(
    origin: String, suite: Suite, ruleset: UInt64, checkpointKey: [UInt8],
    authority: ParticipantRecord
  ) {
    self.origin = origin
    self.suite = Suite.all.firstIndex(of: suite) ?? 0
    self.ruleset = ruleset
    self.checkpointKey = checkpointKey
    self.authority = authority
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 0, name: "genesis",
    meaning: BilingualText("创建账本。", "Opens the ledger."),
    fields: [
      FieldDescription(
        "origin", .text(maximum: 255), BilingualText("账本名称", "the ledger's name")),
      FieldDescription(
        "suite", .choice(Suite.names), BilingualText("密码套件", "the cryptographic suite")),
      FieldDescription(
        "ruleset", .unsigned(maximum: .max), BilingualText("规则集版本", "ruleset version")),
      FieldDescription(
        "checkpointKey", .byteString(maximum: 65),
        BilingualText("检查点公钥", "public key that signs checkpoints")),
    ] + ParticipantRecord.shape.fields)

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    origin = try reader.readText(atMost: 255)
    suite = try reader.readChoice(of: Suite.all.count)
    ruleset = try reader.readUnsigned()
    checkpointKey = try reader.readBytes(counts: 32...65)
    authority = try ParticipantRecord(decoding: &reader)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: origin)
    writer.write(unsigned: UInt64(suite))
    writer.write(unsigned: ruleset)
    writer.write(bytes: checkpointKey)
    authority.encodeFields(to: &writer)
  }
}

/// Registers a participant and its first key; the ledger assigns the next participant number.
public struct ParticipantRecord: Record {
  /// The identifier, see ``Participant/identifier``.
  public let identifier: String
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// The province by the first two digits of GB/T 2260; 0 when not applicable.
  public let province: UInt8
  /// Whether the participant is an invented example.
  public let isExample: Bool
  /// The roles held from `since` on.
  public let roles: [Role]
  /// The first day of the roles.
  public let since: CalendarDate
  /// The last day of the roles; `nil` for no end.
  public let through: CalendarDate?
  /// The first public key; `nil` for a participant that signs nothing (an external account).
  public let key: [UInt8]?

  /// Creates the record.
  public init(
    identifier: String, chineseName: String, englishName: String, province: UInt8,
    isExample: Bool, roles: [Role], since: CalendarDate, through: CalendarDate? = nil,
    key: [UInt8]?
  ) {
    self.identifier = identifier
    self.chineseName = chineseName
    self.englishName = englishName
    self.province = province
    self.isExample = isExample
    self.roles = roles
    self.since = since
    self.through = through
    self.key = key
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 1, name: "participant.register",
    meaning: BilingualText("登记参与方。", "Registers a participant."),
    fields: [
      FieldDescription(
        "identifier", .text(maximum: 200), BilingualText("标识", "social credit code, …")),
      FieldDescription(
        "chineseName", .text(maximum: 300), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 300), BilingualText("英文名称", "name in English")),
      FieldDescription("province", .province, BilingualText("省份", "province")),
      FieldDescription(
        "example", .boolean, BilingualText("虚构示例", "an invented example")),
      FieldDescription(
        "roles", .list(.choice(Role.names), maximum: 9), BilingualText("身份", "roles")),
      FieldDescription("since", .date, BilingualText("身份起始日", "first day of the roles")),
      FieldDescription(
        "through", .date, optional: true, BilingualText("身份终止日", "last day of the roles")),
      FieldDescription(
        "key", .byteString(maximum: 65), optional: true,
        BilingualText("公钥", "first public key")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    identifier = try reader.readText(atMost: 200)
    chineseName = try reader.readText(atMost: 300)
    englishName = try reader.readText(atMost: 300)
    province = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
    isExample = try reader.readBoolean()
    roles = try reader.readList(atMost: Role.names.count) { (reader) throws(CBORError) in
      Role.allCases[try reader.readChoice(of: Role.names.count)]
    }
    since = try reader.readDate()
    through = try reader.readOptional { (reader) throws(CBORError) in try reader.readDate() }
    key = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readBytes(counts: 32...65)
    }
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: identifier)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(unsigned: UInt64(province))
    writer.write(boolean: isExample)
    writer.writeList(roles) { $0.write(unsigned: UInt64($1.rawValue)) }
    writer.write(date: since)
    writer.writeOptional(through) { $0.write(date: $1) }
    writer.writeOptional(key) { $0.write(bytes: $1) }
  }
}
