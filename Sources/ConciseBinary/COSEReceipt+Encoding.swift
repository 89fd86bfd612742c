// SPDX-License-Identifier: Apache-2.0

extension COSEReceipt {
  /// The deterministic encoding of the protected header of a receipt.
  public static func protectedHeader(
    algorithm: Int64, structure: Int64, keyIdentifier: [UInt8], issuer: String, subject: String,
    numbers: [UInt64]? = nil
  ) -> [UInt8] {
    var writer = CBORWriter(reserving: 128)
    writer.writeMapHeader(4)
    writer.write(integer: COSESign1.Label.algorithm)
    writer.write(integer: algorithm)
    writer.write(integer: COSESign1.Label.keyIdentifier)
    writer.write(bytes: keyIdentifier)
    writer.write(integer: COSESign1.Label.claims)
    writer.writeMapHeader(numbers == nil ? 2 : 3)
    writer.write(integer: COSESign1.Claim.issuer)
    writer.write(text: issuer)
    writer.write(integer: Label.subject)
    writer.write(text: subject)
    if let numbers {
      writer.write(integer: Label.numbers)
      writer.writeArrayHeader(numbers.count)
      for number in numbers { writer.write(unsigned: number) }
    }
    writer.write(integer: Label.structure)
    writer.write(integer: structure)
    return writer.bytes
  }

  /// The bytes that are signed, for the root that the receipt leaves out.
  public func signatureInput(root: [UInt8]) -> [UInt8] {
    COSESign1.signatureInput(protected: protected, payload: root)
  }

  /// The whole receipt, tagged 18.
  public var bytes: [UInt8] {
    var writer = CBORWriter(reserving: 1_024)
    writer.writeTag(COSESign1.tag)
    writer.writeArrayHeader(4)
    writer.write(bytes: protected)
    writer.writeMapHeader(1)
    writer.write(integer: Label.proofs)
    writer.writeMapHeader(1)
    if case .inclusion = proof {
      writer.write(integer: Label.inclusion)
    } else {
      writer.write(integer: Label.consistency)
    }
    writer.writeArrayHeader(1)
    var encoded = CBORWriter(reserving: 32 + proof.path.count * 34)
    encoded.writeArrayHeader(3)
    for number in proof.numbers { encoded.write(unsigned: number) }
    encoded.writeArrayHeader(proof.path.count)
    for hash in proof.path { encoded.write(bytes: hash) }
    writer.write(bytes: encoded.bytes)
    writer.writeNull()
    writer.write(bytes: signature)
    return writer.bytes
  }
}
