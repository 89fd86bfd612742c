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

  /// FCT-13 and what else makes a factor whole: everything a reader needs to find and judge it.
  private static func requireComplete(_ factor: EmissionFactor) throws(Rejection) {
    try CoreState.requireNoIdentityNumber(
      in: factor.name.chinese, factor.name.english, factor.source)
    let problems = factor.problems
    guard problems.isEmpty else { throw Rejection(FootprintProblems(problems)) }
    guard FootprintLimits.allows(factor.value) else {
      throw Rejection(
        LedgerRules.bounds, found: "\(factor.code): \(factor.value)",
        required: BilingualText(
          "至多 \(FootprintLimits.digits) 位有效数字",
          "at most \(FootprintLimits.digits) significant digits"))
    }
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
