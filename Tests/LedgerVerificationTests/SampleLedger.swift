// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import LedgerCore
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

/// Writes small ledgers in the two layouts by the letter of the format, without any storage code.
struct SampleLedger {
  static let origin = "ledger.example/sample"
  static let start = Timestamp(milliseconds: 1_790_000_000_000)

  var suite = Suite.sha256Ed25519
  var padding = 16
  var statements: [[UInt8]] = []
  /// The times of registration; counted up from ``start`` when there are too few.
  var times: [Timestamp] = []
  var checkpointSizes: [Int] = []
  /// The keys of second lines, by the size of the checkpoint.
  var seconds: [Int: SigningKey] = [:]
  /// Lines put in the place of the second, by the size of the checkpoint.
  var replacedLines: [Int: NoteSignature] = [:]
  let authority: SigningKey
  let company: SigningKey
  let log: SigningKey
  private var identifier: UInt8 = 0

  init(_ suite: Suite = .sha256Ed25519) throws {
    self.suite = suite
    func key(_ seed: UInt8) throws -> SigningKey {
      try SigningKey(algorithm: suite.signature, seed: [UInt8](repeating: seed, count: 32))
    }
    authority = try key(1)
    company = try key(2)
    log = try key(3)
  }

  var logSigner: NoteSigner {
    get throws { try NoteSigner(name: Self.origin, key: log) }
  }

  mutating func sign(_ records: [[UInt8]], issuer: UInt32 = 0, key: SigningKey? = nil) throws {
    identifier += 1
    let signer = StatementSigner(
      issuer: issuer, audience: Self.origin, suite: suite, key: key ?? authority)
    statements.append(
      try signer.sign(
        records, identifier: [UInt8](repeating: identifier, count: 16), issuedAt: Self.start))
  }

  mutating func openLedger() throws {
    let today = CalendarDate(daysSinceEpoch: 20_000)
    let root = ParticipantRecord(
      identifier: "11330000MA00000150", chineseName: "甲", englishName: "A", province: 33,
      isExample: true, roles: [.authority, .registry], since: today,
      key: authority.verifyingKey.bytes)
    let genesis = GenesisRecord(
      origin: Self.origin, suite: suite, ruleset: 1, checkpointKey: log.verifyingKey.bytes,
      authority: root)
    try sign([genesis.encoded])
    let company = ParticipantRecord(
      identifier: "91330000MA0000023J", chineseName: "乙", englishName: "B", province: 33,
      isExample: true, roles: [.enterprise], since: today, key: company.verifyingKey.bytes)
    try sign([company.encoded])
  }

  /// Genesis, a company, an asset class and a correction.
  static func small(_ suite: Suite = .sha256Ed25519) throws -> SampleLedger {
    var ledger = try SampleLedger(suite)
    try ledger.openLedger()
    try ledger.sign([
      AssetRecord(code: "X", chineseName: "丙", englishName: "C", unit: "MWh", issuer: 0).encoded,
      CorrectionRecord(entry: 0, record: 0, reason: "r").encoded,
    ])
    try ledger.sign([CorrectionRecord(entry: 1, record: 0, reason: "s").encoded])
    ledger.checkpointSizes = [1, 3, 4]
    return ledger
  }

  /// A ledger of `count` entries.
  static func long(_ count: Int) throws -> SampleLedger {
    var ledger = try SampleLedger()
    try ledger.openLedger()
    for _ in 2..<count {
      let signer = StatementSigner(
        issuer: 0, audience: Self.origin, suite: ledger.suite, key: ledger.authority)
      var identifier = [UInt8](repeating: 9, count: 16)
      identifier[0] = UInt8(ledger.statements.count & 255)
      identifier[1] = UInt8(ledger.statements.count >> 8)
      ledger.statements.append(
        try signer.sign(
          [CorrectionRecord(entry: 0, record: 0, reason: "n").encoded], identifier: identifier,
          issuedAt: start))
    }
    ledger.checkpointSizes = [1, 7, 255, 256, 257, count].filter { $0 <= count }
    ledger.checkpointSizes = Array(Set(ledger.checkpointSizes)).sorted()
    return ledger
  }

  var entries: [[UInt8]] {
    var previous = Digest.zero
    return statements.enumerated().map { position, statement in
      let time =
        position < times.count
        ? times[position] : Self.start.adding(milliseconds: Int64(position) * 1_000)
      let entry = Entry.encode(previous: previous, registered: time, statement: statement)
      previous = suite.hash.leafHash(of: entry)
      return entry
    }
  }

  /// The files of a ledger directory by their names.
  func files(_ replaced: [[UInt8]]? = nil) throws -> [String: [UInt8]] {
    let entries = replaced ?? entries
    var tree = TileAppender(function: suite.hash)
    var files: [String: [UInt8]] = [
      "format": Array("tanzhang-ledger 1\n\(Self.origin)\n\(suite.name)\n".utf8), "lock": [],
    ]
    var (bundle, index, checkpoints): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    for (position, entry) in entries.enumerated() {
      if position.isMultiple(of: 256) {
        let offset = UInt64(bundle.count)
        for shift in stride(from: 56, through: 0, by: -8) {
          index.append(UInt8(truncatingIfNeeded: offset >> UInt64(shift)))
        }
      }
      bundle += Self.frame(entry)
      tree.append(suite.hash.leafHash(of: entry)) { level, hash in
        files["tree/\(level)", default: []] += hash.bytes
      }
      if checkpointSizes.contains(position + 1) {
        checkpoints += Self.frame(try note(tree).bytes)
      }
    }
    let zeros = [UInt8](repeating: 0, count: padding)
    files["entries/000000000000"] = bundle + zeros
    files["checkpoints/000000000000"] = checkpoints + zeros
    files["index"] = index
    for (name, bytes) in files where name.hasPrefix("tree/") { files[name] = bytes + zeros }
    return files
  }

  /// The files of a published directory by their names.
  func published(_ replaced: [[UInt8]]? = nil, cosigner: NoteSigner? = nil) throws
    -> [String: [UInt8]]
  {
    let entries = replaced ?? entries
    var tree = TileAppender(function: suite.hash)
    var levels: [[Digest]] = []
    var (bundles, tiles): ([[UInt8]], [String: [UInt8]]) = ([], [:])
    for (position, entry) in entries.enumerated() {
      if position.isMultiple(of: 256) { bundles.append([]) }
      bundles[position / 256] += Self.frame(entry)
      tree.append(suite.hash.leafHash(of: entry)) { level, hash in
        while levels.count <= level { levels.append([]) }
        levels[level].append(hash)
      }
    }
    func path(_ content: TilePath.Content, _ index: Int, of count: Int) throws -> String {
      let width = min(256, count - index * 256)
      return try #require(
        TilePath(content: content, index: UInt64(index), width: width)?.path)
    }
    for (index, bundle) in bundles.enumerated() {
      tiles[try path(.entries, index, of: entries.count)] = bundle
    }
    for (level, hashes) in levels.enumerated() {
      for index in 0..<((hashes.count + 255) / 256) {
        let part = hashes[(index * 256)..<min(hashes.count, index * 256 + 256)]
        tiles[try path(.hashes(level: level), index, of: hashes.count)] = part.flatMap(\.bytes)
      }
    }
    var note = try note(tree)
    if let cosigner { try note.append(try cosigner.cosign(note.text, time: 1_790_000_000)) }
    tiles["checkpoint"] = note.bytes
    return tiles
  }

  func note(_ tree: TileAppender) throws -> SignedNote {
    let checkpoint = try Checkpoint(origin: Self.origin, size: tree.size, root: tree.root())
    var signers = [try logSigner]
    if let second = seconds[Int(tree.size)] {
      signers.append(try NoteSigner(name: Self.origin, key: second))
    }
    let note = try checkpoint.sign(with: signers)
    guard let line = replacedLines[Int(tree.size)] else { return note }
    return try SignedNote(text: note.text, signatures: [note.signatures[0], line])
  }

  /// The signed checkpoint over the first `size` entries.
  func checkpoint(_ size: Int) throws -> [UInt8] {
    var tree = TileAppender(function: suite.hash)
    for entry in entries.prefix(size) {
      tree.append(suite.hash.leafHash(of: entry)) { _, _ in }
    }
    return try note(tree).bytes
  }

  static func frame(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
  }
}

/// A directory that is removed at the end of the test.
final class Folder: Sendable {
  let path: String

  init(_ files: [String: [UInt8]]) throws {
    path = NSTemporaryDirectory() + "verification-" + UUID().uuidString
    for (name, bytes) in files { try write(name, bytes) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  func verify(
    _ options: VerificationOptions = VerificationOptions()
  ) async throws -> VerificationReport {
    try await Verifier(mechanisms: []).verify(
      LedgerLocation(detecting: path), options: options)
  }
}

func verify(
  _ files: [String: [UInt8]], _ options: VerificationOptions = VerificationOptions()
) async throws -> VerificationReport {
  try await Folder(files).verify(options)
}
