// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang check-proof`.
struct CheckProofCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-proof",
    abstract: "Check a proof offline, without a ledger, and say what it proves.",
    discussion: """
      Examples:
        tanzhang check-proof 12.tlog-proof --vkey ledger.vkey --entry 12.leaf
        tanzhang check-proof unit.proof.json --vkey ledger.vkey --policy city.policy
        zbarimg --quiet --raw photo.jpg | tanzhang check-proof - --vkey ledger.vkey
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      The proof, in any of the forms of tanzhang prove, or the text a scanner read in its QR code; \
      - for the standard input.
      """)
  var proof: String
  @Option(help: "The ledger's key; further lines or files are keys of witnesses.")
  var vkey: [String]
  @Option(help: "The bytes of the entry; a bundle or QR code holds them itself.")
  var entry: String?
  @OptionGroup var policy: PolicyOptions

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
    let requirement = try policy.requirement(global)
    keys += requirement?.policy.witnesses.map(\.verifier) ?? []
    let file = try LocalFile.read(proof, orInputUpTo: StateProof.byteLimit)
    if let state = try ProofFile(parsing: file).state {
      let check = try StateProofCheck(state, keys: keys)
      if let requirement { try check.commitment.require(requirement, of: keys[0]) }
      return Self.print(check, console)
    }
    let check = try ProofCheck(proof: file, keys: keys, entry: bytes)
    if let requirement { try check.require(requirement, of: keys[0]) }
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
