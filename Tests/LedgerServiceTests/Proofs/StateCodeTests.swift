// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing
import TransparencyLog

@testable import LedgerService

/// Proofs about the state as the text of a QR code.
@Suite struct StateCodeTests {
  private static func questions() throws -> [String] {
    [
      "balance:\(try ExampleLedger.identifier(3))", "balance:\(try ExampleLedger.identifier(77))",
      "unit:0:7", "unit:0:101", "projects:EXPVBASE230701N04", "claims:nothing",
    ]
  }

  @Test(arguments: Suite.all)
  func `a scanned code proves what the file proves but who signed`(suite: Suite) async throws {
    let files = try await CommittedLedger(suite)
    for question in try Self.questions() {
      let proof = try files.proof(question)
      let text = ProofCode(.state(proof), entry: []).text
      let known = try files.check(proof.bytes)
      let found = try files.check(Array((text + "\r\n").utf8))
      #expect(found.answer == known.answer)
      #expect(found.sentence == known.sentence)
      #expect(known.commitment.signer?.participant == 0)
      #expect(found.commitment.signer == nil)
      #expect(!known.caveat.english.contains("a key of the authority"))
      #expect(found.caveat.english.contains("a key of the authority"))
      // What was scanned can be kept as a file, and scanned again it is the same text.
      let scanned = try StateProof(parsing: Array(text.utf8))
      #expect(try StateProof(parsing: scanned.bytes) == scanned)
      #expect(ProofCode(.state(scanned), entry: []).text == text)
      guard case .code(let code) = try ProofFile(parsing: Array(text.utf8)) else {
        Issue.record("no code")
        return
      }
      #expect(code.file.state == scanned)
      #expect(try code.svg(title: question).contains("<title>\(question)</title>"))
    }
  }

  @Test(arguments: Suite.all)
  func `no changed character of a code about the state changes what is proved`(
    suite: Suite
  ) async throws {
    let files = try await CommittedLedger(suite)
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
    var random = SplitMix64(seed: 46)
    for question in try Self.questions() {
      let text = ProofCode(.state(try files.proof(question)), entry: []).text
      let truth = try files.check(Array(text.utf8)).answer
      for start in stride(from: 0, to: text.utf8.count - 2, by: 3) {
        var changed = Array(text.utf8)
        changed[start + Int(random.next() % 3)] = alphabet[Int(random.next() % 45)]
        guard let found = try? files.check(changed), found.answer != truth else { continue }
        // The leaves around one gap prove others absent as well, which is true of them.
        let asked = try StateProof(parsing: changed).question.text
        #expect(asked != question, "character \(start)")
        #expect(try files.answer(asked) == found.answer, "character \(start): \(asked)")
      }
      for length in stride(from: 0, to: text.utf8.count, by: 25) {
        files.refuses(Array(text.utf8.prefix(length)), "\(length) characters of \(question)")
      }
      for wrong in [text + "0", text.lowercased(), text + text] {
        files.refuses(Array(wrong.utf8), "a text with something besides")
      }
    }
  }

  @Test func `a code about the state and one about an entry are not taken for each other`()
    async throws
  {
    let files = try await CommittedLedger()
    let key = try CheckpointKey.verifier(genesis: try files.reading.genesisEntry())
    let state = ProofCode(.state(try files.proof("claims:nothing")), entry: []).text
    for bytes in [Array(state.utf8), try files.proof("claims:nothing").bytes] {
      #expect(throws: ServiceError.self) {
        try ProofCheck(proof: bytes, keys: [key], entry: nil)
      }
    }
    let entry = try Prover(files.reading.files).prove(3)
    let text = ProofCode(.tlog(entry.proof), entry: entry.entry).text
    files.refuses(Array(text.utf8), "a code about an entry")
    files.refuses(entry.proof.bytes, "a proof of an entry")
  }

  @Test func `the entry of another commitment, or of none, commits to nothing`() async throws {
    let files = try await CommittedLedger()
    let honest = try StateProof(parsing: files.proof("claims:nothing").shortened.bytes)
    for index: UInt64 in [0, 3, ProofLedger.size - 1] {
      let other = try Prover(files.reading.files).prove(index)
      let forged = StateProof(
        question: honest.question, answers: honest.answers, rows: [],
        commitment: .tlog(other.proof, entry: other.entry, honest.commitment.suite))
      files.refuses(forged.bytes, "entry \(index)")
      files.refuses(Array(ProofCode(.state(forged), entry: []).text.utf8), "entry \(index)")
    }
    let foreign = StateProof(
      question: honest.question, answers: honest.answers, rows: [],
      commitment: {
        guard case .tlog(let proof, let entry, _) = honest.commitment else {
          return honest.commitment
        }
        return .tlog(proof, entry: entry, .sm3SM2)
      }())
    files.refuses(foreign.bytes, "another suite")
  }

  @Test func `a proof about the state too long for a code says how long, and what to do`()
    async throws
  {
    let files = try await CommittedLedger()
    let proof = try files.proof("unit:0:7")
    var answers = proof.answers
    func code() -> ProofCode {
      let longer = StateProof(
        question: proof.question, answers: answers, rows: [], commitment: proof.commitment)
      return ProofCode(.state(longer), entry: [])
    }
    while code().text.utf8.count <= 4_296 { answers += proof.answers }
    let code = code()
    do {
      _ = try code.svg(title: "")
      Issue.record("a picture holds \(code.text.utf8.count) characters")
    } catch {
      guard case .invalid(let message) = error else { throw error }
      for part in ["\(code.text.utf8.count)", "4296", "3391"] {
        #expect(message.english.contains(part))
        #expect(message.chinese.contains(part))
      }
      #expect(message.english.contains("without --qr"))
      #expect(!message.english.contains("tlog"))
    }
  }
}
