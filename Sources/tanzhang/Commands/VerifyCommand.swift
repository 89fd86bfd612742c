// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import LedgerVerification
import Quantities

/// The command `tanzhang verify`.
struct VerifyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every byte of a ledger: silent and 0 when sound, else every finding and 4.",
    discussion: """
      Examples:
        tanzhang verify --old yesterday.checkpoint --vkey ledger.vkey
        tanzhang verify /srv/www/ledger --vkey ledger.vkey --witness witnesses.vkey --quorum 2
        tanzhang verify /srv/www/ledger --vkey ledger.vkey --policy city.policy --max-age 2d
        tanzhang verify --tsa-ca timestamps.pem --verbose
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The ledger or published directory (default: that of -f).") var directory: String?
  @Flag(help: "Print the findings as JSON; the same as -O json.") var json = false
  @Option(help: ArgumentHelp("Older checkpoints the ledger must continue.", valueName: "file"))
  var old: [String] = []
  @Option(
    help: ArgumentHelp(
      "The ledger's keys as you know them, one a line; each must have signed.", valueName: "file"))
  var vkey: [String] = []
  @Option(help: ArgumentHelp("Keys of witnesses, one a line.", valueName: "file"))
  var witness: [String] = []
  @Option(help: "How many of the witnesses must have cosigned (default: all given).")
  var quorum: Int?
  @OptionGroup var policy: PolicyOptions
  @Option(
    help: ArgumentHelp(
      "Certificates that vouch for timestamps (PEM); then there must be one.", valueName: "file"))
  var tsaCa: String?
  @Option(help: "The most findings printed; the rest is counted.") var maxFindings = 10_000
  @Flag(help: "Say what was checked when the ledger is sound.") var verbose = false

  func validate() throws {
    if policy.policy != nil, !witness.isEmpty || quorum != nil {
      throw ValidationError("Give --policy, or --witness and --quorum.")
    }
  }

  func execute(_ console: Console) async throws {
    var options = VerificationOptions()
    options.findingLimit = maxFindings
    options.patience = .seconds(2)
    for path in old { options.trustedCheckpoints.append(try LocalFile.read(path)) }
    options.pinnedKeys = try Input.logKeys(vkey)
    options.cosignatures = try requirement()
    if let tsaCa { options.timestampAuthorities = try CertificateFile.read(tsaCa) }
    let path = directory ?? global.paths.root
    guard LocalFile.exists(path) else {
      throw ServiceError.storage(.notALedger(path: path, reason: "it does not exist"))
    }
    let report = try await LedgerAudit.verify(path, options: options)
    if json || console.format == .json {
      console.print(Self.json(report).encoded(pretty: true))
    } else {
      console.print(report)
      if report.isSound, verbose { console.printSoundness(report) }
    }
    guard report.isSound else { throw ExitStatus.unsound.code }
  }

  /// The cosignatures asked for, by a policy or by keys and a number.
  private func requirement() throws(ServiceError) -> CosignatureRequirement? {
    guard !witness.isEmpty || quorum != nil else { return try policy.requirement(global) }
    var keys: [NoteVerifier] = []
    for path in witness {
      keys += try ProofCheck.keys(in: String(decoding: try LocalFile.read(path), as: UTF8.self))
    }
    return CosignatureRequirement(
      WitnessPolicy(witnesses: keys, threshold: quorum ?? keys.count),
      freshness: try policy.freshness(global))
  }

  private static func json(_ report: VerificationReport) -> JSONValue {
    [
      "origin": .string(report.origin), "sound": .bool(report.isSound),
      "size": .integer(Int64(report.size)), "reached": .integer(Int64(report.reachedSize)),
      "records": .integer(Int64(report.records)),
      "checkpoints": .integer(Int64(report.checkpoints)),
      "root": .string(Base64.encode(report.root.bytes)),
      "timestamp": report.newestTimestamp.map {
        ["size": .integer(Int64($0.size)), "time": .string("\(Timestamp(seconds: $0.seconds))")]
      } ?? .null,
      "findingCount": .integer(Int64(report.findingCount)),
      "findings": .array(report.findings.map(json)),
    ]
  }

  private static func json(_ finding: Finding) -> JSONValue {
    [
      "check": .string(finding.check.rawValue),
      "entry": finding.entry.map { .integer(Int64($0)) } ?? .null,
      "record": finding.record.map { .integer(Int64($0)) } ?? .null,
      "file": finding.file.map { .string($0) } ?? .null,
      "byteOffset": finding.byteOffset.map { .integer(Int64($0)) } ?? .null,
      "expected": .string(finding.expected), "actual": .string(finding.actual),
      "rule": finding.ruleCode.map { .string($0) } ?? .null,
      "mayFollowFrom": finding.mayFollowFrom.map { .integer(Int64($0)) } ?? .null,
      "zh": .string(finding.sentence.chinese), "en": .string(finding.sentence.english),
    ]
  }
}

extension Console {
  /// Prints a block for each finding; nothing for a sound ledger.
  func print(_ report: VerificationReport) {
    let isChinese = language == .chinese
    for finding in report.findings {
      var place: [String] = []
      if let entry = finding.entry { place.append(isChinese ? "条目 \(entry)" : "entry \(entry)") }
      if let record = finding.record {
        place.append(isChinese ? "记录 \(record)" : "record \(record)")
      }
      if let file = finding.file { place.append(file) }
      if let offset = finding.byteOffset {
        place.append(isChinese ? "字节 \(offset)" : "byte \(offset)")
      }
      let code = finding.ruleCode.map { " \($0)" } ?? ""
      let places = place.isEmpty ? "" : "  " + place.joined(separator: ", ")
      print("\(finding.check.rawValue)\(code)\(places)")
      print("  \(finding.sentence[language])")
      print((isChinese ? "  应为:" : "  expected: ") + finding.expected)
      print((isChinese ? "  实际:" : "  actual:   ") + finding.actual)
      if let earlier = finding.mayFollowFrom {
        print(isChinese ? "  或由条目 \(earlier) 引起" : "  may follow from entry \(earlier)")
      }
    }
    guard !report.isSound else { return }
    note(
      BilingualText(
        "\(report.size) 个条目中有 \(report.findingCount) 处问题。",
        "\(report.findingCount) findings in \(report.size) entries."))
  }

  func printSoundness(_ report: VerificationReport) {
    print(
      language == .chinese
        ? "\(report.origin):\(report.size) 个条目、\(report.records) 条记录、"
          + "\(report.checkpoints) 个检查点,全部相符。"
        : "\(report.origin): \(report.size) entries, \(report.records) records, "
          + "\(report.checkpoints) checkpoints, all sound.")
    print(Base64.encode(report.root.bytes))
    if report.reachedSize > report.size {
      print(
        language == .chinese
          ? "核验期间账本增长到 \(report.reachedSize) 个条目。"
          : "Meanwhile the ledger has grown to \(report.reachedSize) entries.")
    }
    guard let stamp = report.newestTimestamp else { return }
    let time = "\(Timestamp(seconds: stamp.seconds))"
    print(
      language == .chinese
        ? "前 \(stamp.size) 个条目在 \(time) 已存在(时间戳)。"
        : "The first \(stamp.size) entries existed at \(time) (timestamp).")
  }
}

/// The command `tanzhang rebuild`.
struct RebuildCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Verify the entries and make the stored state from them anew.",
    discussion: "Example: tanzhang rebuild -f Ledger/data")

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    let report = try await LedgerRebuilding.run(global.paths)
    console.print(report)
    guard report.isSound else { throw ExitStatus.unsound.code }
    console.note(
      BilingualText(
        "已由 \(report.size) 个条目重建状态。",
        "The state has been made anew from \(report.size) entries."))
  }
}

/// The command `tanzhang vkey`.
struct VkeyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "vkey",
    abstract: "Print the keys that check the ledger's checkpoints, one a line.",
    discussion: "Example: tanzhang vkey > ledger.vkey")

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    for key in try await reading().verifiers() { console.print(key.vkey) }
  }
}
