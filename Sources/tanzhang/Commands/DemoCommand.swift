// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import LedgerVerification
import Quantities

/// The command `tanzhang demo`.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Live through a year of an example city, or tamper with it.",
    discussion: """
      Example:
        tanzhang demo --into /tmp/city
        tanzhang demo tamper -f /tmp/city/data
      """,
    subcommands: [DemoYearCommand.self, DemoTamperCommand.self],
    defaultSubcommand: DemoYearCommand.self)
}

/// The command `tanzhang demo year`.
struct DemoYearCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "year", abstract: "Issue, trade, retire, refuse, expire; verify and prove it all.",
    discussion: """
      Example:
        tanzhang demo year --into /tmp/city --lang zh
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    help: ArgumentHelp(
      "Where to make the ledger (default: the next free Ledger/demo-N).", valueName: "dir"))
  var into: String?
  @Option(
    help: ArgumentHelp(
      "The folder of methodology documents (default: the project's Methodologies).",
      valueName: "dir"))
  var methodologies: String?

  func execute(_ console: Console) async throws {
    let into = into ?? Self.nextFree("Ledger/demo")
    let paths = LedgerPaths(root: "\(into)/data", keys: "\(into)/keys")
    let folder = methodologies.map { MethodologyFolder($0) } ?? MethodologyFolder.shipped()
    let demonstration = Demonstration(
      paths: paths, language: console.language, methodologies: folder
    ) { console.print($0) }
    try await demonstration.run()
    try await verify(paths, console)
    let reading = try await LedgerReading(paths)
    console.heading("企业余额", "Balances by enterprise")
    console.printTree(try BalanceQuery().run(on: reading.rows))
    console.print(reading.standpoint)
    if let code = demonstration.retiredCertificate {
      console.heading("一张绿证的一生", "The life of one certificate")
      let (unit, events) = try LifeQuery(code: code).run(on: reading)
      console.print("  \(unit.code)")
      for event in events { console.print("  \(event.sentence[console.language])") }
    }
    try await explainCredits(demonstration, reading, console)
    try prove(reading, console)
    showNextSteps(paths, demonstration.neutralisedTonne, console)
  }

  /// The demonstration never touches an earlier one.
  private static func nextFree(_ name: String) -> String {
    var number = 1
    while LocalFile.exists("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
  }

  private func verify(_ paths: LedgerPaths, _ console: Console) async throws {
    console.heading("验证:逐字节、逐签名、逐规则", "Verification: every byte, signature, rule")
    let clock = ContinuousClock()
    let start = clock.now
    let report = try await LedgerAudit.verify(paths.root)
    let elapsed = (clock.now - start).components
    guard report.isSound else {
      console.complain(report.findings.first.map { "\($0)" } ?? "")
      throw ExitStatus.unsound.code
    }
    let milliseconds = elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000
    console.print(
      BilingualText(
        "  \(report.size) 条目、\(report.records) 条记录、\(report.checkpoints) 个检查点,"
          + "0 处问题(\(milliseconds) ms)",
        "  \(report.size) entries, \(report.records) records, \(report.checkpoints) "
          + "checkpoints: 0 findings (\(milliseconds) ms)"
      )[console.language])
  }

  /// From the tonne that neutralised the event back to its rides; and everything once more from
  /// the entries alone.
  private func explainCredits(
    _ demonstration: Demonstration, _ reading: LedgerReading, _ console: Console
  ) async throws {
    guard let tonne = demonstration.neutralisedTonne else { return }
    console.heading("一吨的来历", "Where one tonne comes from")
    let explanation = try CreditExplanationQuery(code: tonne).run(on: reading)
    for line in explanation.lines(in: console.language) { console.print("  \(line)") }
    console.heading("仅凭条目重算", "Recomputed from the entries alone")
    let report = try await Recomputation().run(reading.paths.root)
    console.print(report)
    if !report.isRight { throw ExitStatus.unsound.code }
  }

  /// Proves that the newest entry is in the ledger, and checks the proof with the proof alone.
  private func prove(_ reading: LedgerReading, _ console: Console) throws {
    console.heading("一份可离线核对的证明", "A proof that can be checked offline")
    let index = reading.standpoint.size / 2
    let proof = try Prover(reading.files).prove(index)
    let key = try CheckpointKey.verifier(genesis: try reading.genesisEntry())
    let check = try ProofCheck(proof: proof.proof.bytes, keys: [key], entry: proof.entry)
    console.print(
      BilingualText(
        "  条目 \(check.index) 在 \(check.origin) 的前 \(check.size) 条之内:\(proof.proof.path.count) "
          + "个哈希、1 个签名,核对通过",
        "  entry \(check.index) is among the first \(check.size) of \(check.origin): "
          + "\(proof.proof.path.count) hashes and one signature, checked"
      )[console.language])
  }

  private func showNextSteps(_ paths: LedgerPaths, _ tonne: String?, _ console: Console) {
    console.heading("接着试试", "Try next")
    let explain = tonne.map { ["tanzhang credit explain \($0) -f \(paths.root)"] } ?? []
    for line in [
      "tanzhang balance -f \(paths.root)",
      "tanzhang verify -f \(paths.root)",
      "tanzhang show 30 -f \(paths.root)",
      "tanzhang prove 30 -f \(paths.root) -o /tmp/30.tlog-proof",
      "tanzhang demo tamper -f \(paths.root)",
    ] + explain {
      console.print("  \(line)")
    }
  }
}

/// The command `tanzhang demo tamper`.
struct DemoTamperCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "tamper",
    abstract: "Change one byte of a copy in each kind of place; show which check notices.",
    discussion: """
      Example:
        tanzhang demo tamper -f Ledger/demo/data
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("Where to put the copy.", valueName: "dir"))
  var copy = "/tmp/tanzhang-tamper"

  func execute(_ console: Console) async throws {
    let results = try await TamperTour(global.paths, copy: copy).run()
    var unnoticed = 0
    for result in results {
      let place = "\(result.name[console.language])  (\(result.file) @ \(result.offset))"
      guard let first = result.first else {
        unnoticed += 1
        console.print("✗ \(place)")
        continue
      }
      console.print("✓ \(place)")
      console.print("    \(first.check.rawValue): \(first.sentence[console.language])")
    }
    if unnoticed > 0 { throw ExitStatus.unsound.code }
  }
}

extension Console {
  /// Writes a heading of the demonstration.
  func heading(_ chinese: String, _ english: String) {
    print("\n━━ \(language == .chinese ? chinese : english)")
  }
}
