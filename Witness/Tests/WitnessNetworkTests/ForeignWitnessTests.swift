// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Foundation
import LedgerService
import Testing
import WitnessNetwork

/// The independent `aics-witness`, when it is installed: its witness against our feeder, its
/// client against our witness.
enum Foreign {
  static let programs = ProcessInfo.processInfo.environment["TANZHANG_AICS_WITNESS"]

  static func process(
    _ name: String, _ arguments: [String], in folder: String
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(try #require(programs))/\(name)")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "AICS_WITNESS_CONFIG": folder + "/witness.json", "PATH": "/usr/bin:/bin",
    ]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  @discardableResult
  static func run(_ name: String, _ arguments: [String], in folder: String) throws -> String {
    let process = try process(name, arguments, in: folder)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(name) \(arguments): \(text)")
    return text
  }

  /// A port that was free a moment ago.
  static func freePort() throws -> UInt16 { try RawServer([]).port }
}

/// A ledger in a directory of its own.
struct ExampleLedger {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var paths: LedgerPaths { LedgerPaths(root: folder.path + "/ledger") }
  var keys: KeyStore { KeyStore(directory: paths.keys) }

  func create() async throws -> NoteVerifier {
    let creation = LedgerCreation(
      origin: "ledger.example/foreign", suite: .sha256Ed25519, identifier: "91350100M000100Y43",
      chineseName: "示例主管部门", englishName: "Example Authority", province: 33,
      isExample: true, since: CalendarDate(daysSinceEpoch: 19_723))
    _ = try await creation.run(at: paths, keys: keys)
    let files = try LedgerFiles(at: paths.root)
    return try CheckpointKey.verifier(genesis: try files.entry(at: 0))
  }

  func append() async throws {
    let session = try await LedgerSession.open(paths, keys: keys)
    let signer = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key(LedgerCreation.authorityKeyName))
    let note = CorrectionRecord(entry: 0, record: 0, reason: "another entry").encoded
    _ = try await session.submit([note], as: signer)
    try await session.close()
  }
}

@Suite(.enabled(if: Foreign.programs != nil), .serialized) struct ForeignWitnessTests {
  private static let now: @Sendable () -> UInt64 = {
    UInt64(clamping: SystemClock.now().milliseconds / 1_000)
  }

  @Test func `our feeder and our conformance play against a witness that is not ours`()
    async throws
  {
    let ledger = try ExampleLedger()
    let key = try await ledger.create()
    let play = try WitnessConformance()
    let folder = ledger.folder.path
    let vkey = try Foreign.run("aics-witness", ["init", "--name", "witness.local/w1"], in: folder)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let witness = try NoteVerifier(vkey: vkey)
    for log in [key, play.verifier] {
      try Foreign.run(
        "aics-witness", ["add-log", "--origin", log.name, "--vkey", log.vkey], in: folder)
    }
    let port = try Foreign.freePort()
    let server = try Foreign.process(
      "aics-witness", ["serve", "--listen", "127.0.0.1:\(port)"], in: folder)
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer { server.terminate() }
    let url = "http://127.0.0.1:\(port)"
    let client = WitnessClient(timeout: 10)
    try await untilAnswered(url)

    let outcomes = try await play.run(witness: witness, now: Self.now) {
      (body) async throws(ServiceError) in
      do {
        return try await client.submit(body, to: url)
      } catch {
        throw .invalid(BilingualText("\(error)", "\(error)"))
      }
    }
    for outcome in outcomes { #expect(outcome.violation == nil, "\(outcome.step.name.english)") }

    let policy = try WitnessPolicy(parsing: Array("witness w \(vkey) \(url)\nquorum w\n".utf8))
    let files = try LedgerFiles(at: ledger.paths.root)
    for _ in 0..<3 {
      let results = try await Feeder(files).feed(policy, now: SystemClock.now()) { witness, body in
        try await client.submit(body, to: witness.url ?? "")
      }
      #expect(results.count == 1)
      #expect("\(results.map(\.outcome))".contains("cosigned"))
      let cosignatures = Cosignatures(files)
      let requirement = CosignatureRequirement(
        policy, freshness: CosignatureFreshness(now: Self.now(), maximumAge: 600))
      try cosignatures.require(requirement, of: try cosignatures.checkpoint())
      try await ledger.append()
    }
  }

  /// The client submits each note from where the witness is, with proofs by a function of ours.
  private static let script = """
    import sys
    from aics_witness.feeder import WitnessClient, WitnessAhead, WitnessRejected
    url, vkey, proofs, *notes = sys.argv[1:]
    table = {}
    for line in open(proofs):
        old, new, *hashes = line.split()
        table[int(old), int(new)] = [__import__("base64").b64decode(h) for h in hashes]
    client = WitnessClient(url, vkey)
    for path in notes:
        print(client.submit(open(path, "rb").read(), lambda old, new: table[old, new]).count("\\n"))
    print(WitnessClient(url, vkey).submit(
        open(notes[-1], "rb").read(), lambda old, new: table[old, new]).count("\\n"))
    try:
        note = open(notes[0], "rb").read()
        WitnessClient(url, vkey).submit(note, lambda old, new: table[old, new])
    except WitnessAhead as ahead:
        print("ahead")

    """

  @Test func `a client that is not ours feeds our witness`() async throws {
    let ledger = try ExampleLedger()
    let key = try await ledger.create()
    for _ in 0..<3 { try await ledger.append() }
    let files = try LedgerFiles(at: ledger.paths.root)
    let folder = ledger.folder.path
    var notes: [String] = []
    var proofs = ""
    let sizes = try CheckpointHistory(files).lines().map(\.size)
    let feeder = try Feeder(files)
    for size in sizes {
      let path = "\(folder)/note-\(size)"
      try LocalFile.write(try CheckpointHistory(files).checkpoint(ofSize: size), to: path)
      notes.append(path)
      for old in sizes where old <= size {
        let request = try feeder.request(ofSize: size, from: old)
        let hashes = request.proof.map(\.base64).joined(separator: " ")
        proofs += "\(old) \(size) \(hashes)\n"
      }
      proofs += "0 \(size)\n"
    }
    try LocalFile.write(Array(proofs.utf8), to: folder + "/proofs")
    try LocalFile.write(Array(Self.script.utf8), to: folder + "/client.py")
    try WitnessDesk.create(folder + "/w", name: "witness.example/w1")
    let desk = try WitnessDesk(
      folder + "/w", key: SigningKey(seed: [UInt8](repeating: 5, count: 32)))
    try desk.follow([key])
    let server = try WitnessServer(desk, on: "127.0.0.1:0", now: Self.now)
    let task = Task { try await server.run() }
    defer { task.cancel() }
    let port = try #require(try await server.port())
    let output = try Foreign.run(
      "python",
      ["client.py", "http://127.0.0.1:\(port)", desk.verifier.vkey, "proofs"] + notes, in: folder)
    let ones = [String](repeating: "1", count: notes.count + 1)
    #expect(output.split(separator: "\n").map(String.init) == ones + ["ahead"])
    #expect(try desk.logs().map(\.size) == sizes.suffix(1))
  }

  private func untilAnswered(_ url: String) async throws {
    let client = BoundedClient(timeout: 1)
    for _ in 0..<200 {
      if (try? await client.get(url + "/healthz", byteLimit: 1_000)) != nil { return }
      try await Task.sleep(nanoseconds: 50_000_000)
    }
    Issue.record("the foreign witness does not answer")
  }
}
