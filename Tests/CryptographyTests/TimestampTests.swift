// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Cryptography

/// Timestamps of RFC 3161, against an authority that is the `openssl` command.
@Suite(.enabled(if: CommandFolder.command != nil)) struct TimestampTests {
  private static let message = Array("ledger.example/city\n3\nAAAA\n".utf8)

  private func request(_ function: HashFunction = .sha256) throws -> TimestampRequest {
    try TimestampRequest(
      imprint: function.digest(of: Self.message), function: function, nonce: [0, 7, 9])
  }

  @Test(arguments: HashFunction.allCases)
  func `a stamp is verified by those who trust the root, and by them alone`(
    function: HashFunction
  ) throws {
    let authority = try TimestampAuthority()
    let before = UInt64(Date().timeIntervalSince1970) - 2
    let request = try request(function)
    let response = try TimestampResponse(decoding: authority.answer(request.bytes))
    #expect((before...(before + 120)).contains(response.seconds))
    #expect(response.function == function)
    #expect(response.policy == "1.2.3.4.1")
    #expect(response.serial == "02")
    #expect(response.nonce == "0709")
    #expect(response.nonce == TimestampRequest.nonce(in: request.bytes))
    let digest = function.digest(of: Self.message)
    let root = try CertificateStore(pem: authority.root)
    try response.verify(digest, function: function, authorities: root)
    let stranger = try CertificateStore(pem: TimestampAuthority().root)
    #expect(throws: CryptographyError.self) {
      try response.verify(digest, function: function, authorities: stranger)
    }
    #expect(throws: CryptographyError.self) {
      try response.verify(.zero, function: function, authorities: root)
    }
    let other: HashFunction = function == .sha256 ? .sm3 : .sha256
    #expect(throws: CryptographyError.self) {
      try response.verify(digest, function: other, authorities: root)
    }
  }

  @Test func `no changed byte of a stamp is believed`() throws {
    let authority = try TimestampAuthority()
    let bytes = try authority.answer(request().bytes)
    let digest = HashFunction.sha256.digest(of: Self.message)
    let root = try CertificateStore(pem: authority.root)
    let original = try TimestampResponse(decoding: bytes)
    var accepted = 0
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 0x01
      guard let response = try? TimestampResponse(decoding: changed) else { continue }
      do {
        try response.verify(digest, function: .sha256, authorities: root)
        // What no signature covers may change: a name of an algorithm, a status text.
        #expect(response.seconds == original.seconds)
        #expect(response.serial == original.serial)
        accepted += 1
      } catch {}
    }
    #expect(accepted < 40)
    for length in [0, 1, 10, bytes.count - 1] {
      #expect(throws: CryptographyError.self) {
        try TimestampResponse(decoding: Array(bytes.prefix(length)))
      }
    }
    #expect(throws: CryptographyError.self) { try TimestampResponse(decoding: bytes + [0]) }
    let huge = [UInt8](repeating: 0x30, count: TimestampResponse.byteLimit + 1)
    #expect(throws: CryptographyError.self) { try TimestampResponse(decoding: huge) }
  }

  @Test func `an authority whose certificate had expired vouches for nothing`() throws {
    let authority = try TimestampAuthority(days: -1)
    let response = try TimestampResponse(decoding: authority.answer(request().bytes))
    #expect(throws: CryptographyError.self) {
      try response.verify(
        HashFunction.sha256.digest(of: Self.message), function: .sha256,
        authorities: CertificateStore(pem: authority.root))
    }
  }

  @Test func `a refusal of the authority is no stamp`() throws {
    let authority = try TimestampAuthority()
    let garbage = try authority.answer(Array(request().bytes.dropLast(3)))
    #expect(throws: CryptographyError.self) { try TimestampResponse(decoding: garbage) }
  }

  @Test func `the command reads our request as it was meant`() throws {
    let authority = try TimestampAuthority()
    try Data(request(.sm3).bytes).write(to: authority.folder.appendingPathComponent("query"))
    let text = try authority.run(["ts", "-query", "-in", "query", "-text"])
    #expect(text.contains("Hash Algorithm: sm3"))
    #expect(text.contains("Certificate required: yes"))
    #expect(text.contains("Nonce: 0x0709"))
  }

  @Test func `certificates are read from PEM, whatever else is in it`() throws {
    let authority = try TimestampAuthority()
    let root = try authority.root
    #expect(throws: CryptographyError.malformedCertificates(found: 0)) {
      try CertificateStore(pem: Array("nothing".utf8))
    }
    let key = try authority.read("ca.key")
    #expect(throws: CryptographyError.malformedCertificates(found: 0)) {
      try CertificateStore(pem: key)
    }
    #expect(
      try CertificateStore(pem: Array("# Example Root\n".utf8) + root)
        == CertificateStore(pem: root))
  }
}
