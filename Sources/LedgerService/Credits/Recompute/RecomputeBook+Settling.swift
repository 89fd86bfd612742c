// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import Quantities

// What is stated about a month once it is closed.
extension RecomputeBook {
  /// Compares a verification with the activities of its month.
  mutating func settle(_ record: VerificationRecord, _ position: RecordPosition) {
    let key = ScenarioMonth(scenario: record.scenario, month: record.month)
    guard let period = period(key, position) else { return }
    compare(
      key, position, BilingualText("核证的批次数不符", "another number of batches verified"),
      Int64(period.batches), Int64(record.batches))
    compare(
      key, position, BilingualText("核证的活动数不符", "another number of activities verified"),
      period.activities, record.activities)
    compare(
      key, position, BilingualText("核证合计不符", "another total verified"), period.total,
      record.total)
  }

  /// Compares an issue with the activities of its month and with what was carried to it.
  mutating func settle(_ record: CreditIssueRecord, _ position: RecordPosition) {
    let key = ScenarioMonth(scenario: record.scenario, month: record.month)
    guard let period = period(key, position) else { return }
    let scenario = Int(record.scenario)
    let scene = scenes[scenario]
    compare(
      key, position, BilingualText("签发所据合计不符", "another total issued from"), period.total,
      record.total)
    let sum = Self.sum(scene.carry, period.total)
    let unit: Int64
    let units: Int64
    if scene.approval.benefit == .pooled {
      unit = CreditClass.tonnes.milligrams
      units = sum / unit
    } else {
      unit = CreditClass.grams.milligrams
      units = wholeGrams(of: period, scenario)
    }
    compare(
      key, position, BilingualText("签发数量不符", "another number of units issued"), units,
      Int64(clamping: record.count))
    compare(
      key, position, BilingualText("结转不符", "another amount carried"),
      Self.sum(sum, -units.multipliedClamping(by: unit)), record.carry)
    // What follows stands on what is stated, so that one error is reported once.
    scenes[scenario].carry = record.carry
    change(scenario, record.month) { period in
      period.issue = record
      period.persons = [:]
    }
  }

  /// The whole grams that persons gain, each with what was below a gram before.
  private mutating func wholeGrams(of period: Period, _ scenario: Int) -> Int64 {
    let gram = CreditClass.grams.milligrams
    var grams: Int64 = 0
    for (person, amount) in period.persons {
      let index = Int(person)
      let missing = index + 1 - scenes[scenario].credited.count
      if missing > 0 {
        scenes[scenario].credited.append(contentsOf: repeatElement(0, count: missing))
      }
      let before = scenes[scenario].credited[index]
      let after = Self.sum(before, amount)
      scenes[scenario].credited[index] = after
      grams += after / gram - before / gram
    }
    return grams
  }

  /// Compares a pooling of persons' grams with what it takes from them.
  mutating func settle(_ record: PersonalPoolRecord, _ position: RecordPosition) {
    guard record.scenario < scenes.count else { return }
    let scenario = Int(record.scenario)
    let gram = CreditClass.grams.milligrams
    let tonne = CreditClass.tonnes.milligrams
    let grams = record.grams.reduce(Int64(0), Self.sum)
    let sum = Self.sum(scenes[scenario].poolCarry, grams.multipliedClamping(by: gram))
    let subject = scenes[scenario].code
    if sum / tonne != Int64(clamping: record.count) {
      differ(
        position, subject, BilingualText("归集吨数不符", "another number of tonnes pooled"),
        recomputed: "\(sum / tonne)", stated: "\(record.count)")
    }
    if sum % tonne != record.carry {
      differ(
        position, subject, BilingualText("归集结转不符", "another amount carried by the pool"),
        recomputed: "\(sum % tonne)", stated: "\(record.carry)")
    }
    scenes[scenario].poolCarry = record.carry
  }

  private mutating func period(
    _ key: ScenarioMonth, _ position: RecordPosition
  ) -> Period? {
    guard key.scenario < scenes.count else {
      differ(
        position, subject(key), BilingualText("没有这个减排场景", "there is no such scenario"),
        recomputed: "—", stated: "\(key.scenario)")
      return nil
    }
    return scenes[Int(key.scenario)].periods[key.month] ?? Period()
  }

  private mutating func compare(
    _ key: ScenarioMonth, _ position: RecordPosition, _ what: BilingualText,
    _ recomputed: Int64, _ stated: Int64
  ) {
    guard recomputed != stated else { return }
    differ(
      position, subject(key), what, recomputed: "\(recomputed)", stated: "\(stated)")
    change(Int(key.scenario), key.month) { $0.isRight = false }
  }
}

extension Int64 {
  /// The product, at the end of the range when it does not fit.
  func multipliedClamping(by other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
