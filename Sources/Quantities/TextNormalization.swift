// SPDX-License-Identifier: Apache-2.0

/// Brings text typed by people and printed by offices to one spelling before it is compared.
///
/// Only the spelling used for comparison changes; records keep the text as it was given.
public enum TextNormalization {
  /// Half-width, simplified and trimmed: what every reader of human text starts from.
  public static func normalized(_ text: String) -> String {
    trimmed(simplified(halfWidth(text)))
  }

  /// Full-width ASCII (U+FF01…U+FF5E) and the ideographic space as ordinary ASCII.
  public static func halfWidth(_ text: String) -> String {
    mapScalars(text) { scalar in
      switch scalar.value {
      case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
      case 0x3000, 0x00A0, 0x202F, 0x2009: " "
      default: scalar
      }
    }
  }

  /// Traditional characters of the trade's vocabulary as simplified ones.
  ///
  /// The table is small on purpose: units, certificates, energy, places and the verbs of the
  /// registries (綠證 → 绿证, 萬千瓦時 → 万千瓦时). It is not a converter for prose; characters
  /// outside it stay as they are.
  public static func simplified(_ text: String) -> String {
    mapScalars(text) { simplifiedCharacters[$0] ?? $0 }
  }

  /// The text without white space and byte-order marks at either end.
  public static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }) else { return "" }
    guard let last = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(scalars[first...last])
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value == 0xFEFF || scalar.value == 0x200B
  }

  private static func mapScalars(
    _ text: String, _ transform: (Unicode.Scalar) -> Unicode.Scalar
  ) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(transform(scalar)) }
    return String(scalars)
  }

  /// Pairs of a traditional character and its simplified form, by field.
  private static let pairs = [
    // Numbers, units and money.
    "萬万億亿噸吨時时標标準准當当圓元個个張张輛辆臺台項项筆笔畝亩頃顷",
    // Power and fuels.
    "電电綠绿證证風风儲储氫氢熱热鍋锅爐炉氣气機机組组裝装發发網网線线變变壓压離离",
    // Certificates, credits and their life.
    "積积點点減减註注購购買买賣卖轉转讓让銷销質质凍冻結结簽签劃划過过續续擔担賬账戶户號号",
    // Carbon accounting.
    "產产類类資资業业區区縣县鄉乡鎮镇節节約约環环評评價价審审覈核認认報报據据數数計计",
    // Headers of lists.
    "碼码檔档編编終终獲获權权屬属領领單单體体滯滞後后來来動动鍵键開开結结長长間间",
    // Places.
    "蘇苏遼辽龍龙陝陕肅肃寧宁廣广東东雲云貴贵慶庆灣湾門门內内濟济壯壮維维爾尔別别",
  ]

  private static let simplifiedCharacters: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for field in pairs {
      let scalars = Array(field.unicodeScalars)
      precondition(scalars.count.isMultiple(of: 2), "a traditional character lacks its pair")
      for index in stride(from: 0, to: scalars.count, by: 2) {
        table[scalars[index]] = scalars[index + 1]
      }
    }
    return table
  }()
}
