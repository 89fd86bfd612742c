// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Foundation
import LedgerService

/// The files of `Ledger/factors`.
enum ShippedFactors {
  static let files = [
    "electricity-co2.csv", "electricity-footprint.csv", "fuels.csv", "fuels-undated.csv",
    "standard-coal.csv",
    "gwp.csv",
  ]

  static let folder: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["ShippedFactors.swift", "Factors", "Footprints", "LedgerServiceTests", "Tests"] {
      url.deleteLastPathComponent()
    }
    return url.appending(path: "Ledger/factors")
  }()

  static func table(_ file: String) throws -> FactorTable {
    FactorTable(csv: Array(try Data(contentsOf: folder.appending(path: file))))
  }

  static func book() throws -> FactorBook {
    FactorBook(try files.flatMap { try table($0).factors })
  }

  static var readme: String {
    (try? String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)) ?? ""
  }
}
