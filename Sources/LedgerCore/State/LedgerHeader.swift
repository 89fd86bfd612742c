// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import Quantities
public import TransparencyLog

/// What genesis fixed, and the few facts that change with every entry.
public struct LedgerHeader: StateSection {
  /// The section's code.
  public let code: UInt8 = SectionCode.ledger
  /// The ledger's origin; empty before genesis.
  public internal(set) var origin = ""
  /// The suite.
  public internal(set) var suite = Suite.sha256Ed25519
  /// The key that signs checkpoints.
  public internal(set) var checkpointKey: [UInt8] = []
  /// The ruleset in force.
  public internal(set) var ruleset: UInt64 = 0
  /// The registered time of the newest entry.
  public internal(set) var registered = Timestamp(milliseconds: 0)
  /// The entry of the newest commitment to the state; `nil` before the first.
  public internal(set) var commitment: UInt64?
  /// The keys of the second line of checkpoints.
  public internal(set) var secondKeys = SecondKeys()
  private var saved: Values?

  private struct Values: Sendable {
    let origin: String
    let suite: Suite
    let checkpointKey: [UInt8]
    let ruleset: UInt64
    let registered: Timestamp
    let commitment: UInt64?
    let secondKeys: SecondKeys
  }

  init() {}

  /// The verifier of the second line of checkpoints from here on; `nil` for none.
  public var secondVerifier: NoteVerifier? {
    secondKeys.current.flatMap { SecondKeys.verifier(origin: origin, key: $0) }
  }

  /// The verifier of the second line of the checkpoint of `size` entries; `nil` when it needs none.
  public func secondVerifier(forSize size: UInt64) -> NoteVerifier? {
    secondKeys.verifier(origin: origin, forSize: size)
  }

  /// Reads the stored row.
  public init(decoding value: [UInt8]) throws(StateError) {
    try load(key: StateImage.key(0), value: value)
  }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    var writer = CBORWriter(reserving: 200)
    // What a ledger does not use is not written: its row stays what it was.
    let hasSecondKeys = !secondKeys.steps.isEmpty
    writer.writeArrayHeader(hasSecondKeys ? 7 : commitment == nil ? 5 : 6)
    writer.write(text: origin)
    writer.write(text: suite.name)
    writer.write(bytes: checkpointKey)
    writer.write(unsigned: ruleset)
    writer.write(integer: registered.milliseconds)
    if hasSecondKeys {
      writer.writeOptional(commitment) { $0.write(unsigned: $1) }
      secondKeys.encode(to: &writer)
    } else if let commitment {
      writer.write(unsigned: commitment)
    }
    visit(StateImage(section: code, key: StateImage.key(0), value: writer.bytes))
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() {}

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    do throws(CBORError) {
      var reader = CBORReader(value.span)
      let count = try reader.readArrayHeader()
      guard (5...7).contains(count) else {
        throw .unexpectedValue(offset: 0, expected: 5, found: UInt64(count))
      }
      origin = try reader.readTextString()
      let offset = reader.offset
      let name = try reader.readTextString()
      guard let suite = Suite(name: name) else {
        throw .unexpected(
          offset: offset, expected: Suite.names.joined(separator: " or "), found: name)
      }
      self.suite = suite
      checkpointKey = try reader.readByteArray()
      let position = reader.offset
      ruleset = try reader.readUnsigned()
      // What this software does not know it does not run; 0 is a ledger before genesis.
      guard ruleset == 0 || LedgerState.knownRulesets.contains(ruleset) else {
        throw .unexpected(
          offset: position, expected: "a ruleset known to this software", found: "\(ruleset)")
      }
      registered = Timestamp(milliseconds: try reader.readInteger())
      commitment = nil
      if count == 6 { commitment = try reader.readUnsigned() }
      if count == 7 {
        commitment = try reader.readOptional { (reader) throws(CBORError) in
          try reader.readUnsigned()
        }
      }
      secondKeys = count == 7 ? try SecondKeys(decoding: &reader) : SecondKeys()
      try reader.expectEnd()
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
    commit()
  }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    saved = Values(
      origin: origin, suite: suite, checkpointKey: checkpointKey, ruleset: ruleset,
      registered: registered, commitment: commitment, secondKeys: secondKeys)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    origin = saved?.origin ?? ""
    suite = saved?.suite ?? .sha256Ed25519
    checkpointKey = saved?.checkpointKey ?? []
    ruleset = saved?.ruleset ?? 0
    registered = saved?.registered ?? Timestamp(milliseconds: 0)
    commitment = saved?.commitment
    secondKeys = saved?.secondKeys ?? SecondKeys()
  }
}
