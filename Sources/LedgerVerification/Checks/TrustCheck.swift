// SPDX-License-Identifier: Apache-2.0
import Cryptography
import TransparencyLog

/// Holds a ledger against what the auditor knows from elsewhere: older checkpoints, the ledger's
/// key, witnesses.
struct TrustCheck {
  private let options: VerificationOptions
  private let verifier: NoteVerifier?
  /// The trusted checkpoints the entries have not reached, smallest first.
  private var pending: [Checkpoint] = []

  init(_ options: VerificationOptions, _ genesis: Genesis?, _ log: FindingLog) {
    self.options = options
    verifier = genesis?.verifier ?? options.pinnedKey
    if let pinned = options.pinnedKey, let genesis, pinned != genesis.verifier {
      log.add {
        Finding(
          .consistency, Place(entry: 0), expected: pinned.vkey, actual: genesis.verifier.vkey)
      }
    }
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

  /// Checks the end of the ledger: no rollback, enough cosignatures on the newest checkpoint.
  func finish(_ size: UInt64, _ newest: SignedCheckpoint?, _ log: FindingLog) {
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
    checkWitnesses(newest, log)
  }

  private func checkWitnesses(_ newest: SignedCheckpoint?, _ log: FindingLog) {
    guard !options.witnesses.isEmpty || options.quorum > 0, let newest else { return }
    let known = options.witnesses + (verifier.map { [$0] } ?? [])
    do {
      let verified = try newest.note.open(with: known)
      let count = verified.count { $0.verifier.type == .cosignature }
      guard count < options.quorum else { return }
      log.add {
        Finding(
          .witness, newest.place, expected: "\(options.quorum) cosignatures", actual: "\(count)")
      }
    } catch {
      log.add {
        Finding(.witness, newest.place, expected: "valid cosignatures", actual: "\(error)")
      }
    }
  }
}
