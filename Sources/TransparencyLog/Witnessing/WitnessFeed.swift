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
    /// The witness names a smaller size than it is known to have cosigned: it lost its state, and
    /// could be made to cosign another history.
    case forgetful(cosigned: UInt64, named: UInt64)
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
  /// The largest size the witness is known to have cosigned.
  public let cosignedSize: UInt64
  /// The old size of the next request.
  public private(set) var oldSize: UInt64
  private var requests = 1

  /// Begins to feed a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: A checkpoint the log signed.
  ///   - verifiers: The keys of the witness; lines of other keys in its answers are ignored.
  ///   - cosignedSize: The largest size the witness is known to have cosigned; 0 for none.
  ///   - oldSize: The old size of the first request; that size by default.
  public init(
    _ checkpoint: UnverifiedCheckpoint, to verifiers: [NoteVerifier], cosignedSize: UInt64 = 0,
    oldSize: UInt64? = nil
  ) {
    self.checkpoint = checkpoint
    self.verifiers = verifiers
    self.cosignedSize = cosignedSize
    let start = oldSize ?? cosignedSize
    self.oldSize = start <= checkpoint.claim.size ? start : 0
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
  ///
  /// - Parameter now: The time in POSIX seconds; a cosignature of another time than now is a
  ///   replay, or of a witness whose clock is wrong. Without it any time is taken.
  public mutating func take(_ answer: WitnessAnswer, now: UInt64? = nil) -> Step {
    switch answer {
    case .cosigned(let signatures): return .done(cosigned(signatures, now))
    case .conflict(let size):
      guard size >= cosignedSize else {
        return .done(.forgetful(cosigned: cosignedSize, named: size))
      }
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
  private func cosigned(_ signatures: [NoteSignature], _ now: UInt64?) -> Outcome {
    let known = signatures.filter { signature in
      verifiers.contains { $0.type.isCosignature && $0.answers(to: signature) }
    }
    guard !known.isEmpty else {
      return .refused(reason: "The answer has no cosignature by a known key of the witness.")
    }
    do throws(TransparencyLogError) {
      let note = try SignedNote(text: checkpoint.note.text, signatures: known)
      let times = try note.open(with: verifiers).compactMap(\.timestamp)
      let tolerance = CosignatureFreshness.clockTolerance
      let isRecent = times.allSatisfy { time in
        now.map { time <= $0 &+ tolerance && time &+ tolerance >= $0 } ?? true
      }
      guard isRecent else {
        return .refused(reason: "The cosignature is of another time than now.")
      }
      return .cosigned(known, times: times)
    } catch {
      return .refused(reason: "\(error)")
    }
  }
}
