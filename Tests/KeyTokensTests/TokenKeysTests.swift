// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import KeyTokens
import Quantities
import Testing

/// Keys in a token of SoftHSM; without softhsm2 these are skipped.
@Suite(.enabled(if: SoftToken.isInstalled, "softhsm2 is not installed"), .serialized)
struct TokenKeysTests {
  let tokens: SoftToken
  let keys: TokenKeys

  init() throws {
    tokens = try SoftToken.shared.get()
    keys = TokenKeys(pinFile: tokens.pinFile)
  }

  private func uri(_ token: String, _ attributes: String = "") throws -> TokenURI {
    try TokenURI(parsing: tokens.uri(token, attributes))
  }

  private func made(_ label: String) throws -> TokenKeyFile {
    try keys.generate(try uri("main"), algorithm: .ed25519, label: label)
  }

  @Test func `a key made in a token signs, and is found again by what was recorded`() throws {
    let recorded = try made("first")
    #expect(recorded.uri.text(.object) == "first")
    let key = try keys.open(try TokenKeyFile(parsing: recorded.text, at: "first.token"))
    #expect(key.verifyingKey == recorded.publicKey)
    for count in [0, 1, 100, 70_000] {
      let message = [UInt8](repeating: 7, count: count)
      let signature = try key.signature(for: message)
      #expect(recorded.publicKey.isValidSignature(signature, for: message))
    }
  }

  @Test func `a key made in a token is not to be had from it`() throws {
    let recorded = try made("confined")
    #expect(try keys.find(recorded.uri).isConfined)
    let key = try keys.open(recorded)
    #expect(throws: CryptographyError.self) { try key.pem(passphrase: nil) }
  }

  @Test func `a token makes the same signatures as the same key in a file`() throws {
    let key = try SigningKey.generate(.ed25519)
    try tokens.write(try key.pem(passphrase: nil), to: "imported.pem")
    try tokens.util(
      "--import", tokens.folder.path + "/imported.pem", "--token", "main", "--label", "imported",
      "--id", "0A0B", "--pin", SoftToken.pin)
    let (recorded, isConfined) = try keys.find(try uri("main", ";object=imported"))
    #expect(recorded.publicKey == key.verifyingKey)
    #expect(!isConfined, "it was in a file")
    let inToken = try keys.open(recorded)
    for text in ["", "a note\n", "一份声明"] {
      let message = Array(text.utf8)
      #expect(try inToken.signature(for: message) == key.signature(for: message))
    }
  }

  @Test func `threads take turns with one session`() async throws {
    let key = try keys.open(try made("turns"))
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          let message = Array("message \(number)".utf8)
          guard let signature = try? key.signature(for: message) else { return false }
          return key.verifyingKey.isValidSignature(signature, for: message)
        }
      }
      for await isValid in group { #expect(isValid) }
    }
  }

  @Test func `another key under the recorded name is noticed`() throws {
    let (one, other) = (try made("one"), try made("other"))
    let text = one.text.replacingOccurrences(
      of: Hexadecimal.encode(one.publicKey.bytes),
      with: Hexadecimal.encode(other.publicKey.bytes))
    let exchanged = try TokenKeyFile(parsing: text, at: "one.token")
    #expect {
      try keys.open(exchanged)
    } throws: { error in
      guard case .replaced = error as? TokenError else { return false }
      return true
    }
  }

  @Test func `a module that is missing, or is none, is named`() throws {
    for path in ["/nowhere/token.so", tokens.pinFile] {
      let uri = try TokenURI(parsing: "pkcs11:token=main;object=first?module-path=\(path)")
      #expect {
        try keys.find(uri)
      } throws: { error in
        guard case .moduleMissing(path, _) = error as? TokenError else { return false }
        return true
      }
    }
    #expect(throws: TokenError.incomplete(uri: "pkcs11:object=a", missing: .modulePath)) {
      try keys.find(try TokenURI(parsing: "pkcs11:object=a"))
    }
  }

  @Test func `tokens and keys that are not there, or are two, are refused`() throws {
    func refusal(_ token: String, _ attributes: String) throws -> String {
      let uri = try uri(token, attributes)
      do {
        _ = try keys.find(uri)
        return "found"
      } catch {
        return error.message.english
      }
    }
    #expect(try refusal("absent", ";object=a").contains("\"main (serial"))
    #expect(try refusal("twin", ";object=a").contains("Add serial="))
    #expect(try refusal("main", ";object=absent").contains("has no private key"))
    #expect(try refusal("main", "").contains("lacks object="))
    _ = try keys.generate(
      try uri("main", ";object=pair-a;id=%77"), algorithm: .ed25519, label: "unused")
    _ = try keys.generate(
      try uri("main", ";object=pair-b;id=%77"), algorithm: .ed25519, label: "unused")
    #expect(try refusal("main", ";id=%77").contains("more than one private key"))
    #expect(throws: TokenError.self) { try made("pair-a") }
  }

  @Test func `no SM2 key is made or read: PKCS#11 has no mechanism for it`() throws {
    #expect(throws: TokenError.noMechanism(.sm2)) {
      try keys.generate(try uri("main"), algorithm: .sm2, label: "national")
    }
    let point = try SigningKey.generate(.sm2).verifyingKey
    let file = try TokenKeyFile(
      parsing: "tanzhang-token/v1\n\(uri("main", ";object=a"))\nsm2 "
        + Hexadecimal.encode(point.bytes) + "\n", at: "a.token")
    #expect(throws: TokenError.noMechanism(.sm2)) { try keys.open(file) }
  }

  @Test func `a wrong PIN is given to a token once`() throws {
    try tokens.write("1111\n", to: "wrong-pin")
    let wrong = TokenKeys(pinFile: tokens.folder.path + "/wrong-pin")
    let strict = try uri("strict", ";object=a")
    for _ in 0..<3 {
      #expect {
        try wrong.find(strict)
      } throws: { error in
        guard case .pinWrong = error as? TokenError else { return false }
        return true
      }
    }
    // The right PIN now in the same file is not tried either: that the first was is remembered.
    try tokens.write(SoftToken.pin, to: "wrong-pin")
    #expect(throws: TokenError.self) { try wrong.find(strict) }
    #expect {
      try keys.find(strict)
    } throws: { error in
      guard case .noKey = error as? TokenError else { return false }
      return true
    }
  }

  @Test func `a PIN must be given, and be a line`() throws {
    for (name, text) in [("empty", "\n"), ("long", String(repeating: "1", count: 300))] {
      try tokens.write(text, to: name)
      let path = tokens.folder.path + "/" + name
      #expect(throws: TokenError.pinUnreadable(path: path)) {
        try TokenKeys(pinFile: path).find(try uri("closed", ";object=a"))
      }
    }
    #expect {
      try TokenKeys(pinFile: nil).find(try uri("closed", ";object=a"))
    } throws: { error in
      guard case .pinMissing = error as? TokenError else { return false }
      return true
    }
    let source = "&pin-source=file:" + tokens.pinFile
    #expect {
      try TokenKeys(pinFile: nil).find(
        try TokenURI(parsing: tokens.uri("closed", ";object=a") + source))
    } throws: { error in
      guard case .noKey = error as? TokenError else { return false }
      return true
    }
  }
}
