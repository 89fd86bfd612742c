// SPDX-License-Identifier: Apache-2.0

extension COSESign1 {
  /// The bytes that are signed: the Sig_structure of RFC 9052 §4.4 for context "Signature1".
  public static func signatureInput(
    protected: Span<UInt8>, payload: Span<UInt8>, externalAAD: Span<UInt8>
  ) -> [UInt8] {
    var writer = CBORWriter(
      reserving: protected.count + payload.count + externalAAD.count + 40)
    writer.writeArrayHeader(4)
    writer.write(text: "Signature1")
    writer.write(bytes: protected)
    writer.write(bytes: externalAAD)
    writer.write(bytes: payload)
    return writer.bytes
  }

  /// The bytes that are signed when there is no external data, as in a ledger's statements.
  public static func signatureInput(
    protected: Span<UInt8>, payload: Span<UInt8>
  ) -> [UInt8] {
    let none: [UInt8] = []
    return signatureInput(protected: protected, payload: payload, externalAAD: none.span)
  }

  /// The bytes that are signed when there is no external data.
  public static func signatureInput(protected: [UInt8], payload: [UInt8]) -> [UInt8] {
    signatureInput(protected: protected.span, payload: payload.span)
  }

  /// The deterministic encoding of a protected header that `init(decoding:)` accepts.
  ///
  /// `identifier` is the CWT identifier: it makes a repeated submission recognisable.
  public static func protectedHeader(
    algorithm: Int64, keyIdentifier: [UInt8], contentType: String?, issuer: String,
    audience: String, issuedAt: Int64?, identifier: [UInt8]
  ) -> [UInt8] {
    var writer = CBORWriter(reserving: 128)
    writer.writeMapHeader(contentType == nil ? 3 : 4)
    writer.write(integer: Label.algorithm)
    writer.write(integer: algorithm)
    if let contentType {
      writer.write(integer: Label.contentType)
      writer.write(text: contentType)
    }
    writer.write(integer: Label.keyIdentifier)
    writer.write(bytes: keyIdentifier)
    writer.write(integer: Label.claims)
    writer.writeMapHeader(issuedAt == nil ? 3 : 4)
    writer.write(integer: Claim.issuer)
    writer.write(text: issuer)
    writer.write(integer: Claim.audience)
    writer.write(text: audience)
    if let issuedAt {
      writer.write(integer: Claim.issuedAt)
      writer.write(integer: issuedAt)
    }
    writer.write(integer: Claim.identifier)
    writer.write(bytes: identifier)
    return writer.bytes
  }

  /// The whole COSE_Sign1, tagged 18, with an empty unprotected header.
  public static func encode(
    protected: [UInt8], payload: [UInt8], signature: [UInt8]
  ) -> [UInt8] {
    var writer = CBORWriter(
      reserving: protected.count + payload.count + signature.count + 24)
    writer.writeTag(tag)
    writer.writeArrayHeader(4)
    writer.write(bytes: protected)
    writer.writeMapHeader(0)
    writer.write(bytes: payload)
    writer.write(bytes: signature)
    return writer.bytes
  }
}
