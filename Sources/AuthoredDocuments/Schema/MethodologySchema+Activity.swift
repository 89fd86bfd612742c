// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

private typealias Limits = MethodologyLimits

extension MethodologySchema {
  static let activity = SchemaTable(
    "activity", BilingualText("活动", "an activity"),
    [
      SchemaKey(
        "timing", .word(Methodology.ActivityShape.Timing.names),
        "interval 有起始与时长,同一人不得重叠;day 某日;month 某月(事件日期为月末)。",
        "`interval`: a start and a duration, one person's must not overlap; `day`; `month`: the "
          + "event date is the month's last day."),
      SchemaKey(
        "natural_key", .list(.text, 1...Limits.entries),
        "使活动唯一的资料,按顺序;运营方只报送其摘要。",
        "What makes an activity unique, in order; the operator sends its digest only."),
      SchemaKey(
        "inputs", .list(.table(input), 0...Limits.inputs), "监测数据。", "What is monitored."),
    ])

  private static let named: [SchemaKey] = [
    SchemaKey(
      "name", .name, "在表达式与 CSV 表头中的名称。", "The name in expressions and CSV headers."),
    SchemaKey("label", .bilingual, "给人看的名称。", "The name for people."),
  ]

  private static let kinds: [SchemaKey] = [
    SchemaKey(
      "unit", .short, only: ["quantity"], "单位,如 `km`、`kWh`、`person·km`。",
      "The unit, such as `km`, `kWh`, `person·km`."),
    SchemaKey(
      "decimals", .integer(0...Limits.decimals), only: ["quantity"],
      "小数位数:3 表示 km 精确到米。", "How many decimal places: 3 is metres for km."),
    SchemaKey(
      "minimum", .decimal, only: ["quantity"], "最小允许值;更小的活动被拒绝。",
      "The least value; an activity below it is refused."),
    SchemaKey(
      "maximum", .decimal, only: ["quantity"], "最大允许值;更大的活动被拒绝。",
      "The greatest value; an activity above it is refused."),
    SchemaKey(
      "choices", .list(.choice, 1...Limits.choices), only: ["choice"], "可选的名称。",
      "The names to choose from."),
  ]

  private static let evidence = SchemaKey.optional(
    "evidence", .bilingual, "须保存的证据。", "The evidence to be kept.")

  static let field = SchemaTable(
    "field", BilingualText("字段", "a field"), variantKey: "kind", nameKey: "name",
    named + [
      SchemaKey(
        "kind", .word(["quantity", "choice", "flag", "date"]),
        "quantity 数量;choice 选项;flag 是否;date 日期。",
        "A `quantity`, a `choice` of names, a `flag` (true or false) or a `date`.")
    ] + kinds + [evidence])

  static let attribute = SchemaTable(
    "attribute", BilingualText("属性", "an attribute"), variantKey: "kind", nameKey: "name",
    field.keys)

  static let input = SchemaTable(
    "input", BilingualText("监测数据项", "an input"), variantKey: "kind", nameKey: "name",
    named + [
      SchemaKey(
        "kind", .word(["quantity", "choice", "flag", "date", "list"]),
        "quantity 数量;choice 选项;flag 是否;date 日期;list 由若干行组成。",
        "A `quantity`, a `choice` of names, a `flag` (true or false), a `date`, or a `list` of "
          + "rows.")
    ] + kinds + [
      SchemaKey(
        "fields", .list(.table(field), 1...Limits.inputs), only: ["list"], "每行的字段。",
        "The fields of each row."),
      SchemaKey(
        "rows_minimum", .integer(0...Limits.rows), only: ["list"], "最少行数。",
        "The least number of rows."),
      SchemaKey(
        "rows_maximum", .integer(1...Limits.rows), only: ["list"], "最多行数。",
        "The greatest number of rows."),
      evidence,
    ])

  static let limit = SchemaTable(
    "limit", BilingualText("日限值", "a daily limit"), variantKey: "kind",
    [
      SchemaKey(
        "kind", .word(["count", "sum"]), "count 限次数;sum 限某项数据之和。",
        "`count`: the number of activities; `sum`: the sum of an input."),
      SchemaKey(
        "input", .name, only: ["sum"], "求和的数据项。", "The input that is summed."),
      SchemaKey(
        "parameter", .name, "存放限值的参数。", "The parameter that holds the limit."),
      SchemaKey("text", .bilingual, "限值的用意。", "What the limit is for."),
    ])
}
