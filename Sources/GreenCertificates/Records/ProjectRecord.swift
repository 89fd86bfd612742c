// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Files a renewable power project (建档立卡); the ledger assigns the next project number.
///
/// Signed by the registry or the authority.
public struct ProjectRecord: Record {
  /// The filing code, 17 characters (see ``ProjectCode``).
  public let code: String
  /// The owner.
  public let owner: UInt32
  /// What the electricity is made from.
  public let energy: EnergyType
  /// The technology as the filing names it.
  public let technology: String
  /// The province, by the first two digits of GB/T 2260.
  public let province: UInt8
  /// The city as the filing names it.
  public let city: String
  /// The day of commissioning.
  public let commissioning: CalendarDate
  /// How the electricity reaches its users.
  public let connection: Connection
  /// Whether all the electricity is sold on the market; decides for hydropower.
  public let isMarketBased: Bool
  /// The installed capacity in kW.
  public let capacity: Int64
  /// Whether the electricity is under the settlement mechanism for new energy
  /// (新能源可持续发展价格结算机制), whose certificates go to the provincial account.
  public let isUnderSettlementMechanism: Bool

  /// Creates the record.
  public init(
    code: String, owner: UInt32, energy: EnergyType, technology: String, province: UInt8,
    city: String, commissioning: CalendarDate, connection: Connection, isMarketBased: Bool,
    capacity: Int64, isUnderSettlementMechanism: Bool
  ) {
    self.code = code
    self.owner = owner
    self.energy = energy
    self.technology = technology
    self.province = province
    self.city = city
    self.commissioning = commissioning
    self.connection = connection
    self.isMarketBased = isMarketBased
    self.capacity = capacity
    self.isUnderSettlementMechanism = isUnderSettlementMechanism
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 100, name: "project.file",
    meaning: BilingualText("可再生能源发电项目建档立卡。", "Files a renewable power project."),
    fields: [
      FieldDescription(
        "code", .text(maximum: 17), BilingualText("建档立卡编码(17 位)", "filing code, 17 characters")),
      FieldDescription("owner", .participant, BilingualText("项目业主", "owner")),
      FieldDescription(
        "energy", .choice(EnergyType.names), BilingualText("能源类型", "type of energy")),
      FieldDescription("technology", .text(maximum: 100), BilingualText("技术类型", "technology")),
      FieldDescription("province", .province, BilingualText("省份", "province")),
      FieldDescription("city", .text(maximum: 100), BilingualText("城市", "city")),
      FieldDescription("commissioning", .date, BilingualText("投产日期", "day of commissioning")),
      FieldDescription(
        "connection", .choice(Connection.names), BilingualText("上网方式", "connection")),
      FieldDescription(
        "marketBased", .boolean,
        BilingualText("完全市场化", "whether all electricity is sold on the market")),
      FieldDescription(
        "capacity", .unsigned(maximum: UInt64(Int64.max)),
        BilingualText("装机容量(kW)", "capacity in kW")),
      FieldDescription(
        "settlementMechanism", .boolean,
        BilingualText("纳入价格结算机制", "whether under the settlement mechanism")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    code = try reader.readText(atMost: 17)
    owner = try reader.readNumber()
    energy = EnergyType.allCases[try reader.readChoice(of: EnergyType.names.count)]
    technology = try reader.readText(atMost: 100)
    province = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
    city = try reader.readText(atMost: 100)
    commissioning = try reader.readDate()
    connection = Connection.allCases[try reader.readChoice(of: Connection.names.count)]
    isMarketBased = try reader.readBoolean()
    capacity = try reader.readAmount()
    isUnderSettlementMechanism = try reader.readBoolean()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: code)
    writer.write(unsigned: UInt64(owner))
    writer.write(unsigned: UInt64(energy.rawValue))
    writer.write(text: technology)
    writer.write(unsigned: UInt64(province))
    writer.write(text: city)
    writer.write(date: commissioning)
    writer.write(unsigned: UInt64(connection.rawValue))
    writer.write(boolean: isMarketBased)
    writer.write(unsigned: UInt64(bitPattern: capacity))
    writer.write(boolean: isUnderSettlementMechanism)
  }
}
