// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerVerification
import Testing
import TransparencyLog

/// Damages to a published directory: each must be found, by the check named.
@Suite struct TileDirectoryTests {
  static let count = 300

  struct Published {
    let ledger: SampleLedger
    let witness: NoteSigner
    let options: VerificationOptions
    let files: [String: [UInt8]]

    init() throws {
      ledger = try SampleLedger.long(TileDirectoryTests.count)
      witness = try NoteSigner(
        name: "witness.example", type: .cosignature,
        key: SigningKey(seed: [UInt8](repeating: 9, count: 32)))
      files = try ledger.published(cosigner: witness)
      var options = VerificationOptions()
      options.pinnedKeys = [try ledger.logSigner.verifier]
      options.cosignatures = CosignatureRequirement(
        WitnessPolicy(witnesses: [witness.verifier], threshold: 1))
      options.trustedCheckpoints = [try ledger.checkpoint(290)]
      self.options = options
    }

    func checks(_ change: (inout [String: [UInt8]]) throws -> Void) async throws -> Set<Check> {
      var files = files
      try change(&files)
      #expect(files != self.files)
      return Set(try await verify(files, options).findings.map(\.check))
    }

    func checks(replacing old: String, by new: String) async throws -> Set<Check> {
      try await checks { files in
        let note = String(decoding: files["checkpoint"] ?? [], as: UTF8.self)
        files["checkpoint"] = Array(note.replacing(old, with: new, maxReplacements: 1).utf8)
      }
    }
  }

  @Test func `an intact directory with a witness and an old checkpoint is sound`() async throws {
    let published = try Published()
    let report = try await verify(published.files, published.options)
    #expect(report.findings == [])
    #expect(report.size == 300)
  }

  @Test func `flipped bytes in bundles and tiles are found`() async throws {
    let published = try Published()
    let names = ["tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/1/000.p/1"]
    for name in names {
      for offset in [0, 1, 7, 31] {
        let checks = try await published.checks { $0[name]?[offset] ^= 1 }
        #expect(!checks.isEmpty, "\(name) byte \(offset)")
      }
    }
    #expect(try await published.checks { $0["tile/0/000"]?[40] ^= 1 } == [.tree])
    #expect(try await published.checks { $0["tile/1/000.p/1"]?[3] ^= 1 } == [.tree])
  }

  @Test func `a bundle cut short and missing files are found`() async throws {
    let published = try Published()
    let cut = try await published.checks { files in
      files["tile/entries/000"] = Array((files["tile/entries/000"] ?? []).prefix(500))
    }
    #expect(cut.contains(.framing))
    for name in published.files.keys {
      let checks = try await published.checks { $0[name] = nil }
      #expect(!checks.isEmpty, "\(name)")
    }
  }

  @Test func `a changed checkpoint loses its signature`() async throws {
    let published = try Published()
    #expect(
      try await published.checks(replacing: "\n300\n", by: "\n299\n")
        .contains(.checkpointSignature))
    #expect(
      try await published.checks(replacing: "sample\n", by: "samplex\n")
        .contains(.checkpointSignature))
    #expect(
      try await published.checks(replacing: "\n\n", by: "\nextra\n\n")
        .contains(.checkpointSignature))
    let other = Digest.zero.base64
    let note = String(decoding: published.files["checkpoint"] ?? [], as: UTF8.self)
    let root = String(note.split(separator: "\n")[2])
    #expect(
      try await published.checks(replacing: root, by: other).contains(.checkpointSignature))
    let unsigned = note.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\u{2014} ledger") }.joined(separator: "\n")
    #expect(
      try await published.checks { $0["checkpoint"] = Array(unsigned.utf8) }
        .contains(.checkpointSignature))
  }

  @Test func `a cosignature that does not verify or is missing is found`() async throws {
    let published = try Published()
    let note = try SignedNote(parsing: published.files["checkpoint"] ?? [])
    let cosignature = try #require(note.signatures.last)
    var bytes = cosignature.signature
    bytes[7] ^= 1
    let forged = try NoteSignature(
      name: cosignature.name, keyID: cosignature.keyID, signature: bytes)
    let log = try #require(note.signatures.first)
    let changed = try SignedNote(text: note.text, signatures: [log, forged])
    #expect(try await published.checks { $0["checkpoint"] = changed.bytes } == [.witness])
    let bare = try SignedNote(text: note.text, signatures: [log])
    #expect(try await published.checks { $0["checkpoint"] = bare.bytes } == [.witness])
  }

  @Test func `split views and rollbacks signed anew contradict the old checkpoint`() async throws {
    let published = try Published()
    var options = published.options
    options.cosignatures = nil
    let entries = published.ledger.entries
    let control = try await verify(published.ledger.published(entries), options)
    #expect(control.isSound)
    var edited = entries
    edited[5] = Array("forged".utf8)
    var swapped = entries
    swapped.swapAt(4, 5)
    for changed in [edited, swapped, Array(entries.dropLast(17))] {
      let report = try await verify(published.ledger.published(changed), options)
      #expect(report.findings.contains { $0.check == .consistency })
    }
  }

  @Test func `a narrower tile left from an earlier size must agree`() async throws {
    let published = try Published()
    let part = Array((published.files["tile/0/000"] ?? []).prefix(10 * 32))
    var files = published.files
    files["tile/0/000.p/10"] = part
    #expect(try await verify(files, published.options).isSound)
    files["tile/0/000.p/10"]?[9] ^= 1
    let report = try await verify(files, published.options)
    #expect(report.findings.map(\.check) == [.tile])
  }
}
