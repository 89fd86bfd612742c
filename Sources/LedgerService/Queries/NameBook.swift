// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import InclusiveCredits
import LedgerCore
import ProductFootprints
import Quantities

/// The names behind the numbers of records, looked up once each.
struct NameBook {
  private let rows: any RowSource
  private var participants: [UInt32: Participant] = [:]
  private var series: [UInt32: Series] = [:]
  private var assets: [UInt32: AssetClass] = [:]
  private var projects: [UInt32: GreenProject] = [:]
  private var schemes: [UInt32: Scheme] = [:]
  private var scenarios: [UInt32: Scenario] = [:]
  private var methodologies: [UInt32: FiledMethodology] = [:]
  private var factors: [UInt32: RegisteredFactor] = [:]
  private var footprints: [UInt32: Footprint] = [:]
  private var labels: [UInt32: Label] = [:]

  init(_ rows: any RowSource) {
    self.rows = rows
  }

  mutating func participant(_ number: UInt32) throws(ServiceError) -> Participant? {
    try Self.find(number, &participants, SectionCode.participants, rows)
  }

  mutating func series(_ number: UInt32) throws(ServiceError) -> Series? {
    try Self.find(number, &series, SectionCode.series, rows)
  }

  mutating func asset(_ number: UInt32) throws(ServiceError) -> AssetClass? {
    try Self.find(number, &assets, SectionCode.assets, rows)
  }

  mutating func project(_ number: UInt32) throws(ServiceError) -> GreenProject? {
    try Self.find(number, &projects, GreenCertificates.Section.projects, rows)
  }

  mutating func scheme(_ number: UInt32) throws(ServiceError) -> Scheme? {
    try Self.find(number, &schemes, InclusiveCredits.Section.schemes, rows)
  }

  mutating func scenario(_ number: UInt32) throws(ServiceError) -> Scenario? {
    try Self.find(number, &scenarios, InclusiveCredits.Section.scenarios, rows)
  }

  mutating func methodology(_ number: UInt32) throws(ServiceError) -> FiledMethodology? {
    try Self.find(number, &methodologies, InclusiveCredits.Section.methodologies, rows)
  }

  mutating func factor(_ number: UInt32) throws(ServiceError) -> RegisteredFactor? {
    try Self.find(number, &factors, ProductFootprints.Section.factors, rows)
  }

  mutating func footprint(_ number: UInt32) throws(ServiceError) -> Footprint? {
    try Self.find(number, &footprints, ProductFootprints.Section.footprints, rows)
  }

  mutating func label(_ number: UInt32) throws(ServiceError) -> Label? {
    try Self.find(number, &labels, ProductFootprints.Section.labels, rows)
  }

  /// The name of a participant, and its identifier in brackets.
  mutating func title(of number: UInt32) throws(ServiceError) -> BilingualText {
    guard let row = try participant(number) else {
      return BilingualText("#\(number)", "#\(number)")
    }
    func title(_ name: String) -> String {
      name.isEmpty || name == row.identifier ? row.identifier : "\(name) (\(row.identifier))"
    }
    return BilingualText(title(row.chineseName), title(row.englishName))
  }

  /// What people call number `number` of `kind`; the number itself when it has no other name.
  mutating func name(of number: UInt32, kind: String) throws(ServiceError) -> String {
    let name: String? =
      switch kind {
      case "series": try series(number)?.prefix
      case "asset": try asset(number)?.code
      case "project": try project(number)?.filing.code
      case "scheme": try scheme(number)?.code
      case "scenario": try scenario(number)?.code
      case "methodology": try methodology(number)?.identity
      case "factor": try factor(number)?.factor.code
      case "footprint": try footprint(number)?.statement.identifier
      case "label": try label(number)?.terms.code
      default: nil
      }
    return name ?? "#\(number)"
  }

  private static func find<Row: StateRow>(
    _ number: UInt32, _ known: inout [UInt32: Row], _ section: UInt8, _ rows: any RowSource
  ) throws(ServiceError) -> Row? {
    if let row = known[number] { return row }
    let row = try rows.row(Row.self, section, number)
    known[number] = row
    return row
  }
}
