// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities

extension LedgerState {
  /// Accepts a trust anchor, or changes one.
  mutating func apply(_ record: AnchorRecord, _ context: AdmissionContext) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    try CoreState.requireNoIdentityNumber(
      in: record.chineseName, record.englishName, record.document)
    guard !record.chineseName.isEmpty, !record.englishName.isEmpty, !record.document.isEmpty
    else {
      throw Rejection(
        LedgerRules.bounds,
        found: "\"\(record.chineseName)\", \"\(record.englishName)\", \"\(record.document)\"",
        required: "two names, a document")
    }
    let fingerprint = Anchor.fingerprint(of: record.certificate)
    if let number = core.anchors.number(forKey: fingerprint) {
      // An anchor that has run out is still withdrawn, or renamed.
      core.anchors.update(number) { $0 = Anchor(record) }
      return
    }
    let certificate = try Self.certificate(record.certificate, 0)
    do {
      try CertificatePath.requireAnchor(certificate)
    } catch {
      throw Self.rejection(error, at: 0)
    }
    try Self.requireValidity(of: certificate, 0, context)
    let number = core.anchors.append(Anchor(record))
    core.assigned("anchor", number, context)
  }

  /// Certifies a key.
  mutating func apply(
    _ record: CertificationRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    if record.participant != context.issuer { try core.requireRole(.authority, in: context) }
    let participant = try core.requireParticipant(record.participant)
    var chain: [Certificate] = []
    for (position, bytes) in record.chain.enumerated() {
      chain.append(try Self.certificate(bytes, position))
    }
    guard let leaf = chain.first else {
      throw Rejection(
        LedgerRules.certificatePath, found: "0", required: "1 … \(CertificatePath.limit)")
    }
    try requireKey(record.identifier, of: participant, in: leaf)
    try Self.requireSubject(leaf, participant)
    guard leaf.constraints.allowsSignatures else {
      throw Rejection(
        LedgerRules.certifiedUsage, found: "keyUsage", required: "digitalSignature")
    }
    for (position, certificate) in chain.enumerated() {
      try Self.requireValidity(of: certificate, position, context)
    }
    let (number, anchor) = try anchor(of: chain, context)
    var validity = anchor.validity
    for certificate in chain { validity = validity.clamped(to: certificate.validity) }
    let row = Certification(
      participant: record.participant, identifier: record.identifier, anchor: number,
      certificate: leaf.bytes, validity: validity, position: context.position)
    if let old = core.certifications.number(forKey: row.lookupKeys[0]) {
      core.certifications.update(old) { $0 = row }
    } else {
      core.certifications.append(row)
    }
  }

  /// The anchor in force to which `chain` leads; the one registered first, when several do.
  private func anchor(
    of chain: [Certificate], _ context: AdmissionContext
  ) throws(Rejection) -> (UInt32, Certificate) {
    var refusal: Rejection?
    for number in 0..<UInt32(core.anchors.count) {
      let anchor = try Self.certificate(core.anchors[number].certificate, chain.count)
      guard anchor.subject == chain[chain.count - 1].issuer else { continue }
      guard core.anchors[number].isInForce(on: context.today) else {
        let code = NumberedCode.text("anchor", number)
        let end = core.anchors[number].through.map(\.description) ?? ""
        refusal = Rejection(
          LedgerRules.certificatePath,
          found: BilingualText("信任锚 \(code) … \(end)", "anchor \(code) … \(end)"),
          required: "\(context.today)")
        continue
      }
      do {
        try CertificatePath.verify(chain, to: anchor)
        try Self.requireValidity(of: anchor, chain.count, context)
        return (number, anchor)
      } catch let error as CertificateError {
        refusal = Self.rejection(error, at: chain.count)
      } catch let error as Rejection {
        refusal = error
      } catch {
        preconditionFailure("only these two errors are thrown above")
      }
    }
    throw refusal
      ?? Rejection(
        LedgerRules.certificatePath,
        found: BilingualText(
          "签发者 \(chain[chain.count - 1].issuer.line)",
          "issuer \(chain[chain.count - 1].issuer.line)"),
        required: BilingualText("已登记的信任锚", "a registered anchor"))
  }

  private func requireKey(
    _ identifier: [UInt8], of participant: Participant, in leaf: Certificate
  ) throws(Rejection) {
    let name = "kid \(Hexadecimal.encode(identifier))"
    guard let key = participant.keys.first(where: { $0.identifier == identifier }) else {
      throw Rejection(LedgerRules.certifiedKey, found: name, required: "a registered key")
    }
    guard key.until == nil else {
      throw Rejection(LedgerRules.certifiedKey, found: "\(name), revoked", required: "a valid key")
    }
    let registered = try verifyingKey(key.bytes, header.suite)
    guard leaf.certifies(registered) else {
      throw Rejection(
        LedgerRules.certifiedKey,
        found: "SubjectPublicKeyInfo \(Hexadecimal.encode(leaf.publicKeyInfo))",
        required: "\(name): \(Hexadecimal.encode(registered.subjectPublicKeyInfo))")
    }
  }

  /// Refuses a certificate whose subject names another, or nobody, or two.
  ///
  /// One organizationIdentifier decides; where there is none, one serialNumber.
  private static func requireSubject(
    _ leaf: Certificate, _ participant: Participant
  ) throws(Rejection) {
    var accepted = [participant.identifier, "NTRCN-\(participant.identifier)"]
    var names = leaf.subject.values(of: CertificateName.organizationIdentifier)
    if names.isEmpty {
      accepted = [participant.identifier]
      names = leaf.subject.values(of: CertificateName.serialNumber)
    }
    // Compared as bytes: characters that look alike, or compose alike, are others.
    guard names.count == 1, accepted.contains(where: { $0.utf8.elementsEqual(names[0].utf8) })
    else {
      throw Rejection(
        LedgerRules.certifiedSubject, found: leaf.subject.line,
        required: participant.identifier)
    }
  }

  private static func requireValidity(
    of certificate: Certificate, _ position: Int, _ context: AdmissionContext
  ) throws(Rejection) {
    let validity = certificate.validity
    guard !validity.contains(context.registered.wholeSeconds) else { return }
    let start = Timestamp(milliseconds: validity.lowerBound * 1_000)
    let end = Timestamp(milliseconds: validity.upperBound * 1_000)
    throw Rejection(
      LedgerRules.certificateValidity, found: "certificate \(position): \(start) … \(end)",
      required: "\(context.registered)")
  }

  /// Reads certificate `position` of a record, or refuses it.
  private static func certificate(
    _ bytes: [UInt8], _ position: Int
  ) throws(Rejection) -> Certificate {
    let certificate: Certificate
    do {
      certificate = try Certificate(decoding: bytes)
    } catch {
      throw rejection(error, at: position)
    }
    // Some providers write the identity numbers of persons into extensions; a ledger is public.
    for text in certificate.texts { try CoreState.requireNoIdentityNumber(in: text) }
    return certificate
  }

  private static func rejection(_ error: CertificateError, at position: Int) -> Rejection {
    let found = "certificate \(position): \(error)"
    return switch error {
    case .malformed:
      Rejection(LedgerRules.certificateForm, found: found, required: "X.509 v3, DER")
    case .unsupportedAlgorithm:
      Rejection(
        LedgerRules.certificateForm, found: found, required: "Ed25519, SM2, ECDSA, RSA ≥ 2048")
    case .unknownExtension, .repeatedExtension:
      Rejection(LedgerRules.certificateExtensions, found: found, required: "—")
    case .notAuthority:
      Rejection(
        LedgerRules.certificateAuthority, found: "\(error)",
        required: "CA:TRUE, keyCertSign, pathLenConstraint")
    case .noPath:
      Rejection(LedgerRules.certificatePath, found: "\(error)", required: "leaf … anchor")
    }
  }
}

extension LedgerState {
  /// The records that are never refused for want of a certified key.
  ///
  /// They found and govern the ledger, or bring a certification about; otherwise a demand could
  /// not be met.
  private static let exempt: Set<UInt64> = [
    GenesisRecord.shape.type, QualificationRecord.shape.type, KeyRecord.shape.type,
    KeyRevocationRecord.shape.type, RulesetRecord.shape.type, ParameterRecord.shape.type,
    StateCommitmentRecord.shape.type, CheckpointKeyRecord.shape.type, AnchorRecord.shape.type,
    CertificationRecord.shape.type,
  ]

  /// The refusal for whoever needs a certified key and has none; `nil` when none is demanded.
  ///
  /// Where nothing was ever demanded this costs one comparison.
  func missingCertification(
    of statement: Statement, _ context: AdmissionContext
  ) -> Rejection? {
    guard core.parameters.count > parameterShapes.count,
      let issuer = core.participants.row(context.issuer)
    else { return nil }
    let demanding = LedgerParameters.certifiedRoles.first { role in
      let number = core.parameters.number(forKey: LedgerParameters.name(of: role))
      return number.map { core.parameters[$0].value(on: context.today) == 1 } ?? false
        && issuer.holds(role, on: context.today)
    }
    guard let demanding else { return nil }
    let identifier = statement.keyIdentifier
    let kid = Hexadecimal.encode(identifier)
    let row = core.certification(participant: context.issuer, identifier: identifier)
    if let row, row.isInForce(at: context.registered) { return nil }
    let found = row.map { row in
      "kid \(kid) … \(Timestamp(milliseconds: row.validity.upperBound * 1_000))"
    }
    return Rejection(
      LedgerRules.certificationDemanded, found: found ?? "kid \(kid): —",
      required: "\(LedgerParameters.name(of: demanding)) = 1, \(context.registered)")
  }

  static func needsCertification(_ type: UInt64) -> Bool { !exempt.contains(type) }
}
