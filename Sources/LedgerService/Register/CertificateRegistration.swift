// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import GreenCertificates
import LedgerCore
import Quantities

/// The registration of a month's certificates from a CSV file: the clerk's job.
///
/// Lines go to the ledger 256 at a time. A statement is admitted as a whole or not at all, so a
/// refused line is reported and the others of its statement are sent again. The id of each
/// statement depends on the file alone: the same file registered again registers nothing twice.
public struct CertificateRegistration: Sendable {
  /// The most lines of one statement.
  public static let lineLimit = 256

  /// The file.
  public let table: ListTable
  /// The SHA-256 of the file.
  public let digest: Digest
  /// The lines that could be read, in the file's order.
  public let lines: [IssuanceLine]
  /// The lines that could not, in the file's order.
  public let refusals: [ImportRefusal]

  /// Reads a file; one that lacks a column is refused as a whole.
  public init(csv bytes: [UInt8]) throws(ServiceError) {
    table = try ListTable(bytes)
    digest = HashFunction.sha256.digest(of: bytes)
    let reader = try IssuanceReader(header: table.header)
    var lines: [IssuanceLine] = []
    var refusals: [ImportRefusal] = []
    for row in table.rows {
      do throws(ImportRefusal) {
        lines.append(try reader.read(row))
      } catch {
        refusals.append(error)
      }
    }
    self.lines = lines
    self.refusals = refusals
  }

  /// Registers the lines; `progress` is told how many have been dealt with.
  public func run(
    on target: any IssuanceTarget, progress: (_ done: Int) -> Void
  ) async throws(ServiceError) -> RegistrationReport {
    var report = RegistrationReport(refused: refusals)
    for start in stride(from: 0, to: lines.count, by: Self.lineLimit) {
      let end = min(start + Self.lineLimit, lines.count)
      let identifier = identifier(of: start)
      if await target.knows(identifier) {
        report.earlier += end - start
      } else {
        try await register(Array(lines[start..<end]), identifier, target, &report)
      }
      progress(end)
    }
    return report
  }

  private func identifier(of start: Int) -> [UInt8] {
    let text = "tanzhang certificate register \(digest) \(start)"
    return Array(
      HashFunction.sha256.digest(of: Array(text.utf8)).bytes.prefix(Statement.identifierLength))
  }

  private func register(
    _ lines: [IssuanceLine], _ identifier: [UInt8], _ target: any IssuanceTarget,
    _ report: inout RegistrationReport
  ) async throws(ServiceError) {
    var pending = lines
    while !pending.isEmpty {
      let (kept, records) = await draft(pending, target, &report)
      guard !kept.isEmpty else { return }
      do throws(ServiceError) {
        let receipt = try await target.submit(records.map(\.encoded), identifier)
        report.add(records.map(\.count), receipt)
        return
      } catch .rejected(let rejection) {
        guard let record = rejection.record, kept.indices.contains(record) else {
          throw .rejected(rejection)
        }
        report.refuse(kept[record], rejection)
        pending = kept
        pending.remove(at: record)
      }
    }
  }

  /// The records of the lines that can be drafted; the others are refused.
  ///
  /// The copy of the state lives only here: while there is a copy, each change would copy too.
  private func draft(
    _ lines: [IssuanceLine], _ target: any IssuanceTarget, _ report: inout RegistrationReport
  ) async -> (kept: [IssuanceLine], records: [IssueRecord]) {
    guard var draft = IssuanceDraft(await target.state()) else { return ([], []) }
    var kept: [IssuanceLine] = []
    var records: [IssueRecord] = []
    for line in lines {
      do throws(Rejection) {
        records.append(try draft.record(line))
        kept.append(line)
      } catch {
        report.refuse(line, error)
      }
    }
    return (kept, records)
  }
}

/// What became of the lines of an issuance list.
public struct RegistrationReport: Sendable, Equatable {
  /// How many lines were registered.
  public internal(set) var accepted = 0
  /// How many certificates they are.
  public internal(set) var certificates: UInt64 = 0
  /// How many lines belong to statements registered before from the same file.
  public internal(set) var earlier = 0
  /// The lines refused.
  public internal(set) var refused: [ImportRefusal]
  /// The first and the last entry written; `nil` when nothing was.
  public internal(set) var entries: ClosedRange<UInt64>?

  mutating func add(_ counts: [UInt64], _ receipt: Receipt) {
    accepted += counts.count
    certificates += counts.reduce(0, +)
    let entry = receipt.entry
    entries = min(entries?.lowerBound ?? entry, entry)...max(entries?.upperBound ?? entry, entry)
  }

  mutating func refuse(_ line: IssuanceLine, _ rejection: Rejection) {
    refused.append(
      ImportRefusal(row: line.row, line: line.line, column: "", rejection: rejection))
  }

  /// The report for `-O json`.
  public var json: JSONValue {
    [
      "accepted": .integer(Int64(accepted)), "certificates": .string(String(certificates)),
      "earlier": .integer(Int64(earlier)), "refused": .array(refused.map(\.json)),
      "entries": entries.map {
        ["first": .integer(Int64($0.lowerBound)), "last": .integer(Int64($0.upperBound))]
      } ?? .null,
    ]
  }
}
