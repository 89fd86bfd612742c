// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Foundation
import MethodologyEngine
import Testing

/// The documents under Methodologies, as they are in the repository.
struct ShippedDocument: Sendable, CustomTestStringConvertible {
  /// `scheme/id@version`, from the folders.
  let name: String
  let bytes: [UInt8]

  var testDescription: String { name }

  static let root: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["ShippedDocuments.swift", "AuthoredDocumentsTests", "Tests"] {
      url.deleteLastPathComponent()
    }
    return url
  }()

  static let all: [ShippedDocument] = {
    let folder = root.appending(path: "Methodologies")
    let files = FileManager.default.enumerator(atPath: folder.path)
    var found: [ShippedDocument] = []
    while let path = files?.nextObject() as? String {
      guard path.hasSuffix("/methodology.yaml"),
        let data = FileManager.default.contents(atPath: folder.appending(path: path).path)
      else { continue }
      found.append(
        ShippedDocument(
          name: String(path.dropLast("/methodology.yaml".count)), bytes: Array(data)))
    }
    return found.sorted { $0.name < $1.name }
  }()
}
