// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import LedgerCore
import LedgerService
import Testing

/// Private keys, and what a hostile reader of the disk finds.
@Suite struct KeyStoreTests {
  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    let result = unsafe stat(path, &status)
    try #require(result == 0)
    return status.st_mode & 0o777
  }

  @Test func `keys are readable by their owner alone`() throws {
    let folder = try TemporaryFolder("keys")
    let old = umask(0)
    defer { umask(old) }
    let store = KeyStore(directory: folder.path + "/keys")
    _ = try store.create("one", algorithm: .ed25519)
    #expect(try mode(folder.path + "/keys/one.pem") == 0o600)
    #expect(try mode(folder.path + "/keys") == 0o700)
  }

  @Test func `a key is never written over`() throws {
    let folder = try TemporaryFolder("keys")
    let store = KeyStore(directory: folder.path)
    let first = try store.create("one", algorithm: .sm2)
    #expect(throws: ServiceError.self) { try store.create("one", algorithm: .sm2) }
    #expect(try store.key("one").verifyingKey == first.verifyingKey)
  }

  @Test func `a passphrase encrypts a key, and another does not open it`() throws {
    let folder = try TemporaryFolder("keys")
    let key = try KeyStore(directory: folder.path, passphrase: "correct horse")
      .create("one", algorithm: .sm2)
    let pem = try String(contentsOfFile: folder.path + "/one.pem", encoding: .utf8)
    #expect(pem.contains("BEGIN ENCRYPTED PRIVATE KEY"))
    for passphrase in [nil, "", "wrong"] {
      #expect(throws: ServiceError.self) {
        try KeyStore(directory: folder.path, passphrase: passphrase).key("one")
      }
    }
    let opened = try KeyStore(directory: folder.path, passphrase: "correct horse").key("one")
    #expect(opened.verifyingKey == key.verifyingKey)
  }

  @Test(arguments: ["../evil", "a/b", "", ".", "a b", "密钥"])
  func `a key's name leads nowhere else`(name: String) throws {
    let folder = try TemporaryFolder("keys")
    #expect(throws: ServiceError.self) {
      try KeyStore(directory: folder.path).create(name, algorithm: .ed25519)
    }
  }

  @Test func `nothing in a ledger's directory is secret`() async throws {
    let ledger = try PublishedLedger(name: "secret")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 20)
    // The last 32 bytes of an Ed25519 key in PKCS#8 are its secret (RFC 8410).
    let secrets = try ledger.keys.names().map { name in
      let pem = try String(contentsOfFile: "\(ledger.paths.keys)/\(name).pem", encoding: .utf8)
      let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
      return try #require(Data(base64Encoded: lines.joined())).suffix(32)
    }
    #expect(secrets.count == 3)
    let files = try #require(FileManager.default.enumerator(atPath: ledger.paths.root))
    var count = 0
    while let name = files.nextObject() as? String {
      let path = "\(ledger.paths.root)/\(name)"
      #expect(try mode(path) & 0o022 == 0, "\(name) can be written by others")
      guard let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty else { continue }
      count += 1
      #expect(bytes.range(of: Data("PRIVATE KEY".utf8)) == nil)
      for secret in secrets { #expect(bytes.range(of: secret) == nil, "\(name)") }
    }
    #expect(count >= 6)
  }

  @Test func `a file that is replaced is not written through somebody's link`() throws {
    let folder = try TemporaryFolder("keys")
    let (target, victim) = (folder.path + "/page", folder.path + "/victim")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: victim))
    for number in 0..<3 {
      let link = "\(target).\(getpid())-\(number).new"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: victim)
    }
    try LocalFile.write(Array("page".utf8), to: target)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "mine")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "page")
  }
}
