// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities

/// Invented footprints of every shape, from a seed.
struct ExchangeGenerator {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  mutating func footprint() -> ExchangedFootprint {
    let scale = Int.random(in: 0...9, using: &random)
    let cells = cells(scale: scale)
    let result = Bool.random(using: &random) ? result(of: cells, scale: scale) : nil
    var footprint = ExchangedFootprint(
      statement: statement(), cells: cells, result: result,
      companyName: pick(["示例钢铁有限公司", "Example Steel", "织物\"示例\"厂"]),
      companyIds: some(["urn:uscc:91330100MA00000000", "urn:company:example:1"], atLeast: 1),
      created: Timestamp(
        milliseconds: Int64.random(in: 1_767_225_600_000...1_830_000_000_000, using: &random)),
      isActive: Bool.random(using: &random),
      carbon: ExchangedFootprint.CarbonContent(
        fossil: decimal(places: 3), biogenic: Bool.random(using: &random) ? decimal(places: 2) : nil
      ))
    footprint.primaryDataShare = Bool.random(using: &random) ? percent() : nil
    footprint.exemptedPercent = ExactDecimal(Int.random(in: 0...5, using: &random))
    footprint.exemptedReason = pick(["", "低于 1 %"])
    footprint.allocation = pick(["", "按质量 / by mass"])
    if Bool.random(using: &random) {
      footprint.secondarySources = [
        ExchangedFootprint.SecondarySource(name: "示例数据库", version: "2025")
      ]
    }
    if Bool.random(using: &random) {
      footprint.verification = ExchangedFootprint.Verification(
        provider: "示例核查机构", standard: "GB/T 24067-2024",
        date: CalendarDate(daysSinceEpoch: 20_500), comment: pick(["", "示例"]))
    }
    return footprint
  }

  private mutating func statement() -> FootprintStatement {
    let start = CalendarDate(daysSinceEpoch: Int32.random(in: 19_000...20_300, using: &random))
    let end = start.adding(days: Int.random(in: 1...400, using: &random))
    let validStart = end.adding(days: Int.random(in: 0...300, using: &random))
    let validEnd = validStart.adding(days: Int.random(in: 1...700, using: &random))
    let isGrave = Bool.random(using: &random)
    return FootprintStatement(
      identifier: uuid(), productIds: some(Self.products, atLeast: 1),
      classifications: some(Self.classifications, atLeast: 0),
      productName: BilingualText(
        chinese: pick(["热轧卷板", "磷酸铁锂电芯"]), english: pick(["", "Example product"])),
      productDescription: pick(["", "示例产品\n第二行"]),
      unit: ReferenceUnit(
        isFunctional: Bool.random(using: &random), amount: decimal(places: 3, above: 1),
        unit: pick(["kg", "t", "g", "kWh", "MWh", "MJ", "L", "m3", "m2", "piece", "t·km", "h", "d"]
        ),
        description: pick(["", "一千瓦时"])),
      massPerUnit: decimal(places: 4), boundary: isGrave ? .cradleToGrave : .cradleToGate,
      period: (try? DatePeriod(start: start, end: end)) ?? Self.year,
      validity: Bool.random(using: &random)
        ? try? DatePeriod(start: validStart, end: validEnd) : nil,
      geography: pick(["", "CN", "CN-33", "CN-ZJ", "DE-BW", "Eastern Asia", "US"]),
      standards: some(["GB/T 24067-2024", "ISO 14067:2018", "PACT-3.0", "ISO14067"], atLeast: 1),
      productRules: some(["PEF: 电池", "EPD International: PCR 1", "示例协会: 规则", "规则"], atLeast: 0),
      assessments: [.ar6], preceding: some([uuid(), uuid()], atLeast: 0),
      comment: pick(["", "示例"]))
  }

  private mutating func cells(scale: Int) -> [FootprintResult.Cell] {
    var cells: [FootprintResult.Cell] = []
    for stage in LifeCycleStage.allCases {
      for category in EmissionCategory.allCases where Int.random(in: 0..<3, using: &random) == 0 {
        let size = Int128(Int.random(in: 1...999_999_999_999, using: &random))
        let amount = try? ExactDecimal(
          coefficient: category.isRemoval ? -size : size, scale: scale)
        cells.append(
          FootprintResult.Cell(stage: stage, category: category, amount: amount ?? .one))
      }
    }
    return cells
  }

  private mutating func result(
    of cells: [FootprintResult.Cell], scale: Int
  ) -> FootprintResult {
    let parts = cells.enumerated().map { position, cell in
      FootprintResult.Contribution(
        process: "p\(position % 3)", line: "l\(position)", stage: cell.stage,
        category: cell.category, reference: pick(["cn/electricity@1", "cn/diesel@1", "x@1"]),
        supplier: "", substance: "CO2e", activity: .one, activityUnit: "kWh",
        amount: cell.amount, isPrimary: Bool.random(using: &random),
        isPackaging: Int.random(in: 0..<4, using: &random) == 0)
    }
    return FootprintResult(
      cells: cells, scale: scale, contributions: parts, primaryDataShare: percent(),
      quality: Bool.random(using: &random)
        ? FootprintResult.WeightedQuality(
          technological: .one, geographical: ExactDecimal(3), temporal: ExactDecimal(5)) : nil,
      cutOffPercent: .zero)
  }

  private mutating func decimal(places: Int, above lowest: Int64 = 0) -> ExactDecimal {
    let value = Int64.random(in: lowest...9_999_999, using: &random)
    return (try? ExactDecimal(coefficient: Int128(value), scale: places)) ?? .one
  }

  private mutating func percent() -> ExactDecimal {
    let value = Int64.random(in: 0...10_000, using: &random)
    return (try? ExactDecimal(coefficient: Int128(value), scale: 2)) ?? .one
  }

  mutating func uuid() -> String {
    let digits = random.bytes(16).map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }
    let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    return groups.joined(separator: "-")
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: items.indices, using: &random)]
  }

  private mutating func some(_ items: [String], atLeast count: Int) -> [String] {
    let kept = items.filter { _ in Bool.random(using: &random) }
    return kept.count < count ? [pick(items)] : kept
  }

  static let year: DatePeriod = {
    let start = CalendarDate(daysSinceEpoch: 20_089)
    guard let year = try? DatePeriod(start: start, end: start.adding(years: 1)) else {
      preconditionFailure("a year is not empty")
    }
    return year
  }()
  private static let products = [
    "urn:gtin:6901234567892", "urn:pact:example.org:product-id:A-1",
    "urn:pact:cas.org:substance-number:7439-89-6",
  ]
  private static let classifications = [
    "urn:pact:productclassification:hs:850760", "urn:pact:productclassification:cn:85076000",
    "urn:cpc:4641",
  ]
}
