// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import GreenCertificates
import LedgerCore
import LedgerService
import Measuring
import Quantities

/// How buyers are drawn.
enum Draw: String {
  case uniform, zipf
}

/// A ledger with producers that have certificates to sell and enterprises that buy them, and the
/// signed statements to feed it with.
struct Workload {
  static let producers = 64
  static let enterprises = 10_000
  static let recordsPerStatement = 256
  static let tradeDate = CalendarDate(year: 2025, month: 6, day: 1)!
  static let month = CalendarMonth(year: 2025, month: 3)!

  let paths: LedgerPaths
  let signers: [StatementSigner]
  var nextSerial: [UInt64]
  var random = SplitMix64(state: 1)
  let draw: Draw
  let zipf: [Double]

  /// Makes the ledger: parties, projects, one month of certificates for each producer.
  static func prepare(at root: String, draw: Draw) async throws -> Workload {
    let paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    let keys = KeyStore(directory: paths.keys)
    let creation = LedgerCreation(
      origin: "ledger.example/benchmark", suite: .sha256Ed25519, identifier: code(0),
      chineseName: "示例", englishName: "Example", province: 33, isExample: true,
      since: CalendarDate(year: 2024, month: 1, day: 1)!)
    _ = try await creation.run(at: paths, keys: keys)
    let session = try await LedgerSession.open(paths, keys: keys)
    let authority = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try keys.key("authority"))
    let producerKeys = try (0..<producers).map { _ in try SigningKey.generate(.ed25519) }
    var records: [[UInt8]] = []
    for number in 1...(producers + enterprises) {
      let key = number <= producers ? producerKeys[number - 1].verifyingKey.bytes : nil
      records.append(participant(number, key: key))
      if records.count == 200 || number == producers + enterprises {
        _ = try await session.submit(records, as: authority)
        records.removeAll()
      }
    }
    records = ["GEC-T", "GEC-N"].map {
      AssetRecord(code: $0, chineseName: $0, englishName: $0, unit: "MWh", issuer: 0).encoded
    }
    for number in 0..<producers { records.append(project(number)) }
    _ = try await session.submit(records, as: authority)
    records = (0..<producers).map { issue($0) }
    _ = try await session.submit(records, as: authority)
    let signers = producerKeys.enumerated().map { position, key in
      StatementSigner(
        issuer: UInt32(position + 1), audience: session.origin, suite: session.suite, key: key)
    }
    try await session.close()
    let weights = (0..<enterprises).map { 1 / Double($0 + 1) }
    var total = 0.0
    let zipf = weights.map { weight in
      total += weight
      return total
    }.map { $0 / weights.reduce(0, +) }
    return Workload(
      paths: paths, signers: signers, nextSerial: Array(repeating: 1, count: producers),
      draw: draw, zipf: zipf)
  }

  static func code(_ number: Int) -> String {
    let digits = String(number)
    let first = "91330400MA" + String(repeating: "0", count: 7 - digits.count) + digits
    return first + String(try! SocialCreditCode.checkCharacter(forFirst17: first))
  }

  private static func participant(_ number: Int, key: [UInt8]?) -> [UInt8] {
    ParticipantRecord(
      identifier: code(number), chineseName: "示例企业\(number)",
      englishName: "Example \(number)", province: 33, isExample: true, roles: [.enterprise],
      since: CalendarDate(year: 2024, month: 1, day: 1)!, key: key
    ).encoded
  }

  private static func project(_ number: Int) -> [UInt8] {
    ProjectRecord(
      code: "EXBENCH00000000" + (number < 10 ? "0\(number)" : "\(number)"),
      owner: UInt32(number + 1), energy: .wind,
      technology: "", province: 64, city: "", commissioning: CalendarDate(
        year: 2024, month: 1, day: 1)!, connection: .gridFed, isMarketBased: true,
      capacity: 1_000_000, isUnderSettlementMechanism: false
    ).encoded
  }

  private static func issue(_ number: Int) -> [UInt8] {
    IssueRecord(
      project: UInt32(number), month: month, powerClass: .feedIn,
      metered: Energy(wattHours: 9_000_000 * 1_000_000), first: 1, count: 9_000_000,
      recipient: UInt32(number + 1), isSeparatelyMetered: true, evidence: .zero
    ).encoded
  }

  private mutating func buyer() -> UInt32 {
    switch draw {
    case .uniform:
      return UInt32(Self.producers + 1 + Int.random(in: 0..<Self.enterprises, using: &random))
    case .zipf:
      let point = Double.random(in: 0..<1, using: &random)
      var low = 0
      var high = zipf.count - 1
      while low < high {
        let middle = (low + high) / 2
        if zipf[middle] < point { low = middle + 1 } else { high = middle }
      }
      return UInt32(Self.producers + 1 + low)
    }
  }

  /// Signs `count` statements of `records` transfers each, the producers in turn.
  mutating func statements(_ count: Int, records: Int) throws -> [[UInt8]] {
    try (0..<count).map { number in
      let producer = number % signers.count
      let transfers = (0..<records).map { _ in
        let first = nextSerial[producer]
        let quantity = UInt64.random(in: 1...9, using: &random)
        nextSerial[producer] += quantity
        return TransferRecord(
          TransferRecord.Terms(
            series: UInt32(producer), first: first, count: quantity, recipient: buyer(),
            channel: .separate, price: Money(fen: 515), tradeDate: Self.tradeDate, origin: 64,
            destination: 33, contract: HashFunction.sha256.digest(of: [UInt8(first & 255)])),
          reference: "EX-2025-000001"
        ).encoded
      }
      return try signers[producer].sign(
        transfers, identifier: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) },
        issuedAt: Timestamp(milliseconds: 1_750_000_000_000))
    }
  }
}
