// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// A self-contained proof that an entry is in a log (C2SP tlog-proof, file *.tlog-proof).
///
/// It holds the place of the entry, the path to the root and the checkpoint with that root, so
/// it is verified offline from the entry and the log's public key alone.
public struct TlogProof: Hashable, Sendable {
  /// First line of every proof.
  public static let header = "c2sp.org/tlog-proof@v1"
  /// Longest path a tree can have.
  private static let pathLimit = 64

  /// Bytes for the application; nothing signs them.
  public let extra: [UInt8]?
  /// Index of the entry.
  public let index: UInt64
  /// Sibling hashes, leaf to root.
  public let path: [Digest]
  /// The checkpoint the path leads to.
  public let checkpoint: UnverifiedCheckpoint

  /// Makes a proof from its parts.
  public init(
    index: UInt64, path: [Digest], checkpoint: UnverifiedCheckpoint, extra: [UInt8]? = nil
  ) {
    self.index = index
    self.path = path
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// Makes a proof from an inclusion proof and the checkpoint of the same size.
  public init(
    _ inclusion: InclusionProof, checkpoint: UnverifiedCheckpoint, extra: [UInt8]? = nil
  ) {
    precondition(inclusion.size == checkpoint.claim.size, "proof and checkpoint of one size")
    self.init(
      index: inclusion.index, path: inclusion.path, checkpoint: checkpoint, extra: extra)
  }

  /// The file's bytes.
  public var bytes: [UInt8] {
    var text = Self.header + "\n"
    if let extra { text += "extra \(Base64.encode(extra))\n" }
    text += "index \(index)\n"
    for hash in path { text += hash.base64 + "\n" }
    return Array((text + "\n").utf8) + checkpoint.note.bytes
  }

  /// Reads a file.
  public init(parsing bytes: [UInt8]) throws(TransparencyLogError) {
    let lineFeed = UInt8(ascii: "\n")
    let blank = bytes.indices.dropFirst().first {
      bytes[$0] == lineFeed && bytes[$0 - 1] == lineFeed
    }
    guard let blank, let head = CanonicalText.text(bytes[..<blank]),
      var lines = CanonicalText.lines(of: head[...])?[...]
    else {
      throw .malformed(.proof, line: 1, requirement: "a blank line precedes the checkpoint")
    }
    guard let first = lines.popFirst(), first == Self.header else {
      throw .malformed(.proof, line: 1, requirement: "the first line is \(Self.header)")
    }
    var extra: [UInt8]?
    if let line = lines.first, line.hasPrefix("extra ") {
      extra = CanonicalText.bytes(line.dropFirst(6))
      guard extra != nil else {
        throw .malformed(.proof, line: 2, requirement: "extra is canonical base64")
      }
      lines.removeFirst()
    }
    let indexLine = extra == nil ? 2 : 3
    guard let line = lines.popFirst(), line.hasPrefix("index "),
      let index = CanonicalText.number(line.dropFirst(6))
    else {
      throw .malformed(.proof, line: indexLine, requirement: "a line 'index <number>' follows")
    }
    guard lines.count <= Self.pathLimit else {
      throw .limitExceeded(
        .proof, quantity: "hashes", limit: Self.pathLimit, found: lines.count)
    }
    var path: [Digest] = []
    for (offset, line) in lines.enumerated() {
      guard let hash = CanonicalText.digest(line) else {
        throw .malformed(
          .proof, line: indexLine + 1 + offset,
          requirement: "a hash is canonical base64 of 32 bytes")
      }
      path.append(hash)
    }
    self.init(
      index: index, path: path,
      checkpoint: try UnverifiedCheckpoint(parsing: Array(bytes[(blank + 1)...])), extra: extra)
  }

  /// Verifies offline that the entry is in the log `origin`.
  ///
  /// Every log key among `verifiers` must have signed the checkpoint that proves it, which is
  /// returned. `extra` is covered by no signature.
  public func verify(
    entry: Span<UInt8>, origin: String, verifiers: [NoteVerifier], function: HashFunction
  ) throws(TransparencyLogError) -> VerifiedCheckpoint {
    let verified = try checkpoint.verified(origin: origin, byAll: verifiers)
    let proof = InclusionProof(index: index, size: verified.checkpoint.size, path: path)
    try proof.verify(
      leafHash: function.leafHash(of: entry), root: verified.checkpoint.root,
      function: function)
    return verified
  }
}
