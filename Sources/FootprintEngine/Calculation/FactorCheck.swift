// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Whether a factor may be used in a footprint at all, whatever the line.
struct FactorCheck {
  let factor: EmissionFactor
  let date: CalendarDate
  let period: DatePeriod
  let edition: AssessmentReport?

  /// What is wrong with the factor: rules 13, 14, 15 and 17.
  var findings: [ModelResolver.Finding] { missing + purpose + dates + assessment }

  /// Rule 13.
  private var missing: [ModelResolver.Finding] {
    var parts: [BilingualText] = []
    if factor.source.isEmpty { parts.append(BilingualText("来源", "source")) }
    if factor.unit.isEmpty { parts.append(BilingualText("单位", "unit")) }
    if factor.name.chinese.isEmpty || factor.name.english.isEmpty {
      parts.append(BilingualText("名称", "name"))
    }
    if factor.basis.isEmpty, factor.purpose != .conversion {
      parts.append(BilingualText("气体或基准", "gas or basis"))
    }
    if factor.purpose == .product, factor.dataYear == nil {
      parts.append(BilingualText("数据年份", "year of the data"))
    }
    guard !parts.isEmpty else { return [] }
    let (chinese, english) = (
      parts.map(\.chinese).joined(separator: "、"), parts.map(\.english).joined(separator: ", ")
    )
    return [
      ModelResolver.Finding(
        rule: .factorComplete,
        found: BilingualText(
          "因子\(factor.code)缺少:\(chinese)。", "The factor \(factor.code) lacks: \(english)."),
        required: BilingualText(
          "完整登记的因子。", "A factor with everything that says what it is."))
    ]
  }

  /// Rule 14.
  private var purpose: [ModelResolver.Finding] {
    guard factor.purpose == .organisation || factor.purpose == .inclusive else { return [] }
    return [
      ModelResolver.Finding(
        rule: .factorPurpose,
        found: BilingualText(
          "因子\(factor.code)的用途是\(factor.purpose.name)。",
          "The factor \(factor.code) is for the purpose \(factor.purpose.name)."),
        required: BilingualText(
          "产品碳足迹(product)、换算(conversion)或特征化(characterisation)因子。",
          "A factor for product, conversion or characterisation."))
    ]
  }

  /// Rule 15.
  private var dates: [ModelResolver.Finding] {
    var findings: [ModelResolver.Finding] = []
    func find(_ found: BilingualText, _ required: BilingualText) {
      findings.append(
        ModelResolver.Finding(rule: .factorDate, found: found, required: required))
    }
    if factor.published > date {
      find(
        BilingualText(
          "因子\(factor.code)发布于\(factor.published)。",
          "The factor \(factor.code) was published on \(factor.published)."),
        BilingualText("不晚于计算日\(date)。", "Not after the day of the calculation, \(date)."))
    }
    if let last = factor.validThrough, date > last {
      find(
        BilingualText(
          "因子\(factor.code)有效至\(last)。", "The factor \(factor.code) was valid through \(last)."),
        BilingualText("在计算日\(date)有效。", "Valid on the day of the calculation, \(date)."))
    }
    guard let dataYear = factor.dataYear else { return findings }
    let (first, last) = (period.start.year, period.end.adding(days: -1).year)
    let isTooOld = factor.lagYears.map { last > dataYear + $0 } ?? false
    guard first < dataYear || isTooOld else { return findings }
    let through = factor.lagYears.map { "–\(dataYear + $0)" } ?? "–"
    find(
      BilingualText(
        "因子\(factor.code)适用于\(dataYear)\(through)年。",
        "The factor \(factor.code) is for the years \(dataYear)\(through)."),
      BilingualText(
        "适用于数据期间的每一年,\(first)至\(last)。",
        "A factor for every year of the data, \(first) to \(last)."))
    return findings
  }

  /// Rule 17.
  private var assessment: [ModelResolver.Finding] {
    if factor.purpose == .characterisation, factor.assessment == nil {
      return [
        finding(
          BilingualText(
            "特征化因子\(factor.code)没有写明版本。", "\(factor.code) names no edition of GWP."))
      ]
    }
    guard let assessment = factor.assessment, assessment != edition else { return [] }
    return [
      finding(
        BilingualText(
          "因子\(factor.code)采用\(assessment.name)。",
          "The factor \(factor.code) stands on \(assessment.name)."))
    ]
  }

  private func finding(_ found: BilingualText) -> ModelResolver.Finding {
    let name = edition?.name ?? "—"
    return ModelResolver.Finding(
      rule: .assessment, found: found,
      required: BilingualText("声明中的版本\(name)。", "The edition of the statement, \(name)."))
  }
}
