// SPDX-License-Identifier: Apache-2.0
import FileStorage
import FootprintEngine
import Foundation
import LedgerService
import Quantities

/// The package that Tests/Fixtures/openlca.py writes with olca-schema, and changes of it.
enum OpenLCAPackages {
  static let bytes: [UInt8] = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["OpenLCAPackages.swift", "Footprints", "LedgerServiceTests"] {
      url.deleteLastPathComponent()
    }
    return (try? Data(contentsOf: url.appending(path: "Fixtures/openlca.zip"))).map(Array.init)
      ?? []
  }()

  /// The files by name.
  static func files() throws -> [String: [UInt8]] {
    var archive = try ZipArchive(bytes)
    var files: [String: [UInt8]] = [:]
    for entry in archive.entries { files[entry.name] = try archive.read(entry) }
    return files
  }

  /// The files with `old` replaced by `new` in the one of a folder that says `name`.
  static func files(
    _ folder: String, _ name: String, replacing old: String, with new: String
  ) throws -> [String: [UInt8]] {
    var files = try files()
    for (file, bytes) in files where file.hasPrefix(folder) {
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains("\"name\": \"\(name)\"") else { continue }
      guard text.contains(old) else { continue }
      files[file] = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
    }
    return files
  }

  static func options() throws -> OpenLCAOptions {
    OpenLCAOptions(
      identifier: "20000000-0000-4000-8000-000000000009",
      period: try DatePeriod(
        start: CalendarDate(text: "2025-01-01"), end: CalendarDate(text: "2026-01-01")),
      date: try CalendarDate(text: "2026-05-01"))
  }
}

/// Factors that an import brings, and the potentials a test needs.
struct ImportedSources: FootprintSources {
  var factors: [EmissionFactor]

  func factor(_ code: String) -> EmissionFactor? { factors.first { $0.code == code } }
  func footprint(_ identifier: String) -> UpstreamFootprint? { nil }
  func certifiedEnergy(of process: String) -> ExactDecimal { .zero }

  static func potential(_ code: String, _ value: String) throws -> EmissionFactor {
    EmissionFactor(
      code: code, name: BilingualText(code, code), value: try ExactDecimal(text: value),
      unit: "kgCO2e/kg", basis: "CO2", purpose: .characterisation, assessment: .ar6,
      published: try CalendarDate(text: "2021-12-31"), source: "IPCC AR6")
  }
}
