// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import KeyTokens
import Quantities
import Testing

/// A C compiler, for a module with faults that SoftHSM cannot have.
private enum Compiler {
  static let path = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static var isThere: Bool { path != nil && SoftToken.isInstalled }

  /// Compiles the module with a fault.
  static func module(_ fault: String, _ tokens: SoftToken) throws -> String {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/FaultyToken.c")
    let module = tokens.folder.path + "/\(fault).so"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = [
      "-shared", "-fPIC", "-DFAULT=\"\(fault)\"", "-DREAL_MODULE=\"\(tokens.module)\"",
      source.path, "-ldl", "-o", module,
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return module
  }
}

/// Tokens that are locked, lie or go.
@Suite(.enabled(if: Compiler.isThere, "softhsm2 or a C compiler is not installed"), .serialized)
struct FaultyTokenTests {
  let tokens: SoftToken
  let keys: TokenKeys

  init() throws {
    tokens = try SoftToken.shared.get()
    keys = TokenKeys(pinFile: tokens.pinFile)
  }

  /// What is recorded of a key that the module with a fault answers for.
  private func recorded(_ fault: String) throws -> TokenKeyFile {
    let uri = try TokenURI(parsing: tokens.uri("faulty"))
    let made = try keys.generate(uri, algorithm: .ed25519, label: fault)
    let module = try Compiler.module(fault, tokens)
    return try TokenKeyFile(
      parsing: made.text.replacingOccurrences(of: tokens.module, with: module), at: fault)
  }

  @Test(arguments: [
    ("final-try", "locks after one more wrong PIN"), ("flagged-locked", "is locked"),
    ("locked", "is locked"), ("flip", "is not the one recorded"),
    ("huge", "is not the one recorded"), ("none", "is not the one recorded"),
    ("removed", "CKR_DEVICE_REMOVED"), ("lacking", "CKR_FUNCTION_NOT_SUPPORTED"),
  ])
  func `a token that is locked, lies or is gone is not used`(
    fault: String, words: String
  ) throws {
    let recorded = try recorded(fault)
    do {
      _ = try keys.open(recorded)
      Issue.record("opened")
    } catch {
      #expect(error.message.english.contains(words), "\(error.message.english)")
      #expect(error.message.chinese != error.message.english)
    }
  }

  @Test func `a token that lies or goes later signs nothing`() throws {
    let lying = try keys.open(try recorded("flip-later"))
    #expect(throws: CryptographyError.deviceMismatch) { try lying.signature(for: [1]) }
    let going = try keys.open(try recorded("removed-later"))
    #expect {
      try going.signature(for: [1])
    } throws: { error in
      guard case .deviceFailed(let chinese, let english) = error as? CryptographyError else {
        return false
      }
      return english.contains("CKR_DEVICE_REMOVED") && chinese.contains("CKR_DEVICE_REMOVED")
    }
  }

  @Test func `a token with a keypad is asked without a PIN`() throws {
    let recorded = try recorded("keypad")
    let key = try TokenKeys(pinFile: nil).open(recorded)
    #expect(key.verifyingKey.isValidSignature(try key.signature(for: [1]), for: [1]))
  }
}
