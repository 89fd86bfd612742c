// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// What a witness remembers of one log, and how it judges a request (C2SP tlog-witness).
///
/// It is a value: judging changes nothing. Who keeps it must store `Judgement.next` durably, with
/// nobody else judging meanwhile, before the answer is given.
public struct WitnessedLog: Hashable, Sendable {
  /// The log.
  public let origin: String
  /// The keys that are trusted to sign its checkpoints.
  public let verifiers: [NoteVerifier]
  /// The newest checkpoint that was cosigned, with the log's signature; nil before the first.
  public let latest: VerifiedCheckpoint?

  /// What a request leads to.
  public struct Judgement: Hashable, Sendable {
    /// The answer.
    public let answer: WitnessAnswer
    /// What is to be remembered from now on; nil when nothing changes.
    public var next: WitnessedLog?
    /// What may prove that the log signed two histories; worth keeping.
    public var contradiction: Contradiction?

    /// Makes a judgement that changes nothing.
    public init(_ answer: WitnessAnswer) { self.answer = answer }
  }

  /// Begins to witness the log whose keys these are; they all bear its origin as their name.
  public init(verifiers: [NoteVerifier]) throws(TransparencyLogError) {
    guard let origin = verifiers.first?.name else { throw .noTrustedSignature }
    for verifier in verifiers {
      guard !verifier.type.isCosignature else {
        throw .unsupportedKeyType(verifier.type.prefix[0])
      }
      guard CanonicalText.sameBytes(verifier.name, origin) else {
        throw .originMismatch(expected: origin, found: verifier.name)
      }
    }
    self.origin = origin
    self.verifiers = verifiers
    latest = nil
  }

  /// Restores what was remembered; `latest` is verified as if it came from a stranger.
  public init(
    verifiers: [NoteVerifier], latest: [UInt8], signers: [NoteVerifier]
  ) throws(TransparencyLogError) {
    let log = try WitnessedLog(verifiers: verifiers)
    let checkpoint = try UnverifiedCheckpoint(parsing: latest)
    try self.init(
      log, latest: checkpoint.verified(origin: log.origin, verifiers: verifiers + signers))
  }

  private init(_ log: WitnessedLog, latest: VerifiedCheckpoint) {
    origin = log.origin
    verifiers = log.verifiers
    self.latest = latest
  }

  /// Number of entries of the newest checkpoint; 0 before the first.
  public var size: UInt64 { latest?.checkpoint.size ?? 0 }

  /// When the newest checkpoint was cosigned, in POSIX seconds; 0 before the first.
  public var time: UInt64 { latest?.signatures.compactMap(\.timestamp).max() ?? 0 }

  /// The function the log's tree is made with.
  public var function: HashFunction { HashFunction(treeSignedBy: verifiers) }

  /// Judges a request of this log at `now`, in POSIX seconds.
  ///
  /// Throws only when a key of the witness cannot sign.
  public func judge(
    _ request: AddCheckpointRequest, signers: [NoteSigner], now: UInt64
  ) throws(TransparencyLogError) -> Judgement {
    let verified: VerifiedCheckpoint
    do {
      verified = try request.checkpoint.verified(origin: origin, verifiers: verifiers)
    } catch {
      return Judgement(.refused(.untrusted, reason: "\(error)"))
    }
    let claim = verified.checkpoint
    guard request.oldSize <= claim.size else {
      let error = TransparencyLogError.sizesOutOfOrder(
        oldSize: request.oldSize, newSize: claim.size)
      return Judgement(.refused(.malformed, reason: "\(error)"))
    }
    guard request.oldSize == size else { return Judgement(.conflict(size: size)) }
    let proof = ConsistencyProof(
      oldSize: request.oldSize, newSize: claim.size, path: request.proof)
    do {
      try proof.verify(
        oldRoot: latest?.checkpoint.root ?? function.digest(of: []), newRoot: claim.root,
        function: function)
    } catch {
      var judgement = Judgement(.refused(.inconsistent, reason: "\(error)"))
      if let latest {
        judgement.contradiction = Contradiction(
          known: latest.note, claimed: try signedByLog(verified.note), proof: request.proof,
          prefixRoot: proof.impliedOldRoot(newRoot: claim.root, function: function))
      }
      return judgement
    }
    return try cosigned(verified, signers, now)
  }

  private func cosigned(
    _ verified: VerifiedCheckpoint, _ signers: [NoteSigner], _ now: UInt64
  ) throws(TransparencyLogError) -> Judgement {
    // A cosignature says that nothing larger was seen up to its time. With a clock that went back
    // that would be false.
    guard now >= time else {
      let reason = "The clock of this witness is behind its last cosignature."
      return Judgement(.refused(.failed(status: 500), reason: reason))
    }
    var note = try signedByLog(verified.note)
    var cosignatures: [NoteSignature] = []
    for signer in signers { cosignatures.append(try signer.cosign(note.text, time: now)) }
    for cosignature in cosignatures { try note.append(cosignature) }
    var judgement = Judgement(.cosigned(cosignatures))
    judgement.next = WitnessedLog(
      self,
      latest: try UnverifiedCheckpoint(note: note)
        .verified(origin: origin, verifiers: verifiers + signers.map(\.verifier)))
    return judgement
  }

  /// The note without the signatures of strangers: anybody can add those, and they are kept.
  private func signedByLog(_ note: SignedNote) throws(TransparencyLogError) -> SignedNote {
    let known = note.signatures.filter { signature in
      verifiers.contains { $0.answers(to: signature) }
    }
    return try SignedNote(text: note.text, signatures: known)
  }
}

extension HashFunction {
  /// The function of the tree whose checkpoints these keys sign: SM3 when all are of SM2.
  ///
  /// A log over SHA-256 may sign with SM2 besides Ed25519; one over SM3 has SM2 keys only.
  public init(treeSignedBy verifiers: [NoteVerifier]) {
    self = verifiers.allSatisfy { $0.key.algorithm == .sm2 } ? .sm3 : .sha256
  }
}
