// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities

/// Lines made into records: numbers looked up, quantities computed as the ledger's rule will.
struct IssuanceDraft {
  private static let wattHoursPerCertificate: Int64 = 1_000_000

  private let state: LedgerState
  private let certificates: GreenCertificates
  private var carries: [UInt32: (energy: Int64, month: CalendarMonth?)] = [:]
  private var nextSerials: [String: UInt64] = [:]

  init?(_ state: LedgerState) {
    guard let certificates = state.mechanism(GreenCertificates.self) else { return nil }
    self.state = state
    self.certificates = certificates
  }

  /// The record of a line; later lines count on it.
  mutating func record(_ line: IssuanceLine) throws(Rejection) -> IssueRecord {
    let project = try number { () throws(ServiceError) in try state.projectNumber(line.project) }
    let filing = certificates.projects[project].filing
    let prefix = filing.code + line.month.compactText + String(line.powerClass.letter)
    let row = CarryOver.number(project: project, line.powerClass)
    let (count, left) = try quantity(line, row)
    let next = nextSerial(prefix)
    let first = line.first ?? next
    let recipient = try recipient(line, prefix, owner: filing.owner)
    let (end, overflow) = first.addingReportingOverflow(count)
    guard !overflow else {
      throw Rejection(
        LedgerRules.bounds, found: "first \(first), count \(count)", required: "< 2^63")
    }
    if count > 0 { nextSerials[prefix] = max(next, end) }
    let latest = carries[row]?.month ?? certificates.carryOvers.row(row)?.month
    carries[row] = (left, max(latest ?? line.month, line.month))
    return IssueRecord(
      project: project, month: line.month, powerClass: line.powerClass, metered: line.metered,
      first: first, count: count, recipient: recipient,
      isSeparatelyMetered: line.isSeparatelyMetered, evidence: line.evidence)
  }

  private func quantity(
    _ line: IssuanceLine, _ row: UInt32
  ) throws(Rejection) -> (count: UInt64, left: Int64) {
    let stored = certificates.carryOvers.row(row)
    let (energy, month) = carries[row] ?? (stored?.energy.wattHours ?? 0, stored?.month)
    let isLate = month.map { line.month < $0 } ?? false
    let carried = isLate ? 0 : energy
    let (total, overflow) = carried.addingReportingOverflow(line.metered.wattHours)
    guard !overflow, total >= 0 else {
      throw Rejection(LedgerRules.bounds, found: "\(line.metered)", required: "0 … 2^63 Wh")
    }
    let count = UInt64(total / Self.wattHoursPerCertificate)
    let left = total % Self.wattHoursPerCertificate
    if let expected = line.quantity, expected != count {
      throw Rejection(
        GreenCertificateRules.quantity, found: "\(expected)",
        required: "\(count) = ⌊\(line.metered) + \(Energy(wattHours: carried))⌋")
    }
    return (count, isLate ? energy + left : left)
  }

  /// The number behind the last one issued; 1 in a new series.
  private func nextSerial(_ prefix: String) -> UInt64 {
    if let next = nextSerials[prefix] { return next }
    guard let series = state.core.series.number(forKey: prefix) else { return 1 }
    // What follows the last stretch issued was never issued, up to the end of all numbers.
    return max(state.core.holdings.segments(of: series).last?.first ?? 1, 1)
  }

  private func recipient(
    _ line: IssuanceLine, _ prefix: String, owner: UInt32
  ) throws(Rejection) -> UInt32 {
    if !line.recipient.isEmpty {
      return try number { () throws(ServiceError) in try state.participantNumber(line.recipient) }
    }
    guard let series = state.core.series.number(forKey: prefix) else { return owner }
    return state.core.series[series].firstHolder
  }

  private func number(
    _ find: () throws(ServiceError) -> UInt32
  ) throws(Rejection) -> UInt32 {
    do throws(ServiceError) {
      return try find()
    } catch {
      throw Rejection(
        LedgerRules.unknownNumber,
        found: BilingualText(error.message(in: .chinese), error.message(in: .english)),
        required: BilingualText("已登记", "registered"))
    }
  }
}
