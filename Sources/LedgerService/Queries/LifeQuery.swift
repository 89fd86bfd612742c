// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// One event in the life of a unit.
public struct LifeEvent: Sendable {
  /// The record that caused it.
  public let position: RecordPosition
  /// When it was registered.
  public let registered: Timestamp
  /// The name of the record's type.
  public let type: String
  /// The holder and standing before.
  public let from: (holder: UInt32, standing: Standing)
  /// The holder and standing after.
  public let to: (holder: UInt32, standing: Standing)
  /// The numbers of the series that went together.
  public let range: ClosedRange<UInt64>
  /// What happened, in a sentence that ends with the index of the entry.
  public let sentence: BilingualText
}

/// The life of one unit in sentences: issued, transferred, held, retired, expired.
///
/// The entries are replayed, so that changes which name no serial number are found too: expiry,
/// releases, cancellations for another scheme. Inclusive credits need no replay.
public struct LifeQuery: Sendable {
  /// The unit's code, as ``UnitLocation`` understands it.
  public var code: String

  /// Creates a query for the unit called `code`.
  public init(code: String) {
    self.code = code
  }

  /// The unit and its events, in order; throws `notFound` for a number never issued.
  public func run(
    on reading: LedgerReading
  ) throws(ServiceError) -> (unit: UnitLocation, events: [LifeEvent]) {
    let unit = try UnitLocation(code, in: reading.rows)
    if try CreditExplanationQuery.covers(code, in: reading.rows) {
      let trail = try CreditTrail(reading.rows)
      let issue = trail[try trail.issue(of: unit)]
      return (unit, try CreditLife(unit: unit, issue: issue, reading: reading).events())
    }
    var names = NameBook(reading.rows)
    var events: [LifeEvent] = []
    try MovementReplay.forEachStep(of: reading) { (step) throws(ServiceError) in
      for movement in step.movements where movement.covers(unit) {
        events.append(try Self.event(movement, step, &names))
      }
      return true
    }
    guard events.isEmpty else { return (unit, events) }
    throw .notFound(
      BilingualText("\(unit.code) 未核发。", "\(unit.code) has never been issued."))
  }

  private static func event(
    _ movement: Accounts.Movement, _ step: MovementReplay.Step, _ names: inout NameBook
  ) throws(ServiceError) -> LifeEvent {
    let record: ReadRecord
    do {
      record = try ReadRecord.all(of: step.statement)[Int(movement.record)]
    } catch {
      throw ServiceError(anything: error)
    }
    var phrase = LifePhrase(
      step: LifeStep(movement), record: record, date: step.registered.date(offsetMinutes: 480),
      names: names)
    let text = try phrase.text()
    names = phrase.names
    return LifeEvent(
      position: RecordPosition(entry: step.index, record: Int(movement.record)),
      registered: step.registered, type: record.shape.name,
      from: (movement.from, movement.fromStanding), to: (movement.to, movement.toStanding),
      range: movement.range,
      sentence: BilingualText(
        "\(text.chinese)(条目 \(step.index))。", "\(text.english) (entry \(step.index))."))
  }
}

extension Accounts.Movement {
  /// The serial numbers moved.
  var range: ClosedRange<UInt64> { first...(first + UInt64(amount) - 1) }

  func covers(_ unit: UnitLocation) -> Bool {
    series == unit.number && range.contains(unit.serial)
  }
}
