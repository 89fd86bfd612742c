// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
import Quantities

/// Names the second key of the ledger's checkpoints, or ends the one there is.
///
/// Every checkpoint that covers the record carries a second signature line by that key, besides
/// the line by the key of genesis, until a later record names another or none. Signed by the
/// authority; for ledgers of the suite `sha256-ed25519`, whose second key is one of SM2.
public struct CheckpointKeyRecord: Record {
  /// The public key and the proof that whoever gave it can sign with it.
  public struct Named: Sendable, Hashable {
    /// The public key, 65 bytes (SM2).
    public let key: [UInt8]
    /// A signature by the key over `possessionMessage(origin:checkpointKey:key:)`.
    public let possession: [UInt8]

    /// Creates it of its parts.
    public init(key: [UInt8], possession: [UInt8]) {
      self.key = key
      self.possession = possession
    }
  }

  /// The second key from here on; `nil` for none.
  public let named: Named?

  /// Creates the record.
  public init(_ named: Named?) { self.named = named }

  /// Names `key` as the second key of the checkpoints of the ledger `origin`, whose first key is
  /// `checkpointKey`; the key itself signs that it is.
  public init(
    naming key: SigningKey, origin: String, checkpointKey: [UInt8]
  ) throws(CryptographyError) {
    let bytes = key.verifyingKey.bytes
    let message = Self.possessionMessage(
      origin: origin, checkpointKey: checkpointKey, key: bytes)
    named = Named(key: bytes, possession: try key.signature(for: message))
  }

  /// What the new key signs to show that it is at hand: the CBOR array of a name, the origin and
  /// the two public keys.
  ///
  /// It begins with the byte 84, which begins no UTF-8 text, so it is never the text of a
  /// checkpoint or of a cosignature; and its first item is not `Signature1`, so it is no statement.
  public static func possessionMessage(
    origin: String, checkpointKey: [UInt8], key: [UInt8]
  ) -> [UInt8] {
    var writer = CBORWriter(reserving: 200)
    writer.writeArrayHeader(4)
    writer.write(text: "tanzhang checkpoint.key 1")
    writer.write(text: origin)
    writer.write(bytes: checkpointKey)
    writer.write(bytes: key)
    return writer.bytes
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 13, name: "checkpoint.key",
    meaning: BilingualText(
      "指定检查点的第二密钥(SM2),或停用它。",
      "Names the second key (SM2) of the checkpoints, or ends it."),
    fields: [
      FieldDescription(
        "key", .bytes(count: 65), optional: true,
        BilingualText("SM2 公钥;停用时为空", "SM2 public key; null ends the second line")),
      FieldDescription(
        "possession", .byteString(maximum: 72), optional: true,
        BilingualText("持有证明", "signature by that key that shows it is at hand")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let start = reader.offset
    let key = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readBytes(counts: 65...65)
    }
    let possession = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readBytes(counts: 8...72)
    }
    switch (key, possession) {
    case (let key?, let possession?): named = Named(key: key, possession: possession)
    case (nil, nil): named = nil
    default: throw .unexpected(offset: start, expected: "both fields or none", found: "one")
    }
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.writeOptional(named?.key) { $0.write(bytes: $1) }
    writer.writeOptional(named?.possession) { $0.write(bytes: $1) }
  }
}
