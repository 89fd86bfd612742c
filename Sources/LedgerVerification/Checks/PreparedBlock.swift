// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities

/// A block of entries, hashed and decoded: all that needs no state and no order.
struct PreparedBlock: Sendable {
  struct Item: Sendable {
    /// The leaf hash; the stored one, if there is one, of an entry that is lost.
    let hash: Digest
    /// The offset in the file of the entry's first byte; `nil` when the entry is lost.
    let offset: UInt64?
    /// `nil` when the entry is not strict CBOR.
    let entry: Entry?
    /// `nil` when the statement is not one.
    let statement: Statement?
  }

  let first: UInt64
  let file: String
  let items: [Item]

  /// Hashes and decodes; what cannot be decoded is reported.
  init(_ block: FrameBlock, _ function: HashFunction, _ log: FindingLog) {
    first = block.first
    file = block.file
    let bytes = block.bytes.span
    let hashes = function.leafHashes(in: bytes, ranges: block.ranges)
    var items: [Item] = []
    items.reserveCapacity(hashes.count)
    for (position, range) in block.ranges.enumerated() {
      // What is lost was reported where it was looked for.
      guard !range.isEmpty else {
        let hash = block.stored[position] ?? hashes[position]
        items.append(Item(hash: hash, offset: nil, entry: nil, statement: nil))
        continue
      }
      let place = Place(
        entry: block.first + UInt64(position), file: block.file,
        byteOffset: block.contentOffset(position))
      let entry = Self.entry(bytes.extracting(range), place, log)
      var statement: Statement?
      if let entry {
        let start = range.lowerBound + entry.statementRange.lowerBound
        let content = block.bytes[start..<(start + entry.statementRange.count)]
        statement = Self.statement(Array(content), place, log)
      }
      items.append(
        Item(
          hash: hashes[position], offset: block.contentOffset(position), entry: entry,
          statement: statement))
    }
    self.items = items
  }

  private static func entry(
    _ bytes: Span<UInt8>, _ place: Place, _ log: FindingLog
  ) -> Entry? {
    do {
      return try Entry(decoding: bytes)
    } catch {
      log.add {
        Finding(.encoding, place, expected: "[previous, registered, statement]", actual: "\(error)")
      }
      return nil
    }
  }

  private static func statement(
    _ bytes: [UInt8], _ place: Place, _ log: FindingLog
  ) -> Statement? {
    do {
      return try Statement(decoding: bytes)
    } catch {
      log.add { Finding(error, as: .encoding, place) }
      return nil
    }
  }
}

extension Finding {
  /// The finding for a refusal by a rule.
  init(
    _ rejection: Rejection, as check: Check, _ place: Place, mayFollowFrom: UInt64? = nil
  ) {
    var place = place
    place.record = rejection.record
    self.init(
      check, place, expected: rejection.required.english, actual: rejection.found.english,
      rule: (rejection.rule.code, rejection.rule.statement), mayFollowFrom: mayFollowFrom)
  }
}
