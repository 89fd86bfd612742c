// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What a field of a record holds; the one source for JSON, CDDL and every printed form.
public indirect enum FieldKind: Sendable, Hashable {
  /// A non-negative integer of at most `maximum`.
  case unsigned(maximum: UInt64)
  /// A signed integer.
  case integer
  /// UTF-8 text of at most `maximum` bytes.
  case text(maximum: Int)
  /// Bytes, exactly `count` of them.
  case bytes(count: Int)
  /// Bytes, at most `maximum` of them.
  case byteString(maximum: Int)
  /// A calendar date, as days since 1970-01-01.
  case date
  /// A calendar month, as months since 1970-01.
  case month
  /// An amount of energy in watt-hours.
  case energy
  /// An amount of money in fen.
  case money
  /// The number of a participant.
  case participant
  /// A number the ledger assigned, of the kind named (`project`, `series`, `asset` …).
  case number(of: String)
  /// A province, by the first two digits of its GB/T 2260 code.
  case province
  /// One of the names, encoded as its position.
  case choice([String])
  /// True or false.
  case boolean
  /// Several values of one kind, at most `maximum`.
  case list(FieldKind, maximum: Int)
}

/// One field of a record: its name, what it holds, whether it may be null.
public struct FieldDescription: Sendable, Hashable {
  /// The name used in JSON and CDDL.
  public let name: String
  /// What the field holds.
  public let kind: FieldKind
  /// Whether null is allowed.
  public let isOptional: Bool
  /// What the field means, with its unit.
  public let meaning: BilingualText

  /// Creates the description of a field.
  public init(
    _ name: String, _ kind: FieldKind, optional: Bool = false, _ meaning: BilingualText
  ) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.meaning = meaning
  }
}

/// The shape of a record: an array `[type, field, …]` of deterministic CBOR.
public struct RecordDescription: Sendable, Hashable {
  /// The type number, the array's first element.
  ///
  /// Never reused; a changed shape is a new type.
  public let type: UInt64
  /// The name, for instance `certificate.transfer`.
  public let name: String
  /// What the record does, in one sentence.
  public let meaning: BilingualText
  /// The fields in order.
  public let fields: [FieldDescription]

  /// Creates the description of a record type.
  public init(
    type: UInt64, name: String, meaning: BilingualText, fields: [FieldDescription]
  ) {
    self.type = type
    self.name = name
    self.meaning = meaning
    self.fields = fields
  }
}
