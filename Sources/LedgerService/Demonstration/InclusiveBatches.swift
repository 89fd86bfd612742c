// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// Makes the batches that an operator of the example city would sign.
struct InclusiveBatches {
  private let scenario: UInt32
  private let row: Scenario
  private let credits: InclusiveCredits
  private let hash: HashFunction

  init(_ scenario: UInt32, _ credits: InclusiveCredits, hash: HashFunction) {
    self.scenario = scenario
    row = credits.scenarios[scenario]
    self.credits = credits
    self.hash = hash
  }

  /// The batches of a day's rows, as many rows each as a record holds.
  func records(
    _ rows: [ActivityRow], on date: CalendarDate
  ) throws(ServiceError) -> [ActivityBatchRecord] {
    do throws(any Error) {
      guard let program = credits.program(ofMethodology: row.methodology(on: date)) else {
        throw NamedKind.methodology.missing("\(row.methodology(on: date))")
      }
      let layout = ActivityLayout(program.methodology)
      var records: [ActivityBatchRecord] = []
      var writer = CBORWriter(reserving: InclusiveCreditLimits.payloadBytes)
      var kept: [ActivityRow] = []
      for row in rows {
        if writer.bytes.count > InclusiveCreditLimits.payloadBytes - 100 {
          records.append(try record(writer.bytes, kept, program, date))
          writer = CBORWriter(reserving: InclusiveCreditLimits.payloadBytes)
          kept = []
        }
        row.encode(to: &writer, layout)
        kept.append(row)
      }
      if !kept.isEmpty { records.append(try record(writer.bytes, kept, program, date)) }
      return records
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func record(
    _ bytes: [UInt8], _ rows: [ActivityRow], _ program: MethodologyProgram, _ date: CalendarDate
  ) throws -> ActivityBatchRecord {
    var total: Int64 = 0
    // A day on which nothing can be computed is for the ledger to refuse, with its reason.
    if var bound = try? program.bound(on: date, attributes: row.approval.attributes) {
      for row in rows {
        if case .result(let amount) = bound.evaluate(
          row.values, duration: Int64(row.duration))
        {
          total += amount
        }
      }
    }
    return ActivityBatchRecord(
      ActivityBatchRecord.Terms(
        scenario: scenario, date: date, count: UInt32(rows.count), total: total,
        root: try ActivityTree(rows: bytes, function: hash).root,
        evidence: hash.digest(of: Array("raw data \(scenario) \(date)".utf8))),
      rows: bytes)
  }
}

/// Numbers that look random and are the same at every run.
struct ExampleDice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A number of `range`.
  mutating func roll(_ range: ClosedRange<Int64>) -> Int64 {
    // SplitMix64 (Steele, Lea, Flood 2014).
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return range.lowerBound + Int64(z % UInt64(range.upperBound - range.lowerBound + 1))
  }
}

/// The rides of the example city's people.
enum InclusiveRides {
  /// A key that stands for one ride, as the digest of its ticket would.
  static func key(_ kind: UInt64, _ person: UInt32, _ date: CalendarDate, _ ride: UInt64 = 0)
    -> OpenDays.NaturalKey
  {
    var dice = ExampleDice(kind << 48 ^ UInt64(person) << 16 ^ ride)
    _ = dice.roll(0...1)
    let day = UInt64(UInt32(bitPattern: date.daysSinceEpoch))
    return OpenDays.NaturalKey(
      high: UInt64(dice.roll(0...(.max - 1))) ^ day << 20,
      low: UInt64(dice.roll(0...(.max - 1))) ^ day)
  }

  /// A trip to work by bus (0) or metro (1): 4 to 18 km at 18 to 40 km/h, before ten.
  static func commute(_ person: UInt32, on date: CalendarDate) -> ActivityRow {
    var dice = ExampleDice(UInt64(person) << 20 ^ UInt64(UInt32(bitPattern: date.daysSinceEpoch)))
    let metres = dice.roll(4_000...18_000)
    let kilometresPerHour = dice.roll(18...40)
    return ActivityRow(
      person: person, start: Int32(dice.roll(23_400...30_600)),
      duration: Int32(metres * 36 / kilometresPerHour / 10),
      key: key(1, person, date), values: [dice.roll(0...1), metres])
  }

  /// A ride by e-bike in the evening: 1.5 to 6 km at 12 to 20 km/h.
  static func ride(_ person: UInt32, on date: CalendarDate) -> ActivityRow {
    var dice = ExampleDice(
      UInt64(person) << 21 ^ UInt64(UInt32(bitPattern: date.daysSinceEpoch)) ^ 7)
    let metres = dice.roll(1_500...6_000)
    let kilometresPerHour = dice.roll(12...20)
    return ActivityRow(
      person: person, start: Int32(dice.roll(61_200...68_400)),
      duration: Int32(metres * 36 / kilometresPerHour / 10),
      key: key(2, person, date), values: [metres])
  }

  /// A walk at noon: 400 to 1 600 m.
  static func walk(_ person: UInt32, on date: CalendarDate) -> ActivityRow {
    var dice = ExampleDice(
      UInt64(person) << 22 ^ UInt64(UInt32(bitPattern: date.daysSinceEpoch)) ^ 11)
    let metres = dice.roll(400...1_600)
    return ActivityRow(
      person: person, start: Int32(dice.roll(43_200...46_800)), duration: Int32(metres * 9 / 10),
      key: key(3, person, date), values: [0, metres])
  }
}
