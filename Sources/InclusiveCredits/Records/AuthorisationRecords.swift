// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Reports that persons authorised a scenario's operator from a day on (用户授权).
///
/// Signed by the operator. A person new to the ledger gets the next person number, in the order
/// of the record.
public struct AuthorisationRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The first day of the authorisations.
  public let from: CalendarDate
  /// The persons' pseudonyms, 32 bytes each, one after the other.
  public let pseudonyms: [UInt8]

  /// Creates the record.
  public init(scenario: UInt32, from: CalendarDate, pseudonyms: [UInt8]) {
    self.scenario = scenario
    self.from = from
    self.pseudonyms = pseudonyms
  }

  /// Creates the record.
  public init(scenario: UInt32, from: CalendarDate, persons: [Pseudonym]) {
    self.init(scenario: scenario, from: from, pseudonyms: persons.flatMap(\.bytes))
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 305, name: "authorisation.grant",
    meaning: BilingualText("登记用户对减排场景的授权。", "Registers users' authorisations of a scenario."),
    fields: [
      .scenario, .from,
      FieldDescription(
        "pseudonyms", .byteString(maximum: InclusiveCreditLimits.payloadBytes),
        BilingualText("假名,每个 32 字节", "pseudonyms, 32 bytes each")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    from = try reader.readDate()
    pseudonyms = try reader.readBytes(counts: 0...InclusiveCreditLimits.payloadBytes)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(date: from)
    writer.write(bytes: pseudonyms)
  }
}

/// Reports that persons withdrew their authorisation from a day on (撤回授权).
///
/// Signed by the operator. Activities before that day keep their authorisation.
public struct WithdrawalRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The first day without authorisation.
  public let from: CalendarDate
  /// The numbers of the persons.
  public let persons: [UInt32]

  /// Creates the record.
  public init(scenario: UInt32, from: CalendarDate, persons: [UInt32]) {
    self.scenario = scenario
    self.from = from
    self.persons = persons
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 306, name: "authorisation.withdraw",
    meaning: BilingualText("登记用户撤回授权。", "Registers that users withdrew their authorisation."),
    fields: [.scenario, .from, .persons])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    from = try reader.readDate()
    persons = try reader.readPersons()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(date: from)
    writer.write(numbers: persons)
  }
}
