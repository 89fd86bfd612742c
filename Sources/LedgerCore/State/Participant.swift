// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// What a participant may do on the ledger.
public enum Role: UInt8, Sendable, Hashable, CaseIterable {
  /// The authority: registers participants, files methodologies, sets rule parameters (主管部门).
  case authority = 0
  /// The registry: files projects, issues and expires certificates (登记机构).
  case registry = 1
  /// An accredited verifier (核查/核证机构).
  case verifier = 2
  /// An enterprise that holds units (企业).
  case enterprise = 3
  /// An operator that reports activities for its users (运营主体).
  case operatorOfScheme = 4
  /// A bank, which may take pledges (银行).
  case bank = 5
  /// A trading platform or grid company that reports trades and settlements (交易平台/电网).
  case platform = 6
  /// A person, known by a pseudonym only (个人).
  case individual = 7
  /// An account holder of another registry, known by the name used there (外部账户).
  case external = 8

  /// The names in JSON and on the command line, in order of the raw values.
  public static let names = [
    "authority", "registry", "verifier", "enterprise", "operator", "bank", "platform",
    "individual", "external",
  ]

  /// The name in JSON and on the command line.
  public var name: String { Self.names[Int(rawValue)] }
}

/// A key of a participant: valid for the entries from `from` up to, not including, `until`.
public struct ParticipantKey: Sendable, Equatable {
  /// The first 8 bytes of the hash of algorithm and key: what a statement's `kid` names.
  public let identifier: [UInt8]
  /// The algorithm's number: 1 Ed25519, 2 SM2.
  public let algorithm: UInt8
  /// The public key: 32 bytes (Ed25519) or 65 bytes (SM2).
  public let bytes: [UInt8]
  /// The first entry the key may sign.
  public let from: UInt64
  /// The first entry the key may no longer sign; `nil` while it is valid.
  public internal(set) var until: UInt64?
  /// The record types a delegated key may sign; empty for a full key.
  public let scope: [UInt64]

  /// Whether the key may sign the entry with index `entry`.
  public func isValid(at entry: UInt64) -> Bool {
    from <= entry && until.map { entry < $0 } ?? true
  }
}

/// A role held over a period of days, with the document behind it.
public struct Qualification: Sendable, Equatable {
  /// The role.
  public let role: Role
  /// The first day.
  public let from: CalendarDate
  /// The last day; `nil` for no end.
  public internal(set) var through: CalendarDate?

  /// Whether the role is held on `date`.
  public func isValid(on date: CalendarDate) -> Bool {
    from <= date && through.map { date <= $0 } ?? true
  }
}

/// A party on the ledger.
public struct Participant: StateRow {
  /// The identifier: a social credit code, a pseudonym (`pseudonym:hex`) or an account of
  /// another registry (`external:REGISTRY:name`).
  public let identifier: String
  /// The name in Chinese, or as given.
  public let chineseName: String
  /// The name in English, or as given.
  public let englishName: String
  /// The province, as the first two digits of its GB/T 2260 code; 0 when not applicable.
  public let province: UInt8
  /// Whether the participant is an invented example.
  public let isExample: Bool
  /// The roles held.
  public internal(set) var qualifications: [Qualification]
  /// The keys, in order of registration.
  public internal(set) var keys: [ParticipantKey]

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [identifier] }

  /// Whether `role` is held on `date`.
  public func holds(_ role: Role, on date: CalendarDate) -> Bool {
    qualifications.contains { $0.role == role && $0.isValid(on: date) }
  }

  /// The name in `language`.
  public func name(in language: Language) -> String {
    language == .chinese ? chineseName : englishName
  }
}

extension Participant {
  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 7 else {
      throw .unexpected(offset: offset, expected: "a participant", found: "another array")
    }
    identifier = try reader.readTextString()
    chineseName = try reader.readTextString()
    englishName = try reader.readTextString()
    province = UInt8(truncatingIfNeeded: try reader.readUnsigned())
    isExample = try reader.readBoolean()
    qualifications = []
    for _ in 0..<(try reader.readArrayHeader()) {
      qualifications.append(try Self.decodeQualification(&reader))
    }
    keys = []
    for _ in 0..<(try reader.readArrayHeader()) { keys.append(try Self.decodeKey(&reader)) }
  }

  private static func decodeQualification(
    _ reader: inout CBORReader
  ) throws(CBORError) -> Qualification {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 3,
      let role = Role(rawValue: UInt8(truncatingIfNeeded: try reader.readUnsigned()))
    else { throw .unexpected(offset: offset, expected: "a qualification", found: "other data") }
    let from = CalendarDate(daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
    let through: CalendarDate?
    if try reader.skipNullIfPresent() {
      through = nil
    } else {
      through = CalendarDate(
        daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
    }
    return Qualification(role: role, from: from, through: through)
  }

  private static func decodeKey(
    _ reader: inout CBORReader
  ) throws(CBORError) -> ParticipantKey {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 6 else {
      throw .unexpected(offset: offset, expected: "a key", found: "another array")
    }
    let identifier = try reader.readByteArray()
    let algorithm = UInt8(truncatingIfNeeded: try reader.readUnsigned())
    let bytes = try reader.readByteArray()
    let from = try reader.readUnsigned()
    var until: UInt64?
    if try !reader.skipNullIfPresent() { until = try reader.readUnsigned() }
    var scope: [UInt64] = []
    for _ in 0..<(try reader.readArrayHeader()) { scope.append(try reader.readUnsigned()) }
    return ParticipantKey(
      identifier: identifier, algorithm: algorithm, bytes: bytes, from: from, until: until,
      scope: scope)
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(text: identifier)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(unsigned: UInt64(province))
    writer.write(boolean: isExample)
    writer.writeArrayHeader(qualifications.count)
    for qualification in qualifications {
      writer.writeArrayHeader(3)
      writer.write(unsigned: UInt64(qualification.role.rawValue))
      writer.write(integer: Int64(qualification.from.daysSinceEpoch))
      if let through = qualification.through {
        writer.write(integer: Int64(through.daysSinceEpoch))
      } else {
        writer.writeNull()
      }
    }
    writer.writeArrayHeader(keys.count)
    for key in keys {
      writer.writeArrayHeader(6)
      writer.write(bytes: key.identifier)
      writer.write(unsigned: UInt64(key.algorithm))
      writer.write(bytes: key.bytes)
      writer.write(unsigned: key.from)
      if let until = key.until { writer.write(unsigned: until) } else { writer.writeNull() }
      writer.writeArrayHeader(key.scope.count)
      for type in key.scope { writer.write(unsigned: type) }
    }
  }
}
