// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import LedgerVerification
public import Quantities

/// Evaluates every activity again from the entries alone, and compares with what was issued
/// (重算).
///
/// It reads a ledger directory or a published one and uses the methodologies as they were filed,
/// with the engine, but nothing of the ledger's state. Signatures, hashes and rules are for
/// ``LedgerAudit``.
public struct Recomputation: Sendable {
  /// The scenario, by `SCHEME-SCENARIO` or number; all when `nil`.
  public var scenario: String?
  /// The month shown; all when `nil`.
  public var month: CalendarMonth?

  /// How many jobs may be under way.
  private static let depth = 24

  /// Creates a recomputation of everything.
  public init(scenario: String? = nil, month: CalendarMonth? = nil) {
    self.scenario = scenario
    self.month = month
  }

  /// Recomputes the ledger or published directory at `path`.
  ///
  /// - Parameter progress: Called now and then with the number of entries read.
  public func run(
    _ path: String, progress: (UInt64) -> Void = { _ in }
  ) async throws(ServiceError) -> RecomputeReport {
    do throws(any Error) {
      let location = try LedgerLocation(detecting: path)
      return try await run(location, RecomputeScope(scenario: scenario, month: month), progress)
    } catch let error as VerificationError {
      let text = "\(error)"
      if case .notALedger = error { throw .notFound(BilingualText(text, text)) }
      throw .invalid(BilingualText(text, text))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func run(
    _ location: LedgerLocation, _ scope: RecomputeScope, _ progress: (UInt64) -> Void
  ) async throws -> RecomputeReport {
    var blocks = try EntryBlocks(location)
    var walk = RecomputeWalk(scope)
    var book = RecomputeBook()
    var entries: UInt64 = 0
    let failure = await withTaskGroup(of: RecomputeJob.Outcome.self) { group -> (any Error)? in
      var underWay = 0
      do throws(any Error) {
        while let block = try blocks.next() {
          // A lost entry is among the findings.
          for (place, range) in block.entries.enumerated() where !range.isEmpty {
            let index = block.first + UInt64(place)
            try await walk.read(index, block, range, &book) { step, book in
              switch step {
              case .job(let job):
                if underWay >= Self.depth, let outcome = await group.next() {
                  underWay -= 1
                  book.enter(outcome)
                }
                underWay += 1
                group.addTask { job.run() }
              case .settlement(let settle):
                while underWay > 0, let outcome = await group.next() {
                  underWay -= 1
                  book.enter(outcome)
                }
                settle(&book)
              }
            }
          }
          entries = block.first + UInt64(block.entries.count)
          progress(entries)
        }
      } catch {
        return error
      }
      for await outcome in group { book.enter(outcome) }
      return nil
    }
    if let failure { throw failure }
    if let finding = blocks.findings.first {
      throw ServiceError.unsound(finding.sentence)
    }
    if let scenario, walk.scope.isEmpty { throw NamedKind.scenario.missing(scenario) }
    return report(book, walk.scope, entries)
  }

  private func report(
    _ book: RecomputeBook, _ scope: RecomputeScope, _ entries: UInt64
  ) -> RecomputeReport {
    var lines: [RecomputeReport.Line] = []
    for (number, scene) in book.scenes.enumerated() where scope.includes(UInt32(number)) {
      for (month, period) in scene.periods.sorted(by: { $0.key < $1.key })
      where self.month == nil || self.month == month {
        lines.append(
          RecomputeReport.Line(
            scenario: scene.code, month: month, benefit: scene.approval.benefit,
            activities: period.activities, recomputed: period.total,
            stated: period.issue?.total, issued: period.issue?.count,
            carried: period.issue?.carry, isRight: period.isRight))
      }
    }
    let differences = book.differences.sorted {
      ($0.position.entry, $0.position.record) < ($1.position.entry, $1.position.record)
    }
    return RecomputeReport(
      lines: lines, differences: differences, differenceCount: book.differenceCount,
      entries: entries, evaluated: book.evaluated)
  }
}
