// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// Proof files somebody made to deceive or to break whoever reads them.
@Suite struct HostileProofTests {
  private struct Files {
    let ledger: ProofLedger
    let entry: [UInt8]
    let bundle: [UInt8]
    let tlog: [UInt8]
    let cose: [UInt8]

    init(_ suite: Suite = .sha256Ed25519) async throws {
      ledger = try await ProofLedger(suite)
      entry = try ledger.reading.files.entry(at: 8)
      bundle = try BundleMaker(ledger.reading).make(
        try ProofSubject("0:1", in: ledger.reading)
      ).bytes
      tlog = try Prover(ledger.reading.files).prove(8).proof.bytes
      cose = try ReceiptMaker(ledger.reading.files, keys: ledger.keys).make(8).receipt.bytes
    }

    func check(_ proof: [UInt8], entry: [UInt8]? = nil) throws -> ProofCheck {
      try ProofCheck(proof: proof, keys: [ledger.vkey], entry: entry)
    }

    func refuses(_ proof: [UInt8], _ name: String, entry: [UInt8]? = nil) {
      do {
        let check = try check(proof, entry: entry)
        Issue.record("\(name) is taken for: \(check.sentence.english)")
      } catch let error as ServiceError {
        guard case .unsound = error else {
          Issue.record("\(name): \(error)")
          return
        }
        #expect(error.message(in: .english).utf8.count < 2_000)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }

    /// Refuses the bundle in which `change` has replaced something.
    func refuses(_ name: String, _ change: (inout JSONValue) throws -> Void) throws {
      var json = try JSONValue(parsing: bundle)
      try change(&json)
      let bytes = Array(json.encoded().utf8)
      #expect(bytes != bundle)
      refuses(bytes, name)
    }
  }

  @Test func `the files themselves hold`() async throws {
    let files = try await Files()
    #expect(try files.check(files.bundle).naming == .seriesAndNumber)
    #expect(try files.check(files.tlog, entry: files.entry).entry != nil)
    #expect(try files.check(files.cose, entry: files.entry).isPlaceProved)
  }

  @Test(arguments: Suite.all)
  func `no changed byte changes what is proved`(suite: Suite) async throws {
    let files = try await Files(suite)
    for (bytes, entry) in [
      (files.bundle, nil), (files.tlog, files.entry), (files.cose, files.entry),
    ] {
      let truth = try files.check(bytes, entry: entry).sentence
      var random = SplitMix64(seed: 2_026)
      for position in bytes.indices {
        var changed = bytes
        changed[position] ^= UInt8(1) << UInt8(random.next() % 8)
        // White space between members means nothing.
        let found = try? files.check(changed, entry: entry)
        #expect(found == nil || found?.sentence == truth, "byte \(position)")
      }
    }
  }

  @Test func `a file cut off anywhere is refused`() async throws {
    let files = try await Files()
    for (bytes, entry) in [
      (files.bundle, nil), (files.tlog, files.entry), (files.cose, files.entry),
    ] {
      // The line end after the last brace of a bundle is not needed.
      for length in stride(from: 0, to: bytes.count - 2, by: 3) {
        files.refuses(Array(bytes[..<length]), "\(length) bytes", entry: entry)
      }
    }
  }

  @Test func `what is too large or too deep is refused before it is read`() async throws {
    let files = try await Files()
    let huge = [UInt8](repeating: UInt8(ascii: "9"), count: ProofFile.byteLimit + 1)
    files.refuses(huge, "a huge file")
    files.refuses([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000), "deep arrays")
    files.refuses(
      Array(String(repeating: "{\"format\":", count: 100_000).utf8), "deep objects")
    files.refuses([UInt8](repeating: 0xD2, count: 60_000), "deep tags", entry: files.entry)
    let header = "c2sp.org/tlog-proof@v1\nindex 8\n"
    let hash = Digest.zero.base64 + "\n"
    files.refuses(
      Array((header + String(repeating: hash, count: 40_000)).utf8), "a long path",
      entry: files.entry)
    files.refuses(Array("c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n".utf8), "2^64")
    for text in ["", "{", "{}", "null", "\u{FEFF}{}", "d284"] {
      files.refuses(Array(text.utf8), text, entry: files.entry)
    }
  }

  @Test func `lists of a bundle are limited`() async throws {
    let files = try await Files()
    try files.refuses("many entries") { json in
      json["entries"] = .array(
        [JSONValue](repeating: json["entries"]?.elements?[0] ?? .null, count: 17))
    }
    try files.refuses("many keys") { json in
      json["signer"] = .array(
        [JSONValue](repeating: json["signer"]?.elements?[0] ?? .null, count: 17))
    }
    try files.refuses("a long path") { json in
      try json.changeEntry(0) {
        $0["path"] = .array([JSONValue](repeating: .string(Digest.zero.base64), count: 65))
      }
    }
    try files.refuses("a long entry") { json in
      try json.changeEntry(0) {
        $0["bytes"] = .string(Base64.encode([UInt8](repeating: 0, count: 65_536)))
      }
    }
  }

  @Test func `members that are missing, twice, unknown or of another kind are refused`()
    async throws
  {
    let files = try await Files()
    for name in ["format", "origin", "suite", "subject", "signer", "entries", "checkpoint"] {
      try files.refuses("without \(name)") { $0[name] = nil }
      for wrong: JSONValue in [.null, .integer(-1), .string(""), .array([.null]), .object([])] {
        try files.refuses("\(name) is \(wrong.encoded())") { $0[name] = wrong }
      }
    }
    try files.refuses("an unknown member") { $0["more"] = .null }
    let text = String(decoding: files.bundle, as: UTF8.self)
    files.refuses(Array(text.replacing("\"suite\"", with: "\"origin\"").utf8), "a name twice")
    for (name, wrong): (String, JSONValue) in [
      ("entry", .integer(9)), ("entry", .number("8.0")), ("record", .integer(1)),
      ("record", .integer(-1)), ("record", .integer(1 << 40)),
      ("record", nil as JSONValue? ?? .null),
      ("series", .integer(1)), ("series", .integer(1 << 32)), ("serial", .string("6")),
      ("serial", .string("01")), ("serial", .integer(1)), ("unit", .integer(1)),
    ] {
      try files.refuses("\(name) of the subject is \(wrong.encoded())") { json in
        var subject = json["subject"] ?? .null
        subject[name] = wrong
        json["subject"] = subject
      }
    }
  }

  @Test func `entries of elsewhere, swapped paths and broken chains are refused`() async throws {
    let files = try await Files()
    let strangers = try await ProofLedger(.sha256Ed25519)
    let stranger = try JSONValue(
      parsing: try BundleMaker(strangers.reading).make(ProofSubject(entry: 8)).bytes)
    try files.refuses("an entry of another ledger") { json in
      try json.changeEntry(0) { $0 = stranger["entries"]?.elements?[0] ?? .null }
    }
    try files.refuses("another ledger's checkpoint") { $0["checkpoint"] = stranger["checkpoint"] }
    try files.refuses("everything but the checkpoint of another ledger") { json in
      let checkpoint = json["checkpoint"]
      json = stranger
      json["checkpoint"] = checkpoint
    }
    try files.refuses("another ledger") { $0 = stranger }
    try files.refuses("swapped hashes") { json in
      try json.changeEntry(0) { entry in
        var path = entry["path"]?.elements ?? []
        path.swapAt(0, 1)
        entry["path"] = .array(path)
      }
    }
    try files.refuses("paths swapped between entries") { json in
      let paths = json["entries"]?.elements?.map { $0["path"] } ?? []
      try json.changeEntry(0) { $0["path"] = paths[1] }
      try json.changeEntry(1) { $0["path"] = paths[0] }
    }
    try files.refuses("another index") { try $0.changeEntry(0) { $0["index"] = .integer(7) } }
    for (name, change): (String, (inout [JSONValue]) -> Void) in [
      ("no keys", { $0 = [] }), ("the chain does not begin with the key", { $0.removeFirst() }),
      ("the chain does not end", { $0.removeLast() }),
      ("the chain goes backwards", { $0.reverse() }),
      ("a key twice", { $0.insert($0[0], at: 0) }),
      ("something follows the registration", { $0.append($0[0]) }),
      ("another participant's registration", { $0[2]["record"] = .integer(2) }),
      ("a record that registers nothing", { $0[2]["record"] = .integer(0) }),
      ("a record that is not there", { $0[2]["record"] = .integer(60) }),
      ("the subject registers its own key", { $0[0]["entry"] = .integer(8) }),
    ] {
      try files.refuses(name) { json in
        var signer = json["signer"]?.elements ?? []
        change(&signer)
        json["signer"] = .array(signer)
      }
    }
    try files.refuses("an entry for no reason") { json in
      let extra = try JSONValue(
        parsing: try BundleMaker(files.ledger.reading).make(ProofSubject(entry: 7)).bytes)
      let entries = (json["entries"]?.elements ?? []) + [extra["entries"]?.elements?[0] ?? .null]
      json["entries"] = .array(entries)
    }
  }

  @Test func `the keys given decide, not the file`() async throws {
    let files = try await Files()
    let other = try NoteVerifier(
      name: ProofLedger.origin, type: .ed25519,
      key: try SigningKey(seed: [UInt8](repeating: 9, count: 32)).verifyingKey)
    let renamed = try NoteVerifier(
      name: "ledger.example/other", type: .ed25519, key: files.ledger.vkey.key)
    for key in [other, renamed] {
      for (bytes, entry) in [
        (files.bundle, nil), (files.tlog, files.entry), (files.cose, files.entry),
      ] {
        #expect(throws: ServiceError.self) {
          try ProofCheck(proof: bytes, keys: [key], entry: entry)
        }
      }
    }
    let entry = try files.ledger.reading.files.entry(at: 7)
    files.refuses(files.bundle, "another entry beside the bundle", entry: entry)
  }
}

extension JSONValue {
  /// A member of an object, to be changed.
  fileprivate subscript(name: String) -> JSONValue? {
    get { members?.first { $0.name == name }?.value }
    set {
      var members = (self.members ?? []).filter { $0.name != name }
      if let newValue { members.append(Member(name, newValue)) }
      self = .object(members)
    }
  }

  fileprivate mutating func changeEntry(
    _ number: Int, _ change: (inout JSONValue) throws -> Void
  ) throws {
    var entries = self["entries"]?.elements ?? []
    try change(&entries[number])
    self["entries"] = .array(entries)
  }
}
