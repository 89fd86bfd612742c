// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

private typealias Limits = MethodologyLimits

extension MethodologySchema {
  static let parameter = SchemaTable(
    "parameter", BilingualText("参数", "a parameter"), nameKey: "name",
    [
      SchemaKey("name", .name, "在表达式中的名称。", "The name in expressions."),
      SchemaKey("label", .bilingual, "给人看的名称。", "The name for people."),
      SchemaKey(
        "unit", .short, "所有取值的单位,如 `gCO2e/(person·km)`;纯数写 1。",
        "The unit of all its values, such as `gCO2e/(person·km)`; 1 for a plain number."),
      .optional(
        "by", .name, "按哪个选项取值(如方式、树种);表达式中写 `factor[mode]`。",
        "The choice that selects a value, such as a mode or species; `factor[mode]` in "
          + "expressions."),
      SchemaKey(
        "values", .list(.table(value), 0...Limits.values),
        "取值;来源未定时写 [],备案时由运营方设定。",
        "The values; `[]` when no source fixes one, the operator then sets it when filing."),
    ])

  static let value = SchemaTable(
    "value", BilingualText("参数取值", "a parameter's value"),
    [
      .optional(
        "choice", .choice, "所属选项(参数有 by 时)。",
        "The choice it stands for, when the parameter has `by`."),
      SchemaKey("value", .decimal, "数值。", "The number."),
      .optional("from", .date, "从此事件日期起;不写为从头。", "The first event date, if any."),
      .optional(
        "through", .date, "至此事件日期止;不写为无终止。", "The last event date, if any."),
      SchemaKey("source", .source, "数值的出处。", "Where the number comes from."),
    ])

  static let definition = SchemaTable(
    "definition", BilingualText("定义", "a definition"), nameKey: "name",
    [
      SchemaKey("name", .name, "在后面表达式中的名称。", "The name in later expressions."),
      SchemaKey("label", .bilingual, "给人看的名称。", "The name for people."),
      SchemaKey("formula", .expression, "如何计算。", "How it is computed."),
    ])

  static let condition = SchemaTable(
    "condition", BilingualText("条件", "a condition"), nameKey: "id",
    [
      SchemaKey("id", .choice, "拒绝时给出的编号。", "The id that refusals name."),
      SchemaKey("text", .bilingual, "要求什么。", "What is demanded."),
      SchemaKey("require", .expression, "必须为真的表达式。", "What must be true."),
      .optional("source", .source, "条件的出处。", "Where the condition comes from."),
    ])

  static let result = SchemaTable(
    "result", BilingualText("结果", "a result"), variantKey: "kind",
    [
      SchemaKey(
        "kind", .word(Methodology.ResultDefinition.Kind.names),
        "reduction 减排量(以毫克 CO₂e 记账);points 积分。",
        "`reduction`: greenhouse gases, recorded in milligrams CO₂e; `points`."),
      SchemaKey("formula", .expression, "公式。", "The formula."),
      SchemaKey(
        "step", .amount, "结果的最小步长,如 `0.01 gCO2e`;积分写 1。",
        "The smallest step of the result, such as `0.01 gCO2e`; 1 for points."),
      SchemaKey(
        "rounding", .word(RoundingWords.names),
        "不足一步时如何取整;保守的方法学写 down。",
        "How a part of a step is cut; conservative methodologies say `down`."),
      SchemaKey(
        "validity_months", .integer(Limits.validityMonths), isRequired: false, only: ["points"],
        "活动所在月之后还可使用的月数;不写为不过期。",
        "For how many months after the activity's month points can be spent; no expiry when left "
          + "out."),
    ])

  static let example = SchemaTable(
    "example", BilingualText("算例", "an example"), oneOf: [["result", "refusal"]],
    [
      SchemaKey("text", .bilingual, "算例说明什么。", "What the example shows."),
      .optional(
        "source", .source, "出处;自拟的不写。",
        "Where it comes from; leave it out for one of your own."),
      SchemaKey("date", .date, "事件日期。", "The event date."),
      .optional(
        "duration", .duration, "时长,如 `25 min`(timing 为 interval 时)。",
        "The duration, such as `25 min`, when the timing is `interval`."),
      .optional(
        "attributes", .named(.exampleValue), "各属性的值,用其单位。",
        "A value for each attribute, in its unit."),
      .optional(
        "parameters", .named(.setting), "文件未定参数的设定值。",
        "Values for parameters that the document leaves unset."),
      .optional(
        "inputs", .named(.exampleValue), "各数据项的值,用其单位。",
        "A value for each input, in its unit."),
      .optional(
        "result", .amount, "必须得到的结果,如 `373.6 gCO2e`;积分只写数。",
        "The result it must give, such as `373.6 gCO2e`; for points a number."),
      .optional(
        "refusal", .choice, "必须拒绝它的条件编号。", "The id of the condition that must refuse it."),
    ])

  /// All tables, in the order in which the documentation prints them.
  public static let tables = [
    document, effective, source, crediting, activity, input, field, attribute, parameter, value,
    definition, condition, limit, result, exclusivity, example,
  ]
}

/// The ways of rounding that documents may ask for; results are never negative.
enum RoundingWords {
  static let all: [(name: String, rounding: Rounding)] = [
    ("down", .down), ("up", .up), ("half_even", .halfEven), ("half_up", .halfUp),
  ]
  static let names = all.map(\.name)
}
