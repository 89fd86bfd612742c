// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang prove`.
struct ProveCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Make a proof that an entry is in the ledger, for anybody to check offline.",
    discussion: """
      Examples:
        tanzhang prove 12 -o 12.tlog-proof --leaf-out 12.leaf
        tanzhang prove WFD23070811010123202507000001211 --format bundle -o unit.proof.json
        tanzhang prove 12 --format cose -o 12.cose --leaf-out 12.leaf
        tanzhang prove balance:91330400MA2EX00010 -o balance.proof.json
        tanzhang prove claims:TEXT -o absent.proof.json
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      An entry (12), a record (12.0), a unit's code: then the record that changed it last; or the \
      UUID of a footprint, the code of a label or factor: then the record that registered it. \
      balance:IDENTIFIER proves what a participant holds by the ledger's newest commitment to its \
      state (tanzhang commit), or that there is no such participant; REGISTER:TEXT (participants, \
      assets, series, parameters, claims, projects, settlements, methodologies, schemes, \
      scenarios, factors, footprints, labels) that something is registered, or that it is not.
      """)
  var subject: String
  @Option(
    help: """
      tlog (C2SP tlog-proof), cose (RFC 9942; signs with the checkpoint key) or bundle (JSON, with \
      the entry and who signed it).
      """,
    transform: { text in
      guard let format = ProofFormat(rawValue: text) else {
        throw ValidationError("--format is tlog, cose or bundle.")
      }
      return format
    })
  var format = ProofFormat.tlog
  @Option(
    help: ArgumentHelp(
      "The checkpoint to prove under, for instance with cosignatures (default: the newest).",
      valueName: "file"))
  var checkpoint: String?
  @Option(name: [.customShort("o"), .long], help: "Where the proof goes (default: output).")
  var output: String?
  @Option(help: "Where the bytes of the entry go; the proof is checked against them.")
  var leafOut: String?

  func validate() throws {
    if format == .cose, output == nil {
      throw ValidationError("A COSE receipt is binary; say with -o where it goes.")
    }
  }

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    var note: [UInt8]?
    if let checkpoint { note = try LocalFile.read(checkpoint) }
    if let question = StateQuestion(subject) {
      return try prove(question, note, reading, console)
    }
    let subject = try ProofSubject(subject, in: reading)
    let (bytes, entry) = try make(subject, note, reading)
    // What was just made is checked as its reader will check it, before anybody gets it.
    let key = try CheckpointKey.verifier(genesis: try reading.genesisEntry())
    let check = try ProofCheck(proof: bytes, keys: [key], entry: entry)
    if let leafOut { try LocalFile.write(entry, to: leafOut) }
    guard let output else {
      return console.printExactly(String(decoding: bytes, as: UTF8.self))
    }
    try LocalFile.write(bytes, to: output)
    console.note(check.sentence)
  }

  private func prove(
    _ question: StateQuestion, _ note: [UInt8]?, _ reading: LedgerReading, _ console: Console
  ) throws {
    let proof = try StateProver(reading).prove(question, checkpoint: note)
    let key = try CheckpointKey.verifier(genesis: try reading.genesisEntry())
    let check = try StateProofCheck(proof, keys: [key])
    guard let output else {
      return console.printExactly(String(decoding: proof.bytes, as: UTF8.self))
    }
    try LocalFile.write(proof.bytes, to: output)
    console.note(check.sentence)
  }

  private func make(
    _ subject: ProofSubject, _ note: [UInt8]?, _ reading: LedgerReading
  ) throws -> (proof: [UInt8], entry: [UInt8]) {
    switch format {
    case .tlog:
      let proof = try Prover(reading.files).prove(subject.entry, checkpoint: note)
      return (proof.proof.bytes, proof.entry)
    case .cose:
      let maker = try ReceiptMaker(reading.files, keys: try global.keyStore())
      let (receipt, entry) = try maker.make(subject.entry, checkpoint: note)
      return (receipt.bytes, entry)
    case .bundle:
      let bundle = try BundleMaker(reading).make(subject, checkpoint: note)
      return (bundle.bytes, bundle.entry(subject.entry)?.bytes ?? [])
    }
  }
}

/// The command `tanzhang check-proof`.
struct CheckProofCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-proof",
    abstract: "Check a proof offline, without a ledger, and say what it proves.",
    discussion: """
      Examples:
        tanzhang check-proof 12.tlog-proof --vkey ledger.vkey --entry 12.leaf
        tanzhang check-proof unit.proof.json --vkey ledger.vkey
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The proof, in any of the forms of tanzhang prove.") var proof: String
  @Option(help: "The ledger's key; further lines or files are keys of witnesses.")
  var vkey: [String]
  @Option(help: "The bytes of the entry; a bundle holds them itself.") var entry: String?

  func validate() throws {
    if vkey.isEmpty { throw ValidationError("Give the ledger's key with --vkey.") }
  }

  func execute(_ console: Console) async throws {
    var keys: [NoteVerifier] = []
    for path in vkey {
      keys += try ProofCheck.keys(in: String(decoding: try LocalFile.read(path), as: UTF8.self))
    }
    var bytes: [UInt8]?
    if let entry { bytes = try LocalFile.read(entry) }
    let proof = try LocalFile.read(proof)
    if StateProof.isForm(of: proof) {
      return Self.print(
        try StateProofCheck(try StateProof(parsing: proof), keys: keys), console)
    }
    let check = try ProofCheck(proof: proof, keys: keys, entry: bytes)
    guard console.format != .json else {
      return console.print(Self.json(check).encoded(pretty: true))
    }
    console.print(check.sentence[console.language])
    if let caveat = check.caveat { console.print(caveat[console.language]) }
    if let entry = check.entry { console.print(entry) }
  }

  private static func print(_ check: StateProofCheck, _ console: Console) {
    guard console.format != .json else {
      return console.print(check.json.encoded(pretty: true))
    }
    console.print(check.sentence[console.language])
    console.print(check.caveat[console.language])
  }

  private static func json(_ check: ProofCheck) -> JSONValue {
    [
      "format": .string(check.format.rawValue), "origin": .string(check.origin),
      "index": .integer(Int64(check.index)),
      "size": .integer(Int64(check.size)), "root": .string(check.root.base64),
      "witnesses": .array(
        check.witnesses.map {
          ["name": .string($0.name), "time": .integer(Int64(clamping: $0.seconds))]
        }),
      "signer": check.signer.map(json) ?? .null,
      "record": check.record.map { .integer(Int64($0)) } ?? .null,
      "unit": check.unit.map { .string($0.code) } ?? .null,
      "entry": check.entry?.json ?? .null,
      "zh": .string(check.sentence.chinese), "en": .string(check.sentence.english),
      "unproved": check.caveat.map {
        ["zh": .string($0.chinese), "en": .string($0.english)]
      } ?? .null,
    ]
  }

  private static func json(_ signer: ProvedSigner) -> JSONValue {
    [
      "participant": .integer(Int64(signer.participant)),
      "identifier": .string(signer.record.identifier),
      "keyEntry": .integer(Int64(signer.keyEntry)),
      "registrationEntry": .integer(Int64(signer.registrationEntry)),
      "proved": .bool(signer.isChained),
    ]
  }
}
