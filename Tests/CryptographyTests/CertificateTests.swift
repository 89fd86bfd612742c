// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Cryptography

/// Certificates and paths, against authorities that are the `openssl` command.
@Suite(.enabled(if: CommandFolder.command != nil)) struct CertificateTests {
  /// An authority by the kind of its key, and one participant's key below it.
  private final class Authority: CommandFolder {
    private let kind: String
    /// An SM2 signature needs its hash and identifier named.
    private var options: [String] {
      kind == "SM2" ? ["-sm3", "-sigopt", "distid:1234567812345678"] : []
    }

    init(_ kind: String) throws {
      self.kind = kind
      try super.init()
      try write("keyUsage=critical,digitalSignature\n", "leaf.ext")
      try write("basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n", "middle.ext")
      try makeKey("root", kind)
      try run(
        [
          "req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=Example Root", "-days",
          "36500", "-out", "root.pem",
        ] + options)
    }

    func makeKey(_ name: String, _ kind: String) throws {
      let parts = kind.split(separator: ":").map(String.init)
      var arguments = ["genpkey", "-algorithm", parts[0], "-out", "\(name).key"]
      if parts.count == 2 { arguments += ["-pkeyopt", parts[1...].joined()] }
      if parts.count == 3 { arguments += ["-pkeyopt", "\(parts[1]):\(parts[2])"] }
      try run(arguments)
      try run(["pkey", "-in", "\(name).key", "-pubout", "-out", "\(name).pub"])
    }

    func certify(_ name: String, by issuer: String, _ extensions: String) throws -> [UInt8] {
      try run(
        [
          "x509", "-new", "-force_pubkey", "\(name).pub", "-subj",
          "/O=Example \(name)/organizationIdentifier=NTRCN-91330400MA2EX00010", "-CA",
          "\(issuer).pem", "-CAkey", "\(issuer).key", "-set_serial", "7", "-days", "36500",
          "-extfile", extensions, "-out", "\(name).pem",
        ] + options)
      return try der(name)
    }

    func der(_ name: String) throws -> [UInt8] {
      try run(["x509", "-in", "\(name).pem", "-outform", "DER", "-out", "\(name).der"])
      return try read("\(name).der")
    }

    func signingKey(_ name: String) throws -> SigningKey {
      try SigningKey(pem: String(decoding: try read("\(name).key"), as: UTF8.self), passphrase: nil)
    }
  }

  private static let kinds = [
    "ED25519", "SM2", "EC:ec_paramgen_curve:P-256", "EC:ec_paramgen_curve:P-384",
    "RSA:rsa_keygen_bits:2048",
  ]

  @Test(arguments: kinds, ["ED25519", "SM2"])
  func `certificates of another tool are read and lead to its root`(
    kind: String, leafKind: String
  ) throws {
    let authority = try Authority(kind)
    try authority.makeKey("middle", kind)
    try authority.makeKey("leaf", leafKind)
    let middle = try Certificate(
      decoding: authority.certify("middle", by: "root", "middle.ext"))
    let leaf = try Certificate(decoding: authority.certify("leaf", by: "middle", "leaf.ext"))
    let root = try Certificate(decoding: authority.der("root"))
    #expect(leaf.certifies(try authority.signingKey("leaf").verifyingKey))
    #expect(leaf.serialNumber == "07")
    #expect(leaf.subject.values(of: CertificateName.organizationIdentifier).count == 1)
    #expect(leaf.issuer == middle.subject)
    #expect(leaf.constraints.allowsSignatures && !leaf.constraints.isAuthority)
    #expect(root.constraints.isAuthority)
    try CertificatePath.requireAnchor(root)
    try CertificatePath.verify([leaf, middle], to: root)
    // An authority below the root is an anchor as good, whoever issued it.
    try CertificatePath.verify([leaf], to: middle)
    for (chain, anchor) in [
      ([leaf], root), ([middle, leaf], root), ([leaf, middle, root], root), ([leaf], leaf),
      ([], root), ([leaf, root], middle),
    ] {
      #expect(throws: CertificateError.self) { try CertificatePath.verify(chain, to: anchor) }
    }
    let stranger = try Authority(kind)
    let other = try Certificate(decoding: stranger.der("root"))
    #expect(other.subject == root.subject)
    #expect(throws: CertificateError.self) {
      try CertificatePath.verify([leaf, middle], to: other)
    }
  }

  @Test func `times are read as they are meant, and no others`() throws {
    func seconds(_ text: String, _ tag: UInt8? = nil) throws(CertificateError) -> Int64 {
      let bytes = Array(text.utf8)
      let tag = tag ?? (bytes.count == 13 ? DERTag.utcTime : DERTag.generalizedTime)
      return try CertificateTime.seconds(
        bytes, DERElement(tag: tag, range: bytes.indices, contents: bytes.indices))
    }
    #expect(try seconds("700101000000Z") == 0)
    #expect(try seconds("491231235959Z") == 2_524_607_999)
    #expect(try seconds("500101000000Z") == -631_152_000)
    #expect(try seconds("20500101000000Z") == 2_524_608_000)
    #expect(try seconds("20240229120000Z") == 1_709_208_000)
    #expect(try seconds("99991231235959Z") == 253_402_300_799)
    #expect(try seconds("00000101000000Z") == -62_167_219_200)
    for text in [
      "700101000000", "70010100000Z", "700101000000+", "701301000000Z", "700100000000Z",
      "700229000000Z", "700101240000Z", "700101006000Z", "700101000060Z", "20230229000000Z",
      "2023022900000 Z", "", "21000229000000Z",
    ] {
      #expect(throws: CertificateError.self, "\(text)") { try seconds(text) }
    }
    #expect(throws: CertificateError.self) { try seconds("700101000000Z", DERTag.integer) }
  }

  @Test func `identifiers of objects are shown as they are written`() {
    #expect(DottedIdentifier.dotted([0x55, 0x04, 0x61]) == "2.5.4.97")
    #expect(DottedIdentifier.dotted([0x2a, 0x81, 0x1c, 0xcf, 0x55]) == "1.2.156.10197")
    #expect(DottedIdentifier.dotted([0x88, 0x37, 0x01]) == "2.999.1")
    let long = [UInt8](repeating: 0xff, count: 20) + [0x7f]
    #expect(DottedIdentifier.dotted([0x2a] + long) == "1.2.…")
  }

  @Test func `a line of a name acts on no terminal`() throws {
    let text = Array("\u{1b}[31mred\u{202e}x\n".utf8)
    let value = [0x0c, UInt8(text.count)] + text
    let pair = [0x30, UInt8(value.count + 5), 0x06, 0x03, 0x55, 0x04, 0x03] + value
    let set = [0x31, UInt8(pair.count)] + pair
    let bytes = [0x30, UInt8(set.count)] + set
    var reader = DERReader(bytes, bytes.indices)
    let name = try CertificateName(bytes, reader.next())
    #expect(name.line == "CN=?[31mred?x?")
  }
}
