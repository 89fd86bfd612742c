// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Tests single activities of a scenario's day before a batch is made of them.
///
/// A batch is admitted whole or not at all, so whoever collects activities tests them one by one
/// and keeps apart what is refused. Rows that passed are taken into account for those after them:
/// the tester is one operator's, for one scenario and day.
public struct ActivityTester: Sendable {
  /// The layout of the rows.
  public var layout: ActivityLayout { day.use.layout }
  /// The rows that passed.
  public private(set) var count = 0
  private var day: ActivityDay
  private let attributes: [Int64]
  private let status: DataStatus
  /// What passed and is not admitted yet.
  private var own = OpenDays(code: InclusiveCredits.Section.openDays)

  /// Prepares the tests of a scenario's day.
  ///
  /// - Parameter today: The day on which the batch will be registered, in China.
  /// - Throws: The refusal that every batch of that day would get.
  public init(
    scenario number: UInt32, on date: CalendarDate, status: DataStatus = .measured,
    today: CalendarDate, in credits: borrowing InclusiveCredits
  ) throws(Rejection) {
    let scenario = try credits.requireScenario(number)
    try credits.requireOpen(scenario, date, today: today)
    attributes = scenario.approval.attributes
    self.status = status
    let methodology = scenario.methodology(on: date)
    let key = ActivityDay.Key(scenario: number, methodology: methodology, date: date)
    day = try InclusiveCredits.bound(
      key, try credits.use(ofMethodology: methodology), attributes)
  }

  /// What the activity is worth, in milligrams of CO₂ equivalent or points; remembers it.
  ///
  /// - Parameter credits: The state as it is; it may have gone on since the tester was made.
  /// - Throws: The refusal that a batch with this row would get.
  public mutating func test(
    _ row: ActivityRow, in credits: borrowing InclusiveCredits
  ) throws(Rejection) -> Int64 {
    guard layout.hasPerson == (row.person != nil) else {
      throw Rejection(LedgerRules.malformed, found: "person", required: "\(layout)")
    }
    try credits.requireAuthorised(row, day)
    let value = try InclusiveCredits.evaluate(row, &day, attributes: attributes)
    if status == .measured {
      let activity = InclusiveCredits.activity(row, day, batch: .max)
      try InclusiveCredits.requireFree(
        credits.openDays.finding(activity, on: day.key.date),
        and: own.finding(activity, on: day.key.date), activity, day)
      own.insert(activity, on: day.key.date)
    }
    count += 1
    return value
  }

  /// Forgets the rows that passed: their batch was admitted, and the state knows them now.
  public mutating func forget() {
    own = OpenDays(code: InclusiveCredits.Section.openDays)
    count = 0
  }
}
