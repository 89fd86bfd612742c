// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Measuring
import Quantities

extension LedgerBenchmark {
  /// The child: submits for ever, and prints the index of each entry once it is acknowledged.
  static func feed(_ root: String) async throws {
    let paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    let keys = KeyStore(directory: paths.keys)
    let session = try await LedgerSession.open(paths, keys: keys)
    let authority = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key("authority"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<6 {
        group.addTask {
          for number in 0..<1_000_000 {
            let reason = "\(task).\(number) " + String(repeating: "x", count: number * 37 % 1_900)
            let note = CorrectionRecord(entry: 0, record: 0, reason: reason)
            let receipt = try await session.submit([note.encoded], as: authority)
            let line = "\(receipt.entry) \(reason.utf8.count)\n"
            line.utf8.withContiguousStorageIfAvailable { _ = write(1, $0.baseAddress, $0.count) }
            if number % 97 == 96 { try await session.storeState() }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Kills the child at a random moment, opens the ledger again, and checks that everything
  /// acknowledged is there and that every byte verifies; again and again on the same ledger.
  static func killRounds(_ rounds: Int) async throws {
    let root = NSTemporaryDirectory() + "tanzhang-kill-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let workload = try await Workload.prepare(at: root, draw: .uniform)
    var random = SplitMix64(state: UInt64(getpid()))
    var acknowledged = 0
    var cut = 0
    for round in 1...rounds {
      let child = Process()
      let pipe = Pipe()
      child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      child.arguments = ["feed", root]
      child.standardOutput = pipe
      try child.run()
      usleep(UInt32.random(in: 1_000...120_000, using: &random))
      kill(child.processIdentifier, SIGKILL)
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      child.waitUntilExit()
      let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
      let session = try await LedgerSession.open(
        workload.paths, keys: KeyStore(directory: workload.paths.keys))
      let size = await session.ledger.size
      cut += session.recovery.cutEntries
      let reading = try await LedgerReading(workload.paths)
      for line in lines {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let entry = UInt64(parts[0]), let length = Int(parts[1]) else {
          continue
        }
        precondition(entry < size, "round \(round): entry \(entry) was acknowledged and is lost")
        let bytes = try reading.files.entry(at: entry)
        precondition(bytes.count > length, "round \(round): entry \(entry) is another")
        acknowledged += 1
      }
      try await session.close()
      if round % 10 == 0 || round == rounds {
        let report = try await LedgerAudit.verify(workload.paths.root)
        precondition(report.isSound, "round \(round): \(report.findings.prefix(3))")
        print("round \(round): \(size) entries, \(acknowledged) acknowledged and there, "
          + "\(cut) unacknowledged cut, verified")
      }
    }
  }
}
