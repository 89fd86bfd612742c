// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// The second book: methodologies, scenarios and months as the entries tell them, kept apart from
/// the ledger's own state so that neither can hide an error of the other.
struct RecomputeBook {
  /// A methodology version on file.
  struct Filing {
    /// `nil` when it does not check.
    let program: MethodologyProgram?
    let layout: ActivityLayout?
  }

  /// A scenario's month.
  struct Period {
    var batches: UInt32 = 0
    var activities: Int64 = 0
    var total: Int64 = 0
    /// By person, for scenarios of persons.
    var persons: [UInt32: Int64] = [:]
    var issue: CreditIssueRecord?
    var isRight = true
  }

  /// A scenario.
  struct Scene {
    let code: String
    let approval: ScenarioRecord
    /// The methodology versions, ordered by their first event dates and then by their entries.
    var versions: [(from: CalendarDate, methodology: UInt32)]
    var carry: Int64 = 0
    var poolCarry: Int64 = 0
    /// Milligrams issued, by person.
    var credited: [Int64] = []
    var periods: [CalendarMonth: Period] = [:]

    /// The version for events of `date`.
    func methodology(on date: CalendarDate) -> UInt32 {
      versions.last { $0.from <= date }?.methodology ?? approval.methodology
    }
  }

  private(set) var filings: [Filing] = []
  private var schemes: [String] = []
  var scenes: [Scene] = []
  private(set) var differences: [RecomputeReport.Difference] = []
  private(set) var differenceCount: UInt64 = 0
  private(set) var evaluated: UInt64 = 0

  mutating func file(_ record: MethodologyFilingRecord, _ position: RecordPosition) {
    do {
      let methodology = try MethodologyCodec.decode(record.document)
      filings.append(
        Filing(
          program: try MethodologyProgram(methodology), layout: ActivityLayout(methodology)))
    } catch {
      differ(
        position, "methodology \(filings.count)",
        BilingualText("方法学无法读取或未通过检查", "the methodology cannot be read or does not check"),
        recomputed: "\(error)", stated: "—")
      filings.append(Filing(program: nil, layout: nil))
    }
  }

  mutating func set(_ record: SchemeRecord) {
    if !schemes.contains(record.code) { schemes.append(record.code) }
  }

  mutating func approve(_ record: ScenarioRecord) {
    let scheme = record.scheme < schemes.count ? schemes[Int(record.scheme)] : "?"
    scenes.append(Scene(code: "\(scheme)-\(record.code)", approval: record, versions: []))
  }

  mutating func change(_ record: ScenarioChangeRecord) {
    guard record.scenario < scenes.count, record.action == .methodology,
      let methodology = record.methodology
    else { return }
    let versions = scenes[Int(record.scenario)].versions
    let place = versions.firstIndex { $0.from > record.from } ?? versions.endIndex
    scenes[Int(record.scenario)].versions.insert((record.from, methodology), at: place)
  }

  /// Enters what a job found.
  mutating func enter(_ outcome: RecomputeJob.Outcome) {
    let job = outcome.job
    evaluated += UInt64(outcome.count)
    let subject = subject(job.period)
    if let fault = outcome.fault {
      differ(
        job.position, subject, BilingualText("活动无法计算", "activities cannot be evaluated"),
        recomputed: fault, stated: "\(job.stated.total)")
    }
    if outcome.count != job.stated.count {
      differ(
        job.position, subject, BilingualText("活动数不符", "another number of activities"),
        recomputed: "\(outcome.count)", stated: "\(job.stated.count)")
    }
    if outcome.total != job.stated.total {
      differ(
        job.position, subject, BilingualText("批次合计不符", "another total of the batch"),
        recomputed: "\(outcome.total)", stated: "\(job.stated.total)")
    }
    let isRight =
      outcome.fault == nil && outcome.count == job.stated.count
      && outcome.total == job.stated.total
    let sign: Int64 = job.isRemoval ? -1 : 1
    let scenario = Int(job.period.scenario)
    change(scenario, job.period.month) { period in
      period.isRight = period.isRight && isRight
      guard job.isCredited else { return }
      if !job.isRemoval { period.batches += 1 }
      period.activities += sign * outcome.count
      period.total = Self.sum(period.total, sign * outcome.total)
      for share in outcome.shares {
        period.persons[share.person] = Self.sum(
          period.persons[share.person] ?? 0, sign * share.amount)
      }
    }
  }

  mutating func change(
    _ scenario: Int, _ month: CalendarMonth, _ body: (inout Period) -> Void
  ) {
    body(&scenes[scenario].periods[month, default: Period()])
  }

  /// Whether a scenario credits persons.
  func keepsPersons(_ scenario: UInt32) -> Bool {
    scenario < scenes.count && scenes[Int(scenario)].approval.benefit == .personal
  }

  func subject(_ period: ScenarioMonth) -> String {
    period.scenario < scenes.count
      ? "\(scenes[Int(period.scenario)].code) \(period.month)"
      : "scenario \(period.scenario) \(period.month)"
  }

  mutating func differ(
    _ position: RecordPosition, _ subject: String, _ what: BilingualText, recomputed: String,
    stated: String
  ) {
    differenceCount += 1
    guard differences.count < RecomputeReport.differenceLimit else { return }
    differences.append(
      RecomputeReport.Difference(
        position: position, subject: subject, what: what, recomputed: recomputed,
        stated: stated))
  }

  /// A sum that stays at the ends of its range: a difference is reported then anyway.
  static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? (b < 0 ? .min : .max) : sum
  }
}
