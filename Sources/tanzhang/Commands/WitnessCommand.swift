// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang witness`.
struct WitnessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Be a witness: cosign checkpoints that extend those seen before (C2SP tlog-witness).",
    discussion: """
      Example, a witness in three commands; any web server that runs CGI programs can face it:

        tanzhang witness init witness --name witness.example/w1 > w1.vkey
        tanzhang witness follow witness --vkey ledger.vkey
        tanzhang witness answer witness --request request -o answer

      The key is `witness` in --keys (--as chooses another). What was cosigned is stored before the
      answer. Evidence against a ledger is kept below logs/ in the directory.
      """,
    subcommands: [Init.self, Follow.self, List.self, Answer.self])

  /// Opens the witness in `directory` with its key.
  static func desk(
    _ directory: String, _ global: GlobalOptions
  ) throws(ServiceError) -> WitnessDesk {
    let keys = try keyStore(directory, global)
    return try WitnessDesk(directory, key: try keys.key(keyName(global)))
  }

  static func keyName(_ global: GlobalOptions) -> String {
    global.signer ?? ProcessSurroundings.variable("TANZHANG_AS") ?? "witness"
  }

  static func keyStore(
    _ directory: String, _ global: GlobalOptions
  ) throws(ServiceError) -> KeyStore {
    let given = global.keys ?? ProcessSurroundings.variable("TANZHANG_KEYS")
    let paths = LedgerPaths(root: directory, keys: given)
    return try global.keyStore(paths)
  }

  struct Init: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a witness and its key; the key that checks its cosignatures is printed.",
      discussion: "Example: tanzhang witness init witness --name witness.example/w1 > w1.vkey")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The directory of the witness; made when missing.") var directory: String
    @Option(help: "The name in its cosignatures, a URL without scheme by custom.")
    var name: String
    @Option(help: "The suite its key is of: sha256-ed25519 (C2SP cosignature/v1) or sm3-sm2.")
    var suite = "sha256-ed25519"

    func execute(_ console: Console) async throws {
      let chosen = Suite.all[try Input.choice(suite, of: Suite.names, "--suite")]
      let keys = try WitnessCommand.keyStore(directory, global)
      let keyName = WitnessCommand.keyName(global)
      let key =
        if keys.names().contains(keyName) {
          try keys.key(keyName)
        } else {
          try keys.create(keyName, algorithm: chosen.signature)
        }
      try WitnessDesk.create(directory, name: name)
      console.print(try WitnessDesk(directory, key: key).verifier.vkey)
    }
  }

  struct Follow: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begin to follow a ledger.",
      discussion: "Example: tanzhang witness follow witness --vkey ledger.vkey")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The directory of the witness.") var directory: String
    @Option(help: ArgumentHelp("The ledger's key, or keys, one a line.", valueName: "file"))
    var vkey: String
    @Flag(help: "Replace the keys of a ledger that is followed already.") var replace = false

    func execute(_ console: Console) async throws {
      let text = String(decoding: try LocalFile.read(vkey), as: UTF8.self)
      let keys = try ProofCheck.keys(in: text)
      try WitnessCommand.desk(directory, global).follow(keys, isReplacing: replace)
      let name = keys.first?.name ?? ""
      console.note(BilingualText("开始见证 \(name)。", "\(name) is followed."))
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the ledgers followed, and what was cosigned last.",
      discussion: "Example: tanzhang witness list witness -O json")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The directory of the witness.") var directory: String

    func execute(_ console: Console) async throws {
      var table = TextTable([
        .init("origin", "账本", "LEDGER"), .init("size", "条目数", "SIZE", isNumber: true),
        .init("root", "树根", "ROOT"), .init("time", "见证时间", "COSIGNED"),
      ])
      for log in try WitnessCommand.desk(directory, global).logs() {
        let time = log.latest.map { _ in "\(Timestamp(seconds: log.time))" }
        table.append(
          log.origin, "\(log.size)", log.latest?.checkpoint.root.base64 ?? "", time ?? "")
      }
      console.print(table)
    }
  }

  struct Answer: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Answer one request, from a file or as a CGI program (RFC 3875).",
      discussion: """
        Examples:
          tanzhang witness answer witness --request request -o answer
          TANZHANG_KEYS=keys tanzhang witness answer witness   # by a web server

        Without REQUEST_METHOD the request is the body of an add-checkpoint request. The exit code
        is 0 whenever there is an answer, whatever its status.
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The directory of the witness.") var directory: String
    @Option(help: ArgumentHelp("The request (default: the standard input).", valueName: "file"))
    var request: String?
    @Option(name: [.customShort("o"), .long], help: "Where the answer goes (default: output).")
    var output: String?

    func execute(_ console: Console) async throws {
      let isGateway = ProcessSurroundings.variable("GATEWAY_INTERFACE") != nil
      let text = try response().gatewayText(lineEnd: isGateway ? "\r\n" : "\n")
      guard let output else { return console.printExactly(text) }
      try LocalFile.write(Array(text.utf8), to: output)
    }

    private func response() throws(ServiceError) -> WitnessResponse {
      let desk = try WitnessCommand.desk(directory, global)
      let now = try global.seconds()
      if let request { return WitnessResponse(desk.answer(try LocalFile.read(request), now: now)) }
      let limit = AddCheckpointRequest.byteLimit
      let length = ProcessSurroundings.variable("CONTENT_LENGTH").map { Int($0) ?? limit + 1 }
      if let length, length < 0 || length > limit {
        return WitnessResponse(status: 413, body: Array("The body is too long.\n".utf8))
      }
      let body = ProcessSurroundings.readInput(limit: length ?? limit + 1)
      let method = ProcessSurroundings.variable("REQUEST_METHOD") ?? "POST"
      let path = ProcessSurroundings.variable("PATH_INFO") ?? WitnessDesk.submissionPath
      return desk.respond(method, path, body: body, now: now)
    }
  }
}
