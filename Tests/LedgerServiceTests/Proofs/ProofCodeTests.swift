// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// Proofs as the text of a QR code.
@Suite struct ProofCodeTests {
  /// A ledger and, of one entry, each form of proof with its code.
  private struct Codes {
    let ledger: ProofLedger
    let entry: [UInt8]
    /// Bytes of the proof, and the text that carries it.
    private(set) var proofs: [(bytes: [UInt8], text: String)] = []

    init(_ suite: Suite, _ index: UInt64 = 8) async throws {
      try self.init(try await ProofLedger(suite), index)
    }

    init(_ ledger: ProofLedger, _ index: UInt64) throws {
      self.ledger = ledger
      let files = ledger.reading.files
      entry = try files.entry(at: index)
      let bundle = try BundleMaker(ledger.reading).make(ProofSubject(entry: index))
      for bytes in [
        try Prover(files).prove(index).proof.bytes,
        try ReceiptMaker(files, keys: ledger.keys).make(index).receipt.bytes, bundle.bytes,
      ] {
        proofs.append((bytes, ProofCode(try ProofFile(parsing: bytes), entry: entry).text))
      }
    }

    func check(_ text: String, entry: [UInt8]? = nil) throws -> ProofCheck {
      try ProofCheck(proof: Array(text.utf8), keys: [ledger.vkey], entry: entry)
    }

    /// That `text` is refused as a proof that does not hold.
    func refuses(_ text: String, _ name: String, entry: [UInt8]? = nil) {
      do {
        let check = try check(text, entry: entry)
        Issue.record("\(name) is taken for: \(check.sentence.english)")
      } catch let error as ServiceError {
        guard case .unsound = error else {
          Issue.record("\(name): \(error)")
          return
        }
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  @Test(arguments: Suite.all)
  func `a scanned code proves what the file proves, without the entry`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    for index in 0..<ProofLedger.size {
      let codes = try Codes(ledger, index)
      for (bytes, text) in codes.proofs {
        let known = try ProofCheck(proof: bytes, keys: [ledger.vkey], entry: codes.entry)
        let found = try codes.check(text)
        #expect(found.sentence == known.sentence)
        #expect(found.caveat == known.caveat)
        #expect(found.format == known.format)
        #expect(found.entry?.statementIdentifier == known.entry?.statementIdentifier)
        #expect(try codes.check(text + "\r\n").index == index)
      }
    }
    let unit = try BundleMaker(ledger.reading).make(try ProofSubject("0:1", in: ledger.reading))
    let code = ProofCode(.bundle(unit), entry: [])
    guard case .bundle(let read) = try ProofCode(parsing: Array(code.text.utf8)).file else {
      Issue.record("a bundle comes back as something else")
      return
    }
    #expect(read == unit)
  }

  @Test func `a code takes little more than the bytes in it, and less than text`() async throws {
    let codes = try await Codes(.sha256Ed25519)
    for (bytes, text) in codes.proofs {
      let entry = bytes.first == UInt8(ascii: "{") ? 0 : codes.entry.count
      let isText = bytes.first != 0xD2
      // A character takes 5.5 bits in the picture.
      let taken = text.utf8.count * 11 / 16
      #expect(taken < (isText ? bytes.count + entry : bytes.count + entry + 40))
      let code = ProofCode(try ProofFile(parsing: bytes), entry: codes.entry)
      #expect(try code.svg(title: "a & b").contains("<title>a &amp; b</title>"))
      #expect(try code.blocks(isColoured: false).hasPrefix("████████"))
    }
  }

  @Test func `a proof too long for the largest code is refused with what to do`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    var note = try SignedNote(parsing: try CheckpointHistory(ledger.reading.files).checkpoint())
    for number in 1...24 {
      let witness = try NoteSigner(
        name: "witness.example/w\(number)", type: .cosignature,
        key: try SigningKey(seed: [UInt8](repeating: UInt8(number), count: 32)))
      try note.append(try witness.cosign(note.text, time: 1_767_225_600))
    }
    let proof = try Prover(ledger.reading.files).prove(8, checkpoint: note.bytes)
    let code = ProofCode(.tlog(proof.proof), entry: proof.entry)
    let text = code.text
    #expect(text.utf8.count > 4_296)
    // As a text it is a proof all the same.
    #expect(try ProofCheck(proof: Array(text.utf8), keys: [ledger.vkey], entry: nil).index == 8)
    do {
      _ = try code.svg(title: "")
      Issue.record("a picture holds \(text.utf8.count) characters")
    } catch {
      guard case .invalid(let message) = error else { throw error }
      for part in ["\(text.utf8.count)", "4296", "3391"] {
        #expect(message.english.contains(part))
        #expect(message.chinese.contains(part))
      }
      #expect(message.english.contains("without --qr"))
    }
  }

  @Test(arguments: Suite.all)
  func `no changed character of a code changes what is proved`(suite: Suite) async throws {
    let codes = try await Codes(suite)
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
    var random = SplitMix64(seed: 45)
    for (_, text) in codes.proofs {
      let truth = try codes.check(text).sentence
      // Three characters are two bytes; one of each three is changed.
      for start in stride(from: 0, to: text.utf8.count - 2, by: 3) {
        let position = start + Int(random.next() % 3)
        var changed = Array(text.utf8)
        changed[position] = alphabet[Int(random.next() % 45)]
        let found = try? codes.check(String(decoding: changed, as: UTF8.self))
        #expect(found == nil || found?.sentence == truth, "character \(position)")
      }
      for length in stride(from: 0, to: text.utf8.count, by: 25) {
        codes.refuses(String(text.prefix(length)), "\(length) characters")
      }
      for wrong in [" " + text, text + " ", text + "0", text.lowercased(), text + text] {
        codes.refuses(wrong, "a text with something besides")
      }
    }
  }

  @Test func `an entry given besides must be the one in the code`() async throws {
    let codes = try await Codes(.sha256Ed25519)
    let other = try codes.ledger.reading.files.entry(at: 7)
    for (_, text) in codes.proofs {
      #expect(try codes.check(text, entry: codes.entry).index == 8)
      codes.refuses(text, "with another entry", entry: other)
    }
  }

  @Test func `a code has one form only, with limits`() async throws {
    let codes = try await Codes(.sha256Ed25519)
    let bundle = codes.proofs[2].text
    let content = try #require(Base45.decode(String(bundle.dropFirst(4))))
    func text(_ bytes: [UInt8]) -> String { ProofCode.prefix + Base45.encode(bytes) }
    #expect(text(content) == bundle)
    // [2, suite, subject, signer, hashes, entries, checkpoint]
    #expect(Array(content.prefix(4)) == [0x87, 2, 0, 0x81])
    func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    let tlog: [UInt8] = [0x85, 0, 0x41, 0, 0]
    let ones = [UInt8](repeating: 0xFF, count: 8)
    let wrong: [(String, [UInt8])] = [
      ("nothing", []),
      ("an empty array", [0x80]),
      ("an unknown form", [0x82, 3, 0]),
      ("a form of another length", [0x86] + content.dropFirst()),
      ("a suite that is not there", [0x87, 2, 2] + content.dropFirst(3)),
      ("an integer that is not the shortest", [0x87, 0x18, 2] + content.dropFirst(2)),
      ("something behind", content + [0]),
      ("a huge length", [0x85, 0, 0x5B] + ones),
      ("a path of 65 hashes", tlog + [0x59, 0x08, 0x20] + zeros(2_080)),
      ("half a hash", tlog + [0x50] + zeros(16)),
      ("seventeen signers", [0x87, 2, 0, 0x81, 8, 0x91] + zeros(34)),
      ("a record that cannot be", [0x87, 2, 0, 0x82, 8, 0x1A, 0, 1, 0, 0]),
    ]
    for (name, bytes) in wrong {
      codes.refuses(text(bytes), name)
    }
  }
}
