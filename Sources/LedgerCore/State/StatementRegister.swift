// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// What identifies a statement: who signed it and the id the signer gave it.
struct StatementKey: Sendable, Hashable {
  let issuer: UInt32
  let high: UInt64
  let low: UInt64
}

/// Which statements have been admitted, so that none is admitted twice.
///
/// Kept for ever: some hundred bytes of memory a statement, half of them the index. The fingerprint
/// tells the same statement sent again from another one under the same id.
public struct StatementRegister: StateSection {
  struct Row: Sendable, Equatable {
    let key: StatementKey
    let fingerprint: UInt64
    /// When the entry was registered; never before the row before.
    let registered: Timestamp
  }

  static let chunkSize = 256
  private static let fieldsOfRow = 5
  /// The section's code.
  public let code: UInt8
  private var chunks: [[Row]] = []
  private var index: [StatementKey: UInt64] = [:]
  private var committed: UInt64 = 0
  private var stored: UInt64 = 0

  init(code: UInt8) {
    self.code = code
  }

  /// The number of statements, which is the number of entries.
  public private(set) var count: UInt64 = 0

  func entry(of key: StatementKey) -> UInt64? { index[key] }

  func row(at entry: UInt64) -> Row {
    chunks[Int(entry) / Self.chunkSize][Int(entry) % Self.chunkSize]
  }

  mutating func append(_ row: Row) {
    if chunks.isEmpty || chunks[chunks.count - 1].count == Self.chunkSize {
      var chunk: [Row] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(row)
    index[row.key] = count
    count += 1
  }

  /// A copy without the dictionary, for storing: the dictionary can be rebuilt.
  func withoutIndex() -> StatementRegister {
    var copy = StatementRegister(code: code)
    copy.chunks = chunks
    copy.count = count
    copy.stored = stored
    return copy
  }

  /// Keeps what was done since the last call.
  public mutating func commit() { committed = count }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while count > committed { removeNewest() }
  }

  /// Forgets the newest statement, which must be there.
  mutating func removeNewest() {
    count -= 1
    let row = chunks[chunks.count - 1].removeLast()
    index[row.key] = nil
    if chunks[chunks.count - 1].isEmpty { chunks.removeLast() }
  }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    let first = changedOnly ? Int(stored) / Self.chunkSize : 0
    for number in min(first, chunks.count)..<chunks.count {
      var writer = CBORWriter(reserving: chunks[number].count * 36)
      writer.writeArrayHeader(chunks[number].count * Self.fieldsOfRow)
      var previous: Int64 = 0
      for row in chunks[number] {
        writer.write(unsigned: UInt64(row.key.issuer))
        writer.write(unsigned: row.key.high)
        writer.write(unsigned: row.key.low)
        writer.write(unsigned: row.fingerprint)
        // Times never go back, so that their differences are short.
        writer.write(integer: row.registered.milliseconds - previous)
        previous = row.registered.milliseconds
      }
      visit(
        StateImage(section: code, key: StateImage.key(UInt32(number)), value: writer.bytes))
    }
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { stored = count }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    // A chunk follows full chunks only, else every later entry would get another's number.
    guard let number = StateImage.number(key), number == chunks.count,
      count == UInt64(chunks.count * Self.chunkSize)
    else {
      throw .gap(
        section: code, expected: UInt32(chunks.count), found: StateImage.number(key) ?? .max)
    }
    do throws(CBORError) {
      var reader = CBORReader(value.span)
      let rows = try reader.readArrayHeader() / Self.fieldsOfRow
      guard (1...Self.chunkSize).contains(rows) else {
        throw .unexpected(offset: 0, expected: "1…\(Self.chunkSize) rows", found: "\(rows)")
      }
      var milliseconds: Int64 = 0
      for _ in 0..<rows {
        let issuer = UInt32(truncatingIfNeeded: try reader.readUnsigned())
        let high = try reader.readUnsigned()
        let low = try reader.readUnsigned()
        let key = StatementKey(issuer: issuer, high: high, low: low)
        let fingerprint = try reader.readUnsigned()
        milliseconds &+= try reader.readInteger()
        append(
          Row(
            key: key, fingerprint: fingerprint,
            registered: Timestamp(milliseconds: milliseconds)))
      }
      try reader.expectEnd()
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
    stored = count
    committed = count
  }
}
