// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// What a document says, once its properties are known to be well-formed, checked across them.
struct PACTDraft {
  let statement: FootprintStatement
  let totals: PACTTotals
  let companyName: String
  let created: Timestamp

  init?(_ footprint: PACTTree, _ check: inout PACTCheck) {
    let pcf = footprint.object("pcf")
    let times = PACTTimes(footprint, pcf, &check)
    let geography = Self.geography(pcf, &check)
    Self.checkInclusion(pcf, &check)
    Self.checkAdvice(footprint, pcf, &check)
    let totals = PACTTotals(pcf, &check)
    guard let times, let totals, check.problems.isEmpty,
      let identifier = footprint.text("id")?.lowercased(),
      let name = footprint.text("productNameCompany"),
      let companyName = footprint.text("companyName"),
      let created = footprint.instant("created"),
      let unit = pcf.text("declaredUnitOfMeasurement").flatMap({ PACTUnit.symbol(of: $0) }),
      let amount = pcf.decimal("declaredUnitAmount"),
      let mass = pcf.decimal("productMassPerDeclaredUnit")
    else { return nil }
    self.totals = totals
    self.companyName = companyName
    self.created = created
    statement = FootprintStatement(
      identifier: identifier, productIds: footprint.texts("productIds"),
      classifications: footprint.texts("productClassifications"),
      productName: BilingualText(name, name),
      productDescription: footprint.text("productDescription") ?? "",
      unit: ReferenceUnit(amount: amount, unit: unit), massPerUnit: mass,
      boundary: .cradleToGate, period: times.reference, validity: times.validity,
      geography: geography, standards: pcf.texts("crossSectoralStandards"),
      productRules: Self.rules(pcf),
      assessments: pcf.texts("ipccCharacterizationFactors")
        .compactMap { AssessmentReport(name: $0) },
      preceding: footprint.texts("precedingPfIds").map { $0.lowercased() },
      comment: footprint.text("comment") ?? "")
  }

  /// The one place, or empty for the world.
  private static func geography(_ pcf: PACTTree, _ check: inout PACTCheck) -> String {
    let present = PACTGeography.properties.filter { pcf[$0] != nil }
    if present.count > 1 {
      let names = present.joined(separator: ", ")
      check.refuse(
        .statement, "/pcf/\(present[1])", BilingualText(names, names),
        BilingualText("至多一个地理属性", "at most one property of geography"))
    }
    return present.first.flatMap { pcf.text($0) } ?? ""
  }

  /// Amounts must not be stated for what is said not to be included.
  private static func checkInclusion(_ pcf: PACTTree, _ check: inout PACTCheck) {
    let rules = [
      ("packagingEmissionsIncluded", ["packagingGhgEmissions"]),
      (
        "ccsTechnologicalCO2CaptureIncluded",
        ["ccsTechnologicalCO2Capture", "technologicalCO2Removals"]
      ),
    ]
    for (flag, amounts) in rules where pcf.boolean(flag) == false {
      for name in amounts where pcf[name] != nil {
        check.refuse(
          .statement, "/pcf/\(name)",
          BilingualText("有值,而 \(flag) 为 false", "a value, while \(flag) is false"),
          BilingualText("省略", "no value"))
      }
    }
  }

  /// What PACT's words ask for beyond its schema, and its own examples do not always have.
  private static func checkAdvice(
    _ footprint: PACTTree, _ pcf: PACTTree, _ check: inout PACTCheck
  ) {
    let asked = [
      "packagingEmissionsIncluded", "ccsTechnologicalCO2CaptureIncluded", "primaryDataShare",
    ]
    for name in asked where pcf[name] == nil {
      check.warn("/pcf/\(name)", "PACT 方法学要求填写", "the PACT methodology asks for it")
    }
    for (position, item) in pcf.items("productOrSectorSpecificRules").enumerated() {
      let rule = PACTTree(item)
      guard rule.text("operator") == "Other", rule["otherOperatorName"] == nil else { continue }
      check.warn(
        "/pcf/productOrSectorSpecificRules/\(position)/otherOperatorName",
        "operator 为 Other 时应填写", "it should name the operator, which is Other")
    }
    if let version = footprint.text("specVersion"), !version.hasPrefix("3.0.") {
      check.warn("/specVersion", "高于所检查的 3.0", "later than 3.0, which was checked")
    }
  }

  /// The rules followed, each `OPERATOR: NAME`.
  private static func rules(_ pcf: PACTTree) -> [String] {
    pcf.items("productOrSectorSpecificRules").flatMap { item in
      let rule = PACTTree(item)
      let by = rule.text("otherOperatorName") ?? rule.text("operator") ?? ""
      return rule.texts("ruleNames").map { "\(by): \($0)" }
    }
  }
}

/// The reference period and the validity of a document.
struct PACTTimes {
  let reference: DatePeriod
  let validity: DatePeriod?

  init?(_ footprint: PACTTree, _ pcf: PACTTree, _ check: inout PACTCheck) {
    guard let start = pcf.instant("referencePeriodStart"),
      let end = pcf.instant("referencePeriodEnd")
    else { return nil }
    guard start < end else {
      check.refuse(
        .statement, "/pcf/referencePeriodEnd", Self.text(end),
        BilingualText("晚于 referencePeriodStart", "after referencePeriodStart"))
      return nil
    }
    let validStart = footprint.instant("validityPeriodStart")
    let validEnd = footprint.instant("validityPeriodEnd")
    let latest = PACTInstant.adding(years: 3, to: end)
    if let validStart, validStart < end {
      check.refuse(
        .statement, "/validityPeriodStart", Self.text(validStart),
        BilingualText("不早于 referencePeriodEnd,\(end)", "not before referencePeriodEnd, \(end)"))
    }
    if let validEnd, validEnd > latest { Self.checkEnd(validEnd, latest, of: end, &check) }
    let (first, last) = (validStart ?? end, min(validEnd ?? latest, latest))
    guard first < last else {
      let name = validEnd == nil ? "validityPeriodStart" : "validityPeriodEnd"
      check.refuse(
        .statement, "/\(name)", Self.text(validEnd ?? first),
        BilingualText("结束晚于开始的有效期", "a validity that ends after its start"))
      return nil
    }
    guard let reference = Self.period(start, end), let validity = Self.period(first, last) else {
      return nil
    }
    self.reference = reference
    self.validity = validStart == nil && validEnd == nil ? nil : validity
  }

  /// A validity beyond three years is refused.
  ///
  /// PACT's own examples run to the end of the third calendar year: that much is let pass with a
  /// warning, and not relied upon.
  private static func checkEnd(
    _ validEnd: Timestamp, _ latest: Timestamp, of end: Timestamp, _ check: inout PACTCheck
  ) {
    let lastDay = PACTInstant.day(end.adding(milliseconds: -1))
    let limit = CalendarDate(year: lastDay.year + 4, month: 1, day: 1) ?? lastDay
    let path = "/validityPeriodEnd"
    guard PACTInstant.dayAfter(validEnd) > limit else {
      return check.warn(
        path, "晚于 referencePeriodEnd 后三年,只认至 \(latest)",
        "more than three years after referencePeriodEnd; it counts until \(latest)")
    }
    check.refuse(
      .statement, path, text(validEnd),
      BilingualText(
        "至迟 referencePeriodEnd 后三年,\(latest)",
        "at most three years after referencePeriodEnd, \(latest)"))
  }

  /// The days of UTC that the instants touch.
  private static func period(_ start: Timestamp, _ end: Timestamp) -> DatePeriod? {
    try? DatePeriod(start: PACTInstant.day(start), end: PACTInstant.dayAfter(end))
  }

  private static func text(_ instant: Timestamp) -> BilingualText {
    BilingualText("\(instant)", "\(instant)")
  }
}
