// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// A log server in the hands of someone who has the ledger's key: publishes whatever it is told.
struct SimulatedLog {
  let signer: NoteSigner
  let function: HashFunction
  var entries: [[UInt8]]

  /// A log of numbered texts, which a monitor hashes like any others.
  init(suite: Suite = .sha256Ed25519, count: Int, seed: UInt8 = 1) throws {
    signer = try NoteSigner(
      name: "log.example/simulated",
      key: SigningKey(algorithm: suite.signature, seed: [UInt8](repeating: seed, count: 32)))
    function = suite.hash
    entries = (0..<count).map { Array("entry \($0)".utf8) }
  }

  /// The entries of a real ledger, and its key.
  init(_ ledger: PublishedLedger) throws {
    let files = try LedgerFiles(at: ledger.paths.root)
    let suite = try #require(Suite(name: files.suiteName))
    function = suite.hash
    signer = try NoteSigner(
      name: files.origin, key: try ledger.keys.key(KeyStore.checkpointName))
    var entries: [[UInt8]] = []
    let note = try #require(try files.newestCheckpoint())
    let size = try UnverifiedCheckpoint(parsing: note).claim.size
    for index in 0..<size { entries.append(try files.entry(at: index)) }
    self.entries = entries
  }

  func root(_ size: Int) -> Digest {
    var tree = CompactRange(function: function)
    for entry in entries.prefix(size) { tree.append(function.leafHash(of: entry)) }
    return tree.root()
  }

  func note(_ size: UInt64, _ root: Digest) throws -> SignedNote {
    try Checkpoint(origin: signer.verifier.name, size: size, root: root).sign(with: [signer])
  }

  func note(_ size: Int) throws -> SignedNote { try note(UInt64(size), root(size)) }

  /// The files of a published directory of the first `size` entries.
  func files(_ size: Int) throws -> [String: [UInt8]] {
    var files = ["checkpoint": try note(size).bytes]
    var tree = TileAppender(function: function)
    var levels: [[Digest]] = []
    var bundles: [[UInt8]] = []
    for (position, entry) in entries.prefix(size).enumerated() {
      if position.isMultiple(of: 256) { bundles.append([]) }
      bundles[position / 256] += [UInt8(entry.count >> 8), UInt8(entry.count & 255)] + entry
      tree.append(function.leafHash(of: entry)) { level, hash in
        if levels.count == level { levels.append([]) }
        levels[level].append(hash)
      }
    }
    for (number, bundle) in bundles.enumerated() {
      files[try path(.entries, number, of: size)] = bundle
    }
    for (level, hashes) in levels.enumerated() {
      for number in 0..<((hashes.count + 255) / 256) {
        let part = hashes[(number * 256)..<min(hashes.count, number * 256 + 256)]
        files[try path(.hashes(level: level), number, of: hashes.count)] = part.flatMap(\.bytes)
      }
    }
    return files
  }

  private func path(_ content: TilePath.Content, _ index: Int, of count: Int) throws -> String {
    let width = min(256, count - index * 256)
    return try #require(TilePath(content: content, index: UInt64(index), width: width)?.path)
  }

  /// Replaces what is published at `path`.
  func publish(
    _ size: Int, at path: String, _ change: (inout [String: [UInt8]]) throws -> Void = { _ in }
  ) throws {
    var files = try files(size)
    try change(&files)
    try Self.write(files, at: path)
  }

  static func write(_ files: [String: [UInt8]], at path: String) throws {
    TemporaryFolder.remove(path)
    for (name, bytes) in files {
      let file = "\(path)/\(name)"
      let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
      try SmallFile.makeDirectory(folder)
      try SmallFile.replace(file, bytes)
    }
  }
}
