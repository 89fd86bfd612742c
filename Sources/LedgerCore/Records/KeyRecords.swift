// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// Registers a further key of a participant: a rotation, or a delegated key with a scope.
///
/// Signed by the authority, or by a full key of the participant itself.
public struct KeyRecord: Record {
  /// The participant.
  public let participant: UInt32
  /// The public key: 32 bytes (Ed25519) or 65 bytes (SM2).
  public let key: [UInt8]
  /// The record types the key may sign; empty for a full key.
  public let scope: [UInt64]

  /// Creates the record.
  public init(participant: UInt32, key: [UInt8], scope: [UInt64] = []) {
    self.participant = participant
    self.key = key
    self.scope = scope
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 4, name: "key.register",
    meaning: BilingualText("登记密钥(轮换或委托)。", "Registers a key (rotation or delegation)."),
    fields: [
      FieldDescription("participant", .participant, BilingualText("参与方", "participant")),
      FieldDescription("key", .byteString(maximum: 65), BilingualText("公钥", "public key")),
      FieldDescription(
        "scope", .list(.unsigned(maximum: .max), maximum: 64),
        BilingualText("可签记录类型", "record types a delegated key may sign; empty: all")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    participant = try reader.readNumber()
    key = try reader.readBytes(counts: 32...65)
    scope = try reader.readList(atMost: 64) { (reader) throws(CBORError) in
      try reader.readUnsigned()
    }
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(participant))
    writer.write(bytes: key)
    writer.writeList(scope) { $0.write(unsigned: $1) }
  }
}

/// Revokes a key: it signs no entry after this one.
public struct KeyRevocationRecord: Record {
  /// The participant.
  public let participant: UInt32
  /// The 8-byte identifier of the key.
  public let identifier: [UInt8]
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(participant: UInt32, identifier: [UInt8], reason: String) {
    self.participant = participant
    self.identifier = identifier
    self.reason = reason
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 5, name: "key.revoke",
    meaning: BilingualText("吊销密钥,自下一条目起生效。", "Revokes a key from the next entry on."),
    fields: [
      FieldDescription("participant", .participant, BilingualText("参与方", "participant")),
      FieldDescription("identifier", .bytes(count: 8), BilingualText("密钥标识", "key id")),
      FieldDescription("reason", .text(maximum: 500), BilingualText("原因", "reason")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    participant = try reader.readNumber()
    identifier = try reader.readBytes(counts: 8...8)
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(participant))
    writer.write(bytes: identifier)
    writer.write(text: reason)
  }
}

/// Grants a role for a period, or sets the last day of one already held.
public struct QualificationRecord: Record {
  /// The participant.
  public let participant: UInt32
  /// The role.
  public let role: Role
  /// The first day.
  public let from: CalendarDate
  /// The last day; `nil` for no end.
  public let through: CalendarDate?
  /// The document behind it.
  public let document: String

  /// Creates the record.
  public init(
    participant: UInt32, role: Role, from: CalendarDate, through: CalendarDate?,
    document: String
  ) {
    self.participant = participant
    self.role = role
    self.from = from
    self.through = through
    self.document = document
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 2, name: "participant.qualify",
    meaning: BilingualText("授予身份,或更改其终止日。", "Grants a role, or changes its last day."),
    fields: [
      FieldDescription("participant", .participant, BilingualText("参与方", "participant")),
      FieldDescription("role", .choice(Role.names), BilingualText("身份", "role")),
      FieldDescription("from", .date, BilingualText("起始日", "first day")),
      FieldDescription("through", .date, optional: true, BilingualText("终止日", "last day")),
      FieldDescription("document", .text(maximum: 500), BilingualText("依据文件", "document")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    participant = try reader.readNumber()
    role = Role.allCases[try reader.readChoice(of: Role.names.count)]
    from = try reader.readDate()
    through = try reader.readOptional { (reader) throws(CBORError) in try reader.readDate() }
    document = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(participant))
    writer.write(unsigned: UInt64(role.rawValue))
    writer.write(date: from)
    writer.writeOptional(through) { $0.write(date: $1) }
    writer.write(text: document)
  }
}
