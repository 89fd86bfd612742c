// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Makes the model of a document that has passed the schema.
struct FootprintBuilder {
  var checker: SchemaChecker

  /// The model, or nil when a value fits its key but not the rest of the document.
  mutating func model(_ record: SchemaRecord) -> FootprintModel? {
    let product = record.record("product")
    let statement = statement(record, product)
    let processes = record.records("processes").map { process($0) }
    guard checker.problems.isEmpty, let statement else { return nil }
    let limits = record.optionalRecord("cut-off-limits")
    return FootprintModel(
      statement: statement, product: product.text("made-by"),
      electricity: Self.code(record.text("electricity")), processes: processes,
      cutOffs: record.records("cut-offs").map {
        CutOff(name: $0.text("name"), percent: $0.decimal("share"), reason: $0.text("reason"))
      },
      cutOffLimits: limits.map {
        CutOffLimits(single: $0.decimal("single"), total: $0.decimal("total"))
      } ?? .common)
  }

  /// The code of a word that the schema lists in the order of the raw values.
  private static func code<Code: RawRepresentable & NamedCode>(_ word: String) -> Code
  where Code.RawValue == UInt8 {
    guard let position = Code.names.firstIndex(of: word),
      let code = Code(rawValue: UInt8(position))
    else { preconditionFailure("the schema promises one of \(Code.names)") }
    return code
  }
}

// MARK: - The statement

extension FootprintBuilder {
  private mutating func statement(
    _ record: SchemaRecord, _ product: SchemaRecord
  ) -> FootprintStatement? {
    let period = period(record.record("period"))
    let hasValidity = record.has("validity")
    let validity = record.optionalRecord("validity").flatMap { self.period($0) }
    let unit = record.record("unit")
    let mass = mass(unit)
    guard let period, !hasValidity || validity != nil, let mass else { return nil }
    let isFunctional = unit.has("functional")
    let amount = unit.amount(isFunctional ? "functional" : "declared")
    return FootprintStatement(
      identifier: record.text("footprint"), productIds: product.texts("ids"),
      classifications: product.texts("classifications"), productName: product.bilingual("name"),
      productDescription: product.optionalText("description") ?? "",
      unit: ReferenceUnit(
        isFunctional: isFunctional, amount: amount.number, unit: amount.unit,
        description: unit.optionalText("description") ?? ""),
      massPerUnit: mass, boundary: Self.code(record.text("boundary")), period: period,
      validity: validity, geography: record.optionalText("geography") ?? "",
      standards: record.texts("standards"), productRules: record.texts("product-rules"),
      assessments: record.texts("gwp").compactMap(AssessmentReport.init(name:)),
      preceding: record.texts("preceding"), comment: record.optionalText("comment") ?? "")
  }

  /// The period from the first day until the day after the last.
  private mutating func period(_ record: SchemaRecord) -> DatePeriod? {
    let (from, through) = (record.date("from"), record.date("through"))
    if let period = try? DatePeriod(start: from, end: through.adding(days: 1)) { return period }
    report(
      record, "through",
      BilingualText(
        "最后一天 \(through) 早于第一天 \(from)。",
        "The last day, \(through), is before the first, \(from)."))
    return nil
  }

  /// The kilograms of product in the unit; zero when nothing is said.
  private mutating func mass(_ unit: SchemaRecord) -> ExactDecimal? {
    guard let mass = unit.optionalAmount("mass") else { return .zero }
    switch mass.unit {
    case "kg": return mass.number
    case "g": if let kilograms = try? mass.number * Self.thousandth { return kilograms }
    case "t": if let kilograms = try? mass.number * ExactDecimal(1000) { return kilograms }
    default: break
    }
    report(
      unit, "mass",
      BilingualText("质量须以 kg、g 或 t 计。", "A mass in `kg`, `g` or `t` is expected here."))
    return nil
  }

  private static let thousandth = (try? ExactDecimal(coefficient: 1, scale: 3)) ?? .zero
}

// MARK: - Processes

extension FootprintBuilder {
  private mutating func process(_ record: SchemaRecord) -> ModelProcess {
    ModelProcess(
      id: record.text("id"), name: record.bilingual("name"),
      stage: Self.code(record.text("stage")), site: record.optionalText("site") ?? "",
      output: Self.measure(record.amount("output")),
      coProducts: record.records("co-products").map { coProduct($0) },
      allocation: record.optionalRecord("allocation").map {
        Allocation(
          basis: Self.code($0.text("by")), weight: $0.decimal("weight"),
          reason: $0.optionalText("reason") ?? "")
      },
      lines: record.records("lines").map { line($0) })
  }

  private mutating func coProduct(_ record: SchemaRecord) -> CoProduct {
    let weight = record.optionalDecimal("allocated-weight")
    return CoProduct(
      id: record.text("id"), name: record.bilingual("name"),
      output: Self.measure(record.amount("output")),
      treatment: weight.map { .allocated(weight: $0) }
        ?? .substitutes(source(record.record("substitutes"))))
  }

  private mutating func line(_ record: SchemaRecord) -> ModelLine {
    ModelLine(
      id: record.text("id"), name: record.bilingual("name"), measures: Self.measures(record),
      source: source(record),
      category: record.optionalText("category").map(Self.code) ?? .fossil,
      isPackaging: record.optionalFlag("packaging") ?? false,
      isPrimary: record.optionalFlag("primary") ?? false,
      quality: record.optionalRecord("quality").map {
        DataQuality(
          technological: UInt8($0.integer("technology")),
          geographical: UInt8($0.integer("geography")), temporal: UInt8($0.integer("time")))
      },
      uncertainty: record.optionalRecord("uncertainty").map(Self.uncertainty),
      supplier: record.optionalText("supplier") ?? "",
      evidence: record.items("evidence").compactMap { item in
        guard case .bytes(let bytes) = item else { return nil }
        return bytes
      })
  }

  private static func measures(_ record: SchemaRecord) -> [Measure] {
    if let amount = record.optionalAmount("amount") { return [measure(amount)] }
    if let transport = record.optionalRecord("transport") {
      return [measure(transport.amount("mass")), measure(transport.amount("distance"))]
    }
    return record.items("amounts").compactMap { item in
      guard case .amount(let amount) = item else { return nil }
      return measure(amount)
    }
  }

  private static func measure(_ amount: SchemaAmount) -> Measure {
    Measure(amount.number, amount.unit)
  }

  private mutating func source(_ record: SchemaRecord) -> LineSource {
    let carbon = record.optionalFlag("carbon")
    if let code = record.optionalText("factor") {
      return .factors([code], carbon: carbon ?? false)
    }
    if record.has("factors") { return .factors(record.texts("factors"), carbon: carbon ?? false) }
    if carbon != nil {
      report(
        record, "carbon",
        BilingualText(
          "carbon 只与 factor 或 factors 同用。", "`carbon` is used with `factor` or `factors` only."))
    }
    if let id = record.optionalText("process") { return .process(id) }
    if let identifier = record.optionalText("footprint") { return .footprint(identifier) }
    if let choice = record.optionalRecord("electricity") {
      return .electricity(
        LineSource.Electricity(
          average: choice.optionalText("average") ?? "",
          certified: choice.optionalText("certified") ?? "",
          residual: choice.optionalText("residual") ?? ""))
    }
    return .credit(record.text("credit"))
  }

  private static func uncertainty(_ record: SchemaRecord) -> Uncertainty {
    func ends(_ key: String) -> (low: ExactDecimal, high: ExactDecimal) {
      let shares: [ExactDecimal] = record.items(key).compactMap { item in
        guard case .decimal(let number) = item else { return nil }
        return number
      }
      precondition(shares.count == 2, "the schema promises two shares")
      return (shares[0], shares[1])
    }
    if let deviation = record.optionalDecimal("lognormal") {
      return .lognormal(geometricDeviation: deviation)
    }
    if let percent = record.optionalDecimal("normal") { return .normal(percent: percent) }
    if record.has("triangular") {
      let (low, high) = ends("triangular")
      return .triangular(lowPercent: low, highPercent: high)
    }
    let (low, high) = ends("uniform")
    return .uniform(lowPercent: low, highPercent: high)
  }

  private mutating func report(_ record: SchemaRecord, _ key: String, _ message: BilingualText) {
    let path = record.path.isEmpty ? key : "\(record.path).\(key)"
    checker.report(checker.places[path] ?? .first, path, message)
  }
}

extension SystemBoundary: NamedCode {}
extension ElectricityMethod: NamedCode {}
extension LifeCycleStage: NamedCode {}
extension EmissionCategory: NamedCode {}
extension Allocation.Basis: NamedCode {}
