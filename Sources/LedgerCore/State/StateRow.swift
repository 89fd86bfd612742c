// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// A row of the ledger's state, stored by number and found by keys.
public protocol StateRow: Sendable, Equatable {
  /// The texts by which the row is found (an identifier, a code); unique within its table.
  var lookupKeys: [String] { get }
  /// Reads a row.
  init(decoding reader: inout CBORReader) throws(CBORError)
  /// Appends the row.
  func encode(to writer: inout CBORWriter)
}

extension StateRow {
  /// No row is found by a key unless it says so.
  public var lookupKeys: [String] { [] }
}

/// One row of the state as bytes: what a state storage keeps and an auditor compares.
public struct StateImage: Sendable, Equatable {
  /// The section (table) the row belongs to.
  public let section: UInt8
  /// The row's key within the section; numbers are 4 bytes, big-endian.
  public let key: [UInt8]
  /// The row's deterministic CBOR; empty when the row is to be removed.
  public let value: [UInt8]
  /// The texts by which the row is found.
  public let lookupKeys: [String]

  /// Creates an image.
  public init(section: UInt8, key: [UInt8], value: [UInt8], lookupKeys: [String] = []) {
    self.section = section
    self.key = key
    self.value = value
    self.lookupKeys = lookupKeys
  }

  /// The key of the row numbered `number`: four bytes, big-endian.
  public static func key(_ number: UInt32) -> [UInt8] {
    [
      UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16),
      UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number),
    ]
  }

  /// The number in a 4-byte key, or `nil` when it is not one.
  public static func number(_ key: [UInt8]) -> UInt32? {
    guard key.count == 4 else { return nil }
    return key.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// A stored row that cannot be read back: the state must be rebuilt from the entries.
public enum StateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The section is not known to this software.
  case unknownSection(UInt8)
  /// The row's bytes are not what the section holds.
  case malformedRow(section: UInt8, key: [UInt8], CBORError)
  /// The row's number leaves a gap in its table.
  case gap(section: UInt8, expected: UInt32, found: UInt32)

  /// The error as a sentence with its remedy.
  public var description: String {
    switch self {
    case .unknownSection(let section):
      "The stored state has a section \(section) this software does not know; rebuild it."
    case .malformedRow(let section, let key, let error):
      "Row \(key) of section \(section) of the stored state is malformed (\(error)); rebuild it."
    case .gap(let section, let expected, let found):
      "Section \(section) of the stored state has row \(found) where \(expected) must follow; "
        + "rebuild it."
    }
  }
}

/// A part of the state that can be stored row by row.
public protocol StateSection: Sendable {
  /// The section's code, unique in the whole state.
  var code: UInt8 { get }
  /// The images of all rows, or of those changed since `forgetChanges()`.
  func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void)
  /// Regards the rows as stored.
  mutating func forgetChanges()
  /// Reads back one row; rows come in ascending order of their keys.
  mutating func load(key: [UInt8], value: [UInt8]) throws(StateError)
  /// Keeps what was done since the last call: the statement was admitted.
  mutating func commit()
  /// Takes back what was done since `commit()`: the statement was refused.
  mutating func rollback()
}
