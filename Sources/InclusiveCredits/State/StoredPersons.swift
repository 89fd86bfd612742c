// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import LedgerCore
public import Quantities

// What a reader of the stored state needs to know of single persons without loading all of them.
extension PersonTable {
  /// The numbers under which `pseudonym` stands in a stored row, or `nil`.
  public static func number(
    of pseudonym: Pseudonym, inRow key: [UInt8], _ value: [UInt8]
  ) throws(CBORError) -> UInt32? {
    var reader = CBORReader(value.span)
    let range = try reader.readBytes()
    let wanted = pseudonym.bytes
    let chunk = StateImage.number(key) ?? 0
    for (place, start) in stride(
      from: range.lowerBound, to: range.upperBound, by: Pseudonym.byteCount
    ).enumerated() {
      // Nearly all differ in their first byte: digests are compared further only then.
      guard value[start] == wanted[0], start + wanted.count <= range.upperBound,
        value[start..<(start + wanted.count)].elementsEqual(wanted)
      else { continue }
      return chunk * UInt32(chunkSize) + UInt32(place)
    }
    return nil
  }

  /// The key of the stored row of person `number`.
  public static func rowKey(of number: UInt32) -> [UInt8] {
    StateImage.key(number / UInt32(chunkSize))
  }

  /// The pseudonym of person `number` in its stored row, or `nil`.
  public static func pseudonym(
    of number: UInt32, inRow value: [UInt8]
  ) throws(CBORError) -> Pseudonym? {
    var reader = CBORReader(value.span)
    let range = try reader.readBytes()
    let start = range.lowerBound + Int(number % UInt32(chunkSize)) * Pseudonym.byteCount
    guard start + Pseudonym.byteCount <= range.upperBound else { return nil }
    return try? Pseudonym(bytes: Array(value[start..<(start + Pseudonym.byteCount)]))
  }
}

extension PersonAmounts {
  /// The key of the stored row that holds the amount of `person` in `column`.
  public static func rowKey(of column: Column, _ person: UInt32) -> [UInt8] {
    rowKey(of: column, chunk: person / UInt32(chunkSize))
  }
}

extension AuthorisationTable {
  /// The key of the stored row that holds the authorisations of `person` for `scenario`.
  public static func rowKey(of scenario: UInt32, _ person: UInt32) -> [UInt8] {
    StateImage.key(scenario) + StateImage.key(person / UInt32(chunkSize))
  }
}
