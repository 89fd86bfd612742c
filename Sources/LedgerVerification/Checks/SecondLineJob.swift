// SPDX-License-Identifier: Apache-2.0
import TransparencyLog

/// A checkpoint and the second key that the entries it covers name: checked on any core.
struct SecondLineJob: Sendable {
  let checkpoint: SignedCheckpoint
  let verifier: NoteVerifier

  func check(_ log: FindingLog) {
    do throws(TransparencyLogError) {
      // The first line was verified when the checkpoint was read.
      _ = try UnverifiedCheckpoint(note: checkpoint.note)
        .verified(origin: verifier.name, byAll: [verifier])
    } catch {
      var place = checkpoint.place
      place.entry = checkpoint.checkpoint.size - 1
      log.add {
        Finding(
          .secondLine, place, expected: "a line by \(verifier.vkey)", actual: "\(error)")
      }
    }
  }
}

/// What is checked on any core once the replay has come to an entry.
enum CheckJob: Sendable {
  case signature(SignatureJob)
  case secondLine(SecondLineJob)

  func check(_ log: FindingLog) {
    switch self {
    case .signature(let job): job.check(log)
    case .secondLine(let job): job.check(log)
    }
  }
}
