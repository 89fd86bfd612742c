// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// The carbon footprint in a battery passport (Regulation (EU) 2023/1542, article 7 and annex II;
/// DIN DKE SPEC 99100), in the field names of the Battery Pass data model 1.2.0.
///
/// The value is per kilowatt-hour of the energy the battery provides over its service life, so
/// only a footprint with a functional unit of energy has one. The use stage is not part of it.
public enum BatteryPassportExport {
  /// The decimal places of values per kilowatt-hour; each is rounded half to even once.
  public static let scale = 9

  /// The passport's stages and ours.
  static let stages: [(theirs: String, ours: LifeCycleStage)] = [
    ("RawMaterialExtraction", .rawMaterials), ("MainProduction", .manufacturing),
    ("Distribution", .distribution), ("Recycling", .endOfLife),
  ]

  /// The carbon footprint part of a passport.
  public static func fields(of footprint: ExchangedFootprint) -> FieldSetExport {
    var notes = FieldSetNotes()
    let energy = energy(of: footprint, &notes)
    let hasAll = footprint.statement.boundary == .cradleToGrave
    var total = ExactDecimal.zero
    var shares: [JSONValue] = []
    for (position, stage) in stages.enumerated() {
      let path = "/carbonFootprintPerLifecycleStage/\(position)/carbonFootprint"
      let amount = energy.flatMap {
        footprint.total(in: [stage.ours]).quotient(by: $0, scale: scale)
      }
      total = ExchangedFootprint.sum([total, amount ?? .zero])
      let isInside = footprint.statement.boundary.allowedStages.contains(stage.ours)
      if !isInside {
        notes.note(path, "不在足迹的系统边界内", "outside of the footprint's boundary")
      }
      shares.append([
        "lifecycleStage": .string(stage.theirs),
        "carbonFootprint": isInside ? amount.map { .decimal($0) } ?? .null : .null,
      ])
    }
    if energy != nil, !hasAll {
      notes.note(
        "/batteryCarbonFootprint", "足迹不含生命末期,不是全部",
        "the footprint ends before the end of life; its total is not the whole")
    }
    let removals = footprint.amount([.biogenicUptake], in: Set(LifeCycleStage.allCases))
    if !removals.isZero {
      notes.note(
        "/batteryCarbonFootprint", "不含生物源 CO₂ 吸收", "without the uptake of biogenic CO2")
    }
    let document: JSONValue = [
      "batteryCarbonFootprint": energy == nil || !hasAll ? .null : .decimal(total),
      "carbonFootprintPerLifecycleStage": .array(shares),
      "carbonFootprintPerformanceClass": notes.null(
        "/carbonFootprintPerformanceClass", "等级界限由欧盟委员会另行规定",
        "its thresholds are set by the Commission"),
      "carbonFootprintStudy": notes.null(
        "/carbonFootprintStudy", "账本不登记公开研究报告的链接",
        "the ledger holds no link to a public study"),
      "absoluteCarbonFootprint": absolute(of: footprint, &notes),
    ]
    return FieldSetExport(document: document, notes: notes.notes)
  }

  /// The stages' total of one battery, where the unit is a number of batteries.
  private static func absolute(
    of footprint: ExchangedFootprint, _ notes: inout FieldSetNotes
  ) -> JSONValue {
    let unit = PACTDeclaredUnit(footprint.statement.unit)
    let total = footprint.total(in: Set(stages.map(\.ours)))
    if footprint.statement.boundary == .cradleToGrave, let unit, unit.name == "piece",
      let value = total.quotient(by: unit.amount, scale: scale)
    {
      return .decimal(value)
    }
    return notes.null(
      "/absoluteCarbonFootprint", "需要以电池个数为单位、含生命末期的足迹",
      "it takes a footprint to the grave whose unit is a number of batteries")
  }

  /// The kilowatt-hours of the functional unit.
  private static func energy(
    of footprint: ExchangedFootprint, _ notes: inout FieldSetNotes
  ) -> ExactDecimal? {
    let unit = footprint.statement.unit
    guard footprint.document == nil, unit.isFunctional,
      let symbol = try? CompoundUnit(text: unit.unit), symbol.dimension == .energy,
      let energy = try? Rational(unit.amount) * symbol.factor / Rational(1_000),
      let exact = energy.exactDecimal
    else {
      notes.note(
        "/batteryCarbonFootprint", "需要以寿命期内提供的能量为功能单位、按阶段核算的足迹",
        "it takes a footprint by stage with the energy delivered over the service life "
          + "as its functional unit")
      return nil
    }
    return exact
  }
}
