// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// A mechanism: a module's records, rules and state, plugged into the ledger by one line.
public protocol Mechanism: Sendable {
  /// The mechanism's name, for instance `green-certificates`.
  static var name: String { get }
  /// The records it owns; their type numbers belong to it alone.
  static var records: [RecordDescription] { get }
  /// The rule parameters it reads.
  static var parameters: [ParameterDescription] { get }
  /// The rules it enforces.
  static var rules: [Rule] { get }

  /// Creates the state before any record.
  ///
  /// - Parameter firstParameter: The number of its first parameter; the others follow in order.
  init(firstParameter: UInt32)

  /// Applies one record: checks every rule, then changes its own state and the core's.
  ///
  /// The reader stands behind the type number. On a rejection whatever was changed is taken
  /// back by `rollback` of all sections.
  mutating func apply(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection)

  /// The tables of its own, with codes from 32 up, unique among all mechanisms.
  var sections: [any StateSection] { get }
  /// Changes a section in place; `code` is one of the sections' codes.
  mutating func withSection<Failure: Error>(
    _ code: UInt8, _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure)
  /// Keeps what was done since the last call.
  mutating func commit()
  /// Takes back what was done since `commit()`.
  mutating func rollback()
}

extension Mechanism {
  /// Reads a record, or refuses it as malformed.
  public func decoded<R: Record>(
    _ type: R.Type, from reader: inout CBORReader
  ) throws(Rejection) -> R {
    try CoreState.decoded(type, from: &reader)
  }
}

// What several mechanisms do alike.
extension Mechanism {
  /// Moves a table out while `body` changes it, so that its rows are never copied.
  ///
  /// - Parameters:
  ///   - table: One of the mechanism's tables.
  ///   - empty: What stands in its place meanwhile.
  ///   - body: What changes it, and keeps its type.
  package static func lend<Section: StateSection, Failure: Error>(
    _ table: inout Section, _ empty: Section,
    _ body: (inout any StateSection) throws(Failure) -> Void
  ) throws(Failure) {
    var section: any StateSection = table
    table = empty
    defer {
      guard let changed = section as? Section else {
        preconditionFailure("a section keeps its type")
      }
      table = changed
    }
    try body(&section)
  }

  /// Refuses a text that is empty where one is needed, and identity numbers in prose.
  package static func requireText(_ text: String, _ name: String) throws(Rejection) {
    guard !text.isEmpty else {
      throw Rejection(LedgerRules.bounds, found: "\(name) —", required: name)
    }
    try CoreState.requireNoIdentityNumber(in: text)
  }
}
