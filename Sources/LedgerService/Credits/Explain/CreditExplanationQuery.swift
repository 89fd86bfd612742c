// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// Explains one tonne or gram: which activities it stands for, who reported, verified and issued
/// them, by what formula, and what became of it since.
///
/// It reads stored rows and the entries it names, checks their signatures and the roots of the
/// batches, and evaluates the activities again; nothing is replayed.
public struct CreditExplanationQuery: Sendable {
  /// The unit's code, as ``UnitLocation`` understands it.
  public var code: String
  /// Which of the unit's activities is shown step by step, from 1.
  public var activity: Int

  /// Creates a query that shows the first activity.
  public init(code: String, activity: Int = 1) {
    self.code = code
    self.activity = activity
  }

  /// Whether the unit at `code` is an inclusive credit.
  public static func covers(_ code: String, in rows: any RowSource) throws(ServiceError) -> Bool {
    let unit = try UnitLocation(code, in: rows)
    let asset = try rows.row(AssetClass.self, SectionCode.assets, unit.series.asset)
    return CreditClass.allCases.contains { $0.assetCode == asset?.code }
  }

  /// The explanation; throws `notFound` for a number never issued or an activity that is not
  /// there.
  public func run(on reading: LedgerReading) throws(ServiceError) -> CreditExplanation {
    var builder = try CreditExplanationBuilder(code, reading)
    try builder.collect()
    return try builder.explanation(showing: activity)
  }
}

/// Puts an explanation together.
struct CreditExplanationBuilder {
  /// Rows of a batch that the unit takes.
  private struct Taken {
    let batch: ReportedBatch
    /// The activities, in order.
    let activities: [ReportedBatch.Activity]
    /// The milligrams of the batch that the unit takes.
    let range: Range<Int64>
  }

  let reading: LedgerReading
  let unit: UnitLocation
  let asset: AssetClass
  let trail: CreditTrail
  let issueNumber: Int
  let scenario: Scenario
  private let ring = KeyRing()
  private var names: NameBook
  private var taken: [Taken] = []
  private var months: [CreditExplanation.Month] = []

  init(_ code: String, _ reading: LedgerReading) throws(ServiceError) {
    self.reading = reading
    let rows = reading.rows
    unit = try UnitLocation(code, in: rows)
    names = NameBook(rows)
    trail = try CreditTrail(rows)
    issueNumber = try trail.issue(of: unit)
    let issue = trail[issueNumber]
    guard let asset = try names.asset(unit.series.asset),
      let scenario = try rows.row(
        Scenario.self, InclusiveCredits.Section.scenarios, issue.scenario)
    else { throw NamedKind.scenario.missing("\(issue.scenario)") }
    self.asset = asset
    self.scenario = scenario
  }

  /// Finds the activities.
  mutating func collect() throws(ServiceError) {
    let stream = try trail.stream(of: unit.serial, in: issueNumber)
    for stretch in try trail.stretches(issueNumber, stream) { try collect(stretch) }
  }

  private mutating func collect(_ stretch: PeriodStretch) throws(ServiceError) {
    let rows = reading.rows
    let key = CreditPeriod.key(stretch.period.scenario, stretch.period.month)
    guard let number = try rows.number(InclusiveCredits.Section.periods, lookup: key),
      let period = try rows.row(CreditPeriod.self, InclusiveCredits.Section.periods, number)
    else { throw unsound(stretch) }
    var start: Int64 = 0
    for (number, batch) in try batches(of: period) {
      let own = start..<(start + batch.total - batch.removedTotal)
      start = own.upperBound
      let part = stretch.range.clamped(to: own)
      guard !part.isEmpty else { continue }
      let local = (part.lowerBound - own.lowerBound)..<(part.upperBound - own.lowerBound)
      let reported = try ReportedBatch(number, batch, scenario, reading, ring)
      taken.append(
        Taken(batch: reported, activities: try reported.activities(in: local), range: local))
    }
    guard start >= stretch.range.upperBound else { throw unsound(stretch) }
    try append(period, taking: Int64(stretch.range.count))
  }

  /// The measured batches of a month, oldest first.
  private func batches(
    of period: CreditPeriod
  ) throws(ServiceError) -> [(UInt32, ActivityBatch)] {
    var batches: [(UInt32, ActivityBatch)] = []
    var next = period.lastBatch
    while let number = next {
      let row = try reading.rows.row(
        ActivityBatch.self, InclusiveCredits.Section.batches, number)
      guard let row, row.previous.map({ $0 < number }) ?? true else { break }
      if row.status == .measured { batches.append((number, row)) }
      next = row.previous
    }
    return batches.reversed()
  }

  private mutating func append(
    _ period: CreditPeriod, taking milligrams: Int64
  ) throws(ServiceError) {
    var act: CreditExplanation.Act?
    var opinion = ""
    if let verification = period.verification {
      let entry = try SignedEntry(verification.position.entry, reading, ring)
      let record = try entry.record(
        VerificationRecord.self, at: verification.position.record)
      opinion = record.opinion
      act = try self.act(entry, verification.position)
    }
    months.append(
      CreditExplanation.Month(
        month: period.month, activities: period.activities, total: period.total,
        milligrams: milligrams, verification: act, opinion: opinion,
        report: period.verification?.report))
  }

  private mutating func act(
    _ entry: SignedEntry, _ position: RecordPosition
  ) throws(ServiceError) -> CreditExplanation.Act {
    CreditExplanation.Act(
      position: position, registered: entry.registered, leafHash: entry.leafHash,
      signer: entry.statement.issuer, signerName: try names.title(of: entry.statement.issuer),
      keyIdentifier: Hexadecimal.encode(entry.statement.keyIdentifier),
      isSigned: entry.isSigned)
  }

  private func unsound(_ stretch: PeriodStretch) -> ServiceError {
    .unsound(
      BilingualText(
        "\(scenario.code) \(stretch.period.month) 的批次不足以解释 \(unit.code);请运行 `tanzhang verify`。",
        "The batches of \(scenario.code) \(stretch.period.month) do not account for "
          + "\(unit.code); run `tanzhang verify`."))
  }
}

extension CreditExplanationBuilder {
  /// The explanation with activity `ordinal` shown step by step.
  mutating func explanation(
    showing ordinal: Int
  ) throws(ServiceError) -> CreditExplanation {
    let count = taken.reduce(0) { $0 + $1.activities.count }
    guard (1...max(count, 1)).contains(ordinal), count > 0 else {
      throw .notFound(
        BilingualText(
          "\(unit.code) 对应 \(count) 项活动,没有第 \(ordinal) 项。",
          "\(unit.code) stands for \(count) activities; there is no number \(ordinal)."))
    }
    let issue = trail[issueNumber]
    let issueEntry = try SignedEntry(issue.position.entry, reading, ring)
    var batches: [CreditExplanation.Batch] = []
    for taken in taken { batches.append(try batch(taken)) }
    return CreditExplanation(
      unit: unit, asset: asset, unitMilligrams: try trail.unitMilligrams(issueNumber),
      scenarioNumber: issue.scenario, scenario: scenario,
      operatorName: try names.title(of: scenario.approval.operatorNumber), issue: issue,
      issueAct: try act(issueEntry, issue.position), months: months, batches: batches,
      versions: try versions(), activityCount: count, first: try activity(1),
      last: try activity(count), shown: try activity(ordinal),
      life: try CreditLife(unit: unit, issue: issue, reading: reading).events())
  }

  /// What the unit takes of each of its activities, in order.
  var shares: [(batch: UInt32, row: Int, share: Int64, result: Int64)] {
    taken.flatMap { taken in
      taken.activities.map {
        (
          taken.batch.number, $0.position, Int64($0.range.clamped(to: taken.range).count),
          Int64($0.range.count)
        )
      }
    }
  }

  private mutating func batch(_ taken: Taken) throws(ServiceError) -> CreditExplanation.Batch {
    let (batch, activities) = (taken.batch, taken.activities)
    let first = activities.first?.position ?? 0
    return CreditExplanation.Batch(
      number: batch.number, date: batch.batch.date, methodology: batch.batch.methodology,
      act: try act(batch.entry, batch.batch.position), root: batch.batch.root,
      hasRoot: try batch.hasRoot(reading.suite.hash), evidence: batch.record.terms.evidence,
      count: batch.batch.count, removed: batch.batch.removedCount,
      rows: first...max(activities.last?.position ?? 0, first), activities: activities.count,
      milligrams: Int64(taken.range.count))
  }

  private mutating func versions() throws(ServiceError) -> [CreditExplanation.Version] {
    var versions: [CreditExplanation.Version] = []
    for taken in taken {
      let number = taken.batch.batch.methodology
      guard !versions.contains(where: { $0.number == number }),
        let filed = try reading.rows.row(
          FiledMethodology.self, InclusiveCredits.Section.methodologies, number)
      else { continue }
      let entry = try SignedEntry(filed.position.entry, reading, ring)
      versions.append(
        CreditExplanation.Version(
          number: number, methodology: taken.batch.methodology,
          act: try act(entry, filed.position), reference: filed.reference,
          sourceDigest: filed.sourceDigest))
    }
    return versions
  }

  /// Activity `ordinal` of the unit, evaluated again with every step.
  private func activity(_ ordinal: Int) throws(ServiceError) -> CreditExplanation.Activity {
    var before = 0
    for taken in taken {
      let place = ordinal - 1 - before
      guard taken.activities.indices.contains(place) else {
        before += taken.activities.count
        continue
      }
      let (batch, activity) = (taken.batch, taken.activities[place])
      let row = activity.row
      return CreditExplanation.Activity(
        ordinal: ordinal, batch: batch.number, row: activity.position, date: batch.batch.date,
        person: row.person, start: row.start < 0 ? nil : row.start,
        duration: row.start < 0 ? nil : row.duration, key: row.key.hexadecimal,
        result: Int64(activity.range.count),
        share: Int64(activity.range.clamped(to: taken.range).count),
        // What is too long to be shown was evaluated all the same.
        trace: try? batch.program.trace(row.values, duration: Int64(row.duration)))
    }
    preconditionFailure("the ordinal was checked")
  }
}

extension OpenDays.NaturalKey {
  /// The 16 bytes as hexadecimal digits.
  var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
