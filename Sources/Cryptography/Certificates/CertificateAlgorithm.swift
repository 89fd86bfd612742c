// SPDX-License-Identifier: Apache-2.0

/// The algorithms of certificates, by the DER of their AlgorithmIdentifier (RFC 5280 §4.1.1.2).
///
/// They are listed, so that what a ledger accepts does not follow the settings of a machine: a
/// library that knows more accepts no more, and one that knows less is the wrong one.
enum CertificateAlgorithm {
  /// What a public key is for.
  enum KeyKind: CaseIterable {
    case ed25519, sm2, p256, p384, rsa
  }

  /// The kind of the key whose AlgorithmIdentifier is `encoded`.
  static func keyKind(_ encoded: ArraySlice<UInt8>) -> KeyKind? {
    KeyKind.allCases.first { encoded.elementsEqual(identifier(of: $0)) }
  }

  /// Whether a signature whose AlgorithmIdentifier is `encoded` is one that keys of `kind` make.
  static func isSignature(_ encoded: ArraySlice<UInt8>, of kind: KeyKind) -> Bool {
    signatures(of: kind).contains { encoded.elementsEqual($0) }
  }

  /// Whether any kind of key makes the signature.
  static func isKnownSignature(_ encoded: ArraySlice<UInt8>) -> Bool {
    KeyKind.allCases.contains { isSignature(encoded, of: $0) }
  }

  /// The bits an RSA modulus may have: 112 bits of strength, and a bound on the work.
  static let modulusBits = 2_048...8_192

  private static func identifier(of kind: KeyKind) -> [UInt8] {
    let ellipticCurve: [UInt8] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    return switch kind {
    case .ed25519: ed25519
    case .sm2:
      [0x30, 0x13] + ellipticCurve + [0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d]
    case .p256:
      [0x30, 0x13] + ellipticCurve + [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
    case .p384: [0x30, 0x10] + ellipticCurve + [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22]
    case .rsa: rsa(0x01)
    }
  }

  private static func signatures(of kind: KeyKind) -> [[UInt8]] {
    switch kind {
    case .ed25519: [ed25519]
    case .sm2:
      // SM2 with SM3, without parameters and with NULL: both are in use.
      [
        [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x75],
        [0x30, 0x0c, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x75, 0x05, 0x00],
      ]
    case .p256, .p384:
      // ECDSA with SHA-256, SHA-384, SHA-512.
      [0x02, 0x03, 0x04].map {
        [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, $0]
      }
    case .rsa: [0x0b, 0x0c, 0x0d].map(rsa)  // PKCS #1 v1.5 with SHA-256, SHA-384, SHA-512.
    }
  }

  private static let ed25519: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]

  private static func rsa(_ last: UInt8) -> [UInt8] {
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last, 0x05, 0x00]
  }
}
