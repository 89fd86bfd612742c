// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

/// A methodology version compiled, with the layout of its activities.
struct MethodologyUse: Sendable {
  let program: MethodologyProgram
  let layout: ActivityLayout

  init(_ program: MethodologyProgram) {
    self.program = program
    layout = ActivityLayout(program.methodology)
  }

  var methodology: Methodology { program.methodology }
}

/// A methodology version bound to the event date and the attributes of a scenario.
struct ActivityDay: Sendable {
  struct Key: Sendable, Hashable {
    let scenario: UInt32
    let methodology: UInt32
    let date: CalendarDate
  }

  let key: Key
  let use: MethodologyUse
  var program: BoundProgram
  /// Where among the values the one stands whose sum over a day is limited.
  let measuredInput: Int?

  init(_ key: Key, _ use: MethodologyUse, _ program: BoundProgram) {
    self.key = key
    self.use = use
    self.program = program
    measuredInput = program.limits.lazy.compactMap(\.input).first
  }

  /// What a daily limit sums of an activity with these values.
  func measure(_ values: [Int64]) -> Int64 {
    guard let measuredInput, measuredInput < values.count else { return 0 }
    return values[measuredInput]
  }
}

/// Programs compiled and bound, derived from the state and never stored.
///
/// What is cached follows from rows that never change: a methodology's document and a scenario's
/// attributes.
struct ProgramCache: Sendable {
  /// Batches of a few scenarios and days alternate; more would only cost memory.
  private static let dayLimit = 16
  private var uses: [UInt32: MethodologyUse] = [:]
  private var days: [ActivityDay] = []

  /// The methodology numbered `number`, compiled; `nil` when it was not used yet.
  func use(_ number: UInt32) -> MethodologyUse? { uses[number] }

  mutating func keep(_ use: MethodologyUse, as number: UInt32) { uses[number] = use }

  /// Takes the bound program of a day out, so that it can change in place.
  mutating func takeDay(_ key: ActivityDay.Key) -> ActivityDay? {
    guard let position = days.lastIndex(where: { $0.key == key }) else { return nil }
    return days.remove(at: position)
  }

  /// Puts a bound program back as the one used last.
  mutating func putBack(_ day: ActivityDay) {
    if days.count >= Self.dayLimit { days.removeFirst() }
    days.append(day)
  }

  /// Forgets what was derived from rows that no longer exist.
  mutating func forget(methodologiesFrom methodologies: Int, scenariosFrom scenarios: Int) {
    uses = uses.filter { $0.key < methodologies }
    days.removeAll { $0.key.methodology >= methodologies || $0.key.scenario >= scenarios }
  }
}
