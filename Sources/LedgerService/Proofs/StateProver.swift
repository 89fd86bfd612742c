// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import InclusiveCredits
import LedgerCore
import Quantities
import TransparencyLog

/// Makes proofs about the state to which a ledger committed last; needs no key and no lock.
public struct StateProver {
  private let reading: LedgerReading
  private let entry: UInt64
  private let rows: MemoryRows
  private let tree: SortedTree

  /// Prepares to prove from the newest commitment of the ledger `reading`.
  public init(_ reading: LedgerReading) throws(ServiceError) {
    self.reading = reading
    do throws(any Error) {
      let committed = try CommittedState(reading)
      entry = committed.entry
      rows = MemoryRows(committed.state)
      tree = committed.tree
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The proof that answers `question`, under `checkpoint`, by default the newest.
  public func prove(
    _ question: StateQuestion, checkpoint: [UInt8]? = nil
  ) throws(ServiceError) -> StateProof {
    let proof: StateProof
    do throws(any Error) {
      var collector = Collector(
        rows: rows, tree: tree, files: reading.files, function: reading.suite.hash)
      _ = try question.answer(from: &collector)
      proof = StateProof(
        question: question, answers: collector.answers, rows: collector.parts,
        commitment: .bundle(
          try BundleMaker(reading).make(
            ProofSubject(entry: entry, record: 0), checkpoint: checkpoint)))
    } catch {
      throw ServiceError(anything: error)
    }
    let size = proof.bytes.count
    guard size <= StateProof.byteLimit, proof.answers.count <= StateProof.answerLimit,
      proof.rows.count <= StateProof.rowsLimit
    else { throw Self.tooLong(proof, size) }
    return proof
  }

  private static func tooLong(_ proof: StateProof, _ size: Int) -> ServiceError {
    let (answers, rows) = (proof.answers.count, proof.rows.count)
    return .invalid(
      BilingualText(
        "证明有 \(answers) 个叶、\(rows) 个批次、\(size) 字节;至多 \(StateProof.answerLimit)、"
          + "\(StateProof.rowsLimit)、\(StateProof.byteLimit)。请给出场景以缩小问题,或交付账本本身"
          + "(tanzhang publish),由对方核验。",
        "The proof has \(answers) leaves, \(rows) batches, \(size) bytes; the most are "
          + "\(StateProof.answerLimit), \(StateProof.rowsLimit), \(StateProof.byteLimit). Ask "
          + "about one scenario, or hand over the ledger itself (tanzhang publish)."))
  }

  /// Answers from the state and keeps the evidence.
  private struct Collector: StateLookup {
    let rows: MemoryRows
    let tree: SortedTree
    let files: LedgerFiles
    let function: HashFunction
    var answers: [StateProof.Answer] = []
    var parts: [StateProof.Rows] = []

    mutating func key(_ section: UInt8, lookup text: String) throws -> [UInt8]? {
      let key = StateCommitment.key(section: section, lookup: text)
      answers.append(StateProof.Answer(key: key, row: nil, evidence: tree.prove(key)))
      return try rows.key(section, lookup: text)
    }

    mutating func row(_ section: UInt8, _ key: [UInt8]) throws -> [UInt8]? {
      let leaf = StateCommitment.key(section: section, row: key)
      let row = try rows.value(section, key)
      answers.append(StateProof.Answer(key: leaf, row: row, evidence: tree.prove(leaf)))
      return row
    }

    func place(of activity: ActivityQuestion) throws -> ActivityPlace? {
      var scenario: UInt32?
      if let code = activity.scenario {
        scenario = try rows.number(InclusiveCredits.Section.scenarios, lookup: code)
      }
      var found: ActivityPlace?
      for (number, batch) in try rows.all(ActivityBatch.self, InclusiveCredits.Section.batches)
      where batch.date == activity.date && (scenario ?? batch.scenario) == batch.scenario {
        guard let row = try ActivityKeys.row(with: activity.key, in: try bytes(of: batch))
        else { continue }
        let group = row.row / InclusiveCreditLimits.activitiesPerGroup
        // Of what was measured there is one at most; estimates and surveys may repeat it.
        if found == nil || batch.status == .measured {
          found = ActivityPlace(batch: number, group: UInt32(group))
        }
      }
      return found
    }

    mutating func activities(
      of number: UInt32, _ batch: ActivityBatch, group: UInt32?
    ) throws -> [UInt8] {
      let bytes = try bytes(of: batch)
      guard let group else {
        parts.append(StateProof.Rows(batch: number, group: nil, bytes: bytes, path: []))
        return bytes
      }
      let tree = try ActivityTree(rows: bytes, function: function)
      guard let range = tree.range(ofGroup: Int(group)), let path = tree.path(ofGroup: Int(group))
      else { throw BundleCheck.unsound("batch \(number) has no group \(group)") }
      parts.append(
        StateProof.Rows(batch: number, group: group, bytes: Array(bytes[range]), path: path))
      return Array(bytes[range])
    }

    private func bytes(of batch: ActivityBatch) throws -> [UInt8] {
      let entry = try files.entry(at: batch.position.entry)
      return try ActivityBatchRecord(at: batch.position, in: entry).rows
    }
  }
}
