// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Measuring
import Quantities

/// `LedgerBenchmark [records] [uniform|zipf] [rounds]`
@main
struct LedgerBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments
    if arguments.count > 2, arguments[1] == "crash" { return try await crash(arguments[2]) }
    if arguments.count > 2, arguments[1] == "feed" { return try await feed(arguments[2]) }
    if arguments.count > 2, arguments[1] == "kill-rounds" {
      return try await killRounds(Int(arguments[2]) ?? 50)
    }
    let records = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
    let draw = arguments.count > 2 ? Draw(rawValue: arguments[2]) ?? .uniform : .uniform
    let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
    let root = NSTemporaryDirectory() + "tanzhang-benchmark-\(getpid())"
    let isKept = ProcessInfo.processInfo.environment["TANZHANG_BENCHMARK_KEEP"] != nil
    defer { if !isKept { try? FileManager.default.removeItem(atPath: root) } }
    if isKept { print("ledger kept in \(root)/ledger") }
    print("records \(records), buyers \(draw.rawValue), \(rounds) rounds, "
      + "\(ProcessInfo.processInfo.activeProcessorCount) cores")
    var workload = try await Workload.prepare(at: root, draw: draw)
    try await batches(&workload, records, rounds)
    try await verification(workload)
    try await singles(&workload, rounds)
    try await restart(workload, root)
    try await proofs(workload)
    print("memory of this process \(residentMegabytes()) MB")
  }

  /// Statements of 256 records, as many submitters as cores and a few more.
  static func batches(_ workload: inout Workload, _ records: Int, _ rounds: Int) async throws {
    let keys = KeyStore(directory: workload.paths.keys)
    let session = try await LedgerSession.open(workload.paths, keys: keys)
    let count = records / Workload.recordsPerStatement / rounds
    var rates: [Double] = []
    var signatureRates: [Double] = []
    var bytes = 0
    let before = diskUsage(workload.paths.root)
    let stateBefore = diskUsage(workload.paths.state)
    for _ in 0..<rounds {
      let statements = try workload.statements(count, records: Workload.recordsPerStatement)
      bytes += statements.reduce(0) { $0 + $1.count }
      let checking = try await seconds { try await checkSignatures(statements, workload) }
      let time = try await seconds { try await submit(statements, session, tasks: 8) }
      rates.append(Double(count * Workload.recordsPerStatement) / time)
      signatureRates.append(Double(count * Workload.recordsPerStatement) / checking)
    }
    print("durable ingest           \(Spread(values: rates, unit: "records/s"))")
    print("  signatures alone       \(Spread(values: signatureRates, unit: "records/s"))")
    print("  bytes a record         \(bytes / (count * rounds * Workload.recordsPerStatement))")
    let storing = try await seconds { try await session.close() }
    print("  state stored in        \(Spread.text(storing)) s")
    let disk = diskUsage(workload.paths.root) - before
    let entries = count * rounds
    let state = diskUsage(workload.paths.state) - stateBefore
    print("disk of the ledger       \(disk - state) B = "
      + "\(Spread.text(Double(disk - state) / Double(bytes))) x statements; budget "
      + "\(Int(1.15 * Double(bytes)) + 40 * entries) B")
    print("  derived state          \(state) B = "
      + "\(Spread.text(Double(state) / Double(bytes))) x statements")
  }

  static func submit(
    _ statements: [[UInt8]], _ session: LedgerSession, tasks: Int
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          for position in stride(from: task, to: statements.count, by: tasks) {
            _ = try await session.register(statements[position])
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// What verifying the signatures alone allows on all cores.
  static func checkSignatures(_ statements: [[UInt8]], _ workload: Workload) async throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let keys = workload.signers.map(\.verifyingKey)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for core in 0..<cores {
        group.addTask {
          for position in stride(from: core, to: statements.count, by: cores) {
            let statement = try Statement(decoding: statements[position])
            guard statement.isSigned(by: keys[Int(statement.issuer) - 1]) else {
              throw CocoaError(.featureUnsupported)
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Statements of one record: 64 submitters at once, then one alone.
  static func singles(_ workload: inout Workload, _ rounds: Int) async throws {
    let keys = KeyStore(directory: workload.paths.keys)
    let session = try await LedgerSession.open(workload.paths, keys: keys)
    var ratios: [Double] = []
    var rates: [Double] = []
    for _ in 0..<rounds {
      let statements = try workload.statements(12_800, records: 1)
      let checking = try await seconds { try await checkSignatures(statements, workload) }
      let time = try await seconds { try await submit(statements, session, tasks: 64) }
      rates.append(Double(statements.count) / time)
      ratios.append(checking / time * 100)
    }
    print("64 submitters            \(Spread(values: rates, unit: "statements/s"))")
    print("  of signatures alone    \(Spread(values: ratios, unit: "%"))")
    var latencies: [Double] = []
    for statement in try workload.statements(2_000, records: 1) {
      latencies.append(try await seconds { _ = try await session.register(statement) } * 1_000)
    }
    latencies.sort()
    print("one submitter            p50 \(Spread.text(latencies[1_000])) ms, "
      + "p99 \(Spread.text(latencies[1_980])) ms")
    try await session.close()
  }

  static func verification(_ workload: Workload) async throws {
    var rates: [Double] = []
    for _ in 0..<3 {
      var count: UInt64 = 0
      let time = try await seconds {
        let report = try await LedgerAudit.verify(workload.paths.root)
        precondition(report.isSound, "\(report.findings.first.map { "\($0)" } ?? "")")
        count = UInt64(report.records)
      }
      rates.append(Double(count) / time)
    }
    print("verify everything        \(Spread(values: rates, unit: "records/s"))")
  }
}
