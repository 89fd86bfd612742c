// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang monitor`.
struct MonitorCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Follow a published ledger: prove that it only grows, or keep evidence and exit 4.",
    discussion: """
      Examples:
        tanzhang monitor public --vkey ledger.vkey --state ledger.head
        tanzhang monitor public --vkey ledger.vkey --state ledger.head --all \\
          --policy city.policy --max-age 1d

      The first look reads every entry; later ones read what is new and hash it onto the tree that
      is known. --all reads the old entries once more. Run it from a timer; tanzhang-witness fetch
      brings a ledger from a URL.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The published directory.") var directory: String
  @Option(help: ArgumentHelp("The ledger's key as you know it.", valueName: "file"))
  var vkey: String
  @Option(help: ArgumentHelp("Where the last proven head is kept.", valueName: "file"))
  var state: String
  @Option(help: ArgumentHelp("Where evidence goes (default: evidence).", valueName: "dir"))
  var evidence = "evidence"
  @Flag(help: "Read every entry, not only the new ones.") var all = false
  @OptionGroup var policy: PolicyOptions

  func execute(_ console: Console) async throws {
    let keys = try ProofCheck.keys(
      in: String(decoding: try LocalFile.read(vkey), as: UTF8.self))
    let monitor = Monitor(
      keys, requirement: try policy.requirement(global), evidence: evidence)
    let known = try MonitorState(state, verifiers: keys)
    let report = try monitor.look(
      at: directory, known: known, isThorough: all, now: try global.seconds())
    if let next = report.state, next != known { try next.write(to: state) }
    if console.format == .json {
      console.print(Self.json(report).encoded(pretty: true))
    } else {
      console.print(report)
    }
    guard report.findings.isEmpty else { throw ExitStatus.unsound.code }
  }

  private static func json(_ report: MonitorReport) -> JSONValue {
    [
      "origin": .string(report.origin), "sound": .bool(report.findings.isEmpty),
      "previousSize": report.previousSize.map { .integer(Int64(clamping: $0)) } ?? .null,
      "size": report.size.map { .integer(Int64(clamping: $0)) } ?? .null,
      "root": report.root.map { .string($0.base64) } ?? .null,
      "entriesRead": .integer(Int64(clamping: report.entriesRead)),
      "findings": .array(
        report.findings.map { finding in
          [
            "kind": .string(finding.kind.rawValue), "detail": .string(finding.detail),
            "misbehaviour": .bool(finding.kind.isMisbehaviour),
            "evidence": finding.evidencePath.map { .string($0) } ?? .null,
            "zh": .string(finding.kind.sentence.chinese),
            "en": .string(finding.kind.sentence.english),
          ]
        }),
    ]
  }
}

extension Console {
  /// Prints a block for each finding, and in any case how far the ledger is proven.
  func print(_ report: MonitorReport) {
    for finding in report.findings {
      print("\(finding.kind.rawValue)  \(finding.kind.sentence[language])")
      print("  \(finding.detail)")
      if let path = finding.evidencePath {
        print((language == .chinese ? "  证据:" : "  evidence: ") + path)
      }
    }
    guard report.findings.isEmpty, let size = report.size, let root = report.root else { return }
    let (chinese, english) =
      report.previousSize.map { ("自 \($0) 条增至", "grew from \($0) to") }
      ?? ("首次核验,", "is proven for the first time:")
    print(
      language == .chinese
        ? "\(report.origin):\(chinese) \(size) 条,读取 \(report.entriesRead) 条"
        : "\(report.origin) \(english) \(size) entries, \(report.entriesRead) read")
    print(root.base64)
  }
}

/// The command `tanzhang check-evidence`.
struct CheckEvidenceCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-evidence",
    abstract: "Say what evidence of a monitor or a witness proves; 4 when the ledger is convicted.",
    discussion: """
      Example:
        tanzhang check-evidence evidence/fork-7-7-0011223344556677.json --vkey ledger.vkey
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The evidence.") var evidence: String
  @Option(help: ArgumentHelp("The ledger's key as you know it.", valueName: "file"))
  var vkey: String

  func execute(_ console: Console) async throws {
    let keys = try ProofCheck.keys(
      in: String(decoding: try LocalFile.read(vkey), as: UTF8.self))
    let contradiction = try Evidence.contradiction(in: try LocalFile.read(evidence))
    let verdict: Contradiction.Verdict
    do {
      verdict = try contradiction.verdict(origin: keys[0].name, verifiers: keys)
    } catch {
      throw ServiceError.invalid(
        BilingualText(
          "证据中的笔记并非该密钥所签:\(error)",
          "The notes in the evidence are not signed by this key: \(error)"))
    }
    console.print(verdict.sentence[console.language])
    if verdict == .fork || verdict == .rewritten { throw ExitStatus.unsound.code }
  }
}
