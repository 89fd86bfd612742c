// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Writes random methodologies whose dimensions agree, and activities for them.
struct RandomMethodology {
  var random: SplitMix64
  private var isInRow = false

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// What a generated expression measures.
  enum Measure: CaseIterable {
    case plain, length, energy, gas

    var unit: String {
      switch self {
      case .plain: "1"
      case .length: "km"
      case .energy: "kWh"
      case .gas: "gCO2e"
      }
    }
  }

  private static let inputs: [Methodology.InputDefinition] = [
    SampleMethodology.quantity("distance", "km", 2, "0", "300"),
    SampleMethodology.quantity("change", "kWh", 3, "-50", "50"),
    SampleMethodology.input("mode", .choice(["bus", "metro", "bike"])),
    SampleMethodology.input("peak", .flag),
    SampleMethodology.input("day", .date),
    SampleMethodology.input(
      "meters",
      .list(
        [
          SampleMethodology.quantity("use", "MWh", 4, "0", "2.5"),
          SampleMethodology.input("kind", .choice(["bus", "metro", "bike"])),
          SampleMethodology.input("read", .date),
        ], minimum: 0, maximum: 5)),
  ]
  private static let attributes = [SampleMethodology.quantity("persons", "1", 0, "1", "8")]

  /// A methodology; the check may still refuse it for a range that cannot be proved.
  mutating func methodology() -> Methodology {
    var definitions: [Methodology.Definition] = []
    let parameters = self.parameters()
    for number in 0..<pick(3) {
      definitions.append(SampleMethodology.definition("gas_\(number)", expression(.gas, 3)))
    }
    let conditions = (0..<pick(2)).map {
      SampleMethodology.condition("c\($0)", condition(2))
    }
    var formula = expression(.gas, 4)
    for definition in definitions { formula += " + \(definition.name)" }
    var result = SampleMethodology.make(
      inputs: Self.inputs, attributes: Self.attributes, parameters: parameters,
      definitions: definitions, conditions: conditions, formula: "max(\(formula), 0)")
    result.result.rounding = Rounding.allCases[pick(Rounding.allCases.count)]
    result.result.step = SampleMethodology.decimal(["0.001", "0.01", "0.25", "7"][pick(4)])
    return result
  }

  /// The flat values of an activity; half of them lie on a bound.
  mutating func activity() -> [Int64] {
    var flat: [Int64] = [number(0, 30_000), number(-50_000, 50_000), number(0, 2), number(0, 1)]
    flat.append(number(18_000, 21_000))
    let rows = number(0, 5)
    flat.append(rows)
    for _ in 0..<rows { flat += [number(0, 25_000), number(0, 2), number(19_000, 19_003)] }
    return flat
  }

  private mutating func parameters() -> [Methodology.ParameterDefinition] {
    let each = ["bus", "metro", "bike"].map { SampleMethodology.value(decimal(), $0) }
    let rows = ["bus", "metro", "bike"].map { SampleMethodology.value(decimal(), $0) }
    return [
      SampleMethodology.parameter("per_km", "gCO2e/km", by: "mode", each),
      SampleMethodology.parameter("per_kwh", "kgCO2e/kWh", by: "meters.kind", rows),
      SampleMethodology.parameter(
        "share", "%",
        [
          SampleMethodology.value(decimal(), through: "2022-06-30"),
          SampleMethodology.value(decimal(), from: "2022-07-01"),
        ]),
      SampleMethodology.parameter(
        "ratio", "1", [SampleMethodology.value(decimal(isPositive: true))]),
    ]
  }

  private mutating func decimal(isPositive: Bool = false) -> String {
    let sign = !isPositive && pick(6) == 0 ? "-" : ""
    return "\(sign)\(pick(40)).\(1 + pick(98))"
  }

  private mutating func expression(_ measure: Measure, _ depth: Int) -> String {
    guard depth > 0 else { return leaf(measure) }
    let inner = depth - 1
    switch pick(11) {
    case 0: return "(\(expression(measure, inner)) + \(expression(measure, inner)))"
    case 1: return "(\(expression(measure, inner)) - \(expression(measure, inner)))"
    case 2: return "\(expression(measure, inner)) * \(expression(.plain, 0))"
    case 3:
      return "\(expression(measure, inner)) / \(["3", "ratio", "0.7", "(ratio + 1)"][pick(4)])"
    case 4:
      let name = ["min", "max"][pick(2)]
      return "\(name)(\(expression(measure, inner)), \(expression(measure, inner)))"
    case 5:
      return "(if \(condition(inner)) then \(expression(measure, inner)) else "
        + "\(expression(measure, inner)))"
    case 6:
      let name = ["floor", "ceil", "round"][pick(3)]
      return "\(name)(\(expression(measure, inner)), 0.\(1 + pick(9)) [\(measure.unit)])"
    case 7:
      let mode = ["down", "up", "half_even", "half_up"][pick(4)]
      return "divide(\(expression(measure, inner)), persons, 0.01 [\(measure.unit)], \(mode))"
    case 8:
      return "(if distance > 0.5 [km] then divide(\(expression(measure, inner)), distance, "
        + "0.1 [\(measure.unit)/km], down) * 1 [km] else -\(leaf(measure)))"
    case 9 where measure == .gas: return "\(expression(.length, inner)) * per_km[mode]"
    case 10 where measure == .gas && !isInRow:
      isInRow = true
      defer { isInRow = false }
      return "sum(r in meters: \(expression(.energy, min(inner, 2))) * per_kwh[r.kind])"
    default: return leaf(measure)
    }
  }

  private mutating func leaf(_ measure: Measure) -> String {
    switch measure {
    case .plain:
      ["share", "ratio", "persons", "count(meters)", "2.5", "years(day, date) / 1 [a]"][pick(6)]
    case .length: ["distance", "12.25 [km]", "0 [km]", "duration * 30 [km/h]"][pick(4)]
    case .energy:
      isInRow
        ? ["r.use", "change", "3.6 [MJ]", "days(r.read, date) * 0.1 [kW]"][pick(4)]
        : ["change", "0.5 [kWh]", "days(day, date) * 0.1 [kW]"][pick(3)]
    case .gas: ["17 [gCO2e]", "0.3 [kgCO2e] * share", "distance * per_km[\"metro\"]"][pick(3)]
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    let sign = ["<", "<=", ">", ">=", "==", "!="][pick(6)]
    if depth > 0 {
      switch pick(5) {
      case 0: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
      case 1: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
      case 2: return "not \(condition(depth - 1))"
      case 3 where !isInRow:
        isInRow = true
        defer { isInRow = false }
        return "\(["all", "any"][pick(2)])(r in meters: r.use \(sign) \(expression(.energy, 1)))"
      default: break
      }
    }
    switch pick(6) {
    case 0: return "peak"
    case 1: return "mode \(["==", "!="][pick(2)]) \"\(["bus", "metro", "bike"][pick(3)])\""
    case 2: return "day \(sign) \"2022-07-01\""
    case 3: return "date \(sign) day"
    case 4 where !isInRow: return "distinct(r in meters: \(["r.read", "r.kind"][pick(2)]))"
    default:
      let measure = Measure.allCases[pick(4)]
      return "\(expression(measure, 1)) \(sign) \(expression(measure, 1))"
    }
  }

  mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  private mutating func number(_ low: Int64, _ high: Int64) -> Int64 {
    switch pick(4) {
    case 0: low
    case 1: high
    default: Int64.random(in: low...high, using: &random)
    }
  }
}
