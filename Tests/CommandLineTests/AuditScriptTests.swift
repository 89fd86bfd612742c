// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerService
import Testing

/// The scripts of docs/VERIFY.md, on sound ledgers and on damaged ones.
@Suite struct AuditScriptTests {
  private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")
  /// Damages are chosen by it; any other will do.
  private static let seed: UInt64 = 20_260_731

  private static let sound = Result { try ForgedLedger.sound(.sha256Ed25519, size: 260) }
  private static let soundSM = Result { try ForgedLedger.sound(.sm3SM2, size: 18) }

  /// A sound ledger in a folder of its own, published, with a checkpoint kept from before.
  private static func copy(_ ledger: ForgedLedger, _ seed: UInt64) throws -> PublishedCopy {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-audit-\(UUID().uuidString)")
    let copy = PublishedCopy(
      folder: root.appendingPathComponent("public"), ledger: ledger,
      random: SplitMix64(seed: seed))
    try ledger.publish(to: copy.folder)
    try Data(ledger.vkey().utf8).write(to: root.appendingPathComponent("log.vkey"))
    try Data(ledger.checkpoint(ledger.items.count - 1))
      .write(to: root.appendingPathComponent("old.checkpoint"))
    return copy
  }

  private static func run(
    _ script: String, _ copy: PublishedCopy, old: Bool = false, key: Bool = true
  ) throws -> (output: String, code: Int32) {
    let root = copy.folder.deletingLastPathComponent()
    var arguments = ["-B", docs.appendingPathComponent(script).path, copy.folder.path]
    if key { arguments += ["--vkey", root.appendingPathComponent("log.vkey").path] }
    if old { arguments += ["--old", root.appendingPathComponent("old.checkpoint").path] }
    let result = try Python.run(arguments)
    let output = result.output.replacing(root.path + "/", with: "")
    return (output, result.code)
  }

  private static func check(_ damage: Damage, _ ledger: ForgedLedger) throws {
    let number = Damage.all.firstIndex { $0.testDescription == damage.testDescription } ?? 0
    var copy = try Self.copy(ledger, seed &+ UInt64(number))
    defer { try? FileManager.default.removeItem(at: copy.folder.deletingLastPathComponent()) }
    let place = try damage.action(&copy)
    let script = damage.needsRules ? "verify_rules.py" : "verify.py"
    let found = try run(script, copy, old: damage.needsOld)
    #expect(found.code == 1, "\(found.output)")
    #expect(place.isNamed(in: found.output), "\(place.prefix) is not in \(found.output)")
    if damage.isOnly { #expect(found.output.count { $0 == "\n" } == 1, "\(found.output)") }
    // What needs more than the bytes is invisible without: the test would prove nothing else.
    if damage.needsRules { #expect(try run("verify.py", copy).code == 0) }
    if damage.needsOld { #expect(try run("verify.py", copy).code == 0) }
  }

  @Test(.enabled(if: Python.hasEd25519, "\(Python.skipped)"), arguments: Damage.all)
  func `a damage is found, and the entry named`(damage: Damage) throws {
    try Self.check(damage, try Self.sound.get())
  }

  @Test(.enabled(if: Python.hasEd25519, "\(Python.skipped)"))
  func `a wrong hash above the leaves is found`() throws {
    var copy = try Self.copy(try Self.sound.get(), Self.seed)
    defer { try? FileManager.default.removeItem(at: copy.folder.deletingLastPathComponent()) }
    let place = try Damage.levelOne.action(&copy)
    let found = try Self.run("verify.py", copy)
    #expect(found.code == 1)
    #expect(place.isNamed(in: found.output), "\(found.output)")
  }

  @Test(
    .enabled(if: Python.hasSM, "\(Python.skipped)"),
    arguments: Damage.bytes + Damage.lengths + Damage.checkpoints + Damage.histories
      + Damage.statements)
  func `a damage of a ledger of the national suite is found`(damage: Damage) throws {
    try Self.check(damage, try Self.soundSM.get())
  }

  @Test(.enabled(if: Python.hasEd25519 && Python.hasSM, "\(Python.skipped)"))
  func `sound ledgers pass, and are what tanzhang calls sound`() async throws {
    for ledger in [try Self.sound.get(), try Self.soundSM.get()] {
      let copy = try Self.copy(ledger, Self.seed)
      defer { try? FileManager.default.removeItem(at: copy.folder.deletingLastPathComponent()) }
      let report = try await LedgerAudit.verify(copy.folder.path)
      #expect(report.isSound, "\(report.findings)")
      for script in ["verify.py", "verify_rules.py"] {
        for key in [true, false] {
          let found = try Self.run(script, copy, old: true, key: key)
          #expect(found.code == 0, "\(found.output)")
          #expect(found.output.contains("all \(ledger.items.count) entries are sound"))
        }
      }
    }
  }

  @Test(.enabled(if: Python.hasEd25519, "\(Python.skipped)"))
  func `what the command publishes passes`() throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    #expect(try command.run(["demo", "year", "--into", "city", "--quiet"]).code == 0)
    #expect(try command.run(["publish", "public", "-f", "city/data"]).code == 0)
    #expect(try command.run(["checkpoints", "--size", "40", "-f", "city/data"]).code == 0)
    let script = Self.docs.appendingPathComponent("verify_rules.py").path
    let folder = command.directory.appendingPathComponent("public").path
    let found = try Python.run(["-B", script, folder, "--vkey", "\(folder)/log.vkey"])
    #expect(found.code == 0, "\(found.output)")
  }

  @Test(.enabled(if: Python.hasEd25519, "\(Python.skipped)"))
  func `serial numbers are followed beyond a commitment to the state`() throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    let made = try command.run([
      "init", "--origin", "ledger.example/audit", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
      "--example",
    ])
    #expect(made.code == 0)
    #expect(try command.run(["commit"]).code == 0)
    #expect(try command.run(["publish", "public"]).code == 0)
    let script = Self.docs.appendingPathComponent("verify_rules.py").path
    let folder = command.directory.appendingPathComponent("public").path
    let found = try Python.run(["-B", script, folder, "--vkey", "\(folder)/log.vkey"])
    #expect(found.code == 0, "\(found.output)")
    #expect(!found.output.contains("does not know"), "\(found.output)")
  }

  @Test(.enabled(if: Python.hasEd25519 && Python.hasSM, "\(Python.skipped)"))
  func `a second line is demanded, under the key that entries name and under every key given`()
    throws
  {
    let command = try BuiltCommand()
    defer { command.remove() }
    let made = try command.run([
      "init", "--origin", "ledger.example/audit", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--example",
      "--second-line", "sm2",
    ])
    #expect(made.code == 0)
    #expect(try command.run(["publish", "public"]).code == 0)
    let folder = command.directory.appendingPathComponent("public").path
    let keys = try command.run(["vkey"]).output
    try command.write(keys, to: "both.vkey")
    let both = command.directory.appendingPathComponent("both.vkey").path
    let note = try String(contentsOfFile: "\(folder)/checkpoint", encoding: .utf8)
    func check(_ script: String, _ arguments: [String]) throws -> (output: String, code: Int32) {
      try Python.run(["-B", Self.docs.appendingPathComponent(script).path] + arguments)
    }
    for arguments in [[], ["--vkey", both], ["--vkey", "\(folder)/log.vkey"]] {
      for script in ["verify.py", "verify_rules.py"] {
        let found = try check(script, [folder] + arguments)
        #expect(found.code == 0, "\(found.output)")
        #expect(!found.output.contains("does not know"))
      }
    }
    let foreign = try check("second_line.py", ["\(folder)/checkpoint", both])
    #expect(foreign.code == 0 && foreign.output.contains("ok   openssl"), "\(foreign.output)")
    var lines = note.split(separator: "\n", omittingEmptySubsequences: false)
    lines.remove(at: 5)
    try command.write(lines.joined(separator: "\n"), to: "public/checkpoint")
    for arguments in [[], ["--vkey", both], ["--vkey", "\(folder)/log.vkey"]] {
      let found = try check("verify.py", [folder] + arguments)
      #expect(found.code == 1 && found.output.hasPrefix("checkpoint: not signed by"))
    }
    #expect(try check("second_line.py", ["\(folder)/checkpoint", both]).code == 1)
  }

  @Test(.enabled(if: Python.executable != nil, "\(Python.skipped)"))
  func `what cannot be checked is neither sound nor unsound`() throws {
    let script = Self.docs.appendingPathComponent("verify.py").path
    #expect(try Python.run(["-B", script, "/nonexistent"]).code == 2)
  }

  @Test func `there are thirty damages and more, and the script can be read in one go`() throws {
    #expect(Damage.all.count >= 30)
    #expect(Set(Damage.all.map(\.testDescription)).count == Damage.all.count)
    let text = try String(
      contentsOf: Self.docs.appendingPathComponent("verify.py"), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 250)
  }
}
