// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Collects findings from all tasks, as many as the limit allows, and counts the rest.
final class FindingLog: Sendable {
  private struct Contents {
    var findings: [Finding] = []
    var count: UInt64 = 0
  }

  private let limit: Int
  private let contents = Mutex(Contents())

  init(limit: Int) {
    self.limit = limit
  }

  /// Counts a finding; `make` is called only while there is room.
  func add(_ make: () -> Finding) {
    let hasRoom = contents.withLock { contents in
      contents.count += 1
      return contents.findings.count < limit
    }
    guard hasRoom else { return }
    let finding = make()
    contents.withLock { $0.findings.append(finding) }
  }

  /// The findings in the order of reports, and how many there were.
  var result: (findings: [Finding], count: UInt64) {
    contents.withLock { ($0.findings.sorted(by: Finding.precedes), $0.count) }
  }
}
