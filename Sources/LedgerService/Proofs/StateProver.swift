// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// Makes proofs about the state to which a ledger committed last; needs no key and no lock.
///
/// It replays the entries before the commitment, so that what it proves from is what they lead to.
public struct StateProver {
  private let reading: LedgerReading
  private let entry: UInt64
  private let rows: MemoryRows
  private let tree: SortedTree

  /// Prepares to prove from the newest commitment of the ledger `reading`.
  public init(_ reading: LedgerReading) throws(ServiceError) {
    self.reading = reading
    do throws(any Error) {
      let header = try reading.rows.value(SectionCode.ledger, StateImage.key(0))
      guard let entry = try header.flatMap({ try LedgerHeader(decoding: $0).commitment }) else {
        throw ServiceError.notFound(
          BilingualText(
            "账本尚未对其状态作出承诺;请先运行 `tanzhang commit`。",
            "The ledger has not committed to its state yet; run `tanzhang commit` first."))
      }
      self.entry = entry
      var replay = Replay(suite: reading.suite)
      try replay.catchUp(to: entry, reading.files, at: reading.paths.root) { _, _ in }
      rows = MemoryRows(replay.state)
      tree = replay.state.commitmentTree()
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The proof that answers `question`, under `checkpoint`, by default the newest.
  public func prove(
    _ question: StateQuestion, checkpoint: [UInt8]? = nil
  ) throws(ServiceError) -> StateProof {
    do throws(any Error) {
      var collector = Collector(rows: rows, tree: tree)
      _ = try question.answer(from: &collector)
      return StateProof(
        question: question, answers: collector.answers,
        commitment: try BundleMaker(reading).make(
          ProofSubject(entry: entry, record: 0), checkpoint: checkpoint))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Answers from the state and keeps the evidence.
  private struct Collector: StateLookup {
    let rows: MemoryRows
    let tree: SortedTree
    var answers: [StateProof.Answer] = []

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
  }
}
