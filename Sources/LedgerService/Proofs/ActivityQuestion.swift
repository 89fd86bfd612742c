// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
public import LedgerCore
public import Quantities

/// Asks whether an activity was reported: its natural key on its day, under one scenario or any.
///
/// The rows of a batch are not in the state, but the root of the tree over them is, for ever. So
/// one group of rows proves that an activity is there, however old it is; and that it is nowhere,
/// all rows of all batches of its day, which a scenario's month names one after the other.
public struct ActivityQuestion: Sendable, Equatable {
  /// `SCHEME-SCENARIO`; `nil` for whichever it was reported under.
  public let scenario: String?
  /// The event date.
  public let date: CalendarDate
  /// The natural key, 16 bytes.
  public let key: [UInt8]

  /// Reads `2026-06-01:KEY` or `SCHEME-SCENARIO:2026-06-01:KEY`, the key in hexadecimal, as
  /// `tanzhang activity key` prints it; `nil` for other texts.
  public init?(_ text: String) {
    let parts = text.split(separator: ":" as Character, omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      let date = try? CalendarDate(text: String(parts[parts.count - 2])),
      let key = Hexadecimal.decode(parts[parts.count - 1].lowercased()), key.count == 16
    else { return nil }
    scenario = parts.count == 3 ? String(parts[0]) : nil
    self.date = date
    self.key = key
  }

  /// The question as it is asked.
  public var text: String {
    "\(scenario.map { "\($0):" } ?? "")\(date):\(Hexadecimal.encode(key))"
  }
}

/// An activity as a batch holds it.
public struct ReportedActivity: Sendable, Equatable {
  /// `SCHEME-SCENARIO`.
  public let scenario: String
  /// The number of the batch.
  public let batch: UInt32
  /// Its row in the batch, from 0.
  public let row: Int
  /// The person's number; `nil` when the site earns.
  public let person: UInt32?
  /// What stands behind the batch: `measured`, `estimate` or `survey`.
  public let status: String
  /// Whether the row has left the batch since.
  public let isRemoved: Bool
  /// The record that reported it.
  public let position: RecordPosition
}

/// What was looked through where an activity is not.
public struct ActivityAbsence: Sendable, Equatable {
  /// The number of batches of the day.
  public let batches: Int
  /// The number of activities in them.
  public let activities: Int
  /// Whether activities of the day can no longer be reported (INC-72).
  public let isFinal: Bool
}

/// Where an activity is: a batch, and a group of 64 rows of it.
struct ActivityPlace: Sendable, Equatable {
  let batch: UInt32
  let group: UInt32
}

extension ActivityQuestion {
  private typealias Section = InclusiveCredits.Section

  /// Works out the answer, as `StateQuestion.answer` does.
  func answer(from state: inout some StateLookup) throws -> StateAnswer {
    var only: UInt32?
    if let scenario {
      guard let number = try state.key(Section.scenarios, lookup: scenario) else {
        return .nothing(.scenarios, scenario)
      }
      only = StateImage.number(number)
    }
    if let place = try state.place(of: self) {
      return .activity(self, try reported(at: place, under: only, in: &state))
    }
    var numbers = only.map { [$0] } ?? []
    // Scenarios are numbered without gaps: the first number that is not there ends them.
    while only == nil {
      let next = UInt32(numbers.count)
      guard try state.row(Section.scenarios, StateImage.key(next)) != nil else { break }
      numbers.append(next)
    }
    var (batches, activities) = (0, 0)
    for number in numbers {
      for (batchNumber, batch) in try self.batches(of: number, in: &state) {
        let rows = try state.activities(of: batchNumber, batch, group: nil)
        guard try ActivityKeys.row(with: key, in: rows) == nil else {
          throw BundleCheck.unsound("batch \(batchNumber) does hold the activity")
        }
        batches += 1
        activities += Int(batch.count)
      }
    }
    let closed = try state.row(Section.closedDays, StateImage.key(0))
      .map { try StoredRows.decoded(ClosedDays.self, $0) }
    return .noActivity(
      self,
      ActivityAbsence(
        batches: batches, activities: activities,
        isFinal: closed.map { date < $0.firstOpen } ?? false))
  }

  private func reported(
    at place: ActivityPlace, under only: UInt32?, in state: inout some StateLookup
  ) throws -> ReportedActivity {
    let batch = try state.needed(ActivityBatch.self, Section.batches, place.batch)
    guard batch.date == date, only == nil || only == batch.scenario else {
      throw BundleCheck.unsound("batch \(place.batch) is of another day or scenario")
    }
    let code = try state.needed(Scenario.self, Section.scenarios, batch.scenario).code
    let rows = try state.activities(of: place.batch, batch, group: place.group)
    guard let found = try ActivityKeys.row(with: key, in: rows) else {
      throw BundleCheck.unsound("group \(place.group) does not hold the activity")
    }
    let row = Int(place.group) * InclusiveCreditLimits.activitiesPerGroup + found.row
    return ReportedActivity(
      scenario: code, batch: place.batch, row: row, person: found.person,
      status: batch.status.name, isRemoved: batch.isRemoved(row), position: batch.position)
  }

  /// Every batch of the day under scenario `number`: each batch of a month names the one before.
  private func batches(
    of number: UInt32, in state: inout some StateLookup
  ) throws -> [(UInt32, ActivityBatch)] {
    let period = CreditPeriod.key(number, date.calendarMonth)
    guard let key = try state.key(Section.periods, lookup: period).flatMap(StateImage.number)
    else { return [] }
    var next = try state.needed(CreditPeriod.self, Section.periods, key).lastBatch
    var found: [(UInt32, ActivityBatch)] = []
    while let current = next {
      let batch = try state.needed(ActivityBatch.self, Section.batches, current)
      if batch.date == date { found.append((current, batch)) }
      next = batch.previous
      guard (next ?? 0) < current || next == nil else {
        throw BundleCheck.unsound("batch \(current) names a later one as the one before")
      }
    }
    return found
  }
}

/// Finds activities in the rows of a batch without the methodology that lays them out: the key is
/// the only byte string of a row.
enum ActivityKeys {
  /// The row with `key` and the person it names.
  static func row(
    with key: [UInt8], in rows: [UInt8]
  ) throws(CBORError) -> (row: Int, person: UInt32?)? {
    var reader = CBORReader(rows.span)
    var number = 0
    while !reader.isAtEnd {
      if let person = try read(&reader, key: key) { return (number, person) }
      number += 1
    }
    return nil
  }

  /// Reads a row; the person, or that there is none, when it has `key`.
  private static func read(
    _ reader: inout CBORReader, key: [UInt8]
  ) throws(CBORError) -> UInt32?? {
    let count = try reader.readArrayHeader()
    var (first, isFound): (UInt32?, Bool) = (nil, false)
    // Before the key stand the person, or start and duration, or all three, or nothing.
    var itemsBefore: Int?
    for item in 0..<count {
      switch try reader.peekMajorType() {
      case .bytes where itemsBefore == nil:
        itemsBefore = item
        isFound = try reader.readByteArray() == key
      case .unsigned where item == 0:
        first = UInt32(exactly: try reader.readUnsigned())
      default: _ = try reader.skipItem()
      }
    }
    guard isFound, let itemsBefore else { return nil }
    return .some(itemsBefore.isMultiple(of: 2) ? nil : first)
  }
}
