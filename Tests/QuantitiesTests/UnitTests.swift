// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Quantities

@Suite struct UnitTests {
  @Test(arguments: [
    ("g/(person·km)", "g/person/km"), ("kWh", "kW·h"), ("kWh", "度"), ("3.6 MJ", "kWh"),
    ("人·公里", "person*km"), ("kgCO2e/kWh", "千克二氧化碳当量/千瓦时"), ("m3", "m³"), ("L", "mL·1"),
    ("15 mu", "hm2"), ("100 hm2", "km2"), ("t/m3", "kg/L"), ("W", "J/s"), ("100 %", "1"),
    ("24 h", "d"), ("100 fen", "yuan"), ("公里", "km"), ("gCO2", "gCO2e"), ("km/h", "公里/小时"),
  ])
  func `two spellings of a unit are one unit, up to a number`(first: String, second: String) throws
  {
    var (number, symbol) = (Rational.one, first)
    if let space = first.firstIndex(of: " ") {
      number = try Rational(ExactDecimal(text: String(first[..<space])))
      symbol = String(first[first.index(after: space)...])
    }
    let (a, b) = (try CompoundUnit(text: symbol), try CompoundUnit(text: second))
    #expect(a.dimension == b.dimension)
    let left = try number * a.factor
    #expect(try left == b.factor * Rational(second == "mL·1" ? 1000 : 1))
  }

  @Test func `a mass of CO2e is no plain mass, and a year no number of days`() throws {
    #expect(try CompoundUnit(text: "kgCO2e").dimension != CompoundUnit(text: "kg").dimension)
    #expect(try CompoundUnit(text: "a").dimension != CompoundUnit(text: "d").dimension)
    #expect(try CompoundUnit(text: "tCO2e/t").dimension != PhysicalDimension.none)
  }

  @Test(arguments: [
    ("", 0, UnitFault.Reason.malformed), ("kilo", 0, .unknownSymbol("kilo")),
    ("g/", 2, .malformed), ("g/(person·km", 12, .malformed), ("g)", 1, .malformed),
    ("g/person·km", 8, .ambiguous), ("g·quux/m", 2, .unknownSymbol("quux")),
    ("((m))", 1, .malformed), ("m3·m3·m3·m3", 8, .tooLarge), ("%2", 0, .unknownSymbol("%2")),
  ])
  func `what is no unit is refused where it goes wrong`(
    text: String, offset: Int, reason: UnitFault.Reason
  ) {
    #expect(throws: UnitFault(reason: reason, offset: offset)) { try CompoundUnit(text: text) }
  }

  @Test func `products and quotients of units obey the laws of a group`() throws {
    var random = SplitMix64(seed: 61)
    let symbols = UnitSymbols.symbols.filter { $0 != "1" }
    for _ in 0..<500 {
      let picked = (0..<3).map { _ in symbols[Int.random(in: 0..<symbols.count, using: &random)] }
      let (a, b, c) = (picked[0], picked[1], picked[2])
      try expectSame("\(a)·\(b)", "\(b)·\(a)")
      try expectSame("(\(a)·\(b))·\(c)", "\(a)·(\(b)·\(c))")
      try expectSame("\(a)/\(b)/\(c)", "\(a)/(\(b)·\(c))")
      try expectSame("(\(a)·\(b))/\(b)", a)
    }
  }

  @Test func `every dimension that messages can show has a unit that reads back`() throws {
    var random = SplitMix64(seed: 62)
    for _ in 0..<500 {
      var dimension = PhysicalDimension.none
      for base in PhysicalDimension.Base.allCases where Bool.random(using: &random) {
        let power = Int.random(in: -3...3, using: &random)
        dimension = try #require(
          dimension.multiplied(by: PhysicalDimension(base, power: power)))
      }
      let unit = dimension.displayUnit
      #expect(unit.dimension == dimension, "\(unit.text)")
      let read = try CompoundUnit(text: unit.text)
      #expect(read.dimension == dimension && read.factor == unit.factor, "\(unit.text)")
    }
  }

  private func expectSame(_ first: String, _ second: String) throws {
    let (a, b) = (try CompoundUnit(text: first), try CompoundUnit(text: second))
    #expect(a.dimension == b.dimension && a.factor == b.factor, "\(first) and \(second)")
  }
}
