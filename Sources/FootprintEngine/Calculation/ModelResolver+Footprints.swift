// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// The index of an upstream footprint, or `nil` when there is none.
  ///
  /// What is wrong with it is looked for once and kept in `footprintProblems`.
  mutating func footprint(_ identifier: String) -> Int? {
    if let index = footprints[identifier] { return index }
    if footprintProblems[identifier] != nil { return nil }
    guard let footprint = sources.footprint(identifier) else {
      footprintProblems[identifier] = [
        Finding(
          rule: .upstream,
          found: BilingualText("没有足迹“\(identifier)”。", "There is no footprint “\(identifier)”."),
          required: BilingualText("账本上的一个产品碳足迹。", "A footprint on the ledger."))
      ]
      return nil
    }
    footprintProblems[identifier] = findings(footprint)
    let index = system.footprints.count
    system.footprints.append(footprint)
    footprints[identifier] = index
    return index
  }

  private mutating func findings(_ footprint: UpstreamFootprint) -> [Finding] {
    var findings: [Finding] = []
    func find(_ rule: FootprintRule, _ found: BilingualText, _ required: BilingualText) {
      findings.append(Finding(rule: rule, found: found, required: required))
    }
    if footprint.identifier == model.statement.identifier {
      find(
        .circle, BilingualText("足迹引用自己。", "The footprint refers to itself."),
        BilingualText("上游足迹不含本足迹。", "Footprints that do not rest on this one."))
    }
    if footprint.isWithdrawn {
      find(
        .upstream,
        BilingualText("上游足迹已撤回,或以撤回的足迹为基础。", "It was withdrawn, or rests on one."),
        BilingualText("有效的上游足迹。", "An upstream footprint that stands."))
    }
    if !footprint.validPeriod.contains(date) {
      let (start, end) = (footprint.validPeriod.start, footprint.validPeriod.end)
      find(
        .upstream,
        BilingualText("有效期自\(start)至\(end)之前。", "It is valid from \(start) until before \(end)."),
        BilingualText("在计算日\(date)有效。", "Valid on the day of the calculation, \(date)."))
    }
    if footprint.unit.amount <= .zero || (try? units.number(of: footprint.unit.unit)) == nil {
      let text = "\(footprint.unit.amount) \(footprint.unit.unit)"
      find(
        .upstream, BilingualText("单位“\(text)”。", "The unit “\(text)”."),
        BilingualText("大于零的已知单位。", "A known unit of an amount above zero."))
    }
    let edition = model.statement.assessments.first
    if footprint.assessments.isEmpty || footprint.assessments.contains(where: { $0 != edition }) {
      let names = footprint.assessments.map(\.name).joined(separator: ", ")
      find(
        .assessment, BilingualText("上游足迹采用“\(names)”。", "It stands on “\(names)”."),
        BilingualText("\(edition?.name ?? "—")。", "Only \(edition?.name ?? "—")."))
    }
    for category in EmissionCategory.allCases {
      guard let value = footprint.values[category], !value.isZero else { continue }
      guard value.isNegative != category.isRemoval else { continue }
      find(
        .signs, BilingualText("\(category.title.chinese)\(value)", "\(category.name) \(value)"),
        category.isRemoval
          ? BilingualText("清除不大于零。", "Removals of zero or below.")
          : BilingualText("排放不小于零。", "Emissions of zero or above."))
    }
    return findings
  }
}
