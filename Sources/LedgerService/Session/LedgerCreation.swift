// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import GreenCertificates
public import LedgerCore
import Mechanisms
public import Quantities

/// What a new ledger is made of.
public struct LedgerCreation: Sendable {
  /// The origin: the ledger's name in checkpoints, for instance `ledger.example/jiaxing`.
  public var origin: String
  /// The suite.
  public var suite: Suite
  /// The root authority: identifier, names, province.
  public var authority: ParticipantRecord
  /// The rule parameters the ledger starts with.
  public var parameters: [ParameterRecord]
  /// Whether checkpoints carry a second line, by a key of SM2, from the first on.
  public var hasSecondLine = false

  /// The name of the root authority's key in the key store.
  public static let authorityKeyName = "authority"

  /// Describes a ledger with the national rule parameters.
  public init(
    origin: String, suite: Suite, identifier: String, chineseName: String,
    englishName: String, province: UInt8, isExample: Bool, since: CalendarDate
  ) {
    self.origin = origin
    self.suite = suite
    authority = ParticipantRecord(
      identifier: identifier, chineseName: chineseName, englishName: englishName,
      province: province, isExample: isExample, roles: [.authority, .registry], since: since,
      key: nil)
    parameters = GreenCertificates.nationalParameters
  }

  /// Makes the keys, the directory and the genesis entry; an existing ledger is refused.
  public func run(
    at paths: LedgerPaths, keys: KeyStore,
    clock: @escaping @Sendable () -> Timestamp = SystemClock.now
  ) async throws(ServiceError) -> Receipt {
    // Entries without a format file are a damaged ledger, not a place for a new one.
    guard !SmallFile.exists(paths.root + "/format"), !SmallFile.exists(paths.root + "/entries")
    else {
      throw .invalid(
        BilingualText(
          chinese: "\(paths.root) 已是账本;请另选目录。",
          english: "\(paths.root) already holds a ledger; choose another directory."))
    }
    try requireAdmissible(at: clock())
    let checkpointKey = try existingOrNew(KeyStore.checkpointName, keys)
    let authorityKey = try existingOrNew(Self.authorityKeyName, keys)
    let commitmentKey = try existingOrNew(KeyStore.commitmentName, keys)
    let signer = StatementSigner(
      issuer: 0, audience: origin, suite: suite, key: authorityKey)
    let records = try records(
      genesis(checkpointKey: checkpointKey, authorityKey: authorityKey), commitmentKey,
      try secondKey { () throws(ServiceError) in
        try keys.secondKey(KeyStore.secondName)
      })
    do {
      try SmallFile.makeDirectory(paths.root)
      try FileStorage.create(
        at: paths.root, origin: origin, suite: suite.name, options: FileStorage.Options())
    } catch {
      throw .storage(error)
    }
    let session = try await LedgerSession.open(paths, keys: keys, clock: clock)
    let receipt = try await session.submit(records, as: signer)
    try await session.close()
    return receipt
  }

  /// Refuses what the ledger's own rules would refuse, before anything is made.
  private func requireAdmissible(at time: Timestamp) throws(ServiceError) {
    do throws(any Error) {
      let key = try SigningKey.generate(suite.signature)
      let records = try records(
        genesis(checkpointKey: key, authorityKey: key), try SigningKey.generate(suite.signature),
        try secondKey { try SigningKey.generate(.sm2) })
      let statement = try StatementSigner(issuer: 0, audience: origin, suite: suite, key: key)
        .sign(
          records,
          identifier: [UInt8](repeating: 0, count: Statement.identifierLength), issuedAt: time)
      var state = LedgerState(mechanisms: Mechanisms.all)
      _ = try state.apply(try Statement(decoding: statement), registered: time)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func genesis(checkpointKey: SigningKey, authorityKey: SigningKey) -> GenesisRecord {
    GenesisRecord(
      origin: origin, suite: suite, ruleset: LedgerState.knownRulesets.upperBound,
      checkpointKey: checkpointKey.verifyingKey.bytes,
      authority: authority.with(key: authorityKey.verifyingKey.bytes))
  }

  /// The records of the first entry: one lets the ledger commit to its state, the last names the
  /// second key of the checkpoints.
  private func records(
    _ genesis: GenesisRecord, _ commitmentKey: SigningKey, _ secondKey: SigningKey?
  ) throws(ServiceError) -> [[UInt8]] {
    let records =
      [genesis.encoded] + parameters.map(\.encoded) + [
        KeyRecord(
          participant: 0, key: commitmentKey.verifyingKey.bytes,
          scope: [StateCommitmentRecord.shape.type]
        ).encoded
      ]
    guard let secondKey else { return records }
    do {
      return records + [
        try CheckpointKeyRecord(
          naming: secondKey, origin: genesis.origin, checkpointKey: genesis.checkpointKey
        ).encoded
      ]
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func secondKey<Failure: Error>(
    _ make: () throws(Failure) -> SigningKey
  ) throws(Failure) -> SigningKey? {
    hasSecondLine ? try make() : nil
  }

  private func existingOrNew(
    _ name: String, _ keys: KeyStore
  ) throws(ServiceError) -> SigningKey {
    if keys.names().contains(name) { return try keys.key(name, of: suite.signature) }
    return try keys.create(name, algorithm: suite.signature)
  }
}

extension ParticipantRecord {
  /// The record with this first key.
  public func with(key: [UInt8]?) -> ParticipantRecord {
    ParticipantRecord(
      identifier: identifier, chineseName: chineseName, englishName: englishName,
      province: province, isExample: isExample, roles: roles, since: since, through: through,
      key: key)
  }
}
