// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import LedgerCore
import LedgerService
import Measuring
import Quantities
import TransparencyLog

extension LedgerBenchmark {
  /// Submits for a while, then dies without closing anything.
  static func crash(_ root: String) async throws {
    let paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    let keys = KeyStore(directory: paths.keys)
    let session = try await LedgerSession.open(paths, keys: keys)
    let authority = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key("authority"))
    for number in 0..<2_000 {
      let note = CorrectionRecord(entry: 0, record: 0, reason: "benchmark \(number)")
      _ = try await session.submit([note.encoded], as: authority)
    }
    kill(getpid(), SIGKILL)
  }

  static func restart(_ workload: Workload, _ root: String) async throws {
    var times: [Double] = []
    for _ in 0..<3 {
      let child = Process()
      child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      child.arguments = ["crash", root]
      try child.run()
      child.waitUntilExit()
      let keys = KeyStore(directory: workload.paths.keys)
      var session: LedgerSession?
      times.append(
        try await seconds { session = try await LedgerSession.open(workload.paths, keys: keys) })
      try await session?.close()
    }
    print("restart after kill -9    \(Spread(values: times, unit: "s"))")
  }

  static func proofs(_ workload: Workload) async throws {
    var times: [Double] = []
    for _ in 0..<9 {
      times.append(
        try await seconds {
          let reading = try await LedgerReading(workload.paths)
          let lines = try BalanceQuery(participant: Workload.code(100)).run(on: reading.rows)
          precondition(!lines.isEmpty)
        } * 1_000)
    }
    print("open and query a balance \(Spread(values: times, unit: "ms")) (in process)")
    let reading = try await LedgerReading(workload.paths)
    let cache = MiddleHashCache()
    let size = reading.standpoint.newestSize
    let reader = TileHashReader(
      source: reading.files, size: size, function: reading.suite.hash, cache: cache)
    var random = SplitMix64(state: 9)
    var latencies: [Double] = []
    for _ in 0..<20_000 {
      let index = UInt64.random(in: 0..<size, using: &random)
      latencies.append(
        try await seconds {
          _ = try InclusionProof.prove(
            index: index, size: size, reader: reader, function: reading.suite.hash)
        } * 1e6)
    }
    latencies.sort()
    print("inclusion proof          p50 \(Spread.text(latencies[10_000])) µs, "
      + "p99 \(Spread.text(latencies[19_800])) µs over \(size) entries")
  }
}
