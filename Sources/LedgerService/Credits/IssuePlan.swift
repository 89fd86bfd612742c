// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
public import LedgerCore
public import Quantities

/// What a registry or an operator is about to sign, in words and as a record.
public struct IssuePlan<R: Record>: Sendable {
  /// The record.
  public let record: R
  /// `SCHEME-SCENARIO`.
  public let scenario: String
  /// What comes into being.
  public let unit: CreditClass
  /// What it comes from, in milligrams, without what was carried in.
  public let total: Int64
  /// How many units.
  public let count: UInt64
  /// The serial numbers; `nil` when everything is carried.
  public let range: UnitRange?
  /// How many of them go to the buffer pool.
  public let bufferCount: UInt64
  /// What is carried on, in milligrams.
  public let carry: Int64
}

extension IssuePlan<CreditIssueRecord> {
  /// The issue of a scenario's verified month, as the rules will compute it.
  public static func issue(
    of scenario: String, _ month: CalendarMonth, in state: LedgerState
  ) throws(ServiceError) -> IssuePlan {
    let credits = try state.credits()
    let number = try state.scenarioNumber(scenario)
    let row = credits.scenarios[number]
    let record: CreditIssueRecord
    do throws(Rejection) {
      record = try credits.issueDue(of: number, month, in: state.core)
    } catch {
      throw .rejected(error)
    }
    let isPersonal = row.approval.benefit == .personal
    let prefix = isPersonal ? row.gramPrefix : row.prefix(year: month.year)
    return IssuePlan(
      record: record, scenario: row.code, unit: isPersonal ? .grams : .tonnes,
      total: record.total, count: record.count,
      range: CreditNames.units(prefix, record.first, record.count),
      bufferCount: record.bufferCount, carry: record.carry)
  }
}

/// Grams that persons give to a pooling.
public struct PooledGrams: Sendable, Equatable {
  /// The persons.
  public var persons: [UInt32] = []
  /// The grams of each.
  public var grams: [Int64] = []

  /// Creates an empty list.
  public init() {}
}

extension IssuePlan<PersonalPoolRecord> {
  /// The pooling of these grams, as the rules will compute it.
  public static func pool(
    of scenario: String, _ part: PooledGrams, in state: LedgerState
  ) throws(ServiceError) -> IssuePlan {
    let credits = try state.credits()
    let number = try state.scenarioNumber(scenario)
    let row = credits.scenarios[number]
    let record: PersonalPoolRecord
    let month: CalendarMonth?
    do throws(Rejection) {
      (record, month) = try credits.poolDue(
        of: number, persons: part.persons, grams: part.grams, in: state.core)
    } catch {
      throw .rejected(error)
    }
    let grams = part.grams.reduce(Int64(0), RecomputeBook.sum)
    return IssuePlan(
      record: record, scenario: row.code, unit: .tonnes,
      total: grams.multipliedClamping(by: CreditClass.grams.milligrams), count: record.count,
      range: month.flatMap {
        CreditNames.units(row.prefix(year: $0.year), record.first, record.count)
      }, bufferCount: 0, carry: record.carry)
  }

  /// The grams to be pooled: those of a list, or all whole grams of all persons, as many persons
  /// at a time as a record names.
  public static func gramParts(
    of scenario: String, list: ListTable?, in state: LedgerState
  ) throws(ServiceError) -> [PooledGrams] {
    let credits = try state.credits()
    let number = try state.scenarioNumber(scenario)
    var parts: [PooledGrams] = []
    func append(_ person: UInt32, _ grams: Int64) {
      if parts.last.map({ $0.persons.count >= InclusiveCreditLimits.personsPerRecord }) ?? true {
        parts.append(PooledGrams())
      }
      parts[parts.count - 1].persons.append(person)
      parts[parts.count - 1].grams.append(grams)
    }
    guard let list else {
      let column = PersonAmounts.Column(.credited, scenario: number, month: nil)
      credits.amounts.visit(column) { person, _ in
        let grams = credits.grams(of: person, scenario: number)
        if grams > 0 { append(person, grams) }
      }
      return parts
    }
    for row in list.rows {
      guard let grams = Int64(list.cell("grams", of: row)), grams > 0 else {
        throw .invalid(
          BilingualText(
            "第 \(row.line) 行:grams 须为大于 0 的整数。",
            "Line \(row.line): grams is a whole number above 0."))
      }
      append(try state.personNumber(list.cell("person", of: row)), grams)
    }
    return parts
  }
}

extension CreditNames {
  /// The stretch of `count` numbers from `first`; `nil` for none.
  static func units(_ series: String, _ first: UInt64, _ count: UInt64) -> UnitRange? {
    let (end, overflow) = first.addingReportingOverflow(count)
    guard count > 0, !overflow else { return nil }
    return UnitRange(series: series, first...(end - 1))
  }
}
