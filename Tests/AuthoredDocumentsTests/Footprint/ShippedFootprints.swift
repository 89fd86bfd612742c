// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import FootprintEngine
import Foundation

/// The example models of the project.
enum ShippedFootprints {
  static let names = [
    "lithium-cell", "cotton-fabric", "steel-coil", "suppliers/cathode", "suppliers/anode",
    "suppliers/electrolyte", "suppliers/dyes", "suppliers/pellets",
  ]

  static func text(_ name: String) throws -> String {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["ShippedFootprints.swift", "Footprint", "AuthoredDocumentsTests", "Tests"] {
      url.deleteLastPathComponent()
    }
    return try String(
      contentsOf: url.appending(path: "Ledger/footprints/\(name).yaml"), encoding: .utf8)
  }

  static func document(_ name: String) throws -> FootprintDocument {
    try FootprintDocument(parsing: Array(text(name).utf8))
  }
}
