// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Quantities
public import TransparencyLog

/// The second keys of a ledger's checkpoints, in the order in which its entries named them.
public struct SecondKeys: Sendable, Hashable {
  struct Step: Sendable, Hashable {
    /// The entry of the record.
    let entry: UInt64
    /// The key from there on; `nil` for none.
    let key: [UInt8]?
  }

  var steps: [Step] = []

  init() {}

  /// The key that the newest record names; `nil` for none.
  public var current: [UInt8]? { steps.last?.key }

  /// The key by which the checkpoint of `size` entries carries a second line; `nil` for none.
  public func key(forSize size: UInt64) -> [UInt8]? {
    steps.last { $0.entry < size }?.key
  }

  /// The verifier of the second line of the checkpoint of `size` entries of the ledger `origin`;
  /// `nil` when it needs none.
  public func verifier(origin: String, forSize size: UInt64) -> NoteVerifier? {
    key(forSize: size).flatMap { Self.verifier(origin: origin, key: $0) }
  }

  /// All keys that were ever named, with the size of the first checkpoint that needs a line by
  /// each and, where it was replaced or ended, the size of the first that does not.
  public func periods(origin: String) -> [(verifier: NoteVerifier, from: UInt64, until: UInt64?)] {
    steps.indices.compactMap { place in
      guard let key = steps[place].key, let verifier = Self.verifier(origin: origin, key: key)
      else { return nil }
      let until = place + 1 < steps.count ? steps[place + 1].entry + 1 : nil
      // Of two records in one entry the later counts.
      if until == steps[place].entry + 1 { return nil }
      return (verifier, steps[place].entry + 1, until)
    }
  }

  /// The verifier of a second key, which bears the ledger's name, as the first does; `nil` when
  /// the bytes are no key.
  public static func verifier(origin: String, key: [UInt8]) -> NoteVerifier? {
    // Keys were checked when they were named.
    guard let key = try? VerifyingKey(algorithm: .sm2, bytes: key) else { return nil }
    return try? NoteVerifier(name: origin, type: .sm2, key: key)
  }

  init(decoding reader: inout CBORReader) throws(CBORError) {
    for _ in 0..<(try reader.readArrayHeader()) {
      let offset = reader.offset
      guard try reader.readArrayHeader() == 2 else {
        throw .unexpected(offset: offset, expected: "[entry, key]", found: "another array")
      }
      let entry = try reader.readUnsigned()
      let key = try reader.readOptional { (reader) throws(CBORError) in
        try reader.readBytes(counts: 65...65)
      }
      steps.append(Step(entry: entry, key: key))
    }
  }

  func encode(to writer: inout CBORWriter) {
    writer.writeList(steps) { writer, step in
      writer.writeArrayHeader(2)
      writer.write(unsigned: step.entry)
      writer.writeOptional(step.key) { $0.write(bytes: $1) }
    }
  }
}

extension LedgerState {
  /// Names another second key, or ends the one there is.
  mutating func apply(
    _ record: CheckpointKeyRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    guard header.suite == .sha256Ed25519 else {
      throw Rejection(
        LedgerRules.secondKeySuite, found: header.suite.name,
        required: Suite.sha256Ed25519.name)
    }
    guard let named = record.named else {
      guard header.secondKeys.current != nil else {
        throw Rejection(
          LedgerRules.secondKeyOnce, found: BilingualText("尚无第二密钥", "no second key"),
          required: BilingualText("可停用的第二密钥", "one that can be ended"))
      }
      header.secondKeys.steps.append(SecondKeys.Step(entry: size, key: nil))
      return
    }
    try requireSecondKey(named)
    header.secondKeys.steps.append(SecondKeys.Step(entry: size, key: named.key))
  }

  private func requireSecondKey(_ named: CheckpointKeyRecord.Named) throws(Rejection) {
    guard let verifier = SecondKeys.verifier(origin: header.origin, key: named.key) else {
      throw Rejection(
        LedgerRules.bounds, found: Hexadecimal.encode(named.key),
        required: "a point of the SM2 curve, 04 ‖ X ‖ Y")
    }
    if let step = header.secondKeys.steps.first(where: { $0.key == named.key }) {
      throw Rejection(
        LedgerRules.secondKeyOnce,
        found: BilingualText(
          "\(verifier.vkey),条目 \(step.entry) 已指定",
          "\(verifier.vkey), named in entry \(step.entry)"),
        required: BilingualText("从未指定过的密钥", "a key that was never named"))
    }
    let message = CheckpointKeyRecord.possessionMessage(
      origin: header.origin, checkpointKey: header.checkpointKey, key: named.key)
    guard verifier.key.isValidSignature(named.possession, for: message) else {
      throw Rejection(
        LedgerRules.secondKeyPossession,
        found: BilingualText("签名无效", "a signature that does not verify"),
        required: BilingualText(
          "\(verifier.vkey) 为本账本所作的签名", "one by \(verifier.vkey) for this ledger"))
    }
    if let held = heldSecondKeys, !held.contains(named.key) {
      throw Rejection(
        LedgerRules.secondKeyHeld,
        found: BilingualText(
          "没有 \(verifier.vkey) 的私钥", "no private key for \(verifier.vkey)"),
        required: BilingualText(
          "写入方能用以签名的密钥", "a key that the ledger's writer can sign with"))
    }
  }
}
