// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import Quantities

/// The state of a ledger: a pure fold over its entries.
///
/// Whoever replays the same entries has the same state, to the byte. Nothing here knows files,
/// clocks or keys.
public struct LedgerState: Sendable {
  /// The ruleset versions this software can run.
  public static let knownRulesets: ClosedRange<UInt64> = 1...1

  /// What genesis fixed, ruleset, newest registered time.
  public internal(set) var header = LedgerHeader()
  /// What all mechanisms share.
  public internal(set) var core = CoreState()
  /// Which statements were admitted; their number is the number of entries.
  public internal(set) var statements = StatementRegister(code: SectionCode.statements)
  /// The mechanisms, in the order of the list.
  public internal(set) var mechanisms: [any Mechanism]
  /// For each record type the mechanism that owns it.
  private let owners: [UInt64: Int]
  /// The descriptions of all record types, the core's first.
  public let recordShapes: [UInt64: RecordDescription]
  let parameterShapes: [ParameterDescription]
  /// The commitment to this state when it was computed last: who writes one computes it before it
  /// is admitted.
  var knownCommitment: StateCommitment?
  /// The second keys that whoever writes this ledger can sign with, and no other is admitted.
  ///
  /// `nil` for whoever replays.
  var heldSecondKeys: Set<[UInt8]>?

  /// Creates the state of an empty ledger with these mechanisms.
  public init(mechanisms types: [any Mechanism.Type]) {
    var owners: [UInt64: Int] = [:]
    var shapes: [UInt64: RecordDescription] = [:]
    var parameters: [ParameterDescription] = []
    var mechanisms: [any Mechanism] = []
    for shape in CoreRecords.shapes { shapes[shape.type] = shape }
    for (position, type) in types.enumerated() {
      for shape in type.records {
        precondition(shapes[shape.type] == nil, "record type \(shape.type) has two owners")
        shapes[shape.type] = shape
        owners[shape.type] = position
      }
      mechanisms.append(type.init(firstParameter: UInt32(parameters.count)))
      parameters += type.parameters
    }
    self.owners = owners
    self.mechanisms = mechanisms
    recordShapes = shapes
    parameterShapes = parameters
    for parameter in parameters { core.parameters.append(Parameter(name: parameter.name)) }
    core.parameters.commit()
  }

  /// The number of entries applied.
  public var size: UInt64 { statements.count }

  /// The state of the mechanism of type `type`, or `nil` when the ledger has none.
  public func mechanism<M: Mechanism>(_ type: M.Type) -> M? {
    for case let mechanism as M in mechanisms { return mechanism }
    return nil
  }

  /// Applies a statement as the next entry, or refuses it and changes nothing.
  ///
  /// The signature must have been checked against ``signingKey(of:)``.
  ///
  /// - Returns: The numbers assigned.
  public mutating func apply(
    _ statement: Statement, registered: Timestamp
  ) throws(Rejection) -> [Assignment] {
    core.assignments.removeAll(keepingCapacity: true)
    core.changedKeys.removeAll(keepingCapacity: true)
    do {
      try applyRecords(of: statement, registered: registered)
    } catch {
      rollback()
      throw error
    }
    statements.append(
      StatementRegister.Row(
        key: statement.key, fingerprint: statement.fingerprint, registered: registered))
    header.registered = registered
    commit()
    return core.assignments
  }

  private mutating func applyRecords(
    of statement: Statement, registered: Timestamp
  ) throws(Rejection) {
    guard registered >= header.registered else {
      throw Rejection(
        LedgerRules.timeOrder, found: "\(registered)", required: "≥ \(header.registered)")
    }
    if let entry = statements.entry(of: statement.key) {
      throw Rejection(
        LedgerRules.statementOnce, found: "entry \(entry)", required: "a new statement id")
    }
    var context = AdmissionContext(
      issuer: statement.issuer, registered: registered,
      position: RecordPosition(entry: size, record: 0), hash: header.suite.hash)
    let scope = try requireSigner(of: statement)
    let missing = missingCertification(of: statement, context)
    do throws(any Error) {
      var reader = CBORReader(statement.bytes.span, range: statement.envelope.payloadRange)
      let count = try reader.readArrayHeader()
      guard (1...Int(UInt16.max)).contains(count) else {
        throw Rejection(LedgerRules.malformed, found: "\(count) records", required: "≥ 1")
      }
      for record in 0..<count {
        context.position = RecordPosition(entry: size, record: record)
        // Genesis, the first record of all, has chosen the suite only now.
        context.hash = header.suite.hash
        try applyRecord(&reader, context, scope, missing)
      }
      try reader.expectEnd()
    } catch let error as CBORError {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)", required: "an array of records",
        record: context.position.record)
    } catch var rejection as Rejection {
      rejection.record = rejection.record ?? context.position.record
      throw rejection
    } catch {
      preconditionFailure("only these two errors are thrown above")
    }
  }

  private mutating func applyRecord(
    _ reader: inout CBORReader, _ context: AdmissionContext, _ scope: [UInt64],
    _ missing: Rejection?
  ) throws {
    let count = try reader.readArrayHeader()
    let type = try reader.readUnsigned()
    guard let shape = recordShapes[type] else {
      throw Rejection(
        LedgerRules.recordType, found: "type \(type)", required: "a type of records.cddl")
    }
    guard count == shape.fields.count + 1 else {
      throw Rejection(
        LedgerRules.malformed, found: "\(count - 1) fields",
        required: "\(shape.name): \(shape.fields.count) fields")
    }
    // Whatever its scope, a delegated key registers no key: it could make itself a full one.
    if !scope.isEmpty, !scope.contains(type) || type == KeyRecord.shape.type {
      throw Rejection(
        LedgerRules.delegation, found: shape.name, required: "types \(scope)")
    }
    if let missing, Self.needsCertification(type) { throw missing }
    if let owner = owners[type] {
      try mechanisms[owner].apply(type, &reader, context, &core)
    } else {
      try applyCore(type, &reader, context)
    }
  }

  mutating func commit() {
    header.commit()
    core.commit()
    statements.commit()
    for position in mechanisms.indices { mechanisms[position].commit() }
  }

  private mutating func rollback() {
    header.rollback()
    core.rollback()
    statements.rollback()
    for position in mechanisms.indices { mechanisms[position].rollback() }
  }
}
