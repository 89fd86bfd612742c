// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Suspends, resumes or ends a scenario, or changes its methodology version, by event date.
///
/// Signed by the authority. Activities already admitted stay as they are.
public struct ScenarioChangeRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// What happens to it.
  public let action: ScenarioAction
  /// The first event date to which the action applies.
  public let from: CalendarDate
  /// The methodology version from then on, when that is what changes.
  public let methodology: UInt32?
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(
    scenario: UInt32, action: ScenarioAction, from: CalendarDate, methodology: UInt32? = nil,
    reason: String
  ) {
    self.scenario = scenario
    self.action = action
    self.from = from
    self.methodology = methodology
    self.reason = reason
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 304, name: "scenario.change",
    meaning: BilingualText(
      "暂停、恢复、终止减排场景,或更换方法学版本。",
      "Suspends, resumes or ends a scenario, or changes its methodology version."),
    fields: [
      .scenario,
      FieldDescription("action", .choice(ScenarioAction.names), BilingualText("操作", "action")),
      .from,
      FieldDescription(
        "methodology", .number(of: "methodology"), optional: true,
        BilingualText("新的方法学版本", "the new methodology version")),
      .reason,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    action = ScenarioAction.allCases[try reader.readChoice(of: ScenarioAction.names.count)]
    from = try reader.readDate()
    methodology = try reader.readOptionalNumber()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(unsigned: UInt64(action.rawValue))
    writer.write(date: from)
    writer.writeOptional(methodology) { $0.write(number: $1) }
    writer.write(text: reason)
  }
}

/// Registers that another scheme has claimed a site, device or parcel (其他机制主张).
///
/// Signed by the authority or the registry, so that no scenario can claim it. A scheme whose
/// name is `ets` or ends with `-ets` says that the site belongs to an emission trading scheme.
public struct ClaimRegistrationRecord: Record {
  /// The subject: `site:…`, `device:…`, `parcel:…`.
  public let subject: String
  /// The other scheme: lower-case letters, digits and hyphens.
  public let scheme: String
  /// The document behind it.
  public let reference: String

  /// Creates the record.
  public init(subject: String, scheme: String, reference: String) {
    self.subject = subject
    self.scheme = scheme
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 321, name: "claim.register",
    meaning: BilingualText(
      "登记其他机制已主张的场地、设备或地块。",
      "Registers a site, device or parcel that another scheme has claimed."),
    fields: [
      FieldDescription(
        "subject", .text(maximum: 100), BilingualText("对象", "site:…, device:…, parcel:…")),
      FieldDescription("scheme", .text(maximum: 40), BilingualText("机制", "the other scheme")),
      .reference,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    subject = try reader.readText(atMost: 100)
    scheme = try reader.readText(atMost: 40)
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: subject)
    writer.write(text: scheme)
    writer.write(text: reference)
  }
}
