// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities

extension LedgerState {
  /// A state of the core alone: an authority, thirty participants, an asset class.
  static func example() throws -> LedgerState {
    let origin = "ledger.example/stored"
    let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
    let since = try CalendarDate(text: "2026-01-01")
    func participant(_ number: Int, _ roles: [Role], _ key: [UInt8]?) throws -> ParticipantRecord {
      let body = "91330400MA00000" + (number < 10 ? "0\(number)" : "\(number)")
      let check = try SocialCreditCode.checkCharacter(forFirst17: body)
      return ParticipantRecord(
        identifier: body + String(check), chineseName: "甲", englishName: "A", province: 33,
        isExample: true, roles: roles, since: since, key: key)
    }
    let signer = StatementSigner(
      issuer: 0, audience: origin, suite: .sha256Ed25519, key: key)
    let genesis = GenesisRecord(
      origin: origin, suite: .sha256Ed25519, ruleset: 1, checkpointKey: key.verifyingKey.bytes,
      authority: try participant(0, [.authority], key.verifyingKey.bytes))
    let asset = AssetRecord(
      code: "TOY", chineseName: "玩具", englishName: "toy", unit: "t", issuer: 0)
    var records = [genesis.encoded, asset.encoded]
    for number in 1...30 { records.append(try participant(number, [.enterprise], nil).encoded) }
    var state = LedgerState(mechanisms: [])
    let time = Timestamp(milliseconds: 1_782_871_200_000)
    for (position, record) in records.enumerated() {
      let identifier = [UInt8](repeating: UInt8(position), count: 16)
      let bytes = try signer.sign([record], identifier: identifier, issuedAt: time)
      _ = try state.apply(try Statement(decoding: bytes), registered: time)
    }
    return state
  }
}
