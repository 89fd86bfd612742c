// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Spends persons' points (积分兑换), the oldest that are still valid first.
///
/// Signed by the operator.
public struct PointsSpendRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The persons.
  public let persons: [UInt32]
  /// The points of each.
  public let amounts: [Int64]
  /// What they were spent on.
  public let reference: String
  /// The day.
  public let date: CalendarDate

  /// Creates the record.
  public init(
    scenario: UInt32, persons: [UInt32], amounts: [Int64], reference: String,
    date: CalendarDate
  ) {
    self.scenario = scenario
    self.persons = persons
    self.amounts = amounts
    self.reference = reference
    self.date = date
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 318, name: "points.spend",
    meaning: BilingualText("兑换个人碳积分。", "Spends persons' points."),
    fields: [
      .scenario, .persons,
      FieldDescription(
        "amounts", .list(.amount, maximum: InclusiveCreditLimits.personsPerRecord),
        BilingualText("各人积分数", "points of each")),
      .reference, .date,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    persons = try reader.readPersons()
    amounts = try reader.readAmounts()
    reference = try reader.readText(atMost: 200)
    date = try reader.readDate()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(numbers: persons)
    writer.write(amounts: amounts)
    writer.write(text: reference)
    writer.write(date: date)
  }
}

/// Pools persons' grams into tonnes of the beneficiary (个人减排量归集).
///
/// Signed by the operator. The grams are cancelled in custody; what is below a tonne is carried
/// to the scenario's next pooling.
public struct PersonalPoolRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The persons.
  public let persons: [UInt32]
  /// The grams of each.
  public let grams: [Int64]
  /// How many tonnes; 0 when everything is carried.
  public let count: UInt64
  /// The first serial number.
  public let first: UInt64
  /// What is carried to the next pooling, in milligrams of CO₂ equivalent.
  public let carry: Int64

  /// Creates the record.
  public init(
    scenario: UInt32, persons: [UInt32], grams: [Int64], count: UInt64, first: UInt64,
    carry: Int64
  ) {
    self.scenario = scenario
    self.persons = persons
    self.grams = grams
    self.count = count
    self.first = first
    self.carry = carry
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 319, name: "personal.pool",
    meaning: BilingualText(
      "将个人减排量归集为可交易的吨。", "Pools persons' grams into tradable tonnes."),
    fields: [
      .scenario, .persons,
      FieldDescription(
        "grams", .list(.amount, maximum: InclusiveCreditLimits.personsPerRecord),
        BilingualText("各人克数", "grams of each")),
      .count, .first, .carry,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    persons = try reader.readPersons()
    grams = try reader.readAmounts()
    count = try reader.readUnsigned()
    first = try reader.readUnsigned()
    carry = try reader.readAmount()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(numbers: persons)
    writer.write(amounts: grams)
    writer.write(unsigned: count)
    writer.write(unsigned: first)
    writer.write(amount: carry)
  }
}

/// Retires a person's grams (个人注销), the oldest in custody first; irreversible.
///
/// Signed by the operator on the person's behalf.
public struct PersonalRetirementRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The person.
  public let person: UInt32
  /// How many grams.
  public let grams: Int64
  /// What they are retired for; never compliance.
  public let purpose: CreditPurpose
  /// For whom: a name; for an event, the event.
  public let beneficiary: String
  /// A reference.
  public let reference: String
  /// The day of the retirement.
  public let date: CalendarDate

  /// Creates the record.
  public init(
    scenario: UInt32, person: UInt32, grams: Int64, purpose: CreditPurpose,
    beneficiary: String, reference: String = "", date: CalendarDate
  ) {
    self.scenario = scenario
    self.person = person
    self.grams = grams
    self.purpose = purpose
    self.beneficiary = beneficiary
    self.reference = reference
    self.date = date
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 320, name: "personal.retire",
    meaning: BilingualText("注销个人减排量,不可撤销。", "Retires a person's grams, irreversibly."),
    fields: [
      .scenario,
      FieldDescription("person", .person, BilingualText("个人", "person")),
      FieldDescription("grams", .amount, BilingualText("克数", "grams")),
      FieldDescription("purpose", .choice(CreditPurpose.names), BilingualText("用途", "purpose")),
      FieldDescription(
        "beneficiary", .text(maximum: 300), BilingualText("受益方或活动", "beneficiary or event")),
      .reference, .date,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    person = try reader.readNumber()
    grams = try reader.readAmount()
    purpose = CreditPurpose.allCases[try reader.readChoice(of: CreditPurpose.names.count)]
    beneficiary = try reader.readText(atMost: 300)
    reference = try reader.readText(atMost: 200)
    date = try reader.readDate()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(number: person)
    writer.write(amount: grams)
    writer.write(unsigned: UInt64(purpose.rawValue))
    writer.write(text: beneficiary)
    writer.write(text: reference)
    writer.write(date: date)
  }
}
