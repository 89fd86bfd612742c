// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import Quantities

extension ProductFootprints {
  mutating func apply(
    _ record: FactorRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    let factor = record.factor
    try Self.requireComplete(factor)
    try core.requireNotInFuture(factor.published, in: context)
    if let number = factors.number(forKey: factor.code) {
      throw Rejection(
        LedgerRules.unique, found: "\(factor.code) = factor \(number)",
        required: BilingualText("新版本代码", "the code of a new version"))
    }
    let old = try supersededFactor(of: factor)
    let number = factors.append(
      RegisteredFactor(factor, registrar: context.issuer, position: context.position))
    if let old {
      factors.update(old) { row in
        row.successor = number
        row.supersededAfter = factor.published.adding(days: -1)
      }
    }
    core.assigned("factor", number, context)
  }

  /// FCT-13: everything a reader needs to find and judge the factor.
  private static func requireComplete(_ factor: EmissionFactor) throws(Rejection) {
    try CoreState.requireNoIdentityNumber(
      in: factor.name.chinese, factor.name.english, factor.source)
    let texts = [
      ("chineseName", factor.name.chinese), ("englishName", factor.name.english),
      ("unit", factor.unit), ("source", factor.source),
    ]
    for (name, text) in texts where text.isEmpty {
      throw Rejection(
        FootprintRules.factorComplete, found: "\(factor.code): \(name) —", required: name)
    }
    guard isCode(factor.code) else {
      throw Rejection(
        FootprintRules.factorComplete, found: "code \"\(factor.code)\"",
        required: "a-z 0-9 . - /, @version")
    }
    guard (try? CompoundUnit(text: factor.unit)) != nil else {
      throw Rejection(
        FootprintRules.units, found: "\(factor.code): \"\(factor.unit)\"",
        required: "kgCO2e/kWh, GJ/t …")
    }
    if factor.purpose != .conversion, factor.basis.isEmpty {
      throw Rejection(
        FootprintRules.factorComplete, found: "\(factor.code): basis —",
        required: "CO2, CO2e, CH4 …")
    }
    try requireYears(factor)
    guard factor.purpose != .characterisation || factor.assessment != nil else {
      throw Rejection(
        FootprintRules.assessment, found: "\(factor.code): assessment —", required: "AR4, AR5 …")
    }
    guard FootprintLimits.allows(factor.value) else {
      throw Rejection(
        LedgerRules.bounds, found: "\(factor.code): \(factor.value)",
        required: BilingualText(
          "至多 \(FootprintLimits.digits) 位有效数字",
          "at most \(FootprintLimits.digits) significant digits"))
    }
    guard factor.purpose == .product || !factor.value.isNegative else {
      throw Rejection(
        FootprintRules.signs, found: "\(factor.code): \(factor.value)", required: "≥ 0")
    }
  }

  /// What describes a year says which, and does not end before it is published.
  private static func requireYears(_ factor: EmissionFactor) throws(Rejection) {
    let isTimeless = factor.purpose == .conversion || factor.purpose == .characterisation
    guard isTimeless || factor.dataYear != nil else {
      throw Rejection(
        FootprintRules.factorComplete, found: "\(factor.code): dataYear —", required: "dataYear")
    }
    guard factor.lagYears == nil || factor.dataYear != nil else {
      throw Rejection(
        FootprintRules.factorComplete, found: "\(factor.code): lagYears, dataYear —",
        required: "dataYear")
    }
    guard let end = factor.validThrough, end < factor.published else { return }
    throw Rejection(
      FootprintRules.factorDate, found: "\(factor.code): \(end)",
      required: "≥ \(factor.published)")
  }

  private static func isCode(_ code: String) -> Bool {
    let parts = code.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return false }
    let words = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    return words.allSatisfy { !$0.isEmpty && $0.allSatisfy(letters.contains) }
      && parts[1].allSatisfy(letters.contains)
  }

  /// FCT-21: the factor it takes the place of, which is registered, for the same use, and not
  /// superseded yet.
  private func supersededFactor(of factor: EmissionFactor) throws(Rejection) -> UInt32? {
    guard !factor.supersedes.isEmpty else { return nil }
    guard let number = factors.number(forKey: factor.supersedes) else {
      throw Rejection(
        FootprintRules.supersession, found: "supersedes \(factor.supersedes): —",
        required: BilingualText("已登记的因子", "a registered factor"))
    }
    let old = factors[number]
    if let successor = old.successor {
      throw Rejection(
        FootprintRules.supersession,
        found: "\(factor.supersedes) → \(factors[successor].factor.code)",
        required: factors[successor].factor.code)
    }
    guard old.factor.purpose == factor.purpose, old.factor.role == factor.role else {
      throw Rejection(
        FootprintRules.factorPurpose,
        found: "\(factor.purpose.name), \(factor.role.name)",
        required: "\(old.factor.purpose.name), \(old.factor.role.name)")
    }
    guard old.factor.published <= factor.published else {
      throw Rejection(
        FootprintRules.factorDate, found: "\(factor.published)",
        required: "≥ \(old.factor.published)")
    }
    return number
  }

  mutating func apply(
    _ record: FactorClosureRecord, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    let row = try requireFactor(record.factor)
    try Self.requireText(record.reason, "reason")
    if let closure = row.closure {
      throw Rejection(
        LedgerRules.appendOnly, found: "\(row.factor.code): \(closure.through)",
        required: BilingualText("未停用的因子", "a factor still in use"))
    }
    factors.update(record.factor) {
      $0.closure = RegisteredFactor.Closure(
        through: record.through, reason: record.reason, position: context.position)
    }
  }
}
