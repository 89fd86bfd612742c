// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@Suite struct UnitOfMeasureTests {
  @Test(arguments: [
    ("万kWh", UnitOfMeasure.kilowattHour, Int64(10_000)), ("亿千瓦时", .kilowattHour, 100_000_000),
    ("萬千瓦時", .kilowattHour, 10_000), ("千瓦时", .kilowattHour, 1), ("度", .kilowattHour, 1),
    ("兆瓦时", .megawattHour, 1), ("ＭＷｈ", .megawattHour, 1), ("千兆瓦时", .megawattHour, 1000),
    ("万m2", .squareMetre, 10_000), ("万㎡", .squareMetre, 10_000), ("億m³", .cubicMetre, 100_000_000),
    ("万吨", .tonne, 10_000), ("萬噸", .tonne, 10_000), ("萬千瓦", .kilowatt, 10_000),
    ("万kW", .kilowatt, 10_000), ("亿元", .yuan, 100_000_000), ("万亿元", .yuan, 1_000_000_000_000),
    ("tCO₂e", .tonneCO2e, 1), ("万吨二氧化碳當量", .tonneCO2e, 10_000), ("人·公里", .personKilometre, 1),
    ("person km", .personKilometre, 1), ("tce (等价值)", .tonneCoalEquivalent, 1),
    ("萬噸標準煤（當量值）", .tonneCoalCalorific, 10_000), ("萬張", .piece, 10_000),
  ])
  func `the spellings of the trade are read`(
    text: String, unit: UnitOfMeasure, multiplier: Int64
  ) throws {
    let parsed = try UnitOfMeasure.parse(text)
    #expect(parsed == UnitOfMeasure.Parsed(unit: unit, multiplier: multiplier))
  }

  @Test(arguments: ["mWh", "mwh", "Mw", "T", "万", "", "kWh2", "吨(等价值)", "tce(中)", "万万kWh"])
  func `other spellings are refused, not guessed`(text: String) {
    #expect(throws: QuantityError.unknownUnit(text: text)) { try UnitOfMeasure.parse(text) }
  }

  @Test(arguments: ["tce", "吨标煤", "万噸標準煤", "kgce"])
  func `standard coal needs its kind`(text: String) throws {
    #expect(throws: QuantityError.missingStandardCoalKind(text: text)) {
      try UnitOfMeasure.parse(text)
    }
    for kind in StandardCoalKind.allCases {
      let unit = try UnitOfMeasure.parse(text, standardCoal: kind).unit
      #expect(unit.standardCoalKind == kind)
    }
  }

  @Test(arguments: UnitOfMeasure.allCases)
  func `every unit reads back its symbol and its Chinese name`(unit: UnitOfMeasure) throws {
    #expect(try UnitOfMeasure.parse(unit.symbol).unit == unit)
    #expect(try UnitOfMeasure.parse(unit.chineseName).unit == unit)
    #expect(unit.factor >= 1)
  }
}

@Suite struct QuantityTests {
  @Test(arguments: [
    ("2345.9 MWh", "2345900 kWh", UnitOfMeasure.kilowattHour),
    ("80 萬千瓦", "800 MW", .megawatt), ("2,345,900度", "2345.9 MWh", .megawattHour),
    ("-1.5吨", "-1500 kg", .kilogram), ("345 万m2", "3.45 km2", .squareKilometre),
  ])
  func `text is read and converted exactly`(
    text: String, result: String, unit: UnitOfMeasure
  ) throws {
    #expect(try Quantity(text: text).converted(to: unit).description == result)
  }

  @Test func `conversion there and back changes nothing`() throws {
    var random = SplitMix64(seed: 7)
    for unit in UnitOfMeasure.allCases {
      for other in UnitOfMeasure.allCases where other.dimension == unit.dimension {
        guard unit.standardCoalKind == other.standardCoalKind else { continue }
        let amount = try ExactDecimal(
          coefficient: Int128(Int64.random(in: .min ... .max, using: &random)), scale: 6)
        let quantity = Quantity(amount, unit)
        #expect(try quantity.converted(to: other).converted(to: unit) == quantity)
      }
    }
  }

  @Test func `unlike things are never added`() throws {
    let (tonne, gas) = (Quantity(.one, .tonne), Quantity(.one, .tonneCO2e))
    #expect(throws: QuantityError.differentDimensions(.tonneCO2e, .tonne)) { try tonne + gas }
    let calorific = Quantity(.one, .tonneCoalCalorific)
    let equivalent = Quantity(.one, .kilogramCoalEquivalent)
    #expect(throws: QuantityError.differentStandardCoalKinds(.equivalent, .calorific)) {
      try calorific + equivalent
    }
    #expect(throws: QuantityError.overflow(.conversion)) {
      try Quantity(ExactDecimal(coefficient: 1, scale: 38), .gram).converted(to: .tonne)
    }
  }

  @Test(arguments: ["", "12", "MWh", "1..2 t", "1 2 t", "t 1", "--1 t"])
  func `broken quantities are refused`(text: String) {
    #expect(throws: QuantityError.self) { try Quantity(text: text) }
  }
}

@Suite struct IntegerQuantityTests {
  @Test func `energy is exact in every spelling`() throws {
    let energy = try Energy(text: "2 345 900 kWh")
    #expect(energy.wattHours == 2_345_900_000)
    #expect(energy.description == "2345.9 MWh")
    #expect(try Energy(text: energy.description) == energy)
    #expect(try Energy(text: "234.59 万千瓦時") == energy)
    #expect(Energy(wattHours: -1).description == "-0.000001 MWh")
  }

  @Test func `rule 11: a tenth and two tenths of a tonne are three tenths`() throws {
    let sum = try GreenhouseGasMass(text: "0.1 tCO2e") + GreenhouseGasMass(text: "0.2 tCO2e")
    #expect(sum == (try GreenhouseGasMass(text: "0.3 tCO2e")))
    #expect(sum.description == "0.3 tCO2e")
    #expect(throws: QuantityError.differentDimensions(.tonne, .gramCO2e)) {
      try GreenhouseGasMass(text: "0.1 t")
    }
  }

  @Test func `a fraction of the smallest unit is refused`() {
    #expect(throws: QuantityError.notWholeSmallestUnits(amount: "0.001", unit: .yuan)) {
      try Money(text: "0.001 元")
    }
    #expect(throws: QuantityError.overflow(.conversion)) { try Money(text: "1000000 万亿元") }
  }

  @Test func `arithmetic is checked`() throws {
    let largest = Energy(wattHours: .max)
    #expect(throws: QuantityError.overflow(.addition)) { try largest + Energy(wattHours: 1) }
    #expect(throws: QuantityError.overflow(.multiplication)) { try largest * 2 }
    #expect(throws: QuantityError.overflow(.subtraction)) {
      try Energy(wattHours: .min) - Energy(wattHours: 1)
    }
    let factor = try ExactDecimal(text: "0.5942")
    #expect(
      try GreenhouseGasMass(grams: 5).multiplied(by: factor, rounding: .down).grams == 2)
    #expect(Money(fen: 1250).description == "12.50 yuan")
    #expect(Money(fen: 1) < Money(fen: 2))
  }

  @Test func `standard coal keeps its kind`() throws {
    let coal = try StandardCoalMass(text: "1.5 万吨标准煤(等价值)")
    #expect(coal == StandardCoalMass(grams: 15_000_000_000, kind: .equivalent))
    #expect(try StandardCoalMass(text: coal.description) == coal)
    let other = try StandardCoalMass(text: "1 kgce", kind: .calorific)
    #expect(throws: QuantityError.differentStandardCoalKinds(.equivalent, .calorific)) {
      try coal + other
    }
    #expect(try (other - other).grams == 0)
  }
}
