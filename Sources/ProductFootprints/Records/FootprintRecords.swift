// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
import FootprintEngine
public import LedgerCore
public import Quantities

/// Imports a supplier's footprint (导入供应商碳足迹): a PACT v3 document, kept whole.
///
/// Signed by the enterprise that received it and answers for having received it so; the company
/// whose product it is stands in the document. The ledger assigns the next footprint number.
public struct FootprintImportRecord: Record {
  /// The document as deterministic CBOR, see ``PACTDocument``.
  public let document: [UInt8]
  /// The day it was received.
  public let received: CalendarDate
  /// The digest of what came with it: the original file, a report, a contract.
  public let evidence: Digest?

  /// Creates the record.
  public init(document: [UInt8], received: CalendarDate, evidence: Digest? = nil) {
    self.document = document
    self.received = received
    self.evidence = evidence
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 403, name: "footprint.import",
    meaning: BilingualText("导入供应商的产品碳足迹。", "Imports a supplier's footprint."),
    fields: [
      FieldDescription(
        "document", .byteString(maximum: PACTDocument.maximumBytes),
        BilingualText("PACT 文件(规范编码)", "the PACT document in canonical form")),
      FieldDescription("received", .date, BilingualText("收到日期", "day it was received")),
      FieldDescription(
        "evidence", .bytes(count: 32), optional: true,
        BilingualText("证据摘要", "digest of the evidence")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    document = try reader.readBytes(counts: 0...PACTDocument.maximumBytes)
    received = try reader.readDate()
    evidence = try reader.readOptional { (reader) throws(CBORError) in try reader.readDigest() }
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(bytes: document)
    writer.write(date: received)
    writer.writeOptional(evidence) { $0.write(digest: $1) }
  }
}

/// Withdraws a footprint (撤回产品碳足迹): it and all that stands on it are no longer relied on.
///
/// Signed by its owner, the authority or the registry. The values stay on the ledger.
public struct FootprintWithdrawalRecord: Record {
  /// The number of the footprint.
  public let footprint: UInt32
  /// The day from which it is withdrawn.
  public let date: CalendarDate
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(footprint: UInt32, date: CalendarDate, reason: String) {
    self.footprint = footprint
    self.date = date
    self.reason = reason
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 404, name: "footprint.withdraw",
    meaning: BilingualText(
      "撤回产品碳足迹,并标记全部下游。", "Withdraws a footprint and flags everything downstream."),
    fields: [.footprint, .date, .reason])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    footprint = try reader.readNumber()
    date = try reader.readDate()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: footprint)
    writer.write(date: date)
    writer.write(text: reason)
  }
}

/// Verifies a footprint (核查产品碳足迹).
///
/// Signed by a verifier that is not its owner.
public struct FootprintVerificationRecord: Record {
  /// The number of the footprint.
  public let footprint: UInt32
  /// The day of the statement.
  public let date: CalendarDate
  /// The standard verified to, for instance `ISO 14064-3:2019`.
  public let standard: String
  /// What was covered: PCF programme, product line, product, component.
  public let coverage: String
  /// The digest of the report.
  public let report: Digest
  /// A comment.
  public let comment: String

  /// Creates the record.
  public init(
    footprint: UInt32, date: CalendarDate, standard: String, coverage: String, report: Digest,
    comment: String = ""
  ) {
    self.footprint = footprint
    self.date = date
    self.standard = standard
    self.coverage = coverage
    self.report = report
    self.comment = comment
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 405, name: "footprint.verify",
    meaning: BilingualText("核查产品碳足迹。", "Verifies a footprint."),
    fields: [
      .footprint, .date,
      FieldDescription(
        "standard", .text(maximum: 200), BilingualText("核查标准", "standard verified to")),
      FieldDescription(
        "coverage", .text(maximum: 200), BilingualText("核查范围", "what was covered")),
      FieldDescription(
        "report", .bytes(count: 32), BilingualText("核查报告摘要", "digest of the report")),
      FieldDescription("comment", .text(maximum: 500), BilingualText("说明", "comment")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    footprint = try reader.readNumber()
    date = try reader.readDate()
    standard = try reader.readText(atMost: 200)
    coverage = try reader.readText(atMost: 200)
    report = try reader.readDigest()
    comment = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: footprint)
    writer.write(date: date)
    writer.write(text: standard)
    writer.write(text: coverage)
    writer.write(digest: report)
    writer.write(text: comment)
  }
}
