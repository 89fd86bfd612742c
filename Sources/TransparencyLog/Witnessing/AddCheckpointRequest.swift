// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// The body of `add-checkpoint` (C2SP tlog-witness): a checkpoint to be cosigned, and the proof
/// that it extends the checkpoint of `oldSize` entries.
public struct AddCheckpointRequest: Hashable, Sendable {
  /// Most hashes a request may have.
  public static let proofLimit = 63
  /// Most bytes a request may have.
  public static let byteLimit = SignedNote.byteLimit + (proofLimit + 1) * 64

  /// Size of the checkpoint the witness is thought to have cosigned last; 0 for none.
  public let oldSize: UInt64
  /// Consistency proof from `oldSize` to the checkpoint's size.
  public let proof: [Digest]
  /// The checkpoint to be cosigned, with the log's signature.
  public let checkpoint: UnverifiedCheckpoint

  /// Makes a request from its parts.
  public init(oldSize: UInt64, proof: [Digest], checkpoint: UnverifiedCheckpoint) {
    self.oldSize = oldSize
    self.proof = proof
    self.checkpoint = checkpoint
  }

  /// Reads a body; what it says is left to the witness to judge.
  public init(parsing bytes: [UInt8]) throws(TransparencyLogError) {
    guard bytes.count <= Self.byteLimit else {
      throw .limitExceeded(
        .witnessRequest, quantity: "bytes", limit: Self.byteLimit, found: bytes.count)
    }
    let lineFeed = UInt8(ascii: "\n")
    let blank = bytes.indices.dropFirst().first {
      bytes[$0] == lineFeed && bytes[$0 - 1] == lineFeed
    }
    guard let blank, let head = CanonicalText.text(bytes[..<blank]),
      var lines = CanonicalText.lines(of: head[...])?[...]
    else {
      throw .malformed(
        .witnessRequest, line: 1, requirement: "a blank line precedes the checkpoint")
    }
    guard let first = lines.popFirst(), first.hasPrefix("old "),
      let oldSize = CanonicalText.number(first.dropFirst(4))
    else {
      throw .malformed(.witnessRequest, line: 1, requirement: "it is 'old <number>'")
    }
    guard lines.count <= Self.proofLimit else {
      throw .limitExceeded(
        .witnessRequest, quantity: "hashes", limit: Self.proofLimit, found: lines.count)
    }
    var proof: [Digest] = []
    for (offset, line) in lines.enumerated() {
      guard let hash = CanonicalText.digest(line) else {
        throw .malformed(
          .witnessRequest, line: offset + 2,
          requirement: "a hash is canonical base64 of 32 bytes")
      }
      proof.append(hash)
    }
    self.init(
      oldSize: oldSize, proof: proof,
      checkpoint: try UnverifiedCheckpoint(parsing: Array(bytes[(blank + 1)...])))
  }

  /// The body as sent.
  public var bytes: [UInt8] {
    var text = "old \(oldSize)\n"
    for hash in proof { text += hash.base64 + "\n" }
    return Array((text + "\n").utf8) + checkpoint.note.bytes
  }
}
