// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import LedgerCore
public import Quantities

extension ProductFootprints {
  /// The asset classes of certificates of green electricity.
  public static let certificateAssets = ["GEC-T", "GEC-N"]
  /// One green certificate stands for 1 000 kWh (可再生能源绿色电力证书核发和交易规则, 2024-09-06).
  private static let kilowattHours: Int128 = 1_000

  /// The kWh that certificates stand for, by process, whether or not they may be used.
  public static func energy(
    of certificates: [(process: String, count: UInt64)]
  ) -> [String: ExactDecimal] {
    var counts: [String: Int128] = [:]
    for item in certificates { counts[item.process, default: 0] += Int128(item.count) }
    return counts.mapValues { ExactDecimal($0 * kilowattHours) }
  }

  /// PCF-31: what certificates cover, by process, in kWh.
  ///
  /// - Parameter preceding: The footprints the new one takes the place of, whose certificates it
  ///   may take over.
  /// - Throws: Rule 16 for a model that is not market-based, rule 24 for units that are no
  ///   certificates, rule 31 for those that are not retired for this owner, site and period, or
  ///   serve another footprint.
  public func certifiedEnergy(
    _ certificates: [DeclarationRecord.Certificates], of owner: UInt32,
    for model: FootprintModel, preceding: [UInt32], _ core: CoreState
  ) throws(Rejection) -> [String: ExactDecimal] {
    // On a number by location they would be used up and count for nothing.
    guard certificates.isEmpty || model.electricity == .marketBased else {
      throw Rejection(
        FootprintRules.marketBased, found: model.electricity.name,
        required: BilingualText(
          "使用绿证的模型须为 \(ElectricityMethod.marketBased.name)",
          "\(ElectricityMethod.marketBased.name), for a model that draws on certificates"))
    }
    var ranges: [(series: UInt32, range: ClosedRange<UInt64>)] = []
    for item in certificates {
      let series = try core.requireSeries(item.series)
      let asset = core.assets[series.asset].code
      guard Self.certificateAssets.contains(asset) else {
        throw Rejection(
          FootprintRules.offsets, found: "\(series.prefix): \(asset)",
          required: Self.certificateAssets.joined(separator: " / "))
      }
      let range = try core.requireRange(first: item.first, count: item.count)
      guard let process = model.processes.first(where: { $0.id == item.process }) else {
        throw Rejection(
          FootprintRules.certificates, found: "process \"\(item.process)\": —",
          required: BilingualText("模型中的过程", "a process of the model"))
      }
      if ranges.contains(where: { $0.series == item.series && $0.range.overlaps(range) }) {
        throw Self.used(series, range, by: model.statement.identifier)
      }
      let new = Draw(
        owner: owner, process: process, period: model.statement.period, series: series,
        number: item.series)
      try Self.requireRetired(range, for: new, core)
      try requireUnused(range, for: new, model.statement, preceding)
      ranges.append((item.series, range))
    }
    return Self.energy(of: certificates.map { ($0.process, $0.count) })
  }

  /// What draws on certificates of one series.
  private struct Draw {
    let owner: UInt32
    let process: ModelProcess
    let period: DatePeriod
    let series: Series
    let number: UInt32
  }

  private static func requireRetired(
    _ range: ClosedRange<UInt64>, for draw: Draw, _ core: CoreState
  ) throws(Rejection) {
    var serial = range.lowerBound
    while true {
      guard let retirement = core.retirement(of: draw.number, holding: serial) else {
        let (segment, _) = core.holdings.segment(of: draw.number, holding: serial)
        let state =
          segment.isIssued ? segment.standing.name : BilingualText("未核发", "not issued")
        throw Rejection(
          FootprintRules.certificates,
          found: BilingualText(
            "\(draw.series.prefix) \(serial):\(state.chinese)",
            "\(draw.series.prefix) \(serial): \(state.english)"),
          required: Standing.retired.name)
      }
      try requireMeant(retirement, for: draw)
      guard retirement.range.upperBound < range.upperBound else { return }
      serial = retirement.range.upperBound + 1
    }
  }

  /// The retirement names this owner, a period of consumption inside the footprint's, this site.
  private static func requireMeant(
    _ retirement: Retirement, for draw: Draw
  ) throws(Rejection) {
    let terms = retirement.terms
    let numbers =
      "\(draw.series.prefix) \(retirement.range.lowerBound)–\(retirement.range.upperBound)"
    guard terms.beneficiary == draw.owner else {
      let beneficiary =
        terms.beneficiary.map { "\(coded: "participant", $0)" } ?? terms.beneficiaryName
      throw Rejection(
        FootprintRules.certificates,
        found: BilingualText("\(numbers):受益方 \(beneficiary)", "\(numbers): for \(beneficiary)"),
        required: BilingualText(
          "受益方 \(coded: "participant", draw.owner)", "for \(coded: "participant", draw.owner)"))
    }
    guard let months = terms.months, draw.period.start <= months.lowerBound.firstDay,
      months.upperBound.lastDay < draw.period.end
    else {
      let found = terms.months.map { "\($0.lowerBound) … \($0.upperBound)" } ?? "—"
      throw Rejection(
        FootprintRules.certificates,
        found: BilingualText("\(numbers):消费期间 \(found)", "\(numbers): consumed \(found)"),
        required: "\(draw.period)")
    }
    guard draw.process.site.isEmpty || terms.reference == draw.process.site else {
      throw Rejection(
        FootprintRules.certificates,
        found: BilingualText(
          "\(numbers):场所 \"\(terms.reference)\"", "\(numbers): site \"\(terms.reference)\""),
        required: BilingualText("场所 \(draw.process.site)", "site \(draw.process.site)"))
    }
  }

  /// Nobody else uses the certificates; what the new footprint takes the place of may have.
  private func requireUnused(
    _ range: ClosedRange<UInt64>, for draw: Draw, _ statement: FootprintStatement,
    _ preceding: [UInt32]
  ) throws(Rejection) {
    for use in certificateUses.uses(of: draw.number, in: range) {
      let user = footprints[use.footprint]
      let isSameProduct = user.statement.productIds.contains(where: statement.productIds.contains)
      if isSameProduct, leads(from: use.footprint, to: preceding) { continue }
      throw Self.used(draw.series, use.range, by: user.statement.identifier)
    }
  }

  /// Whether the footprint is one of `targets` or one of them took its place, directly or through
  /// others.
  private func leads(from number: UInt32, to targets: [UInt32]) -> Bool {
    var next: UInt32? = number
    while let number = next {
      if targets.contains(number) { return true }
      next = footprints[number].successor
    }
    return false
  }

  private static func used(
    _ series: Series, _ range: ClosedRange<UInt64>, by identifier: String
  ) -> Rejection {
    let numbers = "\(series.prefix) \(range.lowerBound)–\(range.upperBound)"
    return Rejection(
      FootprintRules.certificates,
      found: BilingualText("\(numbers):已用于 \(identifier)", "\(numbers): used in \(identifier)"),
      required: BilingualText("未使用的绿证", "certificates not used yet"))
  }
}
