// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
public import TransparencyLog

/// What a proof about a state proves, found out offline from the proof and the ledger's key.
public struct StateProofCheck: Sendable {
  /// The ledger's commitment to its state, checked.
  public let commitment: ProofCheck
  /// The number of entries whose state it is.
  public let size: UInt64
  /// What is proved.
  public let answer: StateAnswer

  /// Checks `proof` under `keys`: the ledger's first, then those of witnesses; throws `unsound`
  /// when anything does not verify.
  public init(_ proof: StateProof, keys: [NoteVerifier]) throws(ServiceError) {
    let entry: [UInt8]
    (commitment, entry) = try proof.commitment.check(keys)
    do throws(any Error) {
      let committed = try Self.commitment(in: try ReadEntry(commitment.index, entry))
      size = committed.size
      var checker = Checker(
        commitment: committed, answers: proof.answers[...], rows: proof.rows[...],
        function: proof.commitment.suite.hash)
      answer = try proof.question.answer(from: &checker)
      guard checker.answers.isEmpty, checker.rows.isEmpty else {
        let count = checker.answers.count + checker.rows.count
        throw BundleCheck.unsound("\(count) answers are in it for no reason")
      }
    } catch {
      throw ProofFile.malformed(error)
    }
  }

  /// The commitment that is the first record of an entry of the ledger's own.
  static func commitment(in entry: ReadEntry) throws -> StateCommitment {
    let statement = entry.statement
    guard let record = try statement.records().first,
      record.type == StateCommitmentRecord.shape.type, statement.issuer == 0
    else { throw BundleCheck.unsound("entry \(entry.index) is no commitment of the ledger") }
    var reader = CBORReader(statement.bytes.span, range: record.range)
    _ = try reader.readArrayHeader()
    _ = try reader.readUnsigned()
    let commitment = try StateCommitmentRecord(decoding: &reader).commitment
    guard commitment.size == entry.index else {
      throw BundleCheck.unsound("entry \(entry.index) commits to the state of other entries")
    }
    return commitment
  }

  /// Takes the answers in the order in which they are needed, each when its evidence holds.
  private struct Checker: StateLookup {
    let commitment: StateCommitment
    var answers: ArraySlice<StateProof.Answer>
    var rows: ArraySlice<StateProof.Rows>
    let function: HashFunction

    mutating func key(_ section: UInt8, lookup text: String) throws -> [UInt8]? {
      let answer = try next(StateCommitment.key(section: section, lookup: text))
      guard answer.row == nil else { throw BundleCheck.unsound("a row is in it for no reason") }
      return try value(of: answer)
    }

    mutating func row(_ section: UInt8, _ key: [UInt8]) throws -> [UInt8]? {
      let answer = try next(StateCommitment.key(section: section, row: key))
      let digest = try value(of: answer)
      guard digest == answer.row.map({ function.digest(of: $0).bytes }) else {
        throw BundleCheck.unsound("the row \(key) of section \(section) is another")
      }
      return answer.row
    }

    func place(of activity: ActivityQuestion) -> ActivityPlace? {
      guard let rows = rows.first, let group = rows.group else { return nil }
      return ActivityPlace(batch: rows.batch, group: group)
    }

    mutating func activities(
      of number: UInt32, _ batch: ActivityBatch, group: UInt32?
    ) throws -> [UInt8] {
      guard let rows = self.rows.popFirst(), rows.batch == number, rows.group == group else {
        throw BundleCheck.unsound("it does not have the rows of batch \(number)")
      }
      let isWhole: Bool
      if let group {
        isWhole = ActivityTree.contains(
          rows.bytes.span, group: group, count: batch.count, path: rows.path, root: batch.root,
          function: function)
      } else {
        let tree = try ActivityTree(rows: rows.bytes, function: function)
        isWhole = tree.root == batch.root && tree.rowRanges.count == Int(batch.count)
      }
      guard isWhole else { throw BundleCheck.unsound("the rows of batch \(number) are others") }
      return rows.bytes
    }

    private mutating func next(_ key: [UInt8]) throws -> StateProof.Answer {
      guard let answer = answers.popFirst(), answer.key == key else {
        throw BundleCheck.unsound("it does not say what is under \(Hexadecimal.encode(key))")
      }
      return answer
    }

    private func value(of answer: StateProof.Answer) throws -> [UInt8]? {
      try commitment.value(of: answer.key, proof: answer.evidence, function: function)
    }
  }
}
