// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import Cryptography
public import Quantities

/// Accepts the certificate of an authority as trust anchor, or changes its last day.
///
/// Signed by the authority. The ledger assigns the next anchor number; the same certificate again
/// keeps its number, and gets the names, last day and document of the newer record.
public struct AnchorRecord: Record {
  /// The certificate in DER.
  public let certificate: [UInt8]
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// The last day on which keys are certified by it; `nil` for no end but its own.
  public let through: CalendarDate?
  /// The document behind it.
  public let document: String

  /// Creates the record.
  public init(
    certificate: [UInt8], chineseName: String, englishName: String, through: CalendarDate?,
    document: String
  ) {
    self.certificate = certificate
    self.chineseName = chineseName
    self.englishName = englishName
    self.through = through
    self.document = document
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 14, name: "anchor.register",
    meaning: BilingualText(
      "认可一张证书为信任锚,或更改其终止日。",
      "Accepts a certificate as trust anchor, or changes its last day."),
    fields: [
      FieldDescription(
        "certificate", .byteString(maximum: Certificate.byteLimit),
        BilingualText("证书", "X.509 certificate in DER")),
      FieldDescription(
        "chineseName", .text(maximum: 200), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 200), BilingualText("英文名称", "name in English")),
      FieldDescription("through", .date, optional: true, BilingualText("终止日", "last day")),
      FieldDescription("document", .text(maximum: 500), BilingualText("依据文件", "document")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    certificate = try reader.readBytes(counts: 0...Certificate.byteLimit)
    chineseName = try reader.readText(atMost: 200)
    englishName = try reader.readText(atMost: 200)
    through = try reader.readOptionalDate()
    document = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(bytes: certificate)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.writeOptional(through) { $0.write(date: $1) }
    writer.write(text: document)
  }
}

/// Certifies a participant's key by a chain of certificates that leads to an anchor in force.
///
/// Signed by the participant or by the authority. A later certification takes the place of an
/// earlier one of the same key.
public struct CertificationRecord: Record {
  /// The participant.
  public let participant: UInt32
  /// The 8-byte identifier of the key.
  public let identifier: [UInt8]
  /// The certificates in DER: that of the key, each followed by that of its issuer; the anchor's
  /// is left out.
  public let chain: [[UInt8]]

  /// Creates the record.
  public init(participant: UInt32, identifier: [UInt8], chain: [[UInt8]]) {
    self.participant = participant
    self.identifier = identifier
    self.chain = chain
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 15, name: "key.certify",
    meaning: BilingualText(
      "以证书链证明密钥。", "Certifies a key by a chain of certificates."),
    fields: [
      FieldDescription("participant", .participant, BilingualText("参与方", "participant")),
      FieldDescription("identifier", .bytes(count: 8), BilingualText("密钥标识", "key id")),
      FieldDescription(
        "chain",
        .list(.byteString(maximum: Certificate.byteLimit), maximum: CertificatePath.limit),
        BilingualText(
          "证书链", "X.509 certificates in DER, of the key first, without the anchor")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    participant = try reader.readNumber()
    identifier = try reader.readBytes(counts: 8...8)
    chain = try reader.readList(atMost: CertificatePath.limit) { (reader) throws(CBORError) in
      try reader.readBytes(counts: 0...Certificate.byteLimit)
    }
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(participant))
    writer.write(bytes: identifier)
    writer.writeList(chain) { $0.write(bytes: $1) }
  }
}
