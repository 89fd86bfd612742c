// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Issues the certificates of a project, month and class of power (核发).
///
/// Signed by the registry. A further issue for the same month adds to the energy; the remainder
/// below 1 MWh is carried to the project's next issue of that class.
public struct IssueRecord: Record {
  /// The number of the project.
  public let project: UInt32
  /// The month of generation.
  public let month: CalendarMonth
  /// The class of power.
  public let powerClass: PowerClass
  /// The energy metered, without what was carried over.
  public let metered: Energy
  /// The first serial number, from 1 to 9 999 999.
  public let first: UInt64
  /// How many certificates: all that carry-over and metered energy give, and 0 for below 1 MWh.
  public let count: UInt64
  /// Who receives them.
  public let recipient: UInt32
  /// Whether generation was metered apart from storage, as a hybrid plant must.
  public let isSeparatelyMetered: Bool
  /// The digest of the metering evidence.
  public let evidence: Digest

  /// Creates the record.
  public init(
    project: UInt32, month: CalendarMonth, powerClass: PowerClass, metered: Energy,
    first: UInt64, count: UInt64, recipient: UInt32, isSeparatelyMetered: Bool,
    evidence: Digest
  ) {
    self.project = project
    self.month = month
    self.powerClass = powerClass
    self.metered = metered
    self.first = first
    self.count = count
    self.recipient = recipient
    self.isSeparatelyMetered = isSeparatelyMetered
    self.evidence = evidence
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 101, name: "certificate.issue",
    meaning: BilingualText("核发绿证。", "Issues green certificates."),
    fields: [
      FieldDescription("project", .number(of: "project"), BilingualText("项目", "project")),
      FieldDescription("month", .month, BilingualText("生产年月", "month of generation")),
      FieldDescription(
        "class", .choice(PowerClass.names), BilingualText("电量分类", "class of power")),
      FieldDescription(
        "metered", .energy, BilingualText("计量电量(不含结转)", "metered energy, without carry-over")),
      FieldDescription(
        "first", .unsigned(maximum: UInt64(CertificateCodeLayout.maximumSequence)),
        BilingualText("起始号", "first serial")),
      FieldDescription(
        "count", .unsigned(maximum: UInt64(CertificateCodeLayout.maximumSequence)),
        BilingualText("数量", "count")),
      FieldDescription("recipient", .participant, BilingualText("获得方", "recipient")),
      FieldDescription(
        "separatelyMetered", .boolean,
        BilingualText("发电与储能分别计量", "generation metered apart from storage")),
      FieldDescription(
        "evidence", .bytes(count: 32), BilingualText("计量依据摘要", "digest of the evidence")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let maximum = UInt64(CertificateCodeLayout.maximumSequence)
    project = try reader.readNumber()
    month = try reader.readMonth()
    powerClass = PowerClass.allCases[try reader.readChoice(of: PowerClass.names.count)]
    metered = Energy(wattHours: try reader.readAmount())
    first = try reader.readUnsigned(atMost: maximum)
    count = try reader.readUnsigned(atMost: maximum)
    recipient = try reader.readNumber()
    isSeparatelyMetered = try reader.readBoolean()
    evidence = try reader.readDigest()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(project))
    writer.write(month: month)
    writer.write(unsigned: UInt64(powerClass.rawValue))
    writer.write(unsigned: UInt64(bitPattern: metered.wattHours))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(recipient))
    writer.write(boolean: isSeparatelyMetered)
    writer.write(digest: evidence)
  }
}
