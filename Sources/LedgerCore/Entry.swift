// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import Quantities

/// An entry: what the ledger appends, `[previous, registered, statement]`.
public struct Entry: Sendable, Equatable {
  /// The most bytes an entry may have, the limit of C2SP tlog-tiles.
  public static let maximumLength = 65_535
  /// The most bytes a statement may have, so that its entry keeps within the limit.
  public static let maximumStatementLength = maximumLength - 47

  /// The leaf hash of the entry before; 32 zero bytes for the first.
  public let previous: Digest
  /// When the ledger registered the statement; never before the entry before.
  public let registered: Timestamp
  /// The range of the statement in the entry's bytes.
  public let statementRange: Range<Int>

  /// Reads an entry strictly.
  public init(decoding bytes: Span<UInt8>) throws(CBORError) {
    var reader = CBORReader(bytes)
    let count = try reader.readArrayHeader()
    guard count == 3 else { throw .unexpectedValue(offset: 0, expected: 3, found: UInt64(count)) }
    let offset = reader.offset
    let previous = try reader.readBytes()
    guard previous.count == Digest.byteCount else {
      throw .unexpectedValue(offset: offset, expected: 32, found: UInt64(previous.count))
    }
    self.previous = Digest(copying: bytes, at: previous.lowerBound)
    registered = Timestamp(milliseconds: try reader.readAmount())
    statementRange = try reader.readBytes()
    try reader.expectEnd()
  }

  /// The bytes of an entry.
  public static func encode(
    previous: Digest, registered: Timestamp, statement: [UInt8]
  ) -> [UInt8] {
    var writer = CBORWriter(reserving: statement.count + 50)
    writer.writeArrayHeader(3)
    previous.withBytes { (bytes: Span<UInt8>) in writer.write(bytes: bytes) }
    writer.write(unsigned: UInt64(max(registered.milliseconds, 0)))
    writer.write(bytes: statement)
    return writer.bytes
  }
}
