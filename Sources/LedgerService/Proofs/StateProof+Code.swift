// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import TransparencyLog

/// A proof about the state as the CBOR of a ``ProofCode``; the commitment is in its short form.
extension StateProof {
  /// Items of the array: form, suite, question, entry, index, path, checkpoint, hashes, answers,
  /// rows.
  static let codeLength = 10
  /// The most different hashes: more than 89 of them do not fit into the largest QR code, and a
  /// place in their list is one byte.
  private static let hashLimit = 256

  /// How an answer is written.
  private enum Kind: UInt64 {
    /// A row: the value of its leaf is its digest, and not written.
    case row = 0
    /// A text by which a row is found, with the key of the row.
    case text = 1
    /// Nothing, between two neighbours.
    case absent = 2
  }

  /// Writes the array.
  ///
  /// As in a bundle each hash is written once and a path is the places of its hashes; past the
  /// limit places wrap around, which no reader takes, nor does a QR code hold so many.
  func write(to writer: inout CBORWriter) {
    writer.writeArrayHeader(Self.codeLength)
    writer.write(unsigned: ProofCode.Form.state.rawValue)
    writer.write(unsigned: UInt64(Suite.all.firstIndex(of: commitment.suite) ?? 0))
    writer.write(text: question.text)
    // A code holds the short form, which every proof has.
    if case .tlog(let proof, let entry, _) = commitment.shortened {
      writer.write(bytes: entry)
      writer.write(unsigned: proof.index)
      writer.write(bytes: proof.path.flatMap(\.bytes))
      writer.write(bytes: proof.checkpoint.note.bytes)
    }
    var hashes: [Digest] = []
    var places: [Digest: Int] = [:]
    for hash in answers.flatMap(\.evidence.path) + rows.flatMap(\.path) where places[hash] == nil {
      places[hash] = hashes.count
      hashes.append(hash)
    }
    func place(_ path: [Digest]) -> [UInt8] {
      path.map { UInt8(truncatingIfNeeded: places[$0] ?? 0) }
    }
    writer.write(bytes: hashes.flatMap(\.bytes))
    writer.writeArrayHeader(answers.count)
    for answer in answers { Self.write(answer, to: &writer, place) }
    writer.writeArrayHeader(rows.count)
    for rows in rows {
      writer.writeArrayHeader(rows.group == nil ? 2 : 4)
      writer.write(unsigned: UInt64(rows.batch))
      writer.write(bytes: rows.bytes)
      guard let group = rows.group else { continue }
      writer.write(unsigned: UInt64(group))
      writer.write(bytes: place(rows.path))
    }
  }

  private static func write(
    _ answer: Answer, to writer: inout CBORWriter, _ place: ([Digest]) -> [UInt8]
  ) {
    switch answer.evidence.evidence {
    case .present(let leaf):
      writer.writeArrayHeader(5)
      writer.write(unsigned: (answer.row == nil ? Kind.text : .row).rawValue)
      writer.write(bytes: answer.key)
      writer.write(bytes: answer.row ?? leaf.leaf.value)
      writer.write(unsigned: leaf.index)
      writer.write(bytes: place(leaf.path))
    case .absent(let before, let after):
      writer.writeArrayHeader(4)
      writer.write(unsigned: Kind.absent.rawValue)
      writer.write(bytes: answer.key)
      for neighbour in [before, after] {
        guard let neighbour else {
          writer.writeNull()
          continue
        }
        writer.writeArrayHeader(4)
        writer.write(bytes: neighbour.leaf.key)
        writer.write(bytes: neighbour.leaf.value)
        writer.write(unsigned: neighbour.index)
        writer.write(bytes: place(neighbour.path))
      }
    }
  }

  /// Reads what follows the form.
  init(decoding reader: inout CBORReader) throws {
    let suite = try ProofCode.suite(&reader)
    question = try Self.question(try reader.readTextString())
    let entry = try ProofCode.entry(&reader)
    let index = try reader.readUnsigned()
    let path = try ProofCode.digests(&reader, limit: ProofBundle.pathLimit)
    let checkpoint = try UnverifiedCheckpoint(parsing: try reader.readByteArray())
    commitment = .tlog(
      TlogProof(index: index, path: path, checkpoint: checkpoint), entry: entry, suite)
    let function = suite.hash
    let hashes = try ProofCode.digests(&reader, limit: Self.hashLimit)
    answers = try Self.list(&reader, limit: Self.answerLimit) { reader, count throws in
      try Self.answer(&reader, count, hashes, function)
    }
    rows = try Self.list(&reader, limit: Self.rowsLimit) { reader, count throws in
      guard count == 2 || count == 4 else {
        throw BundleCheck.unsound("rows of a batch have 2 or 4 items")
      }
      let batch = try Self.number(&reader)
      let bytes = try ProofCode.entry(&reader)
      guard count == 4 else { return Rows(batch: batch, group: nil, bytes: bytes, path: []) }
      let group = try Self.number(&reader)
      return Rows(
        batch: batch, group: group, bytes: bytes, path: try ProofCode.path(&reader, hashes))
    }
  }

  private static func answer(
    _ reader: inout CBORReader, _ count: Int, _ hashes: [Digest], _ function: HashFunction
  ) throws -> Answer {
    let kind = Kind(rawValue: try reader.readUnsigned())
    let key = try bytes(&reader, limit: SortedTree.keyLimit)
    switch (kind, count) {
    case (.row, 5):
      let row = try reader.readByteArray()
      let leaf = SortedTree.Leaf(key: key, value: function.digest(of: row).bytes)
      return Answer(
        key: key, row: row, evidence: SortedProof(.present(try proved(leaf, &reader, hashes))))
    case (.text, 5):
      let leaf = SortedTree.Leaf(key: key, value: try bytes(&reader, limit: Digest.byteCount))
      return Answer(
        key: key, row: nil, evidence: SortedProof(.present(try proved(leaf, &reader, hashes))))
    case (.absent, 4):
      let before = try neighbour(&reader, hashes)
      let after = try neighbour(&reader, hashes)
      return Answer(
        key: key, row: nil, evidence: SortedProof(.absent(before: before, after: after)))
    default: throw BundleCheck.unsound("an answer has a form that is not known")
    }
  }

  private static func neighbour(
    _ reader: inout CBORReader, _ hashes: [Digest]
  ) throws -> SortedProof.ProvedLeaf? {
    guard try !reader.skipNullIfPresent() else { return nil }
    guard try reader.readArrayHeader() == 4 else {
      throw BundleCheck.unsound("a neighbour has not 4 items")
    }
    let leaf = SortedTree.Leaf(
      key: try bytes(&reader, limit: SortedTree.keyLimit),
      value: try bytes(&reader, limit: Digest.byteCount))
    return try proved(leaf, &reader, hashes)
  }

  private static func proved(
    _ leaf: SortedTree.Leaf, _ reader: inout CBORReader, _ hashes: [Digest]
  ) throws -> SortedProof.ProvedLeaf {
    SortedProof.ProvedLeaf(
      leaf: leaf, index: try reader.readUnsigned(), path: try ProofCode.path(&reader, hashes))
  }

  private static func bytes(_ reader: inout CBORReader, limit: Int) throws -> [UInt8] {
    let bytes = try reader.readByteArray()
    guard bytes.count <= limit else {
      throw BundleCheck.unsound("a part of it has more than \(limit) bytes")
    }
    return bytes
  }

  private static func number(_ reader: inout CBORReader) throws -> UInt32 {
    guard let number = UInt32(exactly: try reader.readUnsigned()), number < .max else {
      throw BundleCheck.unsound("the number of a batch is below 2³²−1")
    }
    return number
  }

  /// Reads an array of arrays; `read` is given the number of items of each.
  private static func list<Element>(
    _ reader: inout CBORReader, limit: Int,
    _ read: (inout CBORReader, Int) throws -> Element
  ) throws -> [Element] {
    let count = try reader.readArrayHeader()
    guard count <= limit else {
      throw BundleCheck.unsound("it has \(count) answers; at most \(limit) are read")
    }
    var elements: [Element] = []
    for _ in 0..<count {
      let items = try reader.readArrayHeader()
      elements.append(try read(&reader, items))
    }
    return elements
  }
}

extension SortedProof {
  /// The hashes of all its paths.
  fileprivate var path: [Digest] {
    switch evidence {
    case .present(let leaf): leaf.path
    case .absent(let before, let after): (before?.path ?? []) + (after?.path ?? [])
    }
  }
}
