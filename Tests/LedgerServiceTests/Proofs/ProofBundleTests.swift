// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

@Suite struct ProofBundleTests {
  private static func bundle(
    _ subject: String, _ ledger: ProofLedger
  ) throws -> (bundle: ProofBundle, check: ProofCheck) {
    let bundle = try BundleMaker(ledger.reading).make(
      try ProofSubject(subject, in: ledger.reading))
    let check = try ProofCheck(proof: bundle.bytes, keys: [ledger.vkey], entry: nil)
    return (bundle, check)
  }

  @Test(arguments: Suite.all)
  func `a bundle of every entry holds with nothing else at hand`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    #expect(ledger.reading.standpoint.size == ProofLedger.size)
    for index in 0..<ProofLedger.size {
      let (bundle, check) = try Self.bundle("\(index)", ledger)
      #expect(try ProofBundle(parsing: bundle.bytes) == bundle)
      #expect(check.index == index)
      #expect(check.size == ProofLedger.size)
      #expect(check.format == .bundle)
      #expect(check.signer?.participant == check.entry?.issuer)
      #expect(check.isPlaceProved)
    }
  }

  @Test(arguments: Suite.all)
  func `it says who signed, through every rotation`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    let identifiers = try (0...4).map(ExampleLedger.identifier)
    // Entry, who, the entry of the key, the entry of the registration, an unbroken chain.
    for (index, who, key, registration, isChained): (UInt64, Int, UInt64, UInt64, Bool) in [
      (0, 1, 0, 0, true), (1, 1, 0, 0, true), (4, 3, 1, 1, true), (5, 3, 4, 1, true),
      (7, 2, 1, 1, true), (8, 3, 5, 1, true), (10, 4, 6, 1, false), (12, 1, 11, 0, true),
    ] {
      let (bundle, check) = try Self.bundle("\(index)", ledger)
      let signer = try #require(check.signer)
      #expect(signer.record.identifier == identifiers[who], "entry \(index)")
      #expect(signer.keyEntry == key, "entry \(index)")
      #expect(signer.registrationEntry == registration, "entry \(index)")
      #expect(signer.isChained == isChained, "entry \(index)")
      #expect(bundle.signer.last?.entry == registration)
    }
    #expect(try Self.bundle("8", ledger).bundle.signer.map(\.entry) == [5, 4, 1])
  }

  @Test func `the sentence says what is proved, and the caveat what is not`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let chained = try Self.bundle("8.0", ledger).check
    #expect(chained.sentence.english.hasPrefix("Record 0 of entry 8 of the ledger"))
    #expect(chained.sentence.english.contains("registered in entry 1"))
    #expect(chained.sentence.chinese.contains("的第 8 条的记录 0"))
    #expect(chained.caveat?.english.contains("not revoked") == true)
    let claimed = try Self.bundle("10", ledger).check
    #expect(claimed.sentence.english.contains("who the ledger says is"))
    #expect(claimed.sentence.chinese.contains("据账本为"))
    let plain = try ProofCheck(
      proof: try Prover(ledger.reading.files).prove(3).proof.bytes, keys: [ledger.vkey],
      entry: try ledger.reading.files.entry(at: 3))
    #expect(plain.caveat == nil)
  }

  @Test func `a unit leads to the record that changed it last`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    for (code, entry): (String, UInt64) in [("0:1", 8), ("0:6", 7), ("0:11", 10), ("0:50", 3)] {
      let (bundle, check) = try Self.bundle(code, ledger)
      #expect(bundle.subject.entry == entry)
      #expect(check.record == 0)
      #expect(check.naming == (entry == 3 ? .number : .seriesAndNumber))
      #expect(check.unit?.series == 0)
      let number = code.dropFirst(2)
      #expect(
        check.sentence.english.contains(
          entry == 3
            ? "about number \(number) of the series it issues"
            : "about number \(number) of series 0,"))
      #expect(check.caveat?.english.contains(", that \(code) is EXPVBASE230701N04") == true)
      #expect(check.caveat?.english.contains("no later entry changed it") == true)
    }
    #expect(throws: ServiceError.self) { try ProofSubject("0:500", in: ledger.reading) }
    #expect(throws: ServiceError.self) { try ProofSubject("8.1", in: ledger.reading) }
    #expect(throws: ServiceError.self) { try ProofSubject("99.0", in: ledger.reading) }
  }

  @Test func `a checkpoint with cosignatures is carried, and says who cosigned`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let witness = try NoteSigner(
      name: "witness.example/w1", type: .cosignature,
      key: try SigningKey(seed: [UInt8](repeating: 77, count: 32)))
    var note = try SignedNote(parsing: try CheckpointHistory(ledger.reading.files).checkpoint())
    try note.append(try witness.cosign(note.text, time: 1_767_225_600))
    let bundle = try BundleMaker(ledger.reading).make(
      ProofSubject(entry: 7), checkpoint: note.bytes)
    let check = try ProofCheck(
      proof: bundle.bytes, keys: [ledger.vkey, witness.verifier], entry: nil)
    #expect(check.witnesses.map(\.name) == ["witness.example/w1"])
    #expect(check.sentence.english.contains("cosigned by witness.example/w1"))
    // An earlier checkpoint proves earlier entries only.
    let earlier = try CheckpointHistory(ledger.reading.files).checkpoint(ofSize: 8)
    let old = try BundleMaker(ledger.reading).make(ProofSubject(entry: 7), checkpoint: earlier)
    #expect(old.checkpoint.claim.size == 8)
    #expect(throws: ServiceError.self) {
      try BundleMaker(ledger.reading).make(ProofSubject(entry: 8), checkpoint: earlier)
    }
  }

  @Test(arguments: Suite.all)
  func `a receipt of every entry holds, with the entry at hand`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    let maker = try ReceiptMaker(ledger.reading.files, keys: ledger.keys)
    for index in 0..<ProofLedger.size {
      let (receipt, entry) = try maker.make(index)
      let check = try ProofCheck(proof: receipt.bytes, keys: [ledger.vkey], entry: entry)
      #expect(check.format == .cose)
      #expect(check.index == index)
      #expect(check.size == ProofLedger.size)
      #expect(check.root == ledger.reading.standpoint.root)
      #expect(check.sentence.english.contains("is entry \(index) of the ledger"))
      #expect(receipt.subject == check.entry?.statementIdentifier)
      #expect(throws: ServiceError.self) {
        try ProofCheck(proof: receipt.bytes, keys: [ledger.vkey], entry: nil)
      }
      let other = try ledger.reading.files.entry(at: (index + 1) % ProofLedger.size)
      #expect(throws: ServiceError.self) {
        try ProofCheck(proof: receipt.bytes, keys: [ledger.vkey], entry: other)
      }
    }
  }

  @Test func `no other key signs receipts of this ledger`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let other = KeyStore(directory: ledger.root + "/other")
    _ = try other.create(KeyStore.checkpointName, algorithm: .ed25519)
    let maker = try ReceiptMaker(ledger.reading.files, keys: other)
    #expect(throws: ServiceError.self) { try maker.make(3) }
  }
}
