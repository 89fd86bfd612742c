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
        tanzhang prove unit:WFD23070811010123202507000001211 -o holder.proof.json
        tanzhang prove activity:SZPHER-METRO:2026-06-01:KEY -o ride.proof.json
        tanzhang prove claims:TEXT -o absent.proof.json
        tanzhang prove 12 --qr -o 12.svg
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      An entry (12), a record (12.0), a unit's code: then the record that changed it last; or the \
      UUID of a footprint, the code of a label or factor: then the record that registered it. \
      Four more ask the state of the ledger by its newest commitment (tanzhang commit): \
      balance:IDENTIFIER what a participant holds, or that there is none; unit:CODE who holds a \
      unit in which standing, or that it was never issued; activity:SCENARIO:DATE:KEY (KEY from \
      tanzhang activity key; without SCENARIO: under any) whether an activity was reported; \
      REGISTER:TEXT (participants, assets, series, parameters, claims, projects, settlements, \
      methodologies, schemes, scenarios, factors, footprints, labels) what is registered, or not.
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
  @OptionGroup var policy: PolicyOptions
  @Flag(
    help: "Prove under the newest checkpoint that satisfies the policy, if need be an older one.")
  var cosigned = false
  @Flag(
    help: """
      Put the proof with its entry into a QR code: an SVG file with -o, else blocks on the \
      terminal. A scanner's text is a proof to check-proof.
      """)
  var qr = false
  @Option(name: [.customShort("o"), .long], help: "Where the proof goes (default: output).")
  var output: String?
  @Option(help: "Where the bytes of the entry go; the proof is checked against them.")
  var leafOut: String?

  func validate() throws {
    if cosigned, checkpoint != nil {
      throw ValidationError("Give --checkpoint or --cosigned, not both.")
    }
    if StateQuestion(subject) != nil {
      guard leafOut == nil, format != .cose else {
        throw ValidationError(
          "A proof about the state has one form: --format cose and --leaf-out do not go with it.")
      }
    } else if subject.hasPrefix("\(StateQuestion.activityName):") {
      throw ValidationError(
        "Ask activity:SCENARIO:DATE:KEY or activity:DATE:KEY, with a KEY of 32 hexadecimal digits.")
    }
    if format == .cose, output == nil, !qr {
      throw ValidationError("A COSE receipt is binary; say with -o where it goes.")
    }
  }

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    if let question = StateQuestion(subject) {
      return try prove(question, reading, console)
    }
    let subject = try ProofSubject(subject, in: reading)
    var (bytes, entry) = try make(subject, try note(reading), reading)
    let code = qr ? ProofCode(try ProofFile(parsing: bytes), entry: entry) : nil
    if let code { bytes = Array(code.text.utf8) }
    // What was just made is checked as its reader will check it, before anybody gets it.
    let keys = try reading.verifiers(of: bytes)
    let check = try ProofCheck(proof: bytes, keys: keys, entry: qr ? nil : entry)
    if let code { bytes = Array(try drawing(code, check.sentence, console).utf8) }
    if let leafOut { try LocalFile.write(entry, to: leafOut) }
    try deliver(bytes, check.sentence, console)
  }

  private func prove(
    _ question: StateQuestion, _ reading: LedgerReading, _ console: Console
  ) throws {
    let proof = try StateProver(reading).prove(question, checkpoint: try note(reading))
    let code = qr ? ProofCode(.state(proof), entry: []) : nil
    var bytes = code.map { Array($0.text.utf8) } ?? proof.bytes
    let keys = try reading.verifiers(of: bytes)
    let check = try StateProofCheck(try StateProof(parsing: bytes), keys: keys)
    if let code { bytes = Array(try drawing(code, check.sentence, console).utf8) }
    try deliver(bytes, check.sentence, console)
  }

  /// Prints a proof, or writes it where `-o` says and tells what it proves.
  private func deliver(
    _ bytes: [UInt8], _ sentence: BilingualText, _ console: Console
  ) throws(ServiceError) {
    guard let output else {
      return console.printExactly(String(decoding: bytes, as: UTF8.self))
    }
    try LocalFile.write(bytes, to: output)
    console.note(sentence)
  }

  /// The QR code as it is shown or kept.
  private func drawing(
    _ code: ProofCode, _ sentence: BilingualText, _ console: Console
  ) throws(ServiceError) -> String {
    guard output == nil else { return try code.svg(title: sentence[console.language]) }
    return try code.blocks(
      isColoured: ProcessSurroundings.isTerminal(.output)
        && ProcessSurroundings.variable("NO_COLOR") == nil)
  }

  /// The checkpoint to prove under, refused below the quorum of a policy; nil for the newest.
  private func note(_ reading: LedgerReading) throws(ServiceError) -> [UInt8]? {
    var given: [UInt8]?
    if let checkpoint { given = try LocalFile.read(checkpoint) }
    guard let requirement = try policy.requirement(global) else {
      guard !cosigned else {
        throw .invalid(
          BilingualText("--cosigned 须与 --policy 同用。", "--cosigned goes with --policy."))
      }
      return given
    }
    let cosignatures = Cosignatures(reading.files)
    let chosen: UnverifiedCheckpoint
    if let given {
      do {
        chosen = try UnverifiedCheckpoint(parsing: given)
      } catch {
        throw .invalid(BilingualText("--checkpoint:\(error)", "--checkpoint: \(error)"))
      }
    } else {
      let size = cosigned ? try cosignatures.newestSize(satisfying: requirement) : nil
      chosen = try cosignatures.checkpoint(ofSize: size)
    }
    try cosignatures.require(requirement, of: chosen)
    return chosen.note.bytes
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
