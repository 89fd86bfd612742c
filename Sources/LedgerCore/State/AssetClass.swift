// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// A class of units that sums to zero over all accounts.
public struct AssetClass: StateRow {
  /// The code, for instance `GEC-T` (tradable certificates).
  public let code: String
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// The unit in which balances are counted, for instance `MWh` or `tCO2e`.
  public let unit: String
  /// The participant that issues the class; its contra account is the source of all units.
  public let issuer: UInt32

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [code] }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 5 else {
      throw .unexpected(offset: offset, expected: "an asset class", found: "another array")
    }
    code = try reader.readTextString()
    chineseName = try reader.readTextString()
    englishName = try reader.readTextString()
    unit = try reader.readTextString()
    issuer = UInt32(truncatingIfNeeded: try reader.readUnsigned())
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(text: code)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(text: unit)
    writer.write(unsigned: UInt64(issuer))
  }

  init(code: String, chineseName: String, englishName: String, unit: String, issuer: UInt32) {
    self.code = code
    self.chineseName = chineseName
    self.englishName = englishName
    self.unit = unit
    self.issuer = issuer
  }
}
