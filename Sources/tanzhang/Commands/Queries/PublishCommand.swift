// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang publish`.
struct PublishCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Write the ledger as a static directory any web server serves (C2SP tlog-tiles).",
    discussion: """
      Examples:
        tanzhang publish /srv/www/ledger
        tanzhang publish /srv/www/ledger --policy witnesses.policy --max-age 1d --cosigned

      Run it again after more entries: what is there is kept, the checkpoint comes last, with every
      cosignature kept of it. With a policy nothing is published below its quorum.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The directory; made when missing.") var directory: String
  @Option(help: "Publish the first entries only; there must be a checkpoint of this size.")
  var size: UInt64?
  @OptionGroup var policy: PolicyOptions
  @Flag(help: "Publish the newest checkpoint that satisfies the policy, if need be an older one.")
  var cosigned = false

  func validate() throws {
    if cosigned, size != nil { throw ValidationError("Give --size or --cosigned, not both.") }
  }

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let requirement = try policy.requirement(global)
    var size = size
    if cosigned {
      guard let requirement else {
        throw ServiceError.invalid(
          BilingualText("--cosigned 须与 --policy 同用。", "--cosigned goes with --policy."))
      }
      size = try Cosignatures(reading.files).newestSize(satisfying: requirement)
    }
    let report = try Publication(reading.files, to: directory)
      .run(size: size, requirement: requirement)
    if !report.isStandard {
      console.note(
        BilingualText(
          "国密套件的账本只有 tlog-tiles 的形式,C2SP 工具不能验证。",
          "A ledger of the SM suite has the form of tlog-tiles only; C2SP tools cannot check it."))
    }
    switch console.format {
    case .text:
      console.print(
        console.language == .chinese
          ? "已发布 \(report.size) 条(此前 \(report.previousSize) 条),写入 \(report.filesWritten) 个文件"
          : "published \(report.size) entries (\(report.previousSize) before), "
            + "\(report.filesWritten) files written")
      console.print(report.root.base64)
    case .json, .csv:
      var table = TextTable([
        .init("size", "条目数", "SIZE"), .init("previousSize", "此前", "BEFORE"),
        .init("root", "树根", "ROOT"), .init("filesWritten", "写入", "WRITTEN"),
        .init("filesKept", "保留", "KEPT"), .init("bytesWritten", "字节", "BYTES"),
      ])
      table.append(
        "\(report.size)", "\(report.previousSize)", report.root.base64,
        "\(report.filesWritten)", "\(report.filesKept)", "\(report.bytesWritten)")
      console.print(table)
    }
  }
}

/// The command `tanzhang checkpoints`.
struct CheckpointsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoints",
    abstract: "Print the size and root of every checkpoint ever signed.",
    discussion: """
      Examples:
        tanzhang checkpoints -O csv
        tanzhang checkpoints --size 600 > checkpoint.600
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "Print the signed note of this size instead.") var size: UInt64?

  func execute(_ console: Console) async throws {
    let history = CheckpointHistory(try await reading().files)
    if let size {
      let note = try history.checkpoint(ofSize: size)
      return console.printExactly(String(decoding: note, as: UTF8.self))
    }
    var table = TextTable([
      .init("number", "序号", "NO."), .init("size", "条目数", "SIZE"),
      .init("root", "树根", "ROOT"),
    ])
    try history.forEach { line in
      table.append("\(line.number)", "\(line.size)", line.root.base64)
      return true
    }
    console.print(table)
  }
}

/// The command `tanzhang export`.
struct ExportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the whole book for tools of others.",
    discussion: """
      Examples:
        tanzhang export --format hledger | hledger -f - balance
        tanzhang export --format csv -o movements.csv
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    help: "hledger, beancount, csv (movements with balances) or jsonl (records).",
    transform: { text in
      guard let format = BookExport.Format(rawValue: text) else {
        throw ValidationError("--format is hledger, beancount, csv or jsonl.")
      }
      return format
    })
  var format: BookExport.Format
  @Option(name: [.customShort("o"), .long], help: "Where it goes (default: output).")
  var output: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    guard let output else {
      return try BookExport(format).run(on: reading) { console.printExactly($0) }
    }
    var bytes: [UInt8] = []
    try BookExport(format).run(on: reading) { bytes += Array($0.utf8) }
    try LocalFile.write(bytes, to: output)
  }
}
