// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

private typealias Limits = FootprintLimits

/// The schema of footprint models.
public enum FootprintSchema {
  /// The whole document.
  public static let document = SchemaTable(
    "document", BilingualText("足迹模型文件", "a footprint model"),
    [
      SchemaKey(
        "footprint", .uuid, "此足迹的 UUID;内容一改即为新足迹,须用新的 UUID。",
        "The UUID of this footprint; a changed content is a new footprint with a new UUID."),
      SchemaKey("product", .table(product), "什么产品。", "Which product."),
      SchemaKey(
        "unit", .table(unit), "声明单位或功能单位。", "The declared or functional unit."),
      SchemaKey(
        "boundary", .word(SystemBoundary.names),
        "系统边界:cradle-to-gate 摇篮到大门;cradle-to-grave 摇篮到坟墓。",
        "The system boundary: from the cradle to the gate, or to the grave."),
      SchemaKey(
        "period", .table(period), "数据所描述的时间。", "The days that the data describe."),
      .optional(
        "validity", .table(period), "有效期;不写为 period 结束后三年。",
        "When the footprint is valid; three years from the end of the period when left out."),
      .optional(
        "geography", .short, "地域:ISO 3166 代码,如 `CN`、`CN-33`;不写为全球。",
        "The region: an ISO 3166 code such as `CN` or `CN-33`; the world when left out."),
      SchemaKey(
        "standards", .list(.short, 1...Limits.standards),
        "所依标准,如 `GB/T 24067-2024`、`ISO14067`。",
        "The standards followed, such as `GB/T 24067-2024`, `ISO14067`."),
      .optional(
        "product-rules", .list(.short, 0...Limits.standards), "所依产品种类规则。",
        "The product category rules followed, each `operator: name`."),
      SchemaKey(
        "gwp", .oneOrMore(.word(AssessmentReport.allCases.map(\.name)), 5),
        "全球增温潜势取自 IPCC 第几次评估报告;一份足迹只用一版。",
        "The IPCC report whose global warming potentials are used; one edition a footprint."),
      .optional(
        "preceding", .list(.uuid, 0...Limits.identifiers), "被本足迹取代的足迹。",
        "The footprints that this one takes the place of."),
      .optional("comment", .text, "说明。", "A comment."),
      SchemaKey(
        "electricity", .word(ElectricityMethod.names),
        "电力核算:location-based 基于位置;market-based 基于市场(已核销绿证加剩余组合)。",
        "How electricity is accounted for: location-based by the average of the grid, "
          + "market-based by retired certificates and the residual mix for the rest."),
      SchemaKey(
        "processes", .list(.table(process), 1...Limits.processes), "单元过程。",
        "The processes of the system."),
      .optional(
        "cut-offs", .list(.table(cutOff), 0...Limits.cutOffs), "舍去的流。",
        "What was left out."),
      .optional(
        "cut-off-limits", .table(cutOffLimits), "舍去的上限;不写为单项 1 %、合计 5 %。",
        "What cut-offs may amount to; 1 % each and 5 % together when left out."),
    ])

  static let product = SchemaTable(
    "product", BilingualText("产品", "a product"),
    [
      SchemaKey("name", .bilingual, "名称。", "The name."),
      .optional("description", .text, "是什么。", "What it is."),
      SchemaKey(
        "ids", .list(.short, 1...Limits.identifiers),
        "产品标识(URN),如 `urn:gtin:9526000000013`。",
        "URNs of the product, such as `urn:gtin:9526000000013`."),
      .optional(
        "classifications", .list(.short, 0...Limits.identifiers),
        "分类(URN),如 `urn:pact:productclassification:hs:850760`。",
        "URNs of classifications, such as `urn:pact:productclassification:hs:850760`."),
      SchemaKey(
        "made-by", .choice, "产出该产品的过程。", "The process whose output is the product."),
    ])

  static let unit = SchemaTable(
    "unit", BilingualText("单位", "a unit"), oneOf: [["declared", "functional"]],
    [
      .optional(
        "declared", .measure(digits: Limits.digits), "声明单位,如 `1 kWh`。",
        "The declared unit, such as `1 kWh`."),
      .optional(
        "functional", .measure(digits: Limits.digits), "功能单位,如 `1 kWh`。",
        "The functional unit, such as `1 kWh`."),
      .optional("description", .text, "计的是什么。", "What is counted."),
      .optional(
        "mass", .measure(digits: Limits.digits),
        "每单位产品的质量,如 `5.4 kg`;能源、运输与服务不写。",
        "The mass of the product in the unit, in kilograms, such as `5.4 kg`; left out for "
          + "energy, transport and services."),
    ])

  static let period = SchemaTable(
    "period", BilingualText("时间段", "a period"),
    [
      SchemaKey("from", .date, "第一天。", "The first day."),
      SchemaKey("through", .date, "最后一天。", "The last day."),
    ])

  static let cutOff = SchemaTable(
    "cut-off", BilingualText("舍去项", "a cut-off"),
    [
      SchemaKey("name", .text, "舍去了什么。", "What was left out."),
      SchemaKey(
        "share", .share(digits: Limits.digits), "至多占结果多少,如 `0.4 %`。",
        "Its largest share of the result, such as `0.4 %`."),
      SchemaKey("reason", .text, "为何舍去。", "Why it was left out."),
    ])

  static let cutOffLimits = SchemaTable(
    "cut-off limits", BilingualText("舍去上限", "the limits of cut-offs"),
    [
      SchemaKey("single", .share(digits: Limits.digits), "单项上限。", "For one of them."),
      SchemaKey("total", .share(digits: Limits.digits), "合计上限。", "For all together."),
    ])

  /// All tables, in the order in which the documentation prints them.
  public static let tables = [
    document, product, unit, period, process, allocation, coProduct, line, transport, source,
    electricity, quality, uncertainty, cutOff, cutOffLimits,
  ]
}
