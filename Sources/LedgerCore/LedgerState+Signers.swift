// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Quantities

extension LedgerState {
  /// The key that must have signed `statement` as the next entry, or a refusal.
  ///
  /// Before genesis it is the root authority's key, which the statement itself carries.
  public func signingKey(of statement: Statement) throws(Rejection) -> ParticipantKey {
    if size == 0 { return try genesisKey(of: statement) }
    guard statement.audience == header.origin else {
      throw Rejection(
        LedgerRules.audience, found: "aud \"\(statement.audience)\"",
        required: header.origin)
    }
    let identifier = statement.keyIdentifier
    let keys = core.participants.row(statement.issuer)?.keys ?? []
    guard let key = keys.first(where: { $0.identifier == identifier }) else {
      throw Rejection(
        LedgerRules.signature,
        found: "\(coded: "participant", statement.issuer), kid \(Hexadecimal.encode(identifier))",
        required: "a registered key")
    }
    guard key.isValid(at: size) else {
      throw Rejection(
        LedgerRules.signature,
        found: "kid \(Hexadecimal.encode(identifier)) … \(key.until.map(String.init) ?? "")",
        required: "a key valid at entry \(size)")
    }
    return key
  }

  /// The scope of the statement's key, empty when it may sign everything.
  func requireSigner(of statement: Statement) throws(Rejection) -> [UInt64] {
    try signingKey(of: statement).scope
  }

  private func genesisKey(of statement: Statement) throws(Rejection) -> ParticipantKey {
    let genesis = try genesisRecord(of: statement)
    guard statement.issuer == 0, let key = genesis.authority.key else {
      throw Rejection(
        LedgerRules.genesis, found: "issuer \(statement.issuer)", required: "issuer 0 with key")
    }
    guard statement.audience == genesis.origin else {
      throw Rejection(
        LedgerRules.audience, found: statement.audience, required: genesis.origin)
    }
    let suite = Suite.all[genesis.suite]
    let verifying = try verifyingKey(key, suite)
    let identifier = verifying.identifier(using: suite.hash)
    guard identifier == statement.keyIdentifier else {
      throw Rejection(
        LedgerRules.signature, found: Hexadecimal.encode(statement.keyIdentifier),
        required: Hexadecimal.encode(identifier))
    }
    return ParticipantKey(
      identifier: identifier, algorithm: suite.signature.rawValue, bytes: key, from: 0,
      until: nil, scope: [])
  }

  private func genesisRecord(of statement: Statement) throws(Rejection) -> GenesisRecord {
    var reader = CBORReader(
      statement.bytes.span, range: statement.envelope.payloadRange)
    do throws(any Error) {
      _ = try reader.readArrayHeader()
      let count = try reader.readArrayHeader()
      guard count == GenesisRecord.shape.fields.count + 1, try reader.readUnsigned() == 0 else {
        throw Rejection(
          LedgerRules.genesis, found: "another record", required: GenesisRecord.shape.name)
      }
      return try GenesisRecord(decoding: &reader)
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)", required: GenesisRecord.shape.name)
    }
  }

  /// A public key as a verifying key of `suite`, or a refusal.
  func verifyingKey(_ bytes: [UInt8], _ suite: Suite) throws(Rejection) -> VerifyingKey {
    do {
      return try VerifyingKey(algorithm: suite.signature, bytes: bytes)
    } catch {
      throw Rejection(
        LedgerRules.signature, found: "\(error)", required: "a public key of \(suite.name)")
    }
  }
}
