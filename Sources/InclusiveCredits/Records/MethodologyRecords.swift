// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Files a methodology version (备案): its canonical form, from which the ledger computes.
///
/// Signed by the authority. The ledger checks the whole methodology and assigns the next
/// methodology number. What is filed never changes; another text is another version.
public struct MethodologyFilingRecord: Record {
  /// The methodology as deterministic CBOR, see `MethodologyCodec`.
  public let document: [UInt8]
  /// The digest of the document the canonical form was made from.
  public let sourceDigest: Digest
  /// The filing document: its title, number and date.
  public let reference: String

  /// Creates the record.
  public init(document: [UInt8], sourceDigest: Digest, reference: String) {
    self.document = document
    self.sourceDigest = sourceDigest
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 300, name: "methodology.file",
    meaning: BilingualText("备案方法学版本。", "Files a methodology version."),
    fields: [
      FieldDescription(
        "document", .byteString(maximum: InclusiveCreditLimits.payloadBytes),
        BilingualText("方法学的规范编码", "the methodology in canonical form")),
      FieldDescription(
        "sourceDigest", .bytes(count: 32),
        BilingualText("原始文档摘要", "digest of the document it was made from")),
      FieldDescription(
        "reference", .text(maximum: 500), BilingualText("备案文件", "the filing document")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    document = try reader.readBytes(counts: 0...InclusiveCreditLimits.payloadBytes)
    sourceDigest = try reader.readDigest()
    reference = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(bytes: document)
    writer.write(digest: sourceDigest)
    writer.write(text: reference)
  }
}

/// Suspends, resumes or supersedes a methodology version, by event date.
///
/// Signed by the authority. Activities already admitted stay as they are.
public struct MethodologyStatusRecord: Record {
  /// The number of the methodology.
  public let methodology: UInt32
  /// What happens to it.
  public let action: MethodologyAction
  /// The first event date to which the action applies.
  public let from: CalendarDate
  /// The version that takes its place, when it is superseded.
  public let successor: UInt32?
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(
    methodology: UInt32, action: MethodologyAction, from: CalendarDate,
    successor: UInt32? = nil, reason: String
  ) {
    self.methodology = methodology
    self.action = action
    self.from = from
    self.successor = successor
    self.reason = reason
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 301, name: "methodology.status",
    meaning: BilingualText(
      "暂停、恢复或替代方法学版本,按活动日期生效。",
      "Suspends, resumes or supersedes a methodology version, by event date."),
    fields: [
      .methodology,
      FieldDescription(
        "action", .choice(MethodologyAction.names), BilingualText("操作", "action")),
      .from,
      FieldDescription(
        "successor", .number(of: "methodology"), optional: true,
        BilingualText("替代版本", "the version that takes its place")),
      .reason,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    methodology = try reader.readNumber()
    action =
      MethodologyAction.allCases[try reader.readChoice(of: MethodologyAction.names.count)]
    from = try reader.readDate()
    successor = try reader.readOptionalNumber()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: methodology)
    writer.write(unsigned: UInt64(action.rawValue))
    writer.write(date: from)
    writer.writeOptional(successor) { $0.write(number: $1) }
    writer.write(text: reason)
  }
}
