// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import TransparencyLog

/// A bundle as the CBOR of a ``ProofCode``; the origin is that of the checkpoint.
extension ProofBundle {
  /// Items of the array: form, suite, subject, signer, hashes, entries, checkpoint.
  static let codeLength = 7
  /// The most different hashes: a place in their list is one byte.
  ///
  /// More than 89 of them do not fit into the largest QR code.
  private static let hashLimit = 256

  /// Writes the array.
  ///
  /// Paths to one root share their upper ends, so each hash is written once, and a path is the
  /// places of its hashes. Past the limit places wrap around, which no reader takes; a bundle of
  /// that size fits no QR code anyway.
  func write(to writer: inout CBORWriter) {
    writer.writeArrayHeader(Self.codeLength)
    writer.write(unsigned: ProofCode.Form.bundle.rawValue)
    writer.write(unsigned: UInt64(Suite.all.firstIndex(of: suite) ?? 0))
    subject.write(to: &writer)
    writer.writeArrayHeader(signer.count)
    for position in signer {
      writer.writeArrayHeader(2)
      writer.write(unsigned: position.entry)
      writer.write(unsigned: UInt64(position.record))
    }
    var hashes: [Digest] = []
    var places: [Digest: Int] = [:]
    for hash in entries.flatMap(\.path) where places[hash] == nil {
      places[hash] = hashes.count
      hashes.append(hash)
    }
    writer.write(bytes: hashes.flatMap(\.bytes))
    writer.writeArrayHeader(entries.count)
    for entry in entries {
      writer.writeArrayHeader(3)
      writer.write(unsigned: entry.index)
      writer.write(bytes: entry.bytes)
      writer.write(bytes: entry.path.map { UInt8(truncatingIfNeeded: places[$0] ?? 0) })
    }
    writer.write(bytes: checkpoint.note.bytes)
  }

  /// Reads what follows the form.
  init(decoding reader: inout CBORReader) throws {
    suite = try ProofCode.suite(&reader)
    subject = try Subject(decoding: &reader)
    signer = try Self.list(&reader, of: 2) { reader in
      RecordPosition(entry: try reader.readUnsigned(), record: try Subject.record(&reader))
    }
    let hashes = try ProofCode.digests(&reader, limit: Self.hashLimit)
    entries = try Self.list(&reader, of: 3) { reader in
      let index = try reader.readUnsigned()
      let bytes = try ProofCode.entry(&reader)
      let path = try ProofCode.path(&reader, hashes)
      return ProvedEntry(index: index, bytes: bytes, path: path)
    }
    guard Set(entries.map(\.index)).count == entries.count else {
      throw BundleCheck.unsound("it holds an entry twice")
    }
    checkpoint = try UnverifiedCheckpoint(parsing: try reader.readByteArray())
    origin = checkpoint.claim.origin
  }

  /// Reads an array of at most 16 arrays of `length` items.
  private static func list<Element>(
    _ reader: inout CBORReader, of length: Int,
    _ read: (inout CBORReader) throws -> Element
  ) throws -> [Element] {
    let count = try reader.readArrayHeader()
    guard count <= entryLimit else {
      throw BundleCheck.unsound("it has \(count) entries; at most \(entryLimit) are read")
    }
    var elements: [Element] = []
    for _ in 0..<count {
      guard try reader.readArrayHeader() == length else {
        throw BundleCheck.unsound("an array in it has not \(length) items")
      }
      elements.append(try read(&reader))
    }
    return elements
  }
}

extension ProofBundle.Subject {
  /// The entry; the record; code, series and serial number of the unit.
  fileprivate func write(to writer: inout CBORWriter) {
    writer.writeArrayHeader(record == nil ? 1 : unit == nil ? 2 : 5)
    writer.write(unsigned: entry)
    guard let record else { return }
    writer.write(unsigned: UInt64(record))
    guard let unit else { return }
    writer.write(text: unit.code)
    writer.write(unsigned: UInt64(unit.series))
    writer.write(unsigned: unit.serial)
  }

  fileprivate init(decoding reader: inout CBORReader) throws {
    let count = try reader.readArrayHeader()
    guard [1, 2, 5].contains(count) else {
      throw BundleCheck.unsound("its subject has \(count) items")
    }
    entry = try reader.readUnsigned()
    record = count > 1 ? try Self.record(&reader) : nil
    guard count > 2 else {
      unit = nil
      return
    }
    let code = try reader.readTextString()
    guard let series = UInt32(exactly: try reader.readUnsigned()), series < .max else {
      throw BundleCheck.unsound("the number of a series is below 2³²−1")
    }
    unit = ProofBundle.Unit(code: code, series: series, serial: try reader.readUnsigned())
  }

  /// The position of a record, with the limit that files have.
  fileprivate static func record(_ reader: inout CBORReader) throws -> Int {
    let record = try reader.readUnsigned()
    guard record <= 65_535 else { throw BundleCheck.unsound("a statement has no record \(record)") }
    return Int(record)
  }
}
