// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities
import TransparencyLog

/// Holds a ledger against what the auditor knows from elsewhere: older checkpoints, the ledger's
/// key, witnesses.
struct TrustCheck {
  private let options: VerificationOptions
  private let verifier: NoteVerifier?
  /// The trusted checkpoints the entries have not reached, smallest first.
  private var pending: [Checkpoint] = []
  private var attestations: AttestationCheck

  init(
    _ source: any LedgerSource, _ options: VerificationOptions, _ genesis: Genesis?,
    _ log: FindingLog
  ) {
    self.options = options
    attestations = AttestationCheck(source, options, genesis)
    verifier = genesis?.verifier ?? options.pinnedKeys.first
    for note in options.trustedCheckpoints {
      do {
        let unverified = try UnverifiedCheckpoint(parsing: note)
        guard let verifier else { throw TransparencyLogError.noTrustedSignature }
        let trusted = try unverified.verified(origin: verifier.name, verifiers: [verifier])
        pending.append(trusted.checkpoint)
      } catch {
        log.add {
          Finding(
            .consistency, expected: "a trusted checkpoint of this ledger", actual: "\(error)")
        }
      }
    }
    pending.sort { $0.size < $1.size }
  }

  /// Compares the trusted checkpoints of the size the tree has.
  mutating func compare(_ tree: TileAppender, _ log: FindingLog) {
    while let trusted = pending.first, trusted.size <= tree.size {
      pending.removeFirst()
      let root = tree.root()
      guard trusted.root != root else { continue }
      log.add {
        Finding(
          .consistency, expected: "\(trusted.root.base64) at size \(trusted.size)",
          actual: "\(root.base64): another history")
      }
    }
  }

  /// Compares what others attest of the size the tree has.
  mutating func compareAttestations(
    _ tree: TileAppender, _ registered: Timestamp, _ log: FindingLog
  ) throws(VerificationError) {
    try attestations.compare(tree, registered, log)
  }

  /// The verified timestamp over the most entries.
  var newestTimestamp: ProvenTime? { attestations.newestTimestamp }

  /// Checks the end of the ledger: no rollback, enough cosignatures on the newest checkpoint.
  ///
  /// - Parameter second: The second key of the newest checkpoint, as the entries name it.
  func finish(
    _ size: UInt64, _ newest: SignedCheckpoint?, second: NoteVerifier?, _ log: FindingLog
  ) {
    checkPinnedKeys(second, log)
    for trusted in pending {
      log.add {
        Finding(
          .consistency, Place(entry: size), expected: "at least \(trusted.size) entries",
          actual: "\(size): a rollback")
      }
    }
    if let newest {
      let reached = newest.checkpoint.size
      for trusted in options.trustedCheckpoints.indices {
        guard let old = try? UnverifiedCheckpoint(parsing: options.trustedCheckpoints[trusted]),
          old.claim.size > reached
        else { continue }
        log.add {
          Finding(
            .consistency, newest.place, expected: "a checkpoint of size ≥ \(old.claim.size)",
            actual: "\(reached): a rollback")
        }
      }
    }
    attestations.finish(size, log)
    checkWitnesses(newest, log)
  }

  /// Every key the auditor brings must be one that stands under the newest checkpoint: whose
  /// signatures those are is checked with the checkpoints.
  private func checkPinnedKeys(_ second: NoteVerifier?, _ log: FindingLog) {
    guard let verifier else { return }
    for pinned in options.pinnedKeys where pinned != verifier && pinned != second {
      log.add {
        Finding(
          .consistency, Place(entry: 0), expected: pinned.vkey,
          actual: second.map { "\(verifier.vkey), \($0.vkey)" } ?? verifier.vkey)
      }
    }
  }

  private func checkWitnesses(_ newest: SignedCheckpoint?, _ log: FindingLog) {
    guard let requirement = options.cosignatures, let newest else { return }
    if let verifier, !requirement.accepts(log: verifier) {
      log.add {
        Finding(
          .witness, newest.place, expected: "a log of the policy", actual: verifier.vkey)
      }
    }
    var note = newest.note
    if let kept = attestations.newestCosignatures, kept.text.utf8.elementsEqual(note.text.utf8) {
      // A note holds only so many lines; those beyond are of strangers or repeated.
      for line in kept.signatures { try? note.append(line) }
    }
    let report = requirement.judge(note)
    guard !report.isSatisfied else { return }
    log.add {
      Finding(
        .witness, newest.place, expected: "the quorum of the policy",
        actual: report.description(of: requirement.policy))
    }
  }
}
