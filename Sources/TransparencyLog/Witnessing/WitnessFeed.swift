// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// The log's side of `add-checkpoint`: what to send to one witness, and what its answers mean.
///
/// It does no input or output: whoever feeds sends `request` and gives each answer to `take`.
public struct WitnessFeed: Sendable {
  /// What to do after an answer.
  public enum Step: Hashable, Sendable {
    /// Send a request again, with the new old size.
    case send
    /// Nothing more is to be sent.
    case done(Outcome)
  }

  /// How feeding ended.
  public enum Outcome: Hashable, Sendable {
    /// The witness cosigned: its signature lines, verified, with the times they bear.
    case cosigned([NoteSignature], times: [UInt64])
    /// The witness has cosigned a checkpoint of more entries; a newer one is to be fed.
    case ahead(size: UInt64)
    /// The witness says that the checkpoint does not extend the one it cosigned: evidence.
    case inconsistent(reason: String)
    /// The witness refused, or its answer cannot be used.
    case refused(reason: String)
  }

  /// Most requests for one checkpoint: others may feed the same witness meanwhile.
  public static let requestLimit = 4

  /// The checkpoint to be cosigned.
  public let checkpoint: UnverifiedCheckpoint
  /// The keys of the witness.
  public let verifiers: [NoteVerifier]
  /// The old size of the next request.
  public private(set) var oldSize: UInt64
  private var requests = 1

  /// Begins to feed a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: A checkpoint the log signed.
  ///   - verifiers: The keys of the witness; lines of other keys in its answers are ignored.
  ///   - oldSize: What the witness cosigned last, if that is known; 0 asks for it.
  public init(
    _ checkpoint: UnverifiedCheckpoint, to verifiers: [NoteVerifier], oldSize: UInt64 = 0
  ) {
    self.checkpoint = checkpoint
    self.verifiers = verifiers
    self.oldSize = min(oldSize, checkpoint.claim.size)
  }

  /// The next request, with a proof from the log's own tree.
  public func request(
    reader: some HashReader, function: HashFunction
  ) throws(TransparencyLogError) -> AddCheckpointRequest {
    let proof = try ConsistencyProof.prove(
      oldSize: oldSize, newSize: checkpoint.claim.size, reader: reader, function: function)
    return AddCheckpointRequest(oldSize: oldSize, proof: proof.path, checkpoint: checkpoint)
  }

  /// Takes the answer to the last request.
  public mutating func take(_ answer: WitnessAnswer) -> Step {
    switch answer {
    case .cosigned(let signatures): return .done(cosigned(signatures))
    case .conflict(let size):
      guard size <= checkpoint.claim.size else { return .done(.ahead(size: size)) }
      guard size != oldSize else {
        return .done(
          .refused(reason: "The witness refuses old size \(size) and asks for the same."))
      }
      guard requests < Self.requestLimit else {
        return .done(.refused(reason: "The witness named \(requests) different old sizes."))
      }
      oldSize = size
      requests += 1
      return .send
    case .refused(.inconsistent, let reason): return .done(.inconsistent(reason: reason))
    case .refused(let refusal, let reason):
      return .done(.refused(reason: "\(refusal.status) \(reason)"))
    }
  }

  /// Keeps the lines of the witness's own keys; one that does not verify spoils the answer.
  private func cosigned(_ signatures: [NoteSignature]) -> Outcome {
    let known = signatures.filter { signature in
      verifiers.contains { $0.type.isCosignature && $0.answers(to: signature) }
    }
    guard !known.isEmpty else {
      return .refused(reason: "The answer has no cosignature by a known key of the witness.")
    }
    do throws(TransparencyLogError) {
      let note = try SignedNote(text: checkpoint.note.text, signatures: known)
      let verified = try note.open(with: verifiers)
      return .cosigned(known, times: verified.compactMap(\.timestamp))
    } catch {
      return .refused(reason: "\(error)")
    }
  }
}
