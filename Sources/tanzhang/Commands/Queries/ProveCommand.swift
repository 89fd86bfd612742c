// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang prove`.
struct ProveCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Make a proof that an entry is in the ledger (C2SP tlog-proof).",
    discussion: """
      Examples:
        tanzhang prove 12 -o 12.tlog-proof --leaf-out 12.leaf
        tanzhang prove WFD23070811010123202507000001211 -o last-change.tlog-proof
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The index of an entry, or a unit's code: then the entry of its last change.")
  var subject: String
  @Option(name: [.customShort("o"), .long], help: "Where the proof goes (default: output).")
  var output: String?
  @Option(help: "Where the bytes of the entry go; the proof is checked against them.")
  var leafOut: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let index =
      if let index = UInt64(subject) {
        index
      } else {
        try UnitQuery(code: subject).run(on: reading.rows).lastChange.entry
      }
    let proof = try Prover(reading.files).prove(index)
    if let leafOut { try LocalFile.write(proof.entry, to: leafOut) }
    let bytes = proof.proof.bytes
    guard let output else {
      return console.printExactly(String(decoding: bytes, as: UTF8.self))
    }
    try LocalFile.write(bytes, to: output)
    console.note(
      BilingualText(
        "条目 \(index) 的证明已写入 \(output)。", "The proof of entry \(index) is in \(output)."))
  }
}

/// The command `tanzhang check-proof`.
struct CheckProofCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-proof",
    abstract: "Check a proof offline, without a ledger, and say what it proves.",
    discussion: """
      Example:
        tanzhang check-proof 12.tlog-proof --vkey ledger.vkey --entry 12.leaf
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The proof.") var proof: String
  @Option(help: "The ledger's key; further lines or files are keys of witnesses.")
  var vkey: [String]
  @Option(help: "The bytes of the entry.") var entry: String?

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
    let check = try ProofCheck(proof: try LocalFile.read(proof), keys: keys, entry: bytes)
    guard console.format != .json else {
      return console.print(Self.json(check).encoded(pretty: true))
    }
    console.print(check.sentence[console.language])
    if let entry = check.entry { console.print(entry) }
  }

  private static func json(_ check: ProofCheck) -> JSONValue {
    [
      "origin": .string(check.origin), "index": .integer(Int64(check.index)),
      "size": .integer(Int64(check.size)), "root": .string(check.root.base64),
      "witnesses": .array(
        check.witnesses.map {
          ["name": .string($0.name), "time": .integer(Int64(clamping: $0.seconds))]
        }),
      "entry": check.entry?.json ?? .null,
      "zh": .string(check.sentence.chinese), "en": .string(check.sentence.english),
    ]
  }
}
