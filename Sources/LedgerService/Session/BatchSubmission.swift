// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import LedgerCore
import Quantities

/// Many records in as few statements as they fit into: all of them are registered, or none.
public struct BatchSubmission: Sendable {
  private let records: [[UInt8]]
  /// What a statement's records may amount to; its head, signature and entry need the rest.
  private static let byteLimit = 60_000

  /// Prepares to submit `records`, in their order.
  public init(_ records: [[UInt8]]) { self.records = records }

  /// The records of each statement.
  private var batches: [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var size = 0
    for (position, record) in records.enumerated() {
      if position > start, size + record.count > Self.byteLimit {
        batches.append(start..<position)
        (start, size) = (position, 0)
      }
      size += record.count
    }
    if start < records.count { batches.append(start..<records.count) }
    return batches
  }

  /// Tries every statement on a copy of the state, then registers them.
  ///
  /// A process that dies in between leaves the first statements, each of them whole.
  ///
  /// - Parameters:
  ///   - isDryRun: Whether to try them only.
  ///   - name: What a refusal calls the record at a position.
  /// - Returns: The receipts, in order.
  public func run(
    _ session: LedgerSession, as signer: StatementSigner, isDryRun: Bool = false,
    name: (Int) -> String? = { _ in nil }
  ) async throws(ServiceError) -> [Receipt] {
    let batches = batches
    var state = await session.ledger.current
    for batch in batches {
      do throws(any Error) {
        let statement = try signer.sign(
          Array(records[batch]),
          identifier: try RandomBytes.generate(Statement.identifierLength),
          issuedAt: SystemClock.now())
        _ = try state.apply(
          try Statement(decoding: statement),
          registered: max(session.clock(), state.header.registered))
      } catch let rejection as Rejection {
        throw .rejected(Self.named(rejection, from: batch.lowerBound, name))
      } catch {
        throw ServiceError(anything: error)
      }
    }
    guard !isDryRun else { return [] }
    var receipts: [Receipt] = []
    for batch in batches {
      receipts.append(try await session.submit(Array(records[batch]), as: signer))
    }
    return receipts
  }

  private static func named(
    _ rejection: Rejection, from first: Int, _ name: (Int) -> String?
  ) -> Rejection {
    let found = rejection.found
    guard let record = rejection.record, let name = name(first + record),
      !found.english.contains(name)
    else { return rejection }
    return Rejection(
      rejection.rule,
      found: BilingualText("\(name):\(found.chinese)", "\(name): \(found.english)"),
      required: rejection.required)
  }
}
