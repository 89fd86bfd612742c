// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities
import Synchronization

/// What the callers' tasks need of the state to check a signature before admission.
///
/// It may be older than the state: admission checks again that the key is valid.
final class KeyDirectory: Sendable {
  private struct Contents: Sendable {
    var isBeforeGenesis: Bool
    var keys: [UInt32: [ParticipantKey]]
  }

  private let contents: Mutex<Contents>
  private let empty: LedgerState

  init(_ state: LedgerState) {
    contents = Mutex(Self.contents(of: state))
    empty = LedgerState(mechanisms: [])
  }

  /// Takes over the keys of the participants `numbers` after an entry was admitted.
  func update(_ participants: Table<Participant>, _ numbers: [UInt32]) {
    guard !numbers.isEmpty else { return }
    contents.withLock { contents in
      contents.isBeforeGenesis = false
      for number in numbers { contents.keys[number] = participants[number].keys }
    }
  }

  private static func contents(of state: LedgerState) -> Contents {
    var keys: [UInt32: [ParticipantKey]] = [:]
    for (number, participant) in state.core.participants.all.enumerated()
    where !participant.keys.isEmpty {
      keys[UInt32(number)] = participant.keys
    }
    return Contents(isBeforeGenesis: state.size == 0, keys: keys)
  }

  /// Refuses a statement that no registered key of its issuer has signed.
  func requireSignature(of statement: Statement, _ ring: KeyRing) throws(Rejection) {
    let identifier = statement.keyIdentifier
    let (isBeforeGenesis, registered) = contents.withLock { contents in
      (
        contents.isBeforeGenesis,
        contents.keys[statement.issuer]?.first { $0.identifier == identifier }
      )
    }
    let key: ParticipantKey
    if isBeforeGenesis {
      key = try empty.signingKey(of: statement)
    } else if let registered {
      key = registered
    } else {
      throw Rejection(
        LedgerRules.signature,
        found: "\(coded: "participant", statement.issuer), kid \(Hexadecimal.encode(identifier))",
        required: "a registered key")
    }
    guard let verifying = ring.verifyingKey(key), statement.isSigned(by: verifying) else {
      throw Rejection(
        LedgerRules.signature, found: "a signature that does not verify",
        required: "\(coded: "participant", statement.issuer), kid \(Hexadecimal.encode(identifier))"
      )
    }
  }
}
