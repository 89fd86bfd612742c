// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang checkpoint`.
struct CheckpointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the newest checkpoint, a signed note; have it timestamped (RFC 3161).",
    discussion: """
      Examples:
        tanzhang checkpoint > today.checkpoint
        tanzhang checkpoint timestamp-request -o query
        curl -s -H 'Content-Type: application/timestamp-query' --data-binary @query \\
          https://tsa.example/ > reply
        tanzhang checkpoint timestamp-add reply --request query --tsa-ca timestamps.pem
      """,
    subcommands: [Show.self, TimestampRequestCommand.self, TimestampAdd.self, TimestampList.self],
    defaultSubcommand: Show.self)

  struct Show: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the newest checkpoint, with every cosignature kept of it.",
      discussion: "Example: tanzhang checkpoint show > today.checkpoint")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let checkpoint = try Cosignatures(try await reading().files).checkpoint()
      console.printExactly(String(decoding: checkpoint.note.bytes, as: UTF8.self))
    }
  }

  struct TimestampRequestCommand: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "timestamp-request",
      abstract: "Write a request for a timestamp over a checkpoint, in DER.",
      discussion: "Example: tanzhang checkpoint timestamp-request -o query")

    @OptionGroup var global: GlobalOptions
    @Option(help: "The size of the checkpoint (default: the newest).") var size: UInt64?
    @Option(name: [.customShort("o"), .long], help: "Where it goes.") var output: String

    func execute(_ console: Console) async throws {
      let request = try Timestamps(try await reading().files).request(ofSize: size)
      try LocalFile.write(request.bytes, to: output)
    }
  }

  struct TimestampAdd: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a timestamp; the checkpoint it is over is found by its digest.",
      discussion: """
        Example:
          tanzhang checkpoint timestamp-add reply --request query --tsa-ca timestamps.pem
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The authority's answer, a TimeStampResp in DER.") var reply: String
    @Option(help: ArgumentHelp("The request it answers; the nonces must agree.", valueName: "file"))
    var request: String?
    @Option(
      help: ArgumentHelp(
        "Certificates that must vouch for the authority (PEM).", valueName: "file"))
    var tsaCa: String?

    func execute(_ console: Console) async throws {
      var query: [UInt8]?
      if let request { query = try LocalFile.read(request) }
      var authorities: CertificateStore?
      if let tsaCa { authorities = try CertificateFile.read(tsaCa) }
      let line = try Timestamps(try await reading().files).keep(
        try LocalFile.read(reply), request: query, authorities: authorities)
      let time = "\(Timestamp(seconds: line.response.seconds))"
      console.note(
        BilingualText(
          "规模 \(line.size) 的检查点已盖时间戳:\(time)。",
          "The checkpoint of size \(line.size) is timestamped \(time)."))
    }
  }

  struct TimestampList: LedgerCommand {
    static let configuration = CommandConfiguration(
      commandName: "timestamps", abstract: "List the timestamps that are kept.",
      discussion: "Example: tanzhang checkpoint timestamps -O json")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      var table = TextTable([
        .init("size", "条目数", "SIZE", isNumber: true), .init("time", "时间", "TIME"),
        .init("policy", "策略", "POLICY"), .init("serial", "序列号", "SERIAL"),
      ])
      for line in try Timestamps(try await reading().files).lines() {
        table.append(
          "\(line.size)", "\(Timestamp(seconds: line.response.seconds))", line.response.policy,
          line.response.serial)
      }
      console.print(table)
    }
  }
}
