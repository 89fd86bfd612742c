// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A file of the project that is made from the source code and committed.
///
/// With `TANZHANG_UPDATE=1` in the environment a test writes it instead of comparing.
struct CommittedFile {
  let path: String

  init(_ path: String) { self.path = path }

  static var isUpdating: Bool { ProcessInfo.processInfo.environment["TANZHANG_UPDATE"] == "1" }

  private var url: URL {
    var root = URL(fileURLWithPath: #filePath)
    for _ in ["CommittedFile.swift", "Records", "LedgerServiceTests", "Tests"] {
      root.deleteLastPathComponent()
    }
    return root.appending(path: path)
  }

  var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

  /// Compares the committed text with what it must be, or writes that.
  func expect(_ expected: String) throws {
    if Self.isUpdating {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try expected.write(to: url, atomically: true, encoding: .utf8)
    }
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, pair) in zip(found, wanted).enumerated() where pair.0 != pair.1 {
      Issue.record(
        """
        \(path):\(number + 1) is “\(pair.0)”, the source code says “\(pair.1)”; \
        run the tests with TANZHANG_UPDATE=1 and commit the file.
        """)
      return
    }
    #expect(found.count == wanted.count, "\(path) ends too early or too late")
  }
}
