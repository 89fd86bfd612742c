// SPDX-License-Identifier: Apache-2.0

/// One of the 34 province-level regions of China (GB/T 2260, ISO 3166-2:CN).
public struct Province: Hashable, Comparable, Sendable {
  /// The first two digits of GB/T 2260: 33 for Zhejiang.
  public let number: UInt8

  /// The region of a GB/T 2260 number, or nil when there is none.
  public init?(number: UInt8) {
    guard Self.rowsByNumber[number] != nil else { return nil }
    self.number = number
  }

  private init(row: Row) {
    number = row.number
  }

  /// All 34, in the order of their numbers.
  public static let all: [Province] = rows.map { Province(row: $0) }

  /// The ISO 3166-2 code, `CN-ZJ`.
  public var code: String { "CN-" + row.letters }

  /// The short Chinese name, `浙江`.
  public var chinese: String { row.chinese }

  /// The full Chinese name, `浙江省`.
  public var fullChinese: String { row.chinese + row.suffix }

  /// The English name, `Zhejiang`.
  public var english: String { row.english }

  /// The short name in both languages.
  public var name: BilingualText { BilingualText(chinese: chinese, english: english) }

  /// Reads `CN-ZJ`, `ZJ`, `浙江`, `浙江省`, `Zhejiang`, or a GB/T 2260 code of 2, 4 or 6 digits.
  ///
  /// - Throws: ``QuantityError/unknownProvince(text:)``.
  public init(text: String) throws(QuantityError) {
    let normal = TextNormalization.normalized(text)
    if [2, 4, 6].contains(normal.utf8.count), normal.utf8.allSatisfy({ asciiDigit($0) != nil }) {
      guard let number = UInt8(normal.prefix(2)), let province = Province(number: number) else {
        throw .unknownProvince(text: text)
      }
      self = province
      return
    }
    let lowered = normal.lowercased()
    let found = Self.rows.first { row in
      let letters = row.letters.lowercased()
      return [letters, "cn-" + letters, row.english.lowercased()].contains(lowered)
        || normal == row.chinese || normal == row.chinese + row.suffix
    }
    guard let found else { throw .unknownProvince(text: text) }
    self.init(row: found)
  }

  /// Whether the left number is smaller.
  public static func < (left: Province, right: Province) -> Bool {
    left.number < right.number
  }

  private struct Row {
    let number: UInt8
    let letters: String
    let chinese: String
    let suffix: String
    let english: String

    init(_ number: UInt8, _ letters: String, _ chinese: String, _ suffix: String, _ english: String)
    {
      self.number = number
      self.letters = letters
      self.chinese = chinese
      self.suffix = suffix
      self.english = english
    }
  }

  private var row: Row {
    guard let row = Self.rowsByNumber[number] else {
      preconditionFailure("a province is made from the table only")
    }
    return row
  }

  private static let rowsByNumber = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.number, $0) })

  private static let rows = [
    Row(11, "BJ", "北京", "市", "Beijing"), Row(12, "TJ", "天津", "市", "Tianjin"),
    Row(13, "HE", "河北", "省", "Hebei"), Row(14, "SX", "山西", "省", "Shanxi"),
    Row(15, "NM", "内蒙古", "自治区", "Inner Mongolia"), Row(21, "LN", "辽宁", "省", "Liaoning"),
    Row(22, "JL", "吉林", "省", "Jilin"), Row(23, "HL", "黑龙江", "省", "Heilongjiang"),
    Row(31, "SH", "上海", "市", "Shanghai"), Row(32, "JS", "江苏", "省", "Jiangsu"),
    Row(33, "ZJ", "浙江", "省", "Zhejiang"), Row(34, "AH", "安徽", "省", "Anhui"),
    Row(35, "FJ", "福建", "省", "Fujian"), Row(36, "JX", "江西", "省", "Jiangxi"),
    Row(37, "SD", "山东", "省", "Shandong"), Row(41, "HA", "河南", "省", "Henan"),
    Row(42, "HB", "湖北", "省", "Hubei"), Row(43, "HN", "湖南", "省", "Hunan"),
    Row(44, "GD", "广东", "省", "Guangdong"), Row(45, "GX", "广西", "壮族自治区", "Guangxi"),
    Row(46, "HI", "海南", "省", "Hainan"), Row(50, "CQ", "重庆", "市", "Chongqing"),
    Row(51, "SC", "四川", "省", "Sichuan"), Row(52, "GZ", "贵州", "省", "Guizhou"),
    Row(53, "YN", "云南", "省", "Yunnan"), Row(54, "XZ", "西藏", "自治区", "Tibet"),
    Row(61, "SN", "陕西", "省", "Shaanxi"), Row(62, "GS", "甘肃", "省", "Gansu"),
    Row(63, "QH", "青海", "省", "Qinghai"), Row(64, "NX", "宁夏", "回族自治区", "Ningxia"),
    Row(65, "XJ", "新疆", "维吾尔自治区", "Xinjiang"), Row(71, "TW", "台湾", "省", "Taiwan"),
    Row(81, "HK", "香港", "特别行政区", "Hong Kong"),
    Row(82, "MO", "澳门", "特别行政区", "Macao"),
  ]
}

extension Province: CustomStringConvertible {
  /// The ISO 3166-2 code.
  public var description: String { code }
}
