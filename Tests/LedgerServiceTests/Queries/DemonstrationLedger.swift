// SPDX-License-Identifier: Apache-2.0
import Glibc
import LedgerService
import Synchronization

/// The ledger of the demonstration, made once for all tests that only ask questions.
enum DemonstrationLedger {
  private static let directory = Mutex<PublishedLedger?>(nil)

  private static let made = Task { () throws -> LedgerReading in
    let ledger = try PublishedLedger(name: "demonstration")
    directory.withLock { $0 = ledger }
    atexit { DemonstrationLedger.directory.withLock { $0?.remove() } }
    let demonstration = Demonstration(
      paths: ledger.paths, language: .english, methodologies: methodologies
    ) { _ in }
    try await demonstration.run()
    return try await LedgerReading(ledger.paths)
  }

  /// The documents that the project ships.
  static let methodologies: MethodologyFolder? = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return MethodologyFolder("/" + parts.joined(separator: "/") + "/Methodologies")
  }()

  static func reading() async throws -> LedgerReading { try await made.value }
}
