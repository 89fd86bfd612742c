// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine
public import Quantities

extension MethodologyDocument {
  /// A document for a new methodology, with a comment at every part, which reads and checks as it
  /// stands: the author replaces piece after piece and checks in between.
  ///
  /// - Parameters:
  ///   - identity: What the methodology is called.
  ///   - date: The first event date, and the date of its worked example.
  public static func template(for identity: Methodology.Identity, from date: CalendarDate) -> String
  {
    pattern.replacing("@IDENTITY", with: identity.description)
      .replacing("@DATE", with: date.description)
  }

  private static let pattern = """
    # 标题 / Title. Lines that start with # are comments; replace what is written here by yours, and
    # run `tanzhang methodology check` on this file after every change. The guide is
    # docs/METHODOLOGIES.md, the list of all keys docs/METHODOLOGY_SCHEMA.md.
    methodology: @IDENTITY
    title:
      zh: 方法学标题
      en: Title of the methodology
    # code: the official number, when there is one.
    # filed (已备案), standard (已发布的标准) or unfiled (未备案):
    status: unfiled
    authority: {zh: 示例机关, en: example authority}
    # The document this text follows, and its date. Elsewhere write `source: filing` to refer to it.
    filing:
      document: 《示例文件》,文号,条款
      date: @DATE

    # The event dates to which it applies; `through` may follow.
    effective: {from: @DATE}
    region: {zh: 示例市, en: example city}
    summary:
      zh: 计算什么;不能计算什么。
      en: What it computes, and what it cannot.
    additionality:
      zh: 为何额外;如何避免重复计算。
      en: Why reductions are additional, and what keeps double counting out.

    # Sources of single values; `source: study` refers to this one.
    sources:
      study: {document: 《示例研究》第 3 节, date: @DATE}

    # Who earns the reduction: a person named by each activity, or the site that is approved.
    crediting:
      holder: person
      authorisation: true
      # years: 10                 the longest crediting period
      # late_window_days: 7       reported at most so many days after the event
      # buffer: 10 %              share of each issue that goes to the buffer pool

    # One activity: interval (start and duration), day, or month; what makes it unique; what is
    # monitored, with unit, decimal places and bounds.
    activity:
      timing: interval
      natural_key:
        - 订单号 (number of the order)
      inputs:
        - name: mode
          label: {zh: 方式, en: mode}
          kind: choice
          choices: [bus, metro]
        - name: distance
          label: {zh: 距离, en: distance}
          kind: quantity
          unit: km
          decimals: 3
          minimum: 0
          maximum: 200
          evidence:
            zh: 票务记录。
            en: The record of ticketing.

    # Facts fixed when a scenario or project is approved.
    attributes:
      - name: in_other_scheme
        label: {zh: 已参加其他机制, en: in another scheme}
        kind: flag

    # Numbers that no activity can change. `values: []` when no source fixes one: the operator then
    # sets it when filing. Yearly values are several values with `from` and `through`.
    parameters:
      - name: factor
        label: {zh: 每公里减排量, en: reduction per kilometre}
        unit: gCO2e/km
        by: mode
        values:
          - {choice: bus, value: 10, source: study}
          - {choice: metro, value: 20.5, source: study}
      - name: speed_limit
        label: {zh: 最高合理速度, en: highest plausible speed}
        unit: km/h
        values: []

    # What must be true before anything is computed.
    conditions:
      - id: one-scheme
        text: {zh: 不得参加其他机制。, en: It must be in no other scheme.}
        require: not in_other_scheme
      - id: plausible-speed
        text: {zh: 速度须合理。, en: The speed must be plausible.}
        require: distance <= speed_limit × duration

    # The formula. Its exact value is cut to whole steps.
    result:
      kind: reduction
      formula: distance × factor[mode]
      step: 0.01 gCO2e
      rounding: down

    # What competes for the same reduction, and what an approval claims once: site, device, parcel.
    exclusivity:
      group: example
      schemes: [CCER]
      subjects: []

    # At least one example with the result it must give; one for each condition is a good habit.
    examples:
      - text: {zh: 地铁 8 公里。, en: 8 km by metro.}
        date: @DATE
        duration: 20 min
        attributes: {in_other_scheme: false}
        inputs: {mode: metro, distance: 8}
        parameters: {speed_limit: 120}
        result: 164 gCO2e
      - text: {zh: 时速过高。, en: Too fast.}
        date: @DATE
        duration: 1 min
        attributes: {in_other_scheme: false}
        inputs: {mode: bus, distance: 8}
        parameters: {speed_limit: 120}
        refusal: plausible-speed

    """
}
