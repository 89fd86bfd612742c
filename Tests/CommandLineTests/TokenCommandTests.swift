// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Where SoftHSM is; script/setup installs it.
private enum SoftHSM {
  static let module = "/usr/lib/softhsm/libsofthsm2.so"
  static let utility = "/usr/bin/softhsm2-util"

  static var isInstalled: Bool {
    [module, utility].allSatisfy { FileManager.default.isReadableFile(atPath: $0) }
  }
}

/// Keys in a token of SoftHSM, as they are typed; each command is a process of its own.
@Suite(.enabled(if: SoftHSM.isInstalled, "softhsm2 is not installed"))
struct TokenCommandTests {
  let command: BuiltCommand

  init() throws {
    command = try BuiltCommand()
    try command.write("directories.tokendir = tokens\nlog.level = ERROR\n", to: "softhsm.conf")
    try command.write("2468\n", to: "pin")
    try makeToken()
  }

  /// Makes a token, or another with the same name.
  private func makeToken() throws {
    let folder = command.directory.appendingPathComponent("tokens")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: SoftHSM.utility)
    process.arguments = [
      "--init-token", "--free", "--label", "city", "--pin", "2468", "--so-pin", "1357",
    ]
    process.currentDirectoryURL = command.directory
    process.environment = ["SOFTHSM2_CONF": "softhsm.conf"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private func run(_ arguments: [String], pin: String = "pin") throws -> BuiltCommand.Result {
    try command.run(
      arguments,
      environment: ["SOFTHSM2_CONF": "softhsm.conf", "TANZHANG_PIN_FILE": pin])
  }

  @discardableResult
  private func succeed(_ arguments: [String], pin: String = "pin") throws -> String {
    let result = try run(arguments, pin: pin)
    #expect(result.code == 0, "\(arguments): \(result.messages)")
    return result.output
  }

  private func makeKey(_ name: String, keys: String = "keys") throws {
    try succeed([
      "key", "new", name, "--keys", keys, "--token",
      "pkcs11:token=city?module-path=\(SoftHSM.module)",
    ])
  }

  private func makeLedger() throws {
    try makeKey("checkpoint")
    try makeKey("authority")
    try succeed([
      "init", "--origin", "ledger.example/token", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
    ])
  }

  private let registration = [
    "participant", "register", "--identifier", "91330400MA2EX00137", "--name-zh", "示例光伏",
    "--name-en", "Example Solar", "--province", "CN-NX",
  ]

  @Test func `a ledger whose keys are in a token is written and verified`() throws {
    defer { command.remove() }
    try makeLedger()
    try makeKey("solar")
    try succeed(registration + ["--key", "solar"])
    try succeed([
      "key", "rotate", "91330400MA2EX00137", "--new", "solar-2", "--as", "solar",
    ])
    // What checks the ledger needs no token.
    try succeed(["verify"], pin: "absent")
    try succeed(["vkey"], pin: "absent")
    let list = try succeed(["key", "list"])
    #expect(list.split(separator: "\n").count == 6)
    let held = try FileManager.default.contentsOfDirectory(
      atPath: command.directory.appendingPathComponent("keys").path)
    #expect(
      held.sorted() == [
        "authority.token", "checkpoint.token", "commitment.pem", "solar-2.pem", "solar.token",
      ])
  }

  @Test func `a wrong, missing or absent PIN registers nothing and says what to do`() throws {
    defer { command.remove() }
    try makeLedger()
    try command.write("1111\n", to: "wrong")
    let before = try succeed(["vkey"])
    for (pin, words) in [
      ("wrong", "refused the PIN in wrong"), ("absent", "absent, cannot be read"), ("", "PIN"),
    ] {
      let result = try run(registration, pin: pin)
      #expect(result.code == 5)
      #expect(result.messages.contains(words), "\(result.messages)")
    }
    let chinese = try run(registration + ["--lang", "zh"], pin: "wrong")
    #expect(chinese.messages.contains("不接受 wrong 中的 PIN"))
    #expect(try succeed(["vkey"]) == before)
    try succeed(["verify"])
    try succeed(registration)
  }

  @Test func `a token that is gone, empty or another is told apart`() throws {
    defer { command.remove() }
    try makeLedger()
    try makeToken()
    let empty = try run(registration)
    #expect(empty.code == 3)
    #expect(empty.messages.contains("has no private key"), "\(empty.messages)")

    // The same names in another token: what it signs is not what was recorded.
    let note = command.directory.appendingPathComponent("keys/checkpoint.token")
    let recorded = try String(contentsOf: note, encoding: .utf8)
    try makeKey("checkpoint", keys: "others")
    try makeKey("authority", keys: "others")
    let others = command.directory.appendingPathComponent("others/checkpoint.token")
    let exchanged = try String(contentsOf: others, encoding: .utf8)
    let lines = exchanged.split(separator: "\n").prefix(2) + [recorded.split(separator: "\n")[2]]
    try (lines.joined(separator: "\n") + "\n").write(to: note, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: note.path)
    let replaced = try run(registration + ["--keys", "others"])
    #expect(replaced.messages.contains("is not the key of this ledger's checkpoints"))
    try FileManager.default.removeItem(
      at: command.directory.appendingPathComponent("keys/authority.token"))
    try FileManager.default.copyItem(
      at: command.directory.appendingPathComponent("others/authority.token"),
      to: command.directory.appendingPathComponent("keys/authority.token"))
    let other = try run(registration)
    #expect(other.code == 5)
    #expect(other.messages.contains("is not the one recorded"), "\(other.messages)")

    try FileManager.default.removeItem(at: command.directory.appendingPathComponent("tokens"))
    try FileManager.default.createDirectory(
      at: command.directory.appendingPathComponent("tokens"), withIntermediateDirectories: true)
    let gone = try run(registration)
    #expect(gone.code == 3)
    #expect(gone.messages.contains("There is no token"), "\(gone.messages)")
    try succeed(["verify"])
  }

  @Test func `a key that is in a token already is linked, and a PIN in a URI is refused`() throws {
    defer { command.remove() }
    try makeKey("solar")
    let uri = "pkcs11:token=city;object=solar?module-path=\(SoftHSM.module)"
    let made = try succeed(["key", "list"])
    let linked = try succeed(["key", "link", "same", "--token", uri])
    #expect(
      linked.split(separator: "\n")[1].split(separator: " ").last
        == made.split(separator: "\n")[1].split(separator: " ").last)
    let refused = try run(["key", "link", "third", "--token", uri + "&pin-value=2468"])
    #expect(refused.code == 5)
    #expect(refused.messages.contains("a PIN has no place in a URI"))
    let national = try run([
      "key", "new", "national", "--suite", "sm3-sm2", "--token", uri,
    ])
    #expect(national.code == 5)
    #expect(national.messages.contains("PKCS#11 has no mechanism for SM2 signatures"))
  }
}
