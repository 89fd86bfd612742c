// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

private typealias Limits = FootprintLimits

extension FootprintSchema {
  static let process = SchemaTable(
    "process", BilingualText("过程", "a process"), nameKey: "id",
    [
      SchemaKey("id", .choice, "别处引用时的名称。", "The name by which lines refer to it."),
      SchemaKey("name", .bilingual, "给人看的名称。", "The name for people."),
      SchemaKey(
        "stage", .word(LifeCycleStage.names), "生命周期阶段。",
        "The stage of the life cycle its own emissions belong to."),
      .optional(
        "site", .short, "场址,即绿证核销所指的场址。",
        "The site, by the name that certificates are retired for."),
      SchemaKey(
        "output", .measure(digits: Limits.digits), "此过程产出多少;各行的数量均为此产出所需。",
        "What the process is there for; the amounts of all lines belong to this output."),
      .optional(
        "allocation", .table(allocation), "有联产品时如何分配。",
        "How burdens are divided, when there are co-products."),
      .optional(
        "co-products", .list(.table(coProduct), 0...Limits.coProducts), "联产品。",
        "What else it makes."),
      SchemaKey(
        "lines", .list(.table(line), 0...Limits.lines), "投入、排放、运输与废物。",
        "Inputs, emissions, transport and waste."),
    ])

  static let allocation = SchemaTable(
    "allocation", BilingualText("分配", "an allocation"),
    [
      SchemaKey(
        "by", .word(Allocation.Basis.names),
        "依据:mass 质量;energy 能量;physical 其他物理关系;economic 经济价值。",
        "What the weights are: mass, energy, another physical relation, or economic value."),
      SchemaKey(
        "weight", .number(digits: Limits.digits), "主产品的权重。",
        "The weight of the main output; co-products bring their own."),
      .optional("reason", .text, "为何如此分配。", "Why this basis."),
    ])

  static let coProduct = SchemaTable(
    "co-product", BilingualText("联产品", "a co-product"),
    oneOf: [["allocated-weight", "substitutes"]], nameKey: "id",
    [
      SchemaKey(
        "id", .choice, "名称;别处以 `过程#联产品` 引用。",
        "The name by which lines refer to it, as `process#co-product`."),
      SchemaKey("name", .bilingual, "给人看的名称。", "The name for people."),
      SchemaKey(
        "output", .measure(digits: Limits.digits), "产出多少。", "How much of it is made."),
      .optional(
        "allocated-weight", .number(digits: Limits.digits), "分配时的权重。",
        "Its weight, when it takes its share of the burdens."),
      .optional(
        "substitutes", .table(source), "替代什么(系统扩展),其足迹予以扣除。",
        "What it takes the place of, whose footprint is credited (system expansion)."),
    ])

  /// Where emissions come from: the keys of a line and of what a co-product replaces.
  private static let sources: [SchemaKey] = [
    .optional(
      "factor", .short, "排放因子代码,如 `cn/electricity/footprint/average/2023@1`。",
      "The code of a factor, such as `cn/electricity/footprint/average/2023@1`."),
    .optional(
      "factors", .list(.short, 1...Limits.factors), "相乘的各因子(如热值、含碳量、氧化率)。",
      "Factors that are multiplied, such as calorific value, carbon content, oxidation rate."),
    .optional(
      "carbon", .flag, "各因子之积为碳质量,再乘 44/12。",
      "Whether the factors give carbon, which is multiplied by 44/12."),
    .optional(
      "process", .short, "本模型的另一过程,或 `过程#联产品`;可成环。",
      "Another process of this model, or `process#co-product`; loops are allowed."),
    .optional(
      "footprint", .uuid, "账本上的上游足迹。", "An upstream footprint on the ledger."),
    .optional(
      "electricity", .table(electricity), "电力,按文件的 electricity 方法核算。",
      "Electricity, by the method that the document names."),
    .optional(
      "credit", .short, "碳信用或抵消;足迹一律拒绝。",
      "A credit or an offset: every footprint refuses it."),
  ]
  private static let sourceNames = [
    "factor", "factors", "process", "footprint", "electricity", "credit",
  ]

  static let source = SchemaTable(
    "source", BilingualText("来源", "a source"), oneOf: [sourceNames], sources)

  static let electricity = SchemaTable(
    "electricity", BilingualText("电力因子", "a choice of electricity factors"),
    [
      .optional(
        "average", .short, "电网平均因子的代码(基于位置)。",
        "The code of the grid's average: location-based."),
      .optional(
        "certified", .short, "绿证所对应电源的因子代码(基于市场)。",
        "The code of what a certificate covers, by its source: market-based."),
      .optional(
        "residual", .short, "剩余组合因子的代码(基于市场)。",
        "The code of the residual mix, for the rest: market-based."),
    ])

  static let line = SchemaTable(
    "line", BilingualText("行", "a line"),
    oneOf: [["amount", "amounts", "transport"], sourceNames], nameKey: "id",
    [
      SchemaKey("id", .choice, "在过程中的名称。", "The name within the process."),
      SchemaKey("name", .bilingual, "给人看的名称。", "The name for people."),
      .optional(
        "amount", .measure(digits: Limits.digits), "多少,如 `12.5 kWh`。",
        "How much, such as `12.5 kWh`."),
      .optional(
        "amounts", .list(.measure(digits: Limits.digits), 1...Limits.measures),
        "相乘的各数量,如 `[1.2 t, 350 km, 2]`。",
        "Amounts that are multiplied, such as `[1.2 t, 350 km, 2]`."),
      .optional(
        "transport", .table(transport), "运输:质量与距离。", "A transport leg: mass and distance."),
    ] + sources + [
      .optional(
        "category", .word(EmissionCategory.names), "排放类别;不写为 fossil。",
        "The kind of emission of a factor; fossil when left out."),
      .optional("packaging", .flag, "是否为包装。", "Whether it is packaging."),
      .optional(
        "primary", .flag, "是否为初级数据(在该过程测得)。",
        "Whether the amount was measured at the process."),
      .optional("quality", .table(quality), "数据质量评级。", "The ratings of the data."),
      .optional(
        "uncertainty", .table(uncertainty), "数量的不确定度。", "How uncertain the amount is."),
      .optional("supplier", .short, "供应商。", "The supplier."),
      .optional(
        "evidence", .list(.digest, 0...Limits.evidence), "证据的 SHA-256 或 SM3 摘要。",
        "The SHA-256 or SM3 digests of the evidence."),
    ])

  static let transport = SchemaTable(
    "transport", BilingualText("运输", "a transport leg"),
    [
      SchemaKey("mass", .measure(digits: Limits.digits), "质量,如 `1.2 t`。", "How heavy."),
      SchemaKey("distance", .measure(digits: Limits.digits), "距离,如 `350 km`。", "How far."),
    ])

  static let quality = SchemaTable(
    "quality", BilingualText("数据质量", "a data quality"),
    [
      SchemaKey("technology", .integer(1...5), "技术代表性,1 最好。", "Of technology; 1 is best."),
      SchemaKey("geography", .integer(1...5), "地理代表性。", "Of geography."),
      SchemaKey("time", .integer(1...5), "时间代表性。", "Of time."),
    ])

  static let uncertainty = SchemaTable(
    "uncertainty", BilingualText("不确定度", "an uncertainty"),
    oneOf: [["lognormal", "normal", "triangular", "uniform"]],
    [
      .optional(
        "lognormal", .number(digits: Limits.digits), "对数正态:几何标准差,大于 1。",
        "Log-normal around the amount: the geometric standard deviation, above 1."),
      .optional(
        "normal", .share(digits: Limits.digits), "正态:标准差占数量的比例。",
        "Normal around the amount: the standard deviation as a share of it."),
      .optional(
        "triangular", .list(.share(digits: Limits.digits), 2...2),
        "三角:下限与上限占数量的比例,如 `[80 %, 130 %]`。",
        "Triangular with the amount as mode: the ends as shares of it, such as `[80 %, 130 %]`."),
      .optional(
        "uniform", .list(.share(digits: Limits.digits), 2...2), "均匀:下限与上限占数量的比例。",
        "Uniform between two shares of the amount."),
    ])
}
