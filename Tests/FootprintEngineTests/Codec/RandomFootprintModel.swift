// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Models with anything in them that a model can hold, whether it makes sense or not.
struct RandomFootprintModel {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func model() -> FootprintModel {
    FootprintModel(
      statement: statement(), product: id(), electricity: some(of: ElectricityMethod.allCases),
      processes: list(1...4) { $0.process() },
      cutOffs: list(0...2) { CutOff(name: $0.text(), percent: $0.number(), reason: $0.text()) },
      cutOffLimits: flip() ? .common : CutOffLimits(single: number(), total: number()))
  }

  private mutating func statement() -> FootprintStatement {
    FootprintStatement(
      identifier: "00000000-0000-4000-8000-\(100_000_000_000 + below(1000))",
      productIds: list(1...3) { "urn:gtin:\($0.below(1_000_000))" },
      classifications: list(0...2) { "urn:pact:productclassification:hs:\($0.below(999_999))" },
      productName: name(), productDescription: flip() ? "" : text(),
      unit: ReferenceUnit(
        isFunctional: flip(), amount: number(), unit: unit(),
        description: flip() ? "" : text()),
      massPerUnit: number(), boundary: some(of: SystemBoundary.allCases), period: period(),
      validity: flip() ? nil : period(), geography: some(of: ["", "CN", "CN-33"]),
      standards: list(1...2) { $0.some(of: ["GB/T 24067-2024", "ISO14067"]) },
      productRules: list(0...2) { "Other: \($0.text())" },
      assessments: list(1...2) { $0.some(of: AssessmentReport.allCases) },
      preceding: list(0...2) { "00000000-0000-4000-8000-\(200_000_000_000 + $0.below(1000))" },
      comment: flip() ? "" : text())
  }

  private mutating func process() -> ModelProcess {
    ModelProcess(
      id: id(), name: name(), stage: some(of: LifeCycleStage.allCases),
      site: flip() ? "" : text(), output: measure(), coProducts: list(0...2) { $0.coProduct() },
      allocation: flip()
        ? nil
        : Allocation(
          basis: some(of: Allocation.Basis.allCases), weight: number(),
          reason: flip() ? "" : text()),
      lines: list(0...4) { $0.line() })
  }

  private mutating func coProduct() -> CoProduct {
    CoProduct(
      id: id(), name: name(), output: measure(),
      treatment: flip() ? .allocated(weight: number()) : .substitutes(source()))
  }

  private mutating func line() -> ModelLine {
    ModelLine(
      id: id(), name: name(), measures: list(1...3) { $0.measure() }, source: source(),
      category: some(of: EmissionCategory.allCases), isPackaging: flip(), isPrimary: flip(),
      quality: flip()
        ? nil
        : DataQuality(technological: grade(), geographical: grade(), temporal: grade()),
      uncertainty: flip() ? nil : uncertainty(), supplier: flip() ? "" : text(),
      evidence: list(0...2) { random in (0..<32).map { _ in UInt8(random.below(256)) } })
  }

  private mutating func source() -> LineSource {
    switch below(6) {
    case 0: .factors([code()], carbon: false)
    case 1: .factors(list(2...4) { $0.code() }, carbon: flip())
    case 2: .process(flip() ? id() : "\(id())#\(id())")
    case 3: .footprint("00000000-0000-4000-8000-\(300_000_000_000 + below(1000))")
    case 4:
      .electricity(
        LineSource.Electricity(
          average: code(), certified: flip() ? "" : code(), residual: flip() ? "" : code()))
    default: .credit(code())
    }
  }

  private mutating func uncertainty() -> Uncertainty {
    switch below(4) {
    case 0: .lognormal(geometricDeviation: number())
    case 1: .normal(percent: number())
    case 2: .triangular(lowPercent: number(), highPercent: number())
    default: .uniform(lowPercent: number(), highPercent: number())
    }
  }

  private mutating func period() -> DatePeriod {
    let start = CalendarDate(daysSinceEpoch: Int32(18_000 + below(3000)))
    // One day more is later, so the period is not empty.
    guard let period = try? DatePeriod(start: start, end: start.adding(days: 1 + below(1000)))
    else { preconditionFailure("a period of some days") }
    return period
  }

  private mutating func measure() -> Measure { Measure(number(), unit()) }

  private mutating func number() -> ExactDecimal {
    let digits = Int128(below(1_000_000_000)) * Int128(below(1_000_000_000) + 1)
    let scale = below(20)
    let number = try? ExactDecimal(coefficient: flip() ? digits : -digits, scale: scale)
    return number ?? .zero
  }

  private mutating func unit() -> String {
    some(of: ["kg", "t", "kWh", "t·km", "m2", "piece", "GJ/(10^4 Nm3)"])
  }

  private mutating func code() -> String { "cn/electricity/\(id())/\(2000 + below(30))@1" }

  private mutating func id() -> String { some(of: ["cell", "power", "steel"]) + "-\(below(1000))" }

  private mutating func name() -> BilingualText { BilingualText(text(), text()) }

  private mutating func text() -> String {
    some(of: [
      "电芯", "cell: a, \"b\"", "#1 {x}", "it's", "- dash", "yes", "12", "two\nlines", "null",
      "甲、乙", "back\\slash", "a # b", "?", "[x]", "& and *", "%", "trailing:",
    ]) + (flip() ? "" : " \(below(100))")
  }

  private mutating func grade() -> UInt8 { UInt8(1 + below(5)) }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func flip() -> Bool { Bool.random(using: &generator) }

  private mutating func some<Item>(of items: [Item]) -> Item { items[below(items.count)] }

  private mutating func list<Item>(
    _ range: ClosedRange<Int>, _ make: (inout Self) -> Item
  ) -> [Item] {
    (0..<Int.random(in: range, using: &generator)).map { _ in make(&self) }
  }
}
