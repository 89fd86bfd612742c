// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Foundation
import LedgerService
import Quantities
import Testing

/// Comparisons with tables of others; they run when `TANZHANG_GWP_PYTHON` names a Python that has
/// the packages.
@Suite struct FactorOracleTests {
  private static let python = ProcessInfo.processInfo.environment["TANZHANG_GWP_PYTHON"]

  private static func run(_ code: String) -> [String]? {
    guard let python else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", code]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let hasPotentials = run("import globalwarmingpotentials") != nil
  private static let hasUnits = run("import pint") != nil

  /// Lines `AR6 HFC134a 1530`.
  private static let potentials = """
    from decimal import Decimal
    import globalwarmingpotentials as g
    for column, report in {"SARGWP100": "AR2", "TARGWP100": "AR3", "AR4GWP100": "AR4",
                           "AR5GWP100": "AR5", "AR6GWP100": "AR6"}.items():
        for gas, value in g.data[column].items():
            print(report, gas, format(Decimal(str(value)).normalize(), "f"))
    """

  @Test(.enabled(if: hasPotentials, "no globalwarmingpotentials (see TANZHANG_GWP_PYTHON)"))
  func `our GWP table equals globalwarmingpotentials where both have the gas`() throws {
    var ours: [String: EmissionFactor] = [:]
    for factor in try ShippedFactors.table("gwp.csv").factors {
      let gas = factor.basis.replacing("-", with: "").lowercased()
      if factor.code.contains("sf6-24300") { continue }
      #expect(ours.updateValue(factor, forKey: "\(factor.assessment?.name ?? "") \(gas)") == nil)
    }
    var (equal, theirsOnly) = (0, [String]())
    for line in try #require(Self.run(Self.potentials)) {
      let parts = line.split(separator: " ").map(String.init)
      let gas = parts[1].replacing("-", with: "").lowercased()
      guard let mine = ours.removeValue(forKey: "\(parts[0]) \(gas)") else {
        theirsOnly.append(line)
        continue
      }
      #expect(mine.value == (try ExactDecimal(text: parts[2])), "\(mine.code)")
      equal += 1
    }
    #expect(equal >= 340)
    #expect(ShippedFactors.readme.contains("\(equal) values"))
    // Both lists are documented in the readme.
    #expect(theirsOnly.count == 5)
    #expect(theirsOnly.allSatisfy { $0.hasPrefix("AR3 ") && $0.contains("CF") })
    #expect(
      ours.keys.filter { !$0.hasSuffix(" co2") }.sorted() == [
        "AR5 ch4fossil", "AR6 ch4fossil", "AR6 ch4nonfossil",
      ])
  }

  /// Our unit, and what pint calls it.
  private static let units = [
    ("mg", "milligram"), ("t", "metric_ton"), ("mm", "millimeter"), ("km", "kilometer"),
    ("km2", "kilometer**2"), ("hm2", "hectare"), ("L", "liter"), ("mL", "milliliter"),
    ("m3", "meter**3"), ("min", "minute"), ("h", "hour"), ("d", "day"), ("kWh", "kilowatt_hour"),
    ("MWh", "megawatt_hour"), ("GWh", "gigawatt_hour"), ("J", "joule"), ("kJ", "kilojoule"),
    ("MJ", "megajoule"), ("GJ", "gigajoule"), ("kW", "kilowatt"), ("MW", "megawatt"),
    ("GJ/t", "gigajoule/metric_ton"), ("t/m3", "metric_ton/meter**3"),
    ("MJ/kg", "megajoule/kilogram"), ("%", "percent"),
  ]

  @Test(.enabled(if: hasUnits, "no pint (see TANZHANG_GWP_PYTHON)"))
  func `our units are those of pint`() throws {
    let names = Self.units.map { "\"\($0.1)\"" }.joined(separator: ",")
    let code = """
      from fractions import Fraction
      import pint
      u = pint.UnitRegistry(non_int_type=Fraction)
      base = {"[mass]": u.gram, "[length]": u.meter, "[time]": u.second}
      for name in [\(names)]:
          q = u.Quantity(Fraction(1), name).to_base_units()
          print(Fraction(q.magnitude).numerator, Fraction(q.magnitude).denominator)
      """
    let lines = try #require(Self.run(code))
    #expect(lines.count == Self.units.count)
    for (unit, line) in zip(Self.units, lines) {
      let parts = try line.split(separator: " ").map { try ExactDecimal(text: String($0)) }
      let theirs = try Rational(parts[0]) / Rational(parts[1])
      let mine = try CompoundUnit(text: unit.0)
      // Ours counts energy in watt-hours and mass in grams, pint in kg·m²/s² and kilograms.
      let energies = try Rational(3600).raised(to: mine.dimension[.energy])
      let masses = try Rational(1, over: 1000).raised(to: mine.dimension[.mass])
      #expect(try mine.factor * energies * masses == theirs, "\(unit.0)")
    }
  }

  @Test func `energy and mass have their exact sizes`() throws {
    func ratio(_ left: String, _ right: String) throws -> Rational {
      try CompoundUnit(text: left).factor / CompoundUnit(text: right).factor
    }
    #expect(try ratio("kWh", "MJ") == Rational(36, over: 10))
    #expect(try ratio("GJ/t", "MJ/kg") == .one)
    #expect(try ratio("GJ/万Nm3", "kJ/m3") == Rational(100))
    #expect(try ratio("tce", "kgce") == Rational(1000))
    #expect(try ratio("kgce/MJ", "kgce/GJ") == Rational(1000))
    #expect(try ratio("tC/GJ", "kgC/MJ") == .one)
    #expect(try ratio("kgCO2e/kWh", "tCO2/MWh") == .one)
  }
}
