// SPDX-License-Identifier: Apache-2.0

/// The signature algorithms a ledger can be founded on.
public enum SignatureAlgorithm: UInt8, Sendable, CaseIterable {
  /// Ed25519 (RFC 8032), signatures of 64 bytes.
  case ed25519 = 1
  /// SM2 with SM3 (GB/T 32918.2-2016), signatures as DER SEQUENCE { r, s } (GB/T 35276-2017).
  ///
  /// The distinguishing identifier is always "1234567812345678", the default of GB/T 35276-2017.
  case sm2 = 2

  /// The identifier in COSE headers.
  ///
  /// Ed25519 is EdDSA, -8 (RFC 9053 §2.2). SM2 has no registered value; -65537 is the first of
  /// the private-use range below -65536 (RFC 9053 §11.2), so only ledgers of this format
  /// understand it.
  public var coseIdentifier: Int64 {
    switch self {
    case .ed25519: -8
    case .sm2: -65_537
    }
  }

  /// The algorithm of a COSE identifier; nil when it is none of ours.
  public init?(coseIdentifier: Int64) {
    guard let match = Self.allCases.first(where: { $0.coseIdentifier == coseIdentifier }) else {
      return nil
    }
    self = match
  }

  /// The number of bytes in a raw public key: a compressed Edwards point, or 04 ‖ X ‖ Y.
  public var publicKeyByteCount: Int {
    switch self {
    case .ed25519: 32
    case .sm2: 65
    }
  }
}
