// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore

/// Credits from elsewhere: serial numbers of other registries, held in this ledger's book.
///
/// The mechanism has no state of its own: a prefix is a series, a block is a segment of it, and
/// a registry is an asset class.
public struct ExternalCredits: Mechanism {
  /// The mechanism's name.
  public static let name = "external-credits"
  /// The records it owns.
  public static let records = [
    CreditImportRecord.shape, CreditTransferRecord.shape, CreditRetirementRecord.shape,
  ]
  /// It reads no parameters.
  public static let parameters: [ParameterDescription] = []
  /// The rules it enforces.
  public static let rules = CreditRules.all

  /// Creates the mechanism; it has no state to begin with.
  public init(firstParameter: UInt32) {}

  /// Applies one record, see `Mechanism`.
  public mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) {
    switch type {
    case 200: try apply(try decoded(CreditImportRecord.self, from: &reader), context, &core)
    case 201: try apply(try decoded(CreditTransferRecord.self, from: &reader), context, &core)
    case 202: try apply(try decoded(CreditRetirementRecord.self, from: &reader), context, &core)
    default: preconditionFailure("record type \(type) has a shape but no rule")
    }
  }

  /// None: everything is in the core.
  public var sections: [any StateSection] { [] }

  /// Never called: there are no sections.
  public mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    preconditionFailure("section \(code) of a mechanism without sections")
  }

  /// Nothing to keep.
  public mutating func commit() {}

  /// Nothing to take back.
  public mutating func rollback() {}
}

extension ExternalCredits {
  /// The prefix under which the credits of `range` are a series of the ledger.
  ///
  /// The registry stands before it, so that no two registries, and no other mechanism, can mean
  /// different credits by one prefix.
  public static func seriesPrefix(of range: SerialRange) -> String {
    "\(range.registry):\(range.prefix)"
  }

  /// The identifier of the account `holder` of `registry` as a participant.
  public static func accountIdentifier(registry: String, holder: String) -> String {
    "external:\(registry):\(holder)"
  }

  /// The serial numbers `numbers` of a series as its registry prints them, or `nil` when the
  /// series is not one of this mechanism.
  public static func printedSerial(
    of series: Series, _ numbers: ClosedRange<UInt64>
  ) -> String? {
    let parts = series.prefix.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let grammar = SerialGrammars.grammar(of: String(parts[0])) else {
      return nil
    }
    // A series of another mechanism may have a colon too; then its prefix is no serial's.
    return try? grammar.text(
      of: SerialRange(
        registry: String(parts[0]), prefix: String(parts[1]), first: numbers.lowerBound,
        last: numbers.upperBound))
  }
}
