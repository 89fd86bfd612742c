// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

/// A project as people write it: texts, to be read as a record.
struct ProjectFiling {
  let code: String
  let owner: String
  let energy: String
  let technology: String
  let province: String
  let city: String
  let commissioning: String
  let connection: String
  let isMarketBased: Bool
  let capacity: Int64
  let isUnderSettlementMechanism: Bool

  func record(_ state: LedgerState) throws(ServiceError) -> ProjectRecord {
    let type = try Input.choice(energy, of: EnergyType.names, "energy")
    let kind = try Input.choice(connection, of: Connection.names, "connection")
    let number = province.isEmpty ? 0 : try Input.province(province, "province")
    return ProjectRecord(
      code: code, owner: try state.participantNumber(owner), energy: EnergyType.allCases[type],
      technology: technology, province: number, city: city,
      commissioning: try Input.date(commissioning, "commissioning"),
      connection: Connection.allCases[kind], isMarketBased: isMarketBased, capacity: capacity,
      isUnderSettlementMechanism: isUnderSettlementMechanism)
  }
}

/// Projects from a CSV file.
struct ProjectList {
  /// The projects, as many at a time as a statement holds.
  let batches: [[ProjectFiling]]

  init(_ bytes: [UInt8]) throws(ServiceError) {
    let rows = try ListTable(bytes)
    var filings: [ProjectFiling] = []
    for row in rows.rows {
      func cell(_ name: String) -> String { rows.cell(name, of: row) }
      let capacity = Int64(cell("capacity_kw"))
      guard let capacity else {
        throw .invalid(
          BilingualText(
            "第 \(row.line) 行:capacity_kw 不是整数。",
            "Line \(row.line): capacity_kw is no whole number."))
      }
      filings.append(
        ProjectFiling(
          code: cell("code"), owner: cell("owner"), energy: cell("energy"),
          technology: cell("technology"), province: cell("province"), city: cell("city"),
          commissioning: cell("commissioning"), connection: cell("connection"),
          isMarketBased: cell("market_based") == "true", capacity: capacity,
          isUnderSettlementMechanism: cell("settlement_mechanism") == "true"))
    }
    var batches: [[ProjectFiling]] = []
    for start in stride(from: 0, to: filings.count, by: 100) {
      batches.append(Array(filings[start..<min(start + 100, filings.count)]))
    }
    self.batches = batches
  }
}
