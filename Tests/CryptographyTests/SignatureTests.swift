// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing

/// The bytes of a hexadecimal literal.
func hex(_ text: String) throws -> [UInt8] {
  try #require(Hexadecimal.decode(text))
}

@Suite struct Ed25519Tests {
  /// Seed, public key, message, signature: RFC 8032 §7.1, tests 1 to 3.
  static let vectors: [(String, String, String, String)] = [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ]

  @Test(arguments: vectors)
  func `RFC 8032 vectors hold`(
    seed: String, publicKey: String, message: String, signature: String
  ) throws {
    let key = try SigningKey(seed: hex(seed))
    #expect(try key.verifyingKey.bytes == hex(publicKey))
    #expect(try key.signature(for: hex(message)) == hex(signature))
    let verifying = try VerifyingKey(algorithm: .ed25519, bytes: hex(publicKey))
    #expect(try verifying.isValidSignature(hex(signature), for: hex(message)))
    #expect(verifying == key.verifyingKey)
  }

  /// Encodings that are no usable key: the points of small order, y ≥ p, and no point at all.
  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0200000000000000000000000000000000000000000000000000000000000000",
  ])
  func `unusable points are refused`(encoded: String) throws {
    let bytes = try hex(encoded)
    #expect(throws: CryptographyError.invalidPoint(algorithm: .ed25519)) {
      try VerifyingKey(algorithm: .ed25519, bytes: bytes)
    }
  }
}

@Suite struct SM2Tests {
  /// GB/T 32918.5-2017 annex A, the key and the signature of "message digest".
  static let scalar = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
  static let point =
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
  static let signature =
    "3046022100F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    + "022100B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
  static let message = Array("message digest".utf8)

  @Test func `the GB/T 32918_5 signature verifies`() throws {
    let key = try VerifyingKey(algorithm: .sm2, bytes: hex(Self.point))
    #expect(try key.isValidSignature(hex(Self.signature), for: Self.message))
  }

  @Test func `the GB/T 32918_5 scalar gives the published point`() throws {
    let key = try SigningKey(algorithm: .sm2, seed: hex(Self.scalar))
    #expect(try key.verifyingKey.bytes == hex(Self.point))
    let signature = try key.signature(for: Self.message)
    #expect(key.verifyingKey.isValidSignature(signature, for: Self.message))
  }

  /// Made by `openssl dgst -sm3 -sign` with the key above and no distinguishing identifier.
  @Test func `a signature under the empty identifier is refused`() throws {
    let key = try VerifyingKey(algorithm: .sm2, bytes: hex(Self.point))
    let signature = try hex(
      "3045022100823eb7e8b041b7ec1b67cf1ef4a6460b687c10786b66e380e06f62d964b840"
        + "8402206832b125696d22fb8e7110fc67cee00ccb03a2d42a8ccfb2514a203daee7b942")
    #expect(!key.isValidSignature(signature, for: Self.message))
  }

  @Test func `a signature with raw r and s or trailing bytes is refused`() throws {
    let key = try VerifyingKey(algorithm: .sm2, bytes: hex(Self.point))
    let signature = try hex(Self.signature)
    #expect(!key.isValidSignature(signature + [0], for: Self.message))
    let raw = Array(signature[5..<37] + signature[40..<72])
    #expect(!key.isValidSignature(raw, for: Self.message))
  }

  @Test func `points off the curve or compressed are refused`() throws {
    var bytes = try hex(Self.point)
    bytes[64] ^= 1
    let offCurve = bytes
    #expect(throws: CryptographyError.invalidPoint(algorithm: .sm2)) {
      try VerifyingKey(algorithm: .sm2, bytes: offCurve)
    }
    bytes[64] ^= 1
    bytes[0] = 7
    let hybrid = bytes
    #expect(throws: CryptographyError.invalidPoint(algorithm: .sm2)) {
      try VerifyingKey(algorithm: .sm2, bytes: hybrid)
    }
  }

  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ])
  func `scalars out of range are refused`(scalar: String) throws {
    let seed = try hex(scalar)
    #expect(throws: CryptographyError.invalidScalar(algorithm: .sm2)) {
      try SigningKey(algorithm: .sm2, seed: seed)
    }
  }

  @Test func `the largest scalar is accepted`() throws {
    let seed = try hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121")
    #expect(try SigningKey(algorithm: .sm2, seed: seed).algorithm == .sm2)
  }
}

@Suite struct SigningKeyTests {
  @Test(arguments: SignatureAlgorithm.allCases)
  func `a generated key signs what it verifies`(algorithm: SignatureAlgorithm) throws {
    let key = try SigningKey.generate(algorithm)
    let other = try SigningKey.generate(algorithm).verifyingKey
    #expect(key.verifyingKey.bytes.count == algorithm.publicKeyByteCount)
    var random = SplitMix64(seed: 13)
    for count in [0, 1, 31, 64, 1_000, 70_000] {
      let message = random.bytes(count)
      let signature = try key.signature(for: message)
      #expect(key.verifyingKey.isValidSignature(signature, for: message))
      #expect(!other.isValidSignature(signature, for: message))
      #expect(!key.verifyingKey.isValidSignature(signature, for: message + [0]))
    }
    #expect(!key.verifyingKey.isValidSignature([], for: []))
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func `a flipped bit anywhere in the signature is refused`(
    algorithm: SignatureAlgorithm
  ) throws {
    let key = try SigningKey.generate(algorithm)
    let message = Array("一车绿电".utf8)
    let signature = try key.signature(for: message)
    for index in signature.indices {
      var wrong = signature
      wrong[index] ^= 1 << UInt8(index % 8)
      #expect(!key.verifyingKey.isValidSignature(wrong, for: message), "byte \(index)")
    }
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func `PEM round trips under a passphrase and in the clear`(
    algorithm: SignatureAlgorithm
  ) throws {
    let key = try SigningKey.generate(algorithm)
    let sealed = try key.pem(passphrase: "口令 with spaces")
    #expect(sealed.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))
    let opened = try SigningKey(pem: sealed, passphrase: "口令 with spaces")
    #expect(opened.verifyingKey == key.verifyingKey)
    let signature = try opened.signature(for: [1, 2, 3])
    #expect(key.verifyingKey.isValidSignature(signature, for: [1, 2, 3]))
    #expect(throws: CryptographyError.wrongPassphrase) {
      try SigningKey(pem: sealed, passphrase: "another")
    }
    #expect(throws: CryptographyError.passphraseRequired) {
      try SigningKey(pem: sealed, passphrase: nil)
    }
    let clear = try key.pem(passphrase: nil)
    #expect(clear.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(
      try SigningKey(pem: clear, passphrase: nil).verifyingKey == key.verifyingKey)
  }

  @Test func `texts that hold no supported key are refused`() throws {
    for text in ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
      #expect(throws: CryptographyError.malformedPEM) {
        try SigningKey(pem: text, passphrase: nil)
      }
    }
    // X25519, RFC 8410 §3 form: a valid key that cannot sign.
    let exchange = """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """
    #expect(throws: CryptographyError.unsupportedKey) {
      try SigningKey(pem: exchange, passphrase: nil)
    }
  }

  @Test(arguments: [0, 1_024]) func `passphrases of no usable length are refused`(
    count: Int
  ) throws {
    let key = try SigningKey.generate(.ed25519)
    let passphrase = String(repeating: "x", count: count)
    #expect(
      throws: CryptographyError.passphraseLength(found: count, allowed: 1...1_023)
    ) { try key.pem(passphrase: passphrase) }
  }

  @Test(arguments: [0, 31, 33]) func `key material of another length is refused`(
    count: Int
  ) throws {
    let bytes = [UInt8](repeating: 1, count: count)
    for algorithm in SignatureAlgorithm.allCases {
      #expect(
        throws: CryptographyError.wrongKeyLength(
          algorithm: algorithm, expected: 32, found: count)
      ) { try SigningKey(algorithm: algorithm, seed: bytes) }
      #expect(
        throws: CryptographyError.wrongKeyLength(
          algorithm: algorithm, expected: algorithm.publicKeyByteCount, found: count)
      ) { try VerifyingKey(algorithm: algorithm, bytes: bytes) }
    }
  }

  @Test func `key identifiers are eight bytes of the hash over algorithm and key`() throws {
    let key = try SigningKey.generate(.ed25519).verifyingKey
    let hash = HashFunction.sm3.digest(of: [1] + key.bytes)
    #expect(key.identifier(using: .sm3) == Array(hash.bytes[..<8]))
    #expect(key.identifier(using: .sm3) != key.identifier(using: .sha256))
  }

  @Test func `COSE identifiers round trip`() {
    for algorithm in SignatureAlgorithm.allCases {
      #expect(SignatureAlgorithm(coseIdentifier: algorithm.coseIdentifier) == algorithm)
    }
    #expect(SignatureAlgorithm.ed25519.coseIdentifier == -8)
    #expect(SignatureAlgorithm.sm2.coseIdentifier < -65_536)
    #expect(SignatureAlgorithm(coseIdentifier: -7) == nil)
  }
}
