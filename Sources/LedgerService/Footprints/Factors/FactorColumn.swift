// SPDX-License-Identifier: Apache-2.0

/// A column of a table of factors; all of them are required (rule 13).
public enum FactorColumn: Int, CaseIterable, Sendable {
  /// The code.
  case code
  /// The name in Chinese.
  case chineseName
  /// The name in English.
  case englishName
  /// The value.
  case value
  /// The unit.
  case unit
  /// The gas or basis.
  case basis
  /// What the factor may be used for.
  case purpose
  /// The part it plays.
  case role
  /// The GWP edition.
  case assessment
  /// The year of the data.
  case dataYear
  /// For how many years the data may be used after that year.
  case lagYears
  /// The region.
  case region
  /// The day of publication.
  case published
  /// The last day of use.
  case validThrough
  /// The source.
  case source
  /// The code it takes the place of.
  case supersedes
  /// Whether it is an invented example.
  case example

  /// The English names, in the order of the columns.
  public static let names = [
    "code", "name_zh", "name_en", "value", "unit", "basis", "purpose", "role", "assessment",
    "data_year", "lag_years", "region", "published", "valid_through", "source", "supersedes",
    "example",
  ]

  /// The Chinese names, in the order of the columns.
  public static let chineseNames = [
    "编码", "中文名", "英文名", "数值", "单位", "气体", "用途", "角色", "评估报告", "数据年份", "滞后年数",
    "地区", "发布日期", "有效期至", "来源", "替代", "示例",
  ]

  /// The English name, which problems use.
  public var name: String { Self.names[rawValue] }
  /// The Chinese name.
  public var chineseName: String { Self.chineseNames[rawValue] }

  /// The column of a header in either language.
  init?(header: String) {
    guard
      let position = Self.names.firstIndex(of: header)
        ?? Self.chineseNames.firstIndex(where: { ColumnNames.matches(header, $0) })
    else { return nil }
    self.init(rawValue: position)
  }
}
