// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// An example model with its texts, numbers, sources and options changed at random.
struct VariedFootprint {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func vary(_ model: FootprintModel) -> FootprintModel {
    var model = model
    model.statement.productName = name()
    model.statement.productDescription = flip() ? "" : text()
    model.statement.unit.isFunctional = flip()
    model.statement.unit.amount = number()
    model.statement.massPerUnit = flip() ? .zero : number()
    model.statement.boundary = some(of: SystemBoundary.allCases)
    model.statement.period = period()
    model.statement.validity = flip() ? nil : period()
    model.statement.assessments = flip() ? [.ar6] : [.ar5, .ar6]
    model.statement.comment = flip() ? "" : text()
    model.statement.productRules = flip() ? [] : [line(), "Other: " + line()]
    model.electricity = some(of: ElectricityMethod.allCases)
    model.cutOffs = flip() ? [] : [CutOff(name: text(), percent: number(), reason: text())]
    model.cutOffLimits = flip() ? .common : CutOffLimits(single: number(), total: number())
    for position in model.processes.indices { vary(&model.processes[position]) }
    return model
  }

  private mutating func vary(_ process: inout ModelProcess) {
    process.name = name()
    process.stage = some(of: LifeCycleStage.allCases)
    process.site = flip() ? "" : line()
    process.output = measure()
    process.coProducts = (0..<below(3)).map { position in
      CoProduct(
        id: "by-\(position)", name: name(), output: measure(),
        treatment: flip() ? .allocated(weight: number()) : .substitutes(source()))
    }
    process.allocation =
      flip()
      ? nil
      : Allocation(
        basis: some(of: Allocation.Basis.allCases), weight: number(),
        reason: flip() ? "" : text())
    if below(8) == 0 { process.lines = [] }
    for position in process.lines.indices { vary(&process.lines[position]) }
  }

  private mutating func vary(_ line: inout ModelLine) {
    line.name = name()
    line.measures = (0...below(3)).map { _ in measure() }
    line.source = source()
    line.category = some(of: EmissionCategory.allCases)
    line.isPackaging = flip()
    line.isPrimary = flip()
    line.quality =
      flip() ? nil : DataQuality(technological: 1, geographical: 5, temporal: UInt8(1 + below(5)))
    line.uncertainty = flip() ? nil : uncertainty()
    line.supplier = flip() ? "" : self.line()
    line.evidence = (0..<below(3)).map { _ in (0..<32).map { _ in UInt8(below(256)) } }
  }

  private mutating func source() -> LineSource {
    switch below(6) {
    case 0: .factors(["cn/electricity/co2/\(below(9))@1"], carbon: flip())
    case 1: .factors(["a/b@1", "gwp/ar6/ch4-fossil@\(below(9))"], carbon: flip())
    case 2: .process(flip() ? "farm" : "farm#seed-\(below(9))")
    case 3: .footprint("00000000-0000-4000-8000-\(300_000_000_000 + below(1000))")
    case 4:
      .electricity(
        LineSource.Electricity(
          average: flip() ? "" : "x/average@1", certified: flip() ? "" : "x/wind@1",
          residual: flip() ? "" : "x/residual@1"))
    default: .credit(line())
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
    guard let period = try? DatePeriod(start: start, end: start.adding(days: 1 + below(1000)))
    else { preconditionFailure("a period of some days") }
    return period
  }

  private mutating func measure() -> Measure {
    Measure(number(), some(of: ["kg", "t", "km", "kWh", "万Nm3", "GJ/(t·km)", "1", "m²", "%"]))
  }

  private mutating func number() -> ExactDecimal {
    let digits = Int128(below(1_000_000_000)) * Int128(below(1_000_000_000) + 1)
    let number = try? ExactDecimal(coefficient: flip() ? digits : -digits, scale: below(20))
    return number ?? .zero
  }

  private mutating func name() -> BilingualText { BilingualText(text(), text()) }

  private mutating func text() -> String {
    some(of: [
      "电芯", "cell: a, \"b\"", "#1 {x}", "it's", "- dash", "yes", "12", "two\nlines", "null", "~",
      "甲、乙", "back\\slash", "a # b", "?", "[x]", "& and *", "%", "trailing:", " spaces ", "!a",
      "a: b", "@x", "`x`", "|", ">", "一,二", "“引号”", "CO₂", "é", "-", "---", "...",
    ]) + (flip() ? "" : "\(below(100))")
  }

  /// A text on one line.
  private mutating func line() -> String { text().replacing("\n", with: " ") }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func flip() -> Bool { Bool.random(using: &generator) }

  private mutating func some<Item>(of items: [Item]) -> Item { items[below(items.count)] }
}
