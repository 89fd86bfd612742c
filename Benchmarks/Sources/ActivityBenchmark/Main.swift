// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Foundation
import InclusiveCredits
import LedgerCore
import LedgerService
import LedgerVerification
import Measuring
import Quantities

struct CBORRows { var writer = CBORWriter(reserving: 60_000) }

/// `ActivityBenchmark [rides] [persons] [rounds]`, run in the folder Benchmarks.
@main
struct ActivityBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments
    func number(_ position: Int, _ fallback: Int) -> Int {
      arguments.count > position ? Int(arguments[position]) ?? fallback : fallback
    }
    let (rides, persons) = (number(1, 10_000_000), number(2, 3_000_000))
    let rounds = number(3, 10)
    let root = NSTemporaryDirectory() + "tanzhang-activities-\(getpid())"
    let isKept = ProcessInfo.processInfo.environment["TANZHANG_BENCHMARK_KEEP"] != nil
    defer { if !isKept { try? FileManager.default.removeItem(atPath: root) } }
    if isKept { print("ledger kept in \(root)/ledger") }
    print("rides \(rides), persons \(persons), \(rounds) rounds, "
      + "\(ProcessInfo.processInfo.activeProcessorCount) cores")
    var city = try await City.found(at: root, persons: persons, repository: "..")
    try await authorise(&city)
    let sum = try await ride(&city, rides, rounds)
    try await close(city, rides, sum)
    try await verification(city)
    print("peak memory              \(peakMegabytes()) MB")
  }

  static func open(_ city: City) async throws -> LedgerSession {
    try await LedgerSession.open(
      city.paths, keys: KeyStore(directory: city.paths.keys), clock: { City.now })
  }

  static func submit(_ statements: [[UInt8]], _ session: LedgerSession, tasks: Int) async throws {
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

  static func authorise(_ city: inout City) async throws {
    let session = try await open(city)
    let statements = try city.authorisations()
    let time = try await seconds { try await submit(statements, session, tasks: 8) }
    print("authorisations           \(Spread.text(Double(city.persons) / time)) persons/s")
    let storing = try await seconds { try await session.close() }
    print("  state stored in        \(Spread.text(storing)) s, memory \(residentMegabytes()) MB")
  }

  /// Batches of 900 rides, submitted by eight tasks at once.
  static func ride(_ city: inout City, _ rides: Int, _ rounds: Int) async throws -> Int64 {
    let session = try await open(city)
    let before = diskUsage(city.paths.root)
    var rates: [Double] = []
    var making: [Double] = []
    var ratios: [Double] = []
    var latencies: [Double] = []
    var sum: Int64 = 0
    for round in 0..<rounds {
      let count = rides * (round + 1) / rounds - rides * round / rounds
      var statements: [[UInt8]] = []
      let time = try await seconds {
        let made = try city.rides(count, of: rides)
        statements = made.statements
        sum += made.sum
      }
      making.append(Double(count) / time)
      let checking = try await seconds { try await checkSignatures(statements, city) }
      // The last few of each round go one by one, for the latency of one.
      let alone = min(100, statements.count / 10)
      let many = Array(statements.dropLast(alone))
      let submitting = try await seconds { try await submit(many, session, tasks: 8) }
      let submitted = Double(count) * Double(many.count) / Double(statements.count)
      rates.append(submitted / submitting)
      ratios.append(checking / submitting * 100)
      for statement in statements.suffix(alone) {
        latencies.append(
          try await seconds { _ = try await session.register(statement) } * 1_000)
      }
    }
    print("rides made               \(Spread(values: making, unit: "rides/s")) (one core)")
    print("durable, evaluated       \(Spread(values: rates, unit: "rides/s"))")
    print("  signatures alone       \(Spread(values: ratios, unit: "% of the time"))")
    latencies.sort()
    if !latencies.isEmpty {
      print("  one batch              p50 \(Spread.text(latencies[latencies.count / 2])) ms, "
        + "p99 \(Spread.text(latencies[latencies.count * 99 / 100])) ms")
    }
    print("  memory                 \(residentMegabytes()) MB, peak \(peakMegabytes()) MB")
    let storing = try await seconds { try await session.close() }
    print("  state stored in        \(Spread.text(storing)) s")
    let state = diskUsage(city.paths.state)
    print("disk a ride              "
      + "\((diskUsage(city.paths.root) - before - min(state, before)) / UInt64(rides)) B, "
      + "derived state \(state / 1_000_000) MB")
    return sum
  }

  static func checkSignatures(_ statements: [[UInt8]], _ city: City) async throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let key = city.carrier.verifyingKey
    try await withThrowingTaskGroup(of: Void.self) { group in
      for core in 0..<cores {
        group.addTask {
          for position in stride(from: core, to: statements.count, by: cores) {
            let statement = try Statement(decoding: statements[position])
            guard statement.isSigned(by: key) else { throw CocoaError(.featureUnsupported) }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Verification and issue of the month; the total is the one summed up here.
  static func close(_ city: City, _ rides: Int, _ sum: Int64) async throws {
    // Registered in July: a month is verified after its end.
    let later = Timestamp(milliseconds: City.now.milliseconds + 30 * 86_400_000)
    let session = try await LedgerSession.open(
      city.paths, keys: KeyStore(directory: city.paths.keys), clock: { later })
    let period = await session.ledger.inspect { state in
      state.mechanism(InclusiveCredits.self)?.periods.row(0)
    }
    guard let period else { preconditionFailure("the month is there") }
    precondition(period.total == sum && period.activities == Int64(rides))
    let verification = VerificationRecord(
      scenario: 0, month: City.month, batches: period.batches, activities: period.activities,
      total: period.total, report: .zero, opinion: "示例")
    let verifying = try await seconds {
      _ = try await session.submit([verification.encoded], as: city.verifier)
    }
    let tonne: Int64 = 1_000_000_000
    let issue = CreditIssueRecord(
      scenario: 0, month: City.month, total: sum, count: UInt64(sum / tonne), first: 1,
      carry: sum % tonne)
    let issuing = try await seconds {
      _ = try await session.submit([issue.encoded], as: city.authority)
    }
    print("month verified           \(Spread.text(verifying * 1_000)) ms, issued "
      + "\(Spread.text(issuing * 1_000)) ms: \(sum / tonne) t")
    try await session.close()
  }

  static func verification(_ city: City) async throws {
    var count = 0
    let time = try await seconds {
      let report = try await LedgerAudit.verify(city.paths.root)
      precondition(report.isSound, "\(report.findings.first.map { "\($0)" } ?? "")")
      count = Int(report.records)
    }
    print("verify everything        \(Spread.text(time)) s for \(count) records")
  }
}
