// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// A proof of what the state of a ledger has, or that it has not: a bundle about the ledger's
/// commitment to its state, and the leaves of that state the answer needs, or their neighbours.
///
/// The file is JSON; Ledger/FORMAT.md says what each member means. Having a value says that the
/// form is right; what holds is found out by `StateProofCheck`.
public struct StateProof: Sendable, Equatable {
  /// The first member of every file.
  public static let format = "tanzhang-state-1"
  /// The most leaves a file answers with: a participant, its balances, an asset class for each.
  static let answerLimit = 512

  /// What the state has under one key of its tree.
  struct Answer: Sendable, Equatable {
    let key: [UInt8]
    /// The row, where the leaf holds its digest.
    let row: [UInt8]?
    let evidence: SortedProof
  }

  /// What is asked.
  public let question: StateQuestion
  let answers: [Answer]
  /// The bundle about the record by which the ledger committed to its state.
  public let commitment: ProofBundle
}

extension StateProof {
  /// The file's bytes.
  public var bytes: [UInt8] {
    let json: JSONValue = [
      "format": .string(Self.format), "question": .string(question.text),
      "answers": .array(answers.map(Self.json)), "commitment": commitment.json,
    ]
    return Array((json.encoded(pretty: true) + "\n").utf8)
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
  public static func isForm(of bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    return bytes.first == UInt8(ascii: "{") && head.contains("\"\(format)\"")
  }

  /// Reads a file strictly; a member that is not known is refused.
  public init(parsing bytes: [UInt8]) throws(ServiceError) {
    guard bytes.count <= ProofFile.byteLimit else { throw ProofFile.tooLong(bytes.count) }
    do throws(any Error) {
      var file = try ProofFields(try JSONValue(parsing: bytes), "file")
      guard try file.text("format") == Self.format else {
        throw ProofFields.malformed("format", "is not \(Self.format)")
      }
      guard let question = StateQuestion(try file.text("question")) else {
        throw ProofFields.malformed("question", "is not REGISTER:TEXT")
      }
      self.question = question
      answers = try file.list("answers", limit: Self.answerLimit).map(Self.answer)
      commitment = try ProofBundle(try file.value("commitment"))
      try file.finish()
    } catch {
      throw ProofFile.malformed(error)
    }
  }

  private static func answer(_ json: JSONValue) throws -> Answer {
    var fields = try ProofFields(json, "answers")
    let key = try fields.bytes("key", limit: SortedTree.keyLimit)
    let row = fields.has("row") ? try fields.bytes("row", limit: ProofFile.byteLimit) : nil
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
