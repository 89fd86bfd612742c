// SPDX-License-Identifier: Apache-2.0
import Cryptography
import TransparencyLog

/// A checkpoint with a valid signature, waiting for the entries it covers.
struct SignedCheckpoint: Sendable {
  let checkpoint: Checkpoint
  let note: SignedNote
  let number: UInt64
  let place: Place
}

/// Reads checkpoints and checks their form and signature; what passes is ready for the root.
struct CheckpointCheck: Sendable {
  /// The key that must have signed; `nil` when genesis cannot be read and no key is pinned.
  let verifier: NoteVerifier?
  let log: FindingLog

  /// The checkpoints of a block that are well formed and signed.
  func signed(in block: FrameBlock) -> [SignedCheckpoint] {
    var checkpoints: [SignedCheckpoint] = []
    checkpoints.reserveCapacity(block.ranges.count)
    for (position, range) in block.ranges.enumerated() {
      let place = Place(file: block.file, byteOffset: block.contentOffset(position))
      guard let read = read(Array(block.bytes[range]), place) else { continue }
      checkpoints.append(
        SignedCheckpoint(
          checkpoint: read.claim, note: read.note, number: block.first + UInt64(position),
          place: place))
    }
    return checkpoints
  }

  /// Whether the ledger signed a checkpoint.
  func isSigned(_ checkpoint: UnverifiedCheckpoint) -> Bool {
    guard let verifier else { return false }
    return (try? checkpoint.verified(origin: verifier.name, verifiers: [verifier])) != nil
  }

  /// Reads one note and checks its signature; `nil` after a finding.
  private func read(_ bytes: [UInt8], _ place: Place) -> UnverifiedCheckpoint? {
    let unverified: UnverifiedCheckpoint
    do {
      unverified = try UnverifiedCheckpoint(parsing: bytes)
    } catch {
      log.add {
        Finding(
          .checkpointSyntax, place, expected: "a C2SP checkpoint", actual: "\(error)")
      }
      return nil
    }
    guard let verifier else {
      log.add {
        Finding(
          .checkpointSignature, place, expected: "a key from genesis", actual: "no key")
      }
      return nil
    }
    do {
      _ = try unverified.verified(origin: verifier.name, verifiers: [verifier])
    } catch {
      log.add {
        Finding(
          .checkpointSignature, place, expected: "a signature by \(verifier.vkey)",
          actual: "\(error)")
      }
      return nil
    }
    return unverified
  }
}

/// Holds checkpoints in order against the tree as it grows.
struct CheckpointQueue: Sendable {
  private var waiting: [SignedCheckpoint] = []
  /// Those of the size the tree has, whose second lines are still to be checked.
  private var reached: [SignedCheckpoint] = []
  private var head = 0
  private var newestSize: UInt64?
  private(set) var count: UInt64 = 0
  private(set) var newest: SignedCheckpoint?

  /// The size reached by the checkpoints read so far.
  var reach: UInt64 { newestSize ?? 0 }

  /// The size of the next checkpoint to be compared.
  var nextSize: UInt64? { head < waiting.count ? waiting[head].checkpoint.size : nil }

  /// Takes the next checkpoints in the order of the history.
  mutating func append(_ checkpoints: [SignedCheckpoint], _ log: FindingLog) {
    waiting.removeFirst(head)
    head = 0
    for checkpoint in checkpoints {
      count += 1
      let size = checkpoint.checkpoint.size
      if let newestSize, size <= newestSize {
        log.add {
          Finding(
            .checkpointOrder, checkpoint.place, expected: "a size above \(newestSize)",
            actual: "\(size)")
        }
        continue
      }
      newestSize = size
      newest = checkpoint
      waiting.append(checkpoint)
    }
  }

  /// Compares the checkpoints of the size the tree has.
  mutating func compare(_ tree: TileAppender, _ log: FindingLog) {
    while let size = nextSize, size <= tree.size {
      let checkpoint = waiting[head]
      head += 1
      if size == tree.size { reached.append(checkpoint) }
      let root = tree.root()
      guard size < tree.size || checkpoint.checkpoint.root != root else { continue }
      log.add {
        Finding(
          .checkpointRoot, checkpoint.place, expected: "\(root.base64) at size \(tree.size)",
          actual: "\(checkpoint.checkpoint.root.base64) at size \(size)")
      }
    }
  }

  /// The checkpoints of the size the tree has, each given once.
  mutating func takeReached() -> [SignedCheckpoint] {
    defer { reached.removeAll() }
    return reached
  }

  /// Reports what the entries at hand leave open.
  func finish(_ size: UInt64, _ log: FindingLog) {
    let newest = newest
    if newest?.checkpoint.size ?? 0 < size || newest == nil {
      log.add {
        Finding(
          .coverage, Place(entry: newest?.checkpoint.size ?? 0),
          expected: "a checkpoint of size \(size)",
          actual: newest.map { "\($0.checkpoint.size)" } ?? "no signed checkpoint")
      }
    }
    for checkpoint in waiting[head...] {
      log.add {
        Finding(
          .coverage, checkpoint.place, expected: "\(checkpoint.checkpoint.size) entries",
          actual: "\(size)")
      }
    }
  }
}
