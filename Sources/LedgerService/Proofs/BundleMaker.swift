// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// Makes proof bundles; needs no key and no lock.
public struct BundleMaker {
  private let reading: LedgerReading
  private let prover: Prover

  /// Creates a maker of bundles about the ledger `reading`.
  public init(_ reading: LedgerReading) throws(ServiceError) {
    self.reading = reading
    prover = try Prover(reading.files, cache: MiddleHashCache())
  }

  /// The bundle about `subject` under `checkpoint`, by default the newest.
  public func make(
    _ subject: ProofSubject, checkpoint: [UInt8]? = nil
  ) throws(ServiceError) -> ProofBundle {
    do throws(any Error) {
      let proof = try prover.prove(subject.entry, checkpoint: checkpoint)
      let note = proof.proof.checkpoint
      let first = try ReadEntry(subject.entry, proof.entry)
      let signer = try registrations(of: first)
      var entries = [Self.entry(proof)]
      for position in signer where !entries.contains(where: { $0.index == position.entry }) {
        entries.append(
          Self.entry(try prover.prove(position.entry, checkpoint: note.note.bytes)))
      }
      return ProofBundle(
        origin: note.claim.origin, suite: reading.suite,
        subject: ProofBundle.Subject(
          entry: subject.entry, record: subject.record, unit: subject.unit),
        signer: signer, entries: entries, checkpoint: note)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private static func entry(_ proof: EntryProof) -> ProofBundle.ProvedEntry {
    ProofBundle.ProvedEntry(
      index: proof.proof.index, bytes: proof.entry, path: proof.proof.path)
  }

  /// The records that registered the keys behind `entry`, down to the participant's own.
  private func registrations(of entry: ReadEntry) throws -> [RecordPosition] {
    let issuer = entry.statement.issuer
    guard
      let participant = try reading.rows.row(
        Participant.self, SectionCode.participants, issuer)
    else { throw ServiceError.invalid(Self.unknown(issuer)) }
    var positions: [RecordPosition] = []
    var signed = entry
    // One place is left for the participant's registration, one for the subject.
    while positions.count < ProofBundle.entryLimit - 2, signed.statement.issuer == issuer {
      let identifier = signed.statement.keyIdentifier
      guard let key = participant.keys.first(where: { $0.identifier == identifier }) else { break }
      let (position, registration) = try registration(of: key)
      positions.append(position)
      if registration.participant != nil { return positions }
      signed = try read(position.entry)
    }
    positions.append(try registration(of: participant, issuer, upTo: entry.index))
    return positions
  }

  /// The record that registered a key: in the first entry it may sign, with its participant, or
  /// in the one before.
  private func registration(
    of key: ParticipantKey
  ) throws -> (RecordPosition, SignerRegistration) {
    for index in [key.from, key.from &- 1] where index < reading.standpoint.size {
      let statement = try read(index).statement
      if let position = try SignerRegistration.position(of: key.bytes, in: statement),
        let found = try SignerRegistration(statement, position),
        (found.participant == nil) == (index != key.from)
      {
        return (RecordPosition(entry: index, record: position), found)
      }
    }
    throw ServiceError.invalid(
      BilingualText(
        "找不到密钥 \(Hexadecimal.encode(key.identifier)) 的登记记录。",
        "The registration of key \(Hexadecimal.encode(key.identifier)) is not found."))
  }

  /// The registration of a participant whose first key was registered later: searched for.
  private func registration(
    of participant: Participant, _ number: UInt32, upTo end: UInt64
  ) throws -> RecordPosition {
    for index in 0...end {
      let statement = try read(index).statement
      for (position, record) in try statement.records().enumerated()
      where record.type <= ParticipantRecord.shape.type {
        let identifier = try SignerRegistration(statement, position)?.participant?.identifier
        if identifier == participant.identifier {
          return RecordPosition(entry: index, record: position)
        }
      }
    }
    throw ServiceError.invalid(Self.unknown(number))
  }

  private static func unknown(_ number: UInt32) -> BilingualText {
    BilingualText(
      "找不到参与方 \(number) 的登记记录。", "The registration of participant \(number) is not found.")
  }

  private func read(_ index: UInt64) throws -> ReadEntry {
    try ReadEntry(index, try EntryQuery.bytes(index, reading.files))
  }
}
