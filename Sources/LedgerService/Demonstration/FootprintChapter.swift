// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FootprintEngine
import GreenCertificates
import LedgerCore
import ProductFootprints
import Quantities

/// What the chapter on footprints leaves for those after it.
struct FootprintStory {
  /// The drafts of the three products, by the key of their enterprise.
  var drafts: [String: FootprintDraft] = [:]
  /// The cell by market-based electricity.
  var marketBased: UInt32?
}

extension Demonstration {
  /// The suppliers of the example models, by the name of their document.
  static let suppliers: [(party: ExampleCity.Party, document: String)] = [
    ("cathode", "示例正极材料(示例)", "Example Cathodes (example)", 41),
    ("anode", "示例石墨材料(示例)", "Example Anodes (example)", 42),
    ("electrolyte", "示例电解液(示例)", "Example Electrolytes (example)", 43),
    ("dyes", "示例染料(示例)", "Example Dyes (example)", 44),
    ("pellets", "示例球团(示例)", "Example Pellets (example)", 45),
  ].map { key, chinese, english, sequence in
    (
      ExampleCity.Party(
        key: key, chinese: chinese, english: english, province: ExampleCity.zhejiang,
        roles: [.enterprise], sequence: sequence), key
    )
  }

  /// The three products, and whose they are.
  static let products = [
    (owner: "cells", document: "lithium-cell"), (owner: "textile", document: "cotton-fabric"),
    (owner: "steel", document: "steel-coil"),
  ]

  /// The folder with factors and example models, beside that of the methodologies.
  var exampleFolder: String? {
    guard let methodologies else { return nil }
    let parts = methodologies.path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = (parts.dropLast() + ["Ledger"]).joined(separator: "/")
    return LocalFile.exists("\(folder)/footprints") ? folder : nil
  }

  /// Footprints of a cell, a fabric and a steel coil: computed, verified, labelled, compared;
  /// one supplier withdraws.
  func liveWithFootprints(_ session: LedgerSession) async throws(ServiceError) {
    heading("产品碳足迹:由模型、因子与上游足迹计算", "Product footprints: computed from models")
    guard let folder = exampleFolder else {
      return say(
        "  未找到 Ledger/footprints 文件夹,本章略过。",
        "  No folder Ledger/footprints was found, so this chapter is left out.")
    }
    clock.set(FootprintYear.calculation)
    try await registerFactors(folder, session)
    try await register(Self.suppliers.map(\.party), session)
    for (party, document) in Self.suppliers {
      let path = "\(folder)/footprints/suppliers/\(document).yaml"
      try await declare(try FootprintDraft(path: path), by: party.key, session)
    }
    for (owner, document) in Self.products {
      let draft = try FootprintDraft(path: "\(folder)/footprints/\(document).yaml")
      footprintStory.drafts[owner] = draft
      try await declare(draft, by: owner, session)
    }
    try await compareElectricity(session)
    try await labelCell(session)
    try await showFootprintRefusals(session)
    try await withdrawSupplier(session)
  }

  private func registerFactors(
    _ folder: String, _ session: LedgerSession
  ) async throws(ServiceError) {
    let files =
      try FactorFiles.inFolder("\(folder)/factors") + ["\(folder)/footprints/factors.csv"]
    // What was published after the day of the demonstration cannot be on its ledger.
    let factors = try FactorFiles.read(files).factors.filter {
      $0.published <= FootprintYear.calculation
    }
    let (accepted, _) = try await FactorRegistration(factors).run(
      session, as: try signer("authority", session))
    say(
      "  登记因子 \(accepted) 个,各附来源、年份、用途与 GWP 版本",
      "  \(accepted) factors, each with source, year, purpose and GWP edition")
  }

  /// Declares a draft and says what it came to.
  @discardableResult
  func declare(
    _ draft: FootprintDraft, by key: String, certificates: [CertificateChoice] = [],
    _ session: LedgerSession
  ) async throws(ServiceError) -> UInt32? {
    let record = try FootprintDesk.declaration(
      of: draft, certificates: certificates, on: FootprintYear.calculation,
      in: await session.ledger.current, hash: session.suite.hash)
    let receipt = try await submit([record.encoded], by: key, session)
    let number = receipt.assignments.first { $0.kind == "footprint" }?.number
    guard let number,
      let row = try await session.ledger.current.footprints().footprints.row(number)
    else { return nil }
    let statement = row.statement
    let unit = "\(statement.unit.amount.normalized) \(statement.unit.unit)"
    let amount = row.includingBiogenicUptake.normalized
    say(
      "  \(statement.productName.chinese)  \(amount) kgCO2e / \(unit)"
        + "(上游 \(row.upstream.count) 个,初级数据 \(row.primaryDataShare?.description ?? "—") %)",
      "  \(statement.productName.english)  \(amount) kgCO2e / \(unit) (\(row.upstream.count) "
        + "upstream, primary data \(row.primaryDataShare?.description ?? "—") %)")
    return number
  }
}

/// The days of the chapter.
enum FootprintYear {
  /// 2026-06-01, when the data of 2025 are complete.
  static let calculation = CalendarDate(daysSinceEpoch: 20_605)
  /// The site of the example cell, as its model names it.
  static let site = "示例市一号电芯厂"
  /// The market-based footprint of the cell.
  static let marketBased = "20000000-0000-4000-8000-000000000011"
}
