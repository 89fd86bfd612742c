// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// Who signed the statement of a bundle, as far as the bundle proves it.
public struct ProvedSigner: Sendable, Equatable {
  /// The participant's number.
  public let participant: UInt32
  /// The identifier and names it was registered with.
  public let record: ParticipantRecordNames
  /// The entry that registered the key.
  public let keyEntry: UInt64
  /// The entry that registered the participant.
  public let registrationEntry: UInt64
  /// Whether an unbroken chain of keys leads from the statement to the registration.
  ///
  /// Where the authority registered a key for the participant, there is none: that the participant
  /// with this number is the one registered there is then what the ledger says, not what is
  /// proved.
  public let isChained: Bool
}

/// The identifier and names of a participant.
public struct ParticipantRecordNames: Sendable, Equatable {
  /// The identifier.
  public let identifier: String
  /// The names.
  public let name: BilingualText

  init(_ record: ParticipantRecord) {
    identifier = record.identifier
    name = BilingualText(
      chinese: "\(record.chineseName) (\(record.identifier))",
      english: "\(record.englishName) (\(record.identifier))")
  }
}

/// How the record that a bundle is about names the unit.
public enum UnitNaming: Sendable {
  /// By its series and its number, as a transfer does.
  case seriesAndNumber
  /// By its number, in a series that the ledger counts: an issue.
  case number
  /// Not at all, as an expiry does, or no unit was asked for.
  case none
}

/// Finds out what a bundle proves; everything in it is suspected.
struct BundleCheck {
  let bundle: ProofBundle
  let checkpoint: VerifiedCheckpoint
  let subject: ReadEntry
  let signer: ProvedSigner
  let naming: UnitNaming

  /// Checks `bundle` under the keys given, the ledger's first; all keys of the ledger must have
  /// signed.
  init(_ bundle: ProofBundle, keys: [NoteVerifier], suite: Suite) throws {
    guard bundle.suite == suite else {
      throw Self.unsound("its suite is \(bundle.suite.name), that of the key \(suite.name)")
    }
    self.bundle = bundle
    checkpoint = try bundle.checkpoint.verified(origin: keys[0].name, byAll: keys)
    guard bundle.origin == keys[0].name else {
      throw Self.unsound("it is about \(bundle.origin), the key is that of \(keys[0].name)")
    }
    var entries: [UInt64: ReadEntry] = [:]
    for entry in bundle.entries {
      try InclusionProof(
        index: entry.index, size: checkpoint.checkpoint.size, path: entry.path
      ).verify(
        leafHash: suite.hash.leafHash(of: entry.bytes), root: checkpoint.checkpoint.root,
        function: suite.hash)
      entries[entry.index] = try ReadEntry(entry.index, entry.bytes)
    }
    guard let subject = entries[bundle.subject.entry] else {
      throw Self.unsound("entry \(bundle.subject.entry), which it is about, is not in it")
    }
    self.subject = subject
    signer = try Self.signer(of: subject, bundle, entries, suite)
    let used = Set(bundle.signer.map(\.entry)).union([subject.index])
    if let other = entries.keys.first(where: { !used.contains($0) }) {
      throw Self.unsound("entry \(other) is in it for no reason")
    }
    naming = try Self.naming(bundle.subject, subject)
  }

  static func unsound(_ reason: String) -> ServiceError {
    .unsound(BilingualText(reason, reason))
  }

  // MARK: - The signer

  /// Follows the keys from the statement to the registration of the participant.
  private static func signer(
    of subject: ReadEntry, _ bundle: ProofBundle, _ entries: [UInt64: ReadEntry],
    _ suite: Suite
  ) throws -> ProvedSigner {
    let issuer = subject.statement.issuer
    var signed = subject
    var isChained = true
    for (step, position) in bundle.signer.enumerated() {
      guard let entry = entries[position.entry], position.entry <= signed.index,
        let registration = try SignerRegistration(entry.statement, position.record)
      else { throw unsound("\(position) registers no key before entry \(signed.index)") }
      if isChained { try requireSignature(of: signed, registration, entry, bundle, suite) }
      if let participant = registration.participant {
        guard step == bundle.signer.count - 1 else {
          throw unsound("the chain of keys goes on behind the registration")
        }
        // Genesis says that its participant is number 0; other numbers are counted.
        guard (registration.number ?? issuer) == issuer, registration.number != nil || issuer > 0
        else { throw unsound("participant \(issuer) is not the one of \(position)") }
        return ProvedSigner(
          participant: issuer, record: ParticipantRecordNames(participant),
          keyEntry: bundle.signer[0].entry, registrationEntry: position.entry,
          isChained: isChained)
      }
      guard registration.number == issuer, position.entry < signed.index else {
        throw unsound("\(position) registers a key for another, or too late")
      }
      // A key that the authority registered: from here on there are no signatures to follow.
      isChained = isChained && entry.statement.issuer == issuer
      signed = entry
    }
    throw unsound("the chain of keys does not end with a registration")
  }

  private static func requireSignature(
    of signed: ReadEntry, _ registration: SignerRegistration, _ entry: ReadEntry,
    _ bundle: ProofBundle, _ suite: Suite
  ) throws {
    guard signed.statement.audience == bundle.origin else {
      throw unsound("entry \(signed.index) was signed for \(signed.statement.audience)")
    }
    let key = try VerifyingKey(algorithm: suite.signature, bytes: registration.key ?? [])
    guard signed.statement.keyIdentifier == key.identifier(using: suite.hash),
      signed.statement.isSigned(by: key)
    else {
      throw unsound("entry \(signed.index) is not signed with the key of entry \(entry.index)")
    }
    let types = Set(try signed.statement.records().map(\.type))
    guard registration.scope.isEmpty || types.isSubset(of: registration.scope) else {
      throw unsound("the key of entry \(entry.index) may not sign entry \(signed.index)")
    }
  }

  // MARK: - The subject

  /// How the record of the subject names its unit; throws when it names others.
  private static func naming(
    _ subject: ProofBundle.Subject, _ entry: ReadEntry
  ) throws -> UnitNaming {
    guard let position = subject.record else { return .none }
    let records = try ReadRecord.all(of: entry.statement)
    guard position < records.count else {
      throw unsound("entry \(entry.index) has no record \(position)")
    }
    guard let unit = subject.unit, let range = records[position].serials else { return .none }
    let series = records[position].number("series")
    guard range.contains(unit.serial), series ?? unit.series == unit.series else {
      throw unsound(
        "record \(position) of entry \(entry.index) is not about \(unit.series):\(unit.serial)")
    }
    return series == nil ? .number : .seriesAndNumber
  }
}

extension ReadRecord {
  /// The serial numbers the record is about, when it names them.
  var serials: ClosedRange<UInt64>? {
    guard let first = json["first"]?.unsigned else { return nil }
    if let last = json["last"]?.unsigned, first <= last { return first...last }
    guard let count = json["count"]?.unsigned, count > 0 else { return nil }
    let (end, overflow) = first.addingReportingOverflow(count - 1)
    return overflow ? nil : first...end
  }
}

extension JSONValue {
  /// A number as records write it: an integer, or beyond 2⁵³ a string of digits.
  fileprivate var unsigned: UInt64? {
    integer.flatMap { UInt64(exactly: $0) } ?? text.flatMap { UInt64($0) }
  }
}
