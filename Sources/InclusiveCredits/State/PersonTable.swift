// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
public import Quantities

/// The persons known to all scenarios, numbered densely: 10⁷ of them in bounded memory.
///
/// A person takes 32 bytes and 10 to 13 of an index, for ever: 0.45 GB for 10⁷ persons. Nothing
/// else of the state is kept by pseudonym.
public struct PersonTable: StateSection {
  /// The most persons there can be; the number after the last one stands for a site.
  public static let capacity = Int(UInt32.max)
  /// The persons in one row of the stored state: about 32 kB, so that a change writes little.
  static let chunkSize = 1024

  /// The section's code.
  public let code: UInt8
  private var pseudonyms = PagedArray<Pseudonym>()
  private var index = RowIndex()
  private var kept = 0
  private var stored = 0

  /// Creates an empty table.
  public init(code: UInt8) { self.code = code }

  /// The number of persons.
  public var count: Int { pseudonyms.count }

  private static func hash(_ pseudonym: Pseudonym) -> UInt64 {
    var hasher = Hasher()
    pseudonym.hash(into: &hasher)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  /// The number of the person called `pseudonym`, or `nil`.
  public func number(of pseudonym: Pseudonym) -> UInt32? {
    index.row(Self.hash(pseudonym)) { pseudonyms[Int($0)] == pseudonym }
  }

  /// The person numbered `number`, or `nil`.
  public func pseudonym(_ number: UInt32) -> Pseudonym? {
    number < count ? pseudonyms[Int(number)] : nil
  }

  /// Adds a person not known yet and returns the number.
  public mutating func append(_ pseudonym: Pseudonym) -> UInt32 {
    precondition(count < Self.capacity, "all numbers of persons are taken")
    let number = UInt32(count)
    index.insert(number, Self.hash(pseudonym), kept: kept)
    pseudonyms.append(pseudonym)
    return number
  }

  /// Keeps what was done since the last call.
  public mutating func commit() { kept = count }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while count > kept {
      let number = UInt32(count - 1)
      index.removeLast(number, Self.hash(pseudonyms.removeLast()))
    }
  }
}

// A row of the stored state is a chunk of 1024 persons, the newest of them fewer. Its key is the
// number of the chunk, 4 bytes, big-endian; its value is a CBOR byte string with their pseudonyms,
// 32 bytes each.
extension PersonTable {
  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    guard !changedOnly || stored < count else { return }
    var first = changedOnly ? stored / Self.chunkSize * Self.chunkSize : 0
    while first < count {
      let end = min(first + Self.chunkSize, count)
      var bytes: [UInt8] = []
      bytes.reserveCapacity((end - first) * Pseudonym.byteCount)
      for number in first..<end { bytes.append(contentsOf: pseudonyms[number].bytes) }
      var writer = CBORWriter(reserving: bytes.count + 5)
      writer.write(bytes: bytes)
      visit(
        StateImage(
          section: code, key: StateImage.key(UInt32(first / Self.chunkSize)),
          value: writer.bytes))
      first = end
    }
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { stored = count }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    // A chunk follows full chunks only, else every later person would get another's number.
    let expected = UInt32((count + Self.chunkSize - 1) / Self.chunkSize)
    guard let number = StateImage.number(key), number == expected,
      count.isMultiple(of: Self.chunkSize)
    else {
      throw .gap(section: code, expected: expected, found: StateImage.number(key) ?? .max)
    }
    do {
      try load(value)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
    commit()
    forgetChanges()
  }

  private mutating func load(_ value: [UInt8]) throws(CBORError) {
    var reader = CBORReader(value.span)
    let range = try reader.readBytes()
    try reader.expectEnd()
    let persons = range.count / Pseudonym.byteCount
    guard (1...Self.chunkSize).contains(persons), range.count == persons * Pseudonym.byteCount
    else {
      throw .unexpected(
        offset: 0, expected: "1…\(Self.chunkSize) pseudonyms", found: "\(range.count) bytes")
    }
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: Pseudonym.byteCount) {
      let bytes = value.span.extracting(offset..<offset + Pseudonym.byteCount)
      guard let pseudonym = try? Pseudonym(copying: bytes), self.number(of: pseudonym) == nil
      else {
        throw .unexpected(offset: offset, expected: "a pseudonym once", found: "it twice")
      }
      _ = append(pseudonym)
    }
  }
}
