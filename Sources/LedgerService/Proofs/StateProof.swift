// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// A proof of what the state of a ledger has, or that it has not: the ledger's commitment to its
/// state, and the leaves of that state the answer needs, or their neighbours.
///
/// The file is JSON; Ledger/FORMAT.md says what each member means. Having a value says that the
/// form is right; what holds is found out by `StateProofCheck`.
public struct StateProof: Sendable, Equatable {
  /// The first member of every file.
  public static let format = "tanzhang-state-1"
  /// The most leaves a file answers with: the batches of a scenario's month, and some more.
  static let answerLimit = 8_192
  /// The most parts of batches a file holds.
  static let rowsLimit = 4_096
  /// The most bytes that are read: the partition of a series that was split a million times.
  public static let byteLimit = 16 << 20

  /// What the state has under one key of its tree.
  struct Answer: Sendable, Equatable {
    let key: [UInt8]
    /// The row, where the leaf holds its digest.
    let row: [UInt8]?
    let evidence: SortedProof
  }

  /// Rows of a batch of activities, whose root the row of the batch has.
  struct Rows: Sendable, Equatable {
    let batch: UInt32
    /// The group of 64 rows; `nil` for all rows of the batch.
    let group: UInt32?
    let bytes: [UInt8]
    /// The siblings on the way from the group to the root; none for all rows.
    let path: [Digest]
  }

  /// What is asked.
  public let question: StateQuestion
  let answers: [Answer]
  let rows: [Rows]
  /// The record by which the ledger committed to its state.
  let commitment: Commitment

  /// The same proof as short as it can be: without who signed the commitment.
  var shortened: StateProof {
    StateProof(
      question: question, answers: answers, rows: rows, commitment: commitment.shortened)
  }
}

extension StateProof {
  /// The file's bytes.
  public var bytes: [UInt8] {
    var members: [JSONValue.Member] = [
      .init("format", .string(Self.format)), .init("question", .string(question.text)),
      .init("answers", .array(answers.map(Self.json))),
    ]
    if !rows.isEmpty { members.append(.init("rows", .array(rows.map(Self.json)))) }
    members.append(.init("commitment", commitment.json))
    return Array((JSONValue.object(members).encoded(pretty: true) + "\n").utf8)
  }

  private static func json(_ rows: Rows) -> JSONValue {
    var members: [JSONValue.Member] = [.init("batch", .integer(Int64(rows.batch)))]
    if let group = rows.group {
      members.append(.init("group", .integer(Int64(group))))
      members.append(.init("path", .array(rows.path.map { .string($0.base64) })))
    }
    members.append(.init("bytes", .string(Base64.encode(rows.bytes))))
    return .object(members)
  }

  private static func json(_ answer: Answer) -> JSONValue {
    var members: [JSONValue.Member] = [.init("key", .string(Base64.encode(answer.key)))]
    if let row = answer.row { members.append(.init("row", .string(Base64.encode(row)))) }
    switch answer.evidence.evidence {
    case .present(let leaf): members.append(.init("leaf", json(leaf)))
    case .absent(let before, let after):
      if let before { members.append(.init("before", json(before))) }
      if let after { members.append(.init("after", json(after))) }
    }
    return .object(members)
  }

  private static func json(_ proved: SortedProof.ProvedLeaf) -> JSONValue {
    [
      "key": .string(Base64.encode(proved.leaf.key)),
      "value": .string(Base64.encode(proved.leaf.value)),
      "index": .integer(Int64(clamping: proved.index)),
      "path": .array(proved.path.map { .string($0.base64) }),
    ]
  }

  /// Whether `bytes` begin as such a file does; another form of proof does not.
  static func isForm(of bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    return bytes.first == UInt8(ascii: "{") && head.contains("\"\(format)\"")
  }

  /// Reads a file, or the text of a code, strictly; a member that is not known is refused.
  public init(parsing bytes: [UInt8]) throws(ServiceError) {
    guard bytes.count <= Self.byteLimit else {
      throw ProofFile.tooLong(bytes.count, limit: Self.byteLimit)
    }
    if ProofCode.begins(bytes) {
      guard case .state(let proof) = try ProofCode(parsing: bytes).file else {
        throw ProofFile.malformed(BundleCheck.unsound("it is not about the state"))
      }
      self = proof
      return
    }
    do throws(any Error) {
      var file = try ProofFields(try JSONValue(parsing: bytes), "file")
      guard try file.text("format") == Self.format else {
        throw ProofFields.malformed("format", "is not \(Self.format)")
      }
      question = try Self.question(try file.text("question"))
      answers = try file.list("answers", limit: Self.answerLimit).map(Self.answer)
      rows =
        file.has("rows") ? try file.list("rows", limit: Self.rowsLimit).map(Self.rows) : []
      commitment = try Commitment(try file.value("commitment"))
      try file.finish()
    } catch {
      throw ProofFile.malformed(error)
    }
  }

  static func question(_ text: String) throws -> StateQuestion {
    if let question = StateQuestion(text) { return question }
    throw ProofFields.malformed("question", "asks for nothing that is known")
  }

  private static func rows(_ json: JSONValue) throws -> Rows {
    var fields = try ProofFields(json, "rows")
    let batch = try fields.number("batch", limit: Int64(UInt32.max) - 1)
    var group: UInt32?
    var path: [Digest] = []
    if fields.has("group") {
      group = UInt32(try fields.number("group", limit: Int64(UInt32.max) - 1))
      path = try fields.path("path")
    }
    let bytes = try fields.bytes("bytes", limit: Entry.maximumLength)
    try fields.finish()
    return Rows(batch: UInt32(batch), group: group, bytes: bytes, path: path)
  }

  private static func answer(_ json: JSONValue) throws -> Answer {
    var fields = try ProofFields(json, "answers")
    let key = try fields.bytes("key", limit: SortedTree.keyLimit)
    let row = fields.has("row") ? try fields.bytes("row", limit: byteLimit) : nil
    let evidence: SortedProof.Evidence
    if fields.has("leaf") {
      evidence = .present(try leaf(try fields.value("leaf")))
    } else {
      evidence = .absent(
        before: fields.has("before") ? try leaf(try fields.value("before")) : nil,
        after: fields.has("after") ? try leaf(try fields.value("after")) : nil)
    }
    try fields.finish()
    return Answer(key: key, row: row, evidence: SortedProof(evidence))
  }

  private static func leaf(_ json: JSONValue) throws -> SortedProof.ProvedLeaf {
    var fields = try ProofFields(json, "leaf")
    let leaf = SortedTree.Leaf(
      key: try fields.bytes("key", limit: SortedTree.keyLimit),
      value: try fields.bytes("value", limit: Digest.byteCount))
    let index = try fields.number("index")
    let path = try fields.path("path")
    try fields.finish()
    return SortedProof.ProvedLeaf(leaf: leaf, index: index, path: path)
  }
}
