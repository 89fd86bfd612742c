// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// What has been claimed of one subject across all schemes.
///
/// The subject is anything that may be claimed once only: the kilowatt-hours of a project and
/// month, a parcel of land, a device, a trip. Its capacity is what there is to claim.
public struct Claim: StateRow {
  /// One scheme's share.
  public struct Share: Sendable, Equatable {
    /// The scheme, for instance `gec`, `ccer`, `pher`.
    public let scheme: String
    /// The amount claimed, in the subject's unit.
    public internal(set) var amount: Int64
  }

  /// The subject, for instance `energy:3:2025-07`.
  public let subject: String
  /// What there is to claim, in the subject's smallest unit.
  public internal(set) var capacity: Int64
  /// What each scheme has claimed.
  public internal(set) var shares: [Share]

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [subject] }

  /// The amount claimed by all schemes together.
  public var claimed: Int64 { shares.reduce(0) { $0 + $1.amount } }

  /// The amount claimed by `scheme`.
  public func amount(of scheme: String) -> Int64 {
    shares.first { $0.scheme == scheme }?.amount ?? 0
  }

  init(subject: String) {
    self.subject = subject
    capacity = 0
    shares = []
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 3 else {
      throw .unexpected(offset: offset, expected: "a claim", found: "another array")
    }
    subject = try reader.readTextString()
    capacity = try reader.readInteger()
    shares = []
    for _ in 0..<(try reader.readArrayHeader()) {
      let offset = reader.offset
      guard try reader.readArrayHeader() == 2 else {
        throw .unexpected(offset: offset, expected: "a share", found: "another array")
      }
      let scheme = try reader.readTextString()
      shares.append(Share(scheme: scheme, amount: try reader.readInteger()))
    }
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(3)
    writer.write(text: subject)
    writer.write(integer: capacity)
    writer.writeArrayHeader(shares.count)
    for share in shares {
      writer.writeArrayHeader(2)
      writer.write(text: share.scheme)
      writer.write(integer: share.amount)
    }
  }
}

/// Serial numbers that cannot move until whoever put the hold on releases it.
public struct Hold: StateRow {
  /// The series.
  public let series: UInt32
  /// The serial numbers held.
  public let range: ClosedRange<UInt64>
  /// The standing they are held in.
  public let standing: Standing
  /// The participant that may release the hold.
  public let by: UInt32
  /// Why they are held.
  public let reason: String
  /// Whether the hold stands.
  public internal(set) var isActive: Bool

  init(
    series: UInt32, range: ClosedRange<UInt64>, standing: Standing, by: UInt32, reason: String
  ) {
    self.series = series
    self.range = range
    self.standing = standing
    self.by = by
    self.reason = reason
    isActive = true
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 7 else {
      throw .unexpected(offset: offset, expected: "a hold", found: "another array")
    }
    series = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    let first = try reader.readUnsigned()
    let last = try reader.readUnsigned()
    guard first <= last,
      let standing = Standing(rawValue: UInt8(truncatingIfNeeded: try reader.readUnsigned()))
    else { throw .unexpected(offset: offset, expected: "a hold", found: "other data") }
    range = first...last
    self.standing = standing
    by = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    reason = try reader.readTextString()
    isActive = try reader.readBoolean()
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: range.lowerBound)
    writer.write(unsigned: range.upperBound)
    writer.write(unsigned: UInt64(standing.rawValue))
    writer.write(unsigned: UInt64(by))
    writer.write(text: reason)
    writer.write(boolean: isActive)
  }
}
