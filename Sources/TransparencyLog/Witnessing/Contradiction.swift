// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Two checkpoints of one log of which the smaller seems not to be a prefix of the larger.
public struct Contradiction: Hashable, Sendable {
  /// The checkpoint that was known.
  public let known: SignedNote
  /// The checkpoint that was met later.
  public let claimed: SignedNote
  /// The consistency proof between them, in the order of RFC 9162; it failed, or is missing.
  public let proof: [Digest]
  /// The root of the larger tree's beginning, of the smaller size, as `proof` shows it.
  public let prefixRoot: Digest?

  /// What the two checkpoints show.
  public enum Verdict: Hashable, Sendable {
    /// The log signed two roots of one size.
    case fork
    /// The log signed a tree whose beginning is not the tree it had signed.
    case rewritten
    /// The log signed both, but nothing here shows that they contradict each other: a proof that
    /// fails may be the fault of whoever made it.
    case unproven
    /// They agree.
    case consistent
  }

  /// Makes a contradiction from its parts; nothing is checked before `verdict`.
  public init(
    known: SignedNote, claimed: SignedNote, proof: [Digest] = [], prefixRoot: Digest? = nil
  ) {
    self.known = known
    self.claimed = claimed
    self.proof = proof
    self.prefixRoot = prefixRoot
  }

  /// What the contradiction shows to one who knows the log's keys and nothing else.
  ///
  /// Throws when one of the notes is not a checkpoint of this log signed by one of these keys.
  public func verdict(
    origin: String, verifiers: [NoteVerifier]
  ) throws(TransparencyLogError) -> Verdict {
    var checkpoints: [Checkpoint] = []
    for note in [known, claimed] {
      checkpoints.append(
        try UnverifiedCheckpoint(note: note).verified(origin: origin, verifiers: verifiers)
          .checkpoint)
    }
    checkpoints.sort { $0.size < $1.size }
    let (older, newer) = (checkpoints[0], checkpoints[1])
    let function = HashFunction(treeSignedBy: verifiers)
    if older.size == newer.size { return older.root == newer.root ? .consistent : .fork }
    let proof = ConsistencyProof(oldSize: older.size, newSize: newer.size, path: proof)
    func holds(_ root: Digest) -> Bool {
      (try? proof.verify(oldRoot: root, newRoot: newer.root, function: function)) != nil
    }
    if holds(older.root) { return .consistent }
    // The proof commits the newer tree to another beginning than the one that was signed.
    if let prefixRoot, prefixRoot != older.root, older.size > 0, holds(prefixRoot) {
      return .rewritten
    }
    return .unproven
  }
}
