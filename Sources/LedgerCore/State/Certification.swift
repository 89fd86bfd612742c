// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import Cryptography
public import Quantities

/// A trust anchor: the certificate of an authority by which keys may be certified.
public struct Anchor: StateRow {
  /// The certificate in DER.
  public let certificate: [UInt8]
  /// The name in Chinese.
  public internal(set) var chineseName: String
  /// The name in English.
  public internal(set) var englishName: String
  /// The last day on which keys are certified by it; `nil` for no end but its own.
  public internal(set) var through: CalendarDate?
  /// The document behind it.
  public internal(set) var document: String

  /// The SHA-256 of the certificate in hexadecimal, as such fingerprints are published.
  public static func fingerprint(of certificate: [UInt8]) -> String {
    HashFunction.sha256.digest(of: certificate).hexadecimal
  }

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [Self.fingerprint(of: certificate)] }

  /// Whether keys are certified by it on `date`.
  public func isInForce(on date: CalendarDate) -> Bool { through.map { date <= $0 } ?? true }

  /// The name in `language`.
  public func name(in language: Language) -> String {
    language == .chinese ? chineseName : englishName
  }

  init(_ record: AnchorRecord) {
    certificate = record.certificate
    chineseName = record.chineseName
    englishName = record.englishName
    through = record.through
    document = record.document
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    self.init(try reader.readStored(AnchorRecord.self))
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.write(
      stored: AnchorRecord(
        certificate: certificate, chineseName: chineseName, englishName: englishName,
        through: through, document: document))
  }
}

/// That a key of a participant is certified: by whom, by which certificate, for how long.
public struct Certification: StateRow {
  /// The participant.
  public let participant: UInt32
  /// The 8-byte identifier of the key.
  public let identifier: [UInt8]
  /// The number of the anchor the chain led to.
  public internal(set) var anchor: UInt32
  /// The certificate of the key, in DER.
  public internal(set) var certificate: [UInt8]
  /// The seconds of POSIX time at which every certificate of the chain and the anchor's is valid.
  public internal(set) var validity: ClosedRange<Int64>
  /// The record that certified it.
  public internal(set) var position: RecordPosition

  /// The text by which the certification of a key is found.
  public static func key(participant: UInt32, identifier: [UInt8]) -> String {
    "\(participant):\(Hexadecimal.encode(identifier))"
  }

  /// The texts by which the row is found.
  public var lookupKeys: [String] {
    [Self.key(participant: participant, identifier: identifier)]
  }

  /// Whether it is in force at `time`, to the second.
  public func isInForce(at time: Timestamp) -> Bool { validity.contains(time.wholeSeconds) }

  init(
    participant: UInt32, identifier: [UInt8], anchor: UInt32, certificate: [UInt8],
    validity: ClosedRange<Int64>, position: RecordPosition
  ) {
    self.participant = participant
    self.identifier = identifier
    self.anchor = anchor
    self.certificate = certificate
    self.validity = validity
    self.position = position
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 8, "a certification")
    participant = try reader.readNumber()
    identifier = try reader.readBytes(counts: 8...8)
    anchor = try reader.readNumber()
    certificate = try reader.readBytes(counts: 0...Certificate.byteLimit)
    let offset = reader.offset
    let (start, end) = (try reader.readInteger(), try reader.readInteger())
    guard start <= end else {
      throw .unexpected(offset: offset, expected: "first ≤ last", found: "\(start), \(end)")
    }
    validity = start...end
    position = try reader.readPosition()
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(8)
    writer.write(number: participant)
    writer.write(bytes: identifier)
    writer.write(number: anchor)
    writer.write(bytes: certificate)
    writer.write(integer: validity.lowerBound)
    writer.write(integer: validity.upperBound)
    writer.write(position: position)
  }
}

extension Timestamp {
  /// The whole seconds since 1970, as certificates count.
  var wholeSeconds: Int64 {
    milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000
  }
}

extension CoreState {
  /// The certification of a participant's key, or `nil`.
  public func certification(participant: UInt32, identifier: [UInt8]) -> Certification? {
    certifications.number(
      forKey: Certification.key(participant: participant, identifier: identifier)
    ).map { certifications[$0] }
  }
}
