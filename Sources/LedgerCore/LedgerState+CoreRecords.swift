// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Quantities

/// The records of the core.
public enum CoreRecords {
  /// Their shapes, in order of their types.
  public static let shapes: [RecordDescription] = [
    GenesisRecord.shape, ParticipantRecord.shape, QualificationRecord.shape, KeyRecord.shape,
    KeyRevocationRecord.shape, RulesetRecord.shape, ParameterRecord.shape, AssetRecord.shape,
    CorrectionRecord.shape, HoldRecord.shape, ReleaseRecord.shape, StateCommitmentRecord.shape,
    CheckpointKeyRecord.shape, AnchorRecord.shape, CertificationRecord.shape,
  ]
}

extension LedgerState {
  mutating func applyCore(
    _ type: UInt64, _ reader: inout CBORReader, _ context: AdmissionContext
  ) throws(Rejection) {
    switch type {
    case 0: try apply(try CoreState.decoded(GenesisRecord.self, from: &reader), context)
    case 1: try apply(try CoreState.decoded(ParticipantRecord.self, from: &reader), context)
    case 2: try apply(try CoreState.decoded(QualificationRecord.self, from: &reader), context)
    case 4: try apply(try CoreState.decoded(KeyRecord.self, from: &reader), context)
    case 5: try apply(try CoreState.decoded(KeyRevocationRecord.self, from: &reader), context)
    case 6: try apply(try CoreState.decoded(RulesetRecord.self, from: &reader), context)
    case 7: try apply(try CoreState.decoded(ParameterRecord.self, from: &reader), context)
    case 8: try apply(try CoreState.decoded(AssetRecord.self, from: &reader), context)
    case 9: try apply(try CoreState.decoded(CorrectionRecord.self, from: &reader), context)
    case 10: try core.apply(try CoreState.decoded(HoldRecord.self, from: &reader), context)
    case 11:
      let record = try CoreState.decoded(ReleaseRecord.self, from: &reader)
      try CoreState.requireNoIdentityNumber(in: record.reason)
      try core.release(record.hold, context)
    case 12: try apply(try CoreState.decoded(StateCommitmentRecord.self, from: &reader), context)
    case 13: try apply(try CoreState.decoded(CheckpointKeyRecord.self, from: &reader), context)
    case 14: try apply(try CoreState.decoded(AnchorRecord.self, from: &reader), context)
    case 15: try apply(try CoreState.decoded(CertificationRecord.self, from: &reader), context)
    default: preconditionFailure("record type \(type) has a shape but no rule")
    }
  }

  private mutating func apply(
    _ record: GenesisRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    guard context.position == RecordPosition(entry: 0, record: 0) else {
      throw Rejection(
        LedgerRules.genesis, found: "\(context.position)", required: "entry 0, record 0")
    }
    // What TransparencyLog takes as a name; else no checkpoint of the ledger could be signed.
    let isName = record.origin.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
    }
    guard !record.origin.isEmpty, isName else {
      throw Rejection(
        LedgerRules.bounds, found: "origin \"\(record.origin)\"",
        required: "no spaces, control characters or plus signs (C2SP signed-note)")
    }
    try requireKnownRuleset(record.ruleset)
    let suite = Suite.all[record.suite]
    _ = try verifyingKey(record.checkpointKey, suite)
    header.origin = record.origin
    header.suite = suite
    header.checkpointKey = record.checkpointKey
    header.ruleset = record.ruleset
    try register(record.authority, context)
    guard core.participants[0].holds(.authority, on: context.today) else {
      throw Rejection(
        LedgerRules.genesis, found: "roles \(record.authority.roles.map(\.name))",
        required: "authority")
    }
  }

  private mutating func apply(
    _ record: ParticipantRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    let privileged: [Role] = [.authority, .registry, .verifier, .bank, .platform]
    if record.roles.contains(where: privileged.contains) {
      try core.requireRole(.authority, in: context)
    }
    try register(record, context)
  }

  private mutating func register(
    _ record: ParticipantRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try CoreState.requireIdentity(record)
    try CoreState.requireIndependence(record.roles, record.identifier)
    try requirePeriod(record.since, record.through)
    if let number = core.participants.number(forKey: record.identifier) {
      throw Rejection(
        LedgerRules.unique, found: "\(record.identifier) = \(coded: "participant", number)",
        required: "a new identifier")
    }
    var keys: [ParticipantKey] = []
    if let bytes = record.key { keys.append(try newKey(bytes, scope: [], from: size)) }
    let number = core.participants.append(
      Participant(
        identifier: record.identifier, chineseName: record.chineseName,
        englishName: record.englishName, province: record.province,
        isExample: record.isExample,
        qualifications: record.roles.map {
          Qualification(role: $0, from: record.since, through: record.through)
        }, keys: keys))
    if !keys.isEmpty { core.changedKeys.append(number) }
    core.assigned("participant", number, context)
  }

  private func newKey(
    _ bytes: [UInt8], scope: [UInt64], from: UInt64
  ) throws(Rejection) -> ParticipantKey {
    let key = try verifyingKey(bytes, header.suite)
    return ParticipantKey(
      identifier: key.identifier(using: header.suite.hash),
      algorithm: key.algorithm.rawValue, bytes: bytes, from: from, until: nil, scope: scope)
  }

  private mutating func apply(
    _ record: QualificationRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    let participant = try core.requireParticipant(record.participant)
    try CoreState.requireNoIdentityNumber(in: record.document)
    try requirePeriod(record.from, record.through)
    let others = participant.qualifications.filter { other in
      other.through.map { $0 >= record.from } ?? true
    }
    try CoreState.requireIndependence(
      others.map(\.role) + [record.role], participant.identifier)
    core.participants.update(record.participant) { row in
      row.qualifications.removeAll { $0.role == record.role && $0.from == record.from }
      row.qualifications.append(
        Qualification(role: record.role, from: record.from, through: record.through))
    }
  }

  private func requirePeriod(
    _ from: CalendarDate, _ through: CalendarDate?
  ) throws(Rejection) {
    guard let through, through < from else { return }
    throw Rejection(
      LedgerRules.bounds, found: "\(from) … \(through)", required: "first day ≤ last day")
  }

  private mutating func apply(
    _ record: KeyRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    if record.participant != context.issuer { try core.requireRole(.authority, in: context) }
    let participant = try core.requireParticipant(record.participant)
    let key = try newKey(record.key, scope: record.scope, from: size + 1)
    if let old = participant.keys.first(where: { $0.identifier == key.identifier }) {
      throw Rejection(
        LedgerRules.unique, found: "kid \(Hexadecimal.encode(old.identifier))",
        required: "a new key")
    }
    core.participants.update(record.participant) { $0.keys.append(key) }
    core.changedKeys.append(record.participant)
  }

  private mutating func apply(
    _ record: KeyRevocationRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    if record.participant != context.issuer { try core.requireRole(.authority, in: context) }
    try CoreState.requireNoIdentityNumber(in: record.reason)
    let participant = try core.requireParticipant(record.participant)
    let position = participant.keys.firstIndex { $0.identifier == record.identifier }
    guard let position, participant.keys[position].until == nil else {
      throw Rejection(
        LedgerRules.unknownNumber, found: "kid \(Hexadecimal.encode(record.identifier))",
        required: "a key not yet revoked")
    }
    let end = size + 1
    core.participants.update(record.participant) { $0.keys[position].until = end }
    core.changedKeys.append(record.participant)
  }

  private mutating func apply(
    _ record: RulesetRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    try requireKnownRuleset(record.version)
    header.ruleset = record.version
  }

  private func requireKnownRuleset(_ version: UInt64) throws(Rejection) {
    guard !Self.knownRulesets.contains(version) else { return }
    throw Rejection(
      LedgerRules.ruleset, found: "\(version)",
      required: "\(Self.knownRulesets.lowerBound)…\(Self.knownRulesets.upperBound)")
  }

  private mutating func apply(
    _ record: ParameterRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    let shapes = parameterShapes + LedgerParameters.all
    guard let shape = shapes.first(where: { $0.name == record.name }) else {
      throw Rejection(
        LedgerRules.parameter, found: record.name,
        required: shapes.map(\.name).joined(separator: ", "))
    }
    guard shape.range.contains(record.value), !record.source.isEmpty else {
      throw Rejection(
        LedgerRules.bounds, found: "\(record.name) = \(record.value), \"\(record.source)\"",
        required: "\(shape.range.lowerBound)…\(shape.range.upperBound) \(shape.unit), a source")
    }
    let known = core.parameters.number(forKey: record.name)
    core.parameters.update(known ?? core.parameters.append(Parameter(name: record.name))) {
      $0.set(
        ParameterValue(
          effective: record.effective, value: record.value, source: record.source,
          position: context.position))
    }
  }

  private mutating func apply(
    _ record: AssetRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    _ = try core.requireParticipant(record.issuer)
    guard !record.code.isEmpty, !record.unit.isEmpty else {
      throw Rejection(
        LedgerRules.bounds, found: "code \"\(record.code)\", unit \"\(record.unit)\"",
        required: "a code and a unit")
    }
    if let number = core.assets.number(forKey: record.code) {
      throw Rejection(
        LedgerRules.unique, found: "\(record.code) = \(coded: "asset", number)",
        required: "a new code")
    }
    let number = core.assets.append(
      AssetClass(
        code: record.code, chineseName: record.chineseName, englishName: record.englishName,
        unit: record.unit, issuer: record.issuer))
    core.assigned("asset", number, context)
  }

  private func apply(
    _ record: CorrectionRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    try CoreState.requireNoIdentityNumber(in: record.reason)
    guard record.entry < size, !record.reason.isEmpty else {
      throw Rejection(
        LedgerRules.appendOnly, found: "entry \(record.entry), \"\(record.reason)\"",
        required: "entry < \(size), a reason")
    }
  }
}
