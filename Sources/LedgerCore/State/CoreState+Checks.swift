// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension CoreState {
  /// Refuses unless the signer holds one of `roles` today.
  public func requireRole(
    _ roles: Role..., in context: AdmissionContext
  ) throws(Rejection) {
    guard let issuer = participants.row(context.issuer) else {
      throw Rejection(
        LedgerRules.unknownNumber, found: "\(coded: "participant", context.issuer)",
        required: "a registered participant")
    }
    var lapsed: Qualification?
    for qualification in issuer.qualifications where roles.contains(qualification.role) {
      if qualification.isValid(on: context.today) { return }
      lapsed = qualification
    }
    let wanted = roles.map(\.name).joined(separator: " / ")
    if let lapsed {
      let end = lapsed.through.map(\.description) ?? "—"
      throw Rejection(
        LedgerRules.qualification,
        found: "\(lapsed.role.name) \(lapsed.from) … \(end)", required: "\(context.today)")
    }
    let held = issuer.qualifications.map(\.role.name).joined(separator: ", ")
    throw Rejection(
      LedgerRules.role,
      found: BilingualText(
        "签署人 \(issuer.identifier) 的身份为 \(held)",
        "signer \(issuer.identifier) with role \(held)"),
      required: BilingualText(wanted, wanted))
  }

  /// The participant numbered `number`, or a refusal.
  public func requireParticipant(_ number: UInt32) throws(Rejection) -> Participant {
    if let participant = participants.row(number) { return participant }
    throw Rejection(unknown: "participant", number, of: participants.count)
  }

  /// The series numbered `number`, or a refusal.
  public func requireSeries(_ number: UInt32) throws(Rejection) -> Series {
    if let series = series.row(number) { return series }
    throw Rejection(unknown: "series", number, of: series.count)
  }

  /// Refuses a business date after the day of registration.
  public func requireNotInFuture(
    _ date: CalendarDate, in context: AdmissionContext
  ) throws(Rejection) {
    guard date > context.today else { return }
    throw Rejection(
      LedgerRules.notInFuture, found: "\(date)", required: "≤ \(context.today)")
  }

  /// The value of parameter `number` on `date`, or a refusal that names the parameter.
  public func requireParameter(
    _ number: UInt32, on date: CalendarDate
  ) throws(Rejection) -> Int64 {
    if let value = parameters.read(number, { $0.value(on: date) }) { return value }
    throw Rejection(
      LedgerRules.parameter, found: "\(parameters[number].name): —",
      required: "\(parameters[number].name) (\(date))")
  }

  /// Makes a range of `count` numbers from `first`, or refuses an empty or overflowing one.
  public func requireRange(
    first: UInt64, count: UInt64
  ) throws(Rejection) -> ClosedRange<UInt64> {
    let (end, overflow) = first.addingReportingOverflow(count)
    guard count > 0, !overflow, end < UInt64(Int64.max) else {
      throw Rejection(
        LedgerRules.bounds, found: "first \(first), count \(count)",
        required: "count ≥ 1, first + count < 2^63")
    }
    return first...(end - 1)
  }
}
