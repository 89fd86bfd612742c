// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Reports green power settled between a seller and a buyer for a month (绿电结算).
///
/// Signed by a platform. The ledger assigns the next settlement number; transfers with power
/// use the energy up.
public struct SettlementRecord: Record {
  /// Who sold the power.
  public let seller: UInt32
  /// Who bought it.
  public let buyer: UInt32
  /// The month of generation.
  public let month: CalendarMonth
  /// The energy settled.
  public let energy: Energy
  /// The platform's number of the settlement, unique on the ledger.
  public let reference: String

  /// Creates the record.
  public init(
    seller: UInt32, buyer: UInt32, month: CalendarMonth, energy: Energy, reference: String
  ) {
    self.seller = seller
    self.buyer = buyer
    self.month = month
    self.energy = energy
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 103, name: "settlement.report",
    meaning: BilingualText("上报绿电结算电量。", "Reports green power settled."),
    fields: [
      FieldDescription("seller", .participant, BilingualText("售电方", "seller")),
      FieldDescription("buyer", .participant, BilingualText("购电方", "buyer")),
      FieldDescription("month", .month, BilingualText("电量生产年月", "month of generation")),
      FieldDescription("energy", .energy, BilingualText("结算电量", "energy settled")),
      FieldDescription(
        "reference", .text(maximum: 100), BilingualText("结算单号", "number of the settlement")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    seller = try reader.readNumber()
    buyer = try reader.readNumber()
    month = try reader.readMonth()
    energy = Energy(wattHours: try reader.readAmount())
    reference = try reader.readText(atMost: 100)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(seller))
    writer.write(unsigned: UInt64(buyer))
    writer.write(month: month)
    writer.write(unsigned: UInt64(bitPattern: energy.wattHours))
    writer.write(text: reference)
  }
}
