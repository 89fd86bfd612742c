// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// A scenario's month: what was reported, verified and issued.
public struct CreditPeriod: StateRow {
  /// A verification.
  public struct Verification: Sendable, Equatable {
    /// Who verified.
    public let verifier: UInt32
    /// The digest of the report.
    public let report: Digest
    /// The record.
    public let position: RecordPosition
  }

  /// Batches that are never credited.
  public struct Uncredited: Sendable, Equatable {
    /// The number of batches.
    public internal(set) var batches: UInt32 = 0
    /// What their rows would save, in milligrams of CO₂ equivalent.
    public internal(set) var total: Int64 = 0
  }

  /// The number of the scenario.
  public let scenario: UInt32
  /// The month.
  public let month: CalendarMonth
  /// The number of batches of measured activities.
  public internal(set) var batches: UInt32 = 0
  /// The number of measured activities that have not left.
  public internal(set) var activities: Int64 = 0
  /// What they save, in milligrams of CO₂ equivalent; points for a scenario of points.
  public internal(set) var total: Int64 = 0
  /// Estimates.
  public internal(set) var estimates = Uncredited()
  /// Surveys.
  public internal(set) var surveys = Uncredited()
  /// The last batch, of whatever status.
  public internal(set) var lastBatch: UInt32?
  /// The watt-hours claimed by its activities.
  public internal(set) var energy: Int64 = 0
  /// The part of ``energy`` that this period itself added to what there is to claim.
  public internal(set) var ownEnergy: Int64 = 0
  /// The verification, which closes the period.
  public internal(set) var verification: Verification?
  /// The number of the issue.
  public internal(set) var issue: UInt32?

  /// `scenario:YYYY-MM`.
  public var lookupKeys: [String] { [Self.key(scenario, month)] }

  /// The key under which the period of a scenario and month is found.
  public static func key(_ scenario: UInt32, _ month: CalendarMonth) -> String {
    "\(scenario):\(month)"
  }

  init(scenario: UInt32, month: CalendarMonth) {
    self.scenario = scenario
    self.month = month
  }
}

extension CreditPeriod {
  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 14, "a period")
    scenario = try reader.readNumber()
    month = try reader.readMonth()
    batches = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: UInt64(UInt32.max)))
    activities = try reader.readAmount()
    total = try reader.readAmount()
    estimates = try Uncredited(decoding: &reader)
    surveys = try Uncredited(decoding: &reader)
    lastBatch = try reader.readOptionalNumber()
    energy = try reader.readAmount()
    ownEnergy = try reader.readAmount()
    verification = try reader.readOptional { (reader) throws(CBORError) in
      try reader.expectRow(of: 4, "a verification")
      return Verification(
        verifier: try reader.readNumber(), report: try reader.readDigest(),
        position: try reader.readPosition())
    }
    issue = try reader.readOptionalNumber()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(14)
    writer.write(number: scenario)
    writer.write(month: month)
    writer.write(number: batches)
    writer.write(amount: activities)
    writer.write(amount: total)
    estimates.encode(to: &writer)
    surveys.encode(to: &writer)
    writer.writeOptional(lastBatch) { $0.write(number: $1) }
    writer.write(amount: energy)
    writer.write(amount: ownEnergy)
    writer.writeOptional(verification) {
      $0.writeArrayHeader(4)
      $0.write(number: $1.verifier)
      $0.write(digest: $1.report)
      $0.write(position: $1.position)
    }
    writer.writeOptional(issue) { $0.write(number: $1) }
  }
}

extension CreditPeriod.Uncredited {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    batches = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: UInt64(UInt32.max)))
    total = try reader.readAmount()
  }

  func encode(to writer: inout CBORWriter) {
    writer.write(number: batches)
    writer.write(amount: total)
  }
}
