// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Registers that a project is in the credit period of another scheme (计入期).
///
/// Signed by the registry or the authority, who may release single holds later. Untraded
/// certificates of the period are frozen, and so are those issued for it later.
public struct ExclusionRecord: Record {
  /// The number of the project.
  public let project: UInt32
  /// The other scheme.
  public let scheme: CreditScheme
  /// The first month of the credit period.
  public let firstMonth: CalendarMonth
  /// The last month of the credit period.
  public let lastMonth: CalendarMonth

  /// Creates the record.
  public init(project: UInt32, scheme: CreditScheme, period: ClosedRange<CalendarMonth>) {
    self.project = project
    self.scheme = scheme
    firstMonth = period.lowerBound
    lastMonth = period.upperBound
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 107, name: "exclusion.register",
    meaning: BilingualText(
      "登记项目进入其他机制的计入期。", "Registers a project's credit period in another scheme."),
    fields: [
      FieldDescription("project", .number(of: "project"), BilingualText("项目", "project")),
      FieldDescription("scheme", .choice(CreditScheme.names), BilingualText("机制", "scheme")),
      FieldDescription("firstMonth", .month, BilingualText("起始月", "first month")),
      FieldDescription("lastMonth", .month, BilingualText("终止月", "last month")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    project = try reader.readNumber()
    scheme = CreditScheme.allCases[try reader.readChoice(of: CreditScheme.names.count)]
    firstMonth = try reader.readMonth()
    lastMonth = try reader.readMonth()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(project))
    writer.write(unsigned: UInt64(scheme.rawValue))
    writer.write(month: firstMonth)
    writer.write(month: lastMonth)
  }
}

/// Claims the electricity of a project and month for another scheme.
///
/// Signed by the registry or the authority. There is nothing to claim but what certificates
/// were issued for: the matching untraded certificates are cancelled first, so that the same
/// kilowatt-hour never counts twice.
public struct ExclusionClaimRecord: Record {
  /// The number of the project.
  public let project: UInt32
  /// The month of generation.
  public let month: CalendarMonth
  /// The scheme that credits the electricity.
  public let scheme: CreditScheme
  /// The energy claimed.
  public let energy: Energy

  /// Creates the record.
  public init(project: UInt32, month: CalendarMonth, scheme: CreditScheme, energy: Energy) {
    self.project = project
    self.month = month
    self.scheme = scheme
    self.energy = energy
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 108, name: "exclusion.claim",
    meaning: BilingualText(
      "由其他机制主张电量,并注销相应绿证。",
      "Claims electricity for another scheme and cancels the matching certificates."),
    fields: [
      FieldDescription("project", .number(of: "project"), BilingualText("项目", "project")),
      FieldDescription("month", .month, BilingualText("生产年月", "month of generation")),
      FieldDescription("scheme", .choice(CreditScheme.names), BilingualText("机制", "scheme")),
      FieldDescription("energy", .energy, BilingualText("主张电量", "energy claimed")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    project = try reader.readNumber()
    month = try reader.readMonth()
    scheme = CreditScheme.allCases[try reader.readChoice(of: CreditScheme.names.count)]
    energy = Energy(wattHours: try reader.readAmount())
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(project))
    writer.write(month: month)
    writer.write(unsigned: UInt64(scheme.rawValue))
    writer.write(unsigned: UInt64(bitPattern: energy.wattHours))
  }
}
