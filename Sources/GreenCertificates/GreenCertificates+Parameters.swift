// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

extension GreenCertificates {
  /// The parameters, in the order of their numbers from `firstParameter`.
  enum ParameterPosition: UInt32 {
    case validityMonths, legacyUntil, hydroTradableFrom, sameYear, maximumTrades
  }

  /// The parameters, in the order of their numbers.
  public static let parameters: [ParameterDescription] = [
    ParameterDescription(
      "gec.validity.months", unit: "months", range: 1...1_200,
      meaning: BilingualText(
        "绿证有效期月数(含生产月);按生产月首日取值,无值时适用 gec.validity.legacy-until。",
        "Months of validity counting the month of generation; looked up on its first day. "
          + "Generation before its first effective date follows gec.validity.legacy-until.")),
    ParameterDescription(
      "gec.validity.legacy-until", unit: "days since 1970-01-01", range: 0...2_932_896,
      meaning: BilingualText(
        "较早电量的绿证最后可用日;按生产月首日取值。",
        "The last day of use for earlier generation; looked up on the month's first day.")),
    ParameterDescription(
      "gec.hydro.tradable-from", unit: "days since 1970-01-01", range: 0...2_932_896,
      meaning: BilingualText(
        "自此日起投产且完全市场化的常规水电可交易;按生产月末日取值。",
        "Market-based hydropower commissioned from this day on is tradable; looked up on the "
          + "last day of the month of generation.")),
    ParameterDescription(
      "gec.same-year", unit: "0 or 1", range: 0...1,
      meaning: BilingualText(
        "1 为核销年须等于生产年;按消费期末日取值。",
        "1: the year of consumption is that of generation; looked up on the last day of the "
          + "consumption.")),
    ParameterDescription(
      "gec.trades.max", unit: "sales", range: 1...Int64(CertificateMarks.maximumTrades),
      meaning: BilingualText(
        "每张绿证可交易次数;按成交日取值。",
        "How often a certificate may be sold; looked up on the day of the trade.")),
  ]

  /// The values in force in China, ready to be signed by the authority of a ledger.
  ///
  /// What no regulation read says is marked as background in its source; it is configuration,
  /// to be confirmed before use.
  public static let nationalParameters: [ParameterRecord] = [
    ParameterRecord(
      name: "gec.validity.months", effective: date(2024, 1, 1), value: 24,
      source: "国家能源局《可再生能源绿色电力证书核发和交易规则》(2024年9月公布):有效期2年,自电量生产自然月(含)起"),
    ParameterRecord(
      name: "gec.validity.legacy-until", effective: date(1970, 1, 1),
      value: Int64(date(2025, 12, 31).daysSinceEpoch),
      source: "国家能源局《可再生能源绿色电力证书核发和交易规则》(2024年9月公布):2024年1月1日前的电量,有效期延至2025年底"),
    // The rule sorts plants by their commissioning, so it covers every month of generation.
    ParameterRecord(
      name: "gec.hydro.tradable-from", effective: date(1970, 1, 1),
      value: Int64(date(2023, 1, 1).daysSinceEpoch),
      source: "国家能源局《可再生能源绿色电力证书核发和交易规则》(2024年9月公布):2023年1月1日(含)以后投产的完全市场化常规水电"),
    ParameterRecord(
      name: "gec.same-year", effective: date(1970, 1, 1), value: 0,
      source: "2026年前无同年核销要求 (no rule before 2026 found)"),
    ParameterRecord(
      name: "gec.same-year", effective: date(2026, 1, 1), value: 1,
      source: "「证电同年核销」,见对《可再生能源绿色电力证书管理实施细则(试行)》(2026-01-07公布)的解读;"
        + "条文未核实 (background: commentary, clause not confirmed)"),
    ParameterRecord(
      name: "gec.trades.max", effective: date(1970, 1, 1), value: 1,
      source: "发改能源〔2023〕1044号:可交易绿证仅可交易一次 (background);"
        + "《可再生能源绿色电力证书管理实施细则(试行)》(2026-01-07公布)第二十三条:绿电交易绿证不得再次交易"),
  ]

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year)-\(month)-\(day) is no date")
    }
    return date
  }

  func value(
    _ position: ParameterPosition, on date: CalendarDate, _ core: CoreState
  ) throws(Rejection) -> Int64 {
    try core.requireParameter(firstParameter + position.rawValue, on: date)
  }

  /// The last day on which certificates of `month` may be used (GEC-39).
  func lastUse(of month: CalendarMonth, _ core: CoreState) throws(Rejection) -> CalendarDate {
    let number = firstParameter + ParameterPosition.validityMonths.rawValue
    let generation = month.firstDay
    if let months = core.parameters[number].value(on: generation) {
      return month.adding(months: Int(months) - 1).lastDay
    }
    let days = try value(.legacyUntil, on: generation, core)
    return CalendarDate(daysSinceEpoch: Int32(clamping: days))
  }
}
