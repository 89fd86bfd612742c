// SPDX-License-Identifier: Apache-2.0
import Quantities

extension CoreState {
  /// Refuses a party that would verify what parties of its own kind report or own.
  static func requireIndependence(
    _ roles: [Role], _ identifier: String
  ) throws(Rejection) {
    let interested: [Role] = [.enterprise, .operatorOfScheme]
    guard roles.contains(.verifier), roles.contains(where: interested.contains) else { return }
    throw Rejection(
      LedgerRules.independentVerifier,
      found: "\(identifier): \(roles.map(\.name).joined(separator: ", "))",
      required: "verifier, or enterprise / operator")
  }

  /// Refuses an identifier that is neither a valid social credit code, nor a pseudonym, nor an
  /// account of another registry; and anything that looks like a resident identity number.
  static func requireIdentity(_ record: ParticipantRecord) throws(Rejection) {
    try requireNoIdentityNumber(
      in: record.identifier, record.chineseName, record.englishName)
    if record.roles == [.individual] {
      if isPseudonym(record.identifier) { return }
      throw Rejection(
        LedgerRules.identity, found: record.identifier,
        required: "pseudonym:<64 lower-case hex digits>")
    }
    if record.roles == [.external] {
      let parts = record.identifier.split(separator: ":", maxSplits: 2)
      guard parts.count != 3 || parts[0] != "external" || record.key != nil else { return }
      throw Rejection(
        LedgerRules.identity, found: record.identifier,
        required: "external:<registry>:<account>, no key")
    }
    do throws(any Error) {
      let code = try SocialCreditCode(text: record.identifier)
      guard code.text != record.identifier else { return }
      throw Rejection(LedgerRules.identity, found: record.identifier, required: code.text)
    } catch let error as QuantityError {
      throw Rejection(
        LedgerRules.identity, found: "\(record.identifier): \(error)",
        required: "GB 32100-2015")
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      preconditionFailure("only these two errors are thrown above")
    }
  }

  /// Refuses texts in which a resident identity number stands anywhere.
  ///
  /// For names, reasons and other prose; not for references made of digits, which may look alike.
  public static func requireNoIdentityNumber(in texts: String...) throws(Rejection) {
    for text in texts where IdentityCardDetector.containsIdentityNumber(in: text) {
      throw Rejection(
        LedgerRules.identity,
        found: BilingualText("疑似身份证号", "what looks like a resident identity number"),
        required: BilingualText("假名(pseudonym:…)", "a pseudonym (pseudonym:…)"))
    }
  }

  /// Whether `identifier` is a pseudonym in its one form: capitals would make a second person.
  private static func isPseudonym(_ identifier: String) -> Bool {
    let prefix = "pseudonym:"
    guard identifier.hasPrefix(prefix) else { return false }
    let digits = String(identifier.dropFirst(prefix.count))
    // What is no pseudonym is refused by the caller, with the rule.
    return (try? Pseudonym(text: digits))?.text == digits
  }

  /// Places a freeze (authority, registry), a pledge (the holder) or a dispute (registry).
  mutating func apply(_ record: HoldRecord, _ context: AdmissionContext) throws(Rejection) {
    try Self.requireNoIdentityNumber(in: record.reason)
    _ = try requireSeries(record.series)
    let keeper = try requireParticipant(record.keeper)
    let range = try requireRange(first: record.first, count: record.count)
    let standing = HoldRecord.standings[record.kind]
    var holder = holdings.segment(of: record.series, holding: range.lowerBound).0.holder
    if standing == .pledged {
      holder = context.issuer
      guard keeper.holds(.bank, on: context.today) else {
        throw Rejection(
          LedgerRules.role, found: keeper.identifier, required: Role.bank.name)
      }
    } else {
      try requireRole(.authority, .registry, in: context)
    }
    _ = try hold(
      range, of: record.series, from: holder, as: standing, reason: record.reason,
      by: record.keeper, context)
  }
}

extension CoreState {
  mutating func commit() {
    participants.commit()
    assets.commit()
    accounts.commit()
    series.commit()
    holdings.commit()
    parameters.commit()
    claims.commit()
    holds.commit()
    retirements.commit()
    anchors.commit()
    certifications.commit()
  }

  mutating func rollback() {
    participants.rollback()
    assets.rollback()
    accounts.rollback()
    series.rollback()
    holdings.rollback()
    parameters.rollback()
    claims.rollback()
    holds.rollback()
    retirements.rollback()
    anchors.rollback()
    certifications.rollback()
    assignments.removeAll(keepingCapacity: true)
  }
}
