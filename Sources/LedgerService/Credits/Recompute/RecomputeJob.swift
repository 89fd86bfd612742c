// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import MethodologyEngine

/// Rows to be evaluated again, on any core: needs no state.
struct RecomputeJob: Sendable {
  /// Who a row is about and what it saves.
  struct Share: Sendable {
    let person: UInt32
    let amount: Int64
  }

  /// What the rows give.
  struct Outcome: Sendable {
    let job: RecomputeJob
    /// The rows evaluated.
    var count: Int64 = 0
    /// What they save.
    var total: Int64 = 0
    /// What each saves, for scenarios of persons.
    var shares: [Share] = []
    /// Why a row could not be evaluated.
    var fault: String?
  }

  /// The buffer in which the rows lie.
  let bytes: [UInt8]
  /// Where they lie.
  let rows: Range<Int>
  let program: BoundProgram
  let layout: ActivityLayout
  /// The rows meant, ascending; all when `nil`.
  let positions: [UInt32]?
  /// The period the rows belong to.
  let period: ScenarioMonth
  /// Whether what each person saves is wanted.
  let wantsShares: Bool
  /// Whether the rows leave instead of entering.
  let isRemoval: Bool
  /// Whether the rows are credited.
  let isCredited: Bool
  /// What the record states: the number of its rows and what they save.
  let stated: (count: Int64, total: Int64)
  /// The record.
  let position: RecordPosition

  /// Evaluates the rows.
  func run() -> Outcome {
    var outcome = Outcome(job: self)
    if wantsShares { outcome.shares.reserveCapacity(Int(stated.count)) }
    var program = program
    var row = ActivityRow()
    var reader = CBORReader(bytes.span, range: rows)
    var next = 0
    var index: UInt32 = 0
    do throws(CBORError) {
      while !reader.isAtEnd {
        try row.read(&reader, layout)
        defer { index += 1 }
        if let positions {
          guard next < positions.count, positions[next] == index else { continue }
          next += 1
        }
        guard evaluate(row, &program, &outcome) else { return outcome }
      }
    } catch {
      outcome.fault = "row \(index): \(error)"
    }
    return outcome
  }

  private func evaluate(
    _ row: ActivityRow, _ program: inout BoundProgram, _ outcome: inout Outcome
  ) -> Bool {
    guard
      case .result(let amount) = program.evaluate(row.values, duration: Int64(row.duration))
    else {
      let found = program.evaluate(row.values, duration: Int64(row.duration))
      outcome.fault = "row \(outcome.count): \(found)"
      return false
    }
    let (sum, overflow) = outcome.total.addingReportingOverflow(amount)
    guard !overflow else {
      outcome.fault = "Σ > \(Int64.max)"
      return false
    }
    outcome.total = sum
    outcome.count += 1
    if wantsShares, let person = row.person {
      outcome.shares.append(Share(person: person, amount: amount))
    }
    return true
  }
}
