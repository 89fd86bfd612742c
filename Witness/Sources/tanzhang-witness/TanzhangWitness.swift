// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FileStorage
import LedgerService
import WitnessNetwork

/// The command line of what talks over a network.
@main
struct TanzhangWitness: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tanzhang-witness",
    abstract: "Witness, feed witnesses and fetch published ledgers over HTTP.",
    discussion: """
      Exit codes are those of tanzhang: 0 done · 1 failed · 3 not found · 4 does not verify ·
      5 refused · 64 usage.
      """,
    version: "0.1.0",
    subcommands: [Serve.self, Feed.self, Fetch.self, Check.self])
}

/// A command whose failures are messages and exit codes.
protocol NetworkCommand: AsyncParsableCommand {
  func execute() async throws
}

extension NetworkCommand {
  func run() async throws {
    do {
      try await execute()
    } catch let error as ServiceError {
      Self.complain(error.message(in: Self.language))
      throw ExitCode(Self.code(error))
    } catch let error as NetworkError {
      Self.complain("\(error)")
      throw ExitCode(1)
    }
  }

  static var language: Language {
    let tag =
      ProcessSurroundings.variable("LC_ALL") ?? ProcessSurroundings.variable("LANG") ?? ""
    return Language(tag: tag) ?? .english
  }

  static func complain(_ message: String) {
    ProcessSurroundings.write(Array("tanzhang-witness: \(message)\n".utf8), to: .error)
  }

  private static func code(_ error: ServiceError) -> Int32 {
    switch error {
    case .notFound, .storage(.notALedger): 3
    case .unsound, .storage(.damaged): 4
    case .storage: 1
    case .invalid, .rejected: 5
    }
  }

  /// The keys in a file, one vkey a line.
  func keys(_ path: String) throws -> [NoteVerifier] {
    try ProofCheck.keys(in: String(decoding: try LocalFile.read(path), as: UTF8.self))
  }
}

struct Serve: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer for a witness over HTTP (C2SP tlog-witness).",
    discussion: """
      Example:
        tanzhang-witness serve witness --keys keys --listen 127.0.0.1:7391

      Make the directory with `tanzhang witness init` and `follow`. Put a web server with TLS
      before it.
      """)

  @Argument(help: "The directory of the witness.") var directory: String
  @Option(help: "The directory of its key.") var keys = "keys"
  @Option(name: .customLong("as"), help: "The name of its key.") var signer = "witness"
  @Option(help: ArgumentHelp("A file whose first line is the passphrase.", valueName: "file"))
  var passphraseFile: String?
  @Option(help: "The IPv4 address and port.") var listen = "127.0.0.1:7391"

  func execute() async throws {
    let passphrase = try passphraseFile.map(LocalFile.firstLine(of:))
    let key = try KeyStore(directory: keys, passphrase: passphrase).key(signer)
    let desk = try WitnessDesk(directory, key: key)
    let server = try WitnessServer(desk, on: listen, now: Clock.seconds)
    Self.complain("\(desk.verifier.vkey) listens on \(listen)")
    try await server.run()
  }
}

struct Feed: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have every witness of a policy cosign a ledger's checkpoint.",
    discussion: """
      Example:
        tanzhang-witness feed Ledger/data --policy witnesses.policy
        tanzhang publish public --policy witnesses.policy

      Witnesses without a URL in the policy are left out. Exit code 4 when a witness says that the
      checkpoint contradicts what it saw; 5 when the policy's quorum is not reached.
      """)

  @Argument(help: "The ledger's directory.") var ledger: String
  @Option(help: ArgumentHelp("The witnesses (C2SP tlog-policy).", valueName: "file"))
  var policy: String
  @Option(help: "The size of the checkpoint (default: the newest).") var size: UInt64?
  @Option(help: "Where evidence goes (default: evidence, beside the ledger).")
  var evidence: String?
  @Option(help: "How many seconds to wait for an answer.") var timeout = 30

  func execute() async throws {
    let reading = try await LedgerReading(LedgerPaths(root: ledger))
    let policy = try PolicyFile.read(policy)
    let client = WitnessClient(timeout: timeout)
    let results = try await Feeder(reading.files, evidence: evidence)
      .feed(policy, size: size, now: SystemClock.now()) { witness, body in
        guard let url = witness.url else { throw NetworkError.notAURL("") }
        return try await client.submit(body, to: url)
      }
    for result in results { say(result) }
    if results.contains(where: { $0.evidencePath != nil }) { throw ExitCode(4) }
    let cosignatures = Cosignatures(reading.files)
    try cosignatures.require(
      CosignatureRequirement(policy), of: try cosignatures.checkpoint(ofSize: size))
  }

  private func say(_ result: Feeder.Result) {
    let name = result.witness.verifier.name
    switch result.outcome {
    case .cosigned(_, let times):
      Self.complain("\(name) cosigned at \(Timestamp(seconds: times.max() ?? 0))")
    case .ahead(let size): Self.complain("\(name) has cosigned \(size) entries already")
    case .forgetful(let cosigned, let named):
      Self.complain("\(name) cosigned \(cosigned) entries and now knows \(named): it forgot")
    case .inconsistent(let reason):
      Self.complain("\(name) objects: \(reason); evidence: \(result.evidencePath ?? "")")
    case .refused(let reason): Self.complain("\(name): \(reason)")
    }
  }
}

struct Fetch: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Mirror a published ledger into a directory.",
    discussion: """
      Example:
        tanzhang-witness fetch https://ledger.example/log mirror --vkey ledger.vkey
        tanzhang monitor mirror --vkey ledger.vkey --state ledger.head
      """)

  @Argument(help: "The ledger's URL.") var url: String
  @Argument(help: "The directory; made when missing.") var directory: String
  @Option(help: ArgumentHelp("The ledger's key as you know it.", valueName: "file"))
  var vkey: String
  @Option(help: "The largest ledger that is fetched.") var maxEntries = Mirror.sizeLimit
  @Option(help: "How many seconds to wait for a file.") var timeout = 30

  func execute() async throws {
    let client = WitnessClient(timeout: timeout)
    let url = url
    let mirror = Mirror(into: directory, verifiers: try keys(vkey), sizeLimit: maxEntries)
    let report = try await mirror.fetch { path, limit in
      try await client.file(path, of: url, byteLimit: limit)
    }
    Self.complain(
      "\(report.size) entries (\(report.previousSize) before), "
        + "\(report.filesFetched) files fetched")
  }
}

struct Check: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Try whether a witness keeps to C2SP tlog-witness.",
    discussion: """
      Example:
        tanzhang-witness check --print-key > example.vkey   # let the witness follow this log
        tanzhang-witness check https://witness.example --witness w1.vkey

      The private half of the example log's key is known to everybody: do not trust it otherwise.
      """)

  @Argument(help: "The witness's submission prefix.") var url: String?
  @Option(help: ArgumentHelp("The witness's key.", valueName: "file")) var witness: String?
  @Option(help: "The origin of the example log; new for each try.")
  var origin = "conformance.example/log"
  @Flag(help: "Print the example log's key, and do nothing else.") var printKey = false

  func execute() async throws {
    let play = try WitnessConformance(origin: origin)
    guard !printKey else { return print(play.verifier.vkey) }
    guard let url, let witness, let key = try keys(witness).first else {
      throw ValidationError("Give the witness's URL and its key with --witness.")
    }
    let client = WitnessClient()
    let outcomes = try await play.run(witness: key, now: Clock.seconds) {
      (body) async throws(ServiceError) in
      do {
        return try await client.submit(body, to: url)
      } catch {
        throw .invalid(BilingualText("\(error)", "\(error)"))
      }
    }
    for outcome in outcomes {
      let name = outcome.step.name[Self.language]
      let violation = outcome.violation.map { "  \($0[Self.language])" } ?? ""
      print("\(outcome.violation == nil ? "ok  " : "FAIL")  \(name)\(violation)")
    }
    if outcomes.contains(where: { $0.violation != nil }) { throw ExitCode(4) }
  }
}

/// The machine's clock.
enum Clock {
  @Sendable static func seconds() -> UInt64 {
    UInt64(clamping: SystemClock.now().milliseconds / 1_000)
  }
}
