// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
public import InclusiveCredits
import LedgerCore
public import MethodologyEngine
import Quantities

/// One batch of the ledger with its rows, read back from its entry.
public struct RegisteredBatch: Sendable {
  /// One activity of a batch.
  public struct Activity: Sendable {
    /// Its position in the batch, from 0.
    public let position: Int
    /// The row.
    public let row: ActivityRow
    /// What it saves in milligrams of CO₂ equivalent, or its points.
    public let value: Int64
    /// Whether it has left the batch.
    public let isRemoved: Bool

    /// The natural key as 32 hexadecimal digits.
    public var key: String {
      [row.key.high, row.key.low].map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
      }.joined()
    }
  }

  /// The number of the batch.
  public let number: UInt32
  /// The batch.
  public let batch: ActivityBatch
  /// The methodology version that evaluated it.
  public let methodology: Methodology
  /// How its rows are laid out.
  public let layout: ActivityLayout
  /// Its activities.
  public let activities: [Activity]
  private let tree: ActivityTree

  /// Reads batch `number` of the ledger open in `session`.
  public init(_ number: UInt32, of session: LedgerSession) async throws(ServiceError) {
    let found = await session.ledger.inspect { state -> Found? in
      guard let credits = state.mechanism(InclusiveCredits.self),
        let batch = credits.batches.row(number),
        let scenario = credits.scenarios.row(batch.scenario),
        let program = credits.program(ofMethodology: batch.methodology)
      else { return nil }
      return Found(
        batch: batch, attributes: scenario.approval.attributes, program: program)
    }
    guard let found else { throw Self.missing(number) }
    let entry = try Self.bytes { () throws(StorageError) in
      try session.entry(at: found.batch.position.entry)
    }
    try self.init(number, found, entry, session.suite.hash)
  }

  /// Reads batch `number` of a ledger open for reading.
  public init(_ number: UInt32, in reading: LedgerReading) throws(ServiceError) {
    typealias Section = InclusiveCredits.Section
    let rows = reading.rows
    guard let batch = try rows.row(ActivityBatch.self, Section.batches, number),
      let scenario = try rows.row(Scenario.self, Section.scenarios, batch.scenario),
      let filed = try rows.row(
        FiledMethodology.self, Section.methodologies, batch.methodology)
    else { throw Self.missing(number) }
    let found: Found
    do {
      found = Found(
        batch: batch, attributes: scenario.approval.attributes,
        program: try MethodologyProgram(try filed.methodology()))
    } catch {
      throw ServiceError(anything: error)
    }
    let entry = try Self.bytes { () throws(StorageError) in
      try reading.files.entry(at: batch.position.entry)
    }
    try self.init(number, found, entry, reading.suite.hash)
  }

  private static func bytes(
    _ read: () throws(StorageError) -> [UInt8]
  ) throws(ServiceError) -> [UInt8] {
    do {
      return try read()
    } catch {
      throw .storage(error)
    }
  }

  private static func missing(_ number: UInt32) -> ServiceError {
    .notFound(
      BilingualText(
        "没有批次 \(number);请用 `tanzhang activity list` 查看。",
        "There is no batch \(number); see `tanzhang activity list`."))
  }

  private struct Found: Sendable {
    let batch: ActivityBatch
    let attributes: [Int64]
    let program: MethodologyProgram
  }

  private init(
    _ number: UInt32, _ found: Found, _ entry: [UInt8], _ function: HashFunction
  ) throws(ServiceError) {
    self.number = number
    batch = found.batch
    methodology = found.program.methodology
    layout = ActivityLayout(methodology)
    let record = try ActivityBatchRecord(at: batch.position, in: entry)
    do throws(any Error) {
      var program = try found.program.bound(on: batch.date, attributes: found.attributes)
      var reader = CBORReader(record.rows.span)
      var activities: [Activity] = []
      while !reader.isAtEnd {
        let row = try ActivityRow(decoding: &reader, layout)
        guard case .result(let value) = program.evaluate(row.values, duration: Int64(row.duration))
        else { continue }
        activities.append(
          Activity(
            position: activities.count, row: row, value: value,
            isRemoved: batch.isRemoved(activities.count)))
      }
      self.activities = activities
      tree = try ActivityTree(rows: record.rows, function: function)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The inputs of an activity as people read them, each in its unit; rows of a list are parted
  /// by semicolons.
  public func inputTexts(of activity: Activity) -> [String] {
    var values = activity.row.values[...]
    return methodology.activity.inputs.map { input in
      guard case .list(let columns, _, _) = input.kind else {
        return AttributeValues.text(values.popFirst() ?? 0, of: input)
      }
      let rows = (0..<(values.popFirst() ?? 0)).map { _ in
        columns.map { AttributeValues.text(values.popFirst() ?? 0, of: $0) }
          .joined(separator: " ")
      }
      return rows.joined(separator: "; ")
    }
  }

  /// The records that take the activities at `positions` out of the batch, one for each group of
  /// 64 rows, each with its way to the batch's root.
  public func removal(
    of positions: Set<Int>, _ reason: RemovalReason
  ) throws(ServiceError) -> [ActivityRemovalRecord] {
    let size = InclusiveCreditLimits.activitiesPerGroup
    var records: [ActivityRemovalRecord] = []
    for position in positions where !activities.indices.contains(position) {
      throw .notFound(
        BilingualText(
          "批次 \(number) 没有第 \(position) 行(0…\(activities.count - 1))。",
          "Batch \(number) has no row \(position), only 0…\(activities.count - 1)."))
    }
    let groups = Dictionary(grouping: positions) { $0 / size }
    for (group, members) in groups.sorted(by: { $0.key < $1.key }) {
      let sorted = members.sorted()
      let total = sorted.reduce(Int64(0)) { $0 + activities[$1].value }
      let record = tree.removal(
        from: number, reason: reason, group: group, positions: sorted.map { UInt32($0 % size) },
        total: total)
      if let record { records.append(record) }
    }
    return records
  }

  /// The positions of the activities with these natural keys, each 32 hexadecimal digits.
  public func positions(ofKeys keys: [String]) throws(ServiceError) -> Set<Int> {
    var positions: Set<Int> = []
    for key in keys {
      guard let found = activities.first(where: { $0.key == key.lowercased() }) else {
        throw .notFound(
          BilingualText(
            "批次 \(number) 没有自然键 \(key)。", "Batch \(number) has no activity with key \(key)."))
      }
      positions.insert(found.position)
    }
    return positions
  }
}

/// The natural key of an activity: the first 16 bytes of a digest.
public enum ActivityKey {
  /// The domain that keeps these digests apart from all others.
  static let domain = Array("tanzhang/activity-key/v1\u{0}".utf8)

  /// The key of the texts that make an activity unique, as 32 hexadecimal digits.
  ///
  /// H(domain ‖ texts), where H is the ledger's hash function and the texts are one array in
  /// deterministic CBOR.
  public static func text(of parts: [String], _ function: HashFunction) -> String {
    var writer = CBORWriter()
    writer.writeArrayHeader(parts.count)
    for part in parts { writer.write(text: part) }
    let digest = function.digest(of: domain + writer.bytes)
    return Hexadecimal.encode(Array(digest.bytes.prefix(16)))
  }
}
