// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

/// A log of numbered texts in memory, with a key that everybody knows; for trying witnesses.
struct ExampleLog: TileSource {
  let signer: NoteSigner
  let function: HashFunction
  private var levels: [[Digest]] = []

  /// A log of `count` leaves; logs of another `branch` are the same up to leaf `fork`.
  init(
    origin: String, suite: Suite, count: Int, branch: String = "", from fork: Int = 0
  ) throws {
    // The seed is public: nothing but trials of witnesses may trust this key.
    let seed = [UInt8](repeating: 0x77, count: 32)
    signer = try NoteSigner(
      name: origin, key: try SigningKey(algorithm: suite.signature, seed: seed))
    function = suite.hash
    var tree = TileAppender(function: function)
    var levels: [[Digest]] = []
    for number in 0..<count {
      let text = "leaf \(number)\(number < fork ? "" : branch)"
      tree.append(function.leafHash(of: Array(text.utf8))) { level, hash in
        if levels.count == level { levels.append([]) }
        levels[level].append(hash)
      }
    }
    self.levels = levels
  }

  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    guard level < levels.count, range.upperBound <= levels[level].count else {
      throw .tileUnreadable(tileLevel: level, range: range, reason: "the log is shorter")
    }
    return Array(levels[level][Int(range.lowerBound)..<Int(range.upperBound)])
  }

  private func reader(_ size: UInt64) -> TileHashReader<ExampleLog> {
    TileHashReader(source: self, size: size, function: function)
  }

  /// The signed checkpoint of the first `size` leaves.
  func checkpoint(_ size: UInt64) throws -> UnverifiedCheckpoint {
    let root = try treeRoot(size: size, reader: reader(size), function: function)
    return try sign(size, root)
  }

  /// A checkpoint of any size and root, signed by the log's key.
  func sign(_ size: UInt64, _ root: Digest) throws -> UnverifiedCheckpoint {
    let checkpoint = try Checkpoint(origin: signer.verifier.name, size: size, root: root)
    return try UnverifiedCheckpoint(note: checkpoint.sign(with: [signer]))
  }

  /// The honest request from one size to another.
  func request(from old: UInt64, to size: UInt64) throws -> AddCheckpointRequest {
    let proof = try ConsistencyProof.prove(
      oldSize: old, newSize: size, reader: reader(size), function: function)
    return AddCheckpointRequest(
      oldSize: old, proof: proof.path, checkpoint: try checkpoint(size))
  }
}
