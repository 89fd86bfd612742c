// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// The rules of factors and product footprints, with the regulation each rests on.
///
/// The numbers are those of the project's rule book (docs/RULES.md). What the core refuses
/// already, whatever is registered, has no rule of its own here: roles (LED-6), independence
/// (LED-7), codes used twice (LED-108).
public enum FootprintRules {
  /// All rules, in order of their codes.
  public static let all: [Rule] = [
    factorComplete, factorPurpose, factorDate, marketBased, assessment, reproduced, units,
    standardCoalKind, supersession, statement, stages, offsets, sum, signs, cutOffs, upstream,
    circle, label, certificates,
  ]

  static let design = "design of the ledger"
  static let standard = "GB/T 24067-2024"
  static let gridFactors = "生态环境部、国家统计局公告2024年第12号"
  static let labelRules = "国家认监委《产品碳足迹标识认证通用实施规则(试行)》(2025-03)"

  /// A factor has everything a reader needs to find and judge it.
  public static let factorComplete = Rule(
    "FCT-13", source: design,
    statement: BilingualText(
      "因子须有代码、数值、单位、气体口径、年份、区域、用途、来源和公布日;计算引用因子代码。",
      "A factor has code, value, unit, basis, year, region, purpose, source and day of "
        + "publication; calculations name the factor, not only its value."),
    remedy: BilingualText(
      "请补全因子信息,或先登记因子(factor list)。",
      "Complete the factor, or register it first; see `tanzhang factor list`."))

  /// A factor is used for its purpose only.
  public static let factorPurpose = Rule(
    "FCT-14", source: "生态环境部、国家统计局、国家能源局公告 (2025-01): 0.6205 kgCO2e/kWh; \(gridFactors)",
    statement: BilingualText(
      "因子只能用于其用途:组织核算因子不得用于产品碳足迹。",
      "A factor serves its purpose only: one for organisations is none for products."),
    remedy: BilingualText(
      "请改用产品碳足迹因子(全生命周期口径)。",
      "Use a factor of purpose product, over the life cycle."))

  /// A factor is published before, and valid for, the calculation.
  public static let factorDate = Rule(
    "FCT-15", source: "\(gridFactors): 2021年因子用于2023年度; \(design)",
    statement: BilingualText(
      "因子须在计算日或之前公布,且对数据年份有效。",
      "A factor is published on or before the day of the calculation and valid for the year of "
        + "the data."),
    remedy: BilingualText(
      "请使用当时有效的因子版本,或以较晚日期重新计算。",
      "Use the version in force then, or calculate at a later date."))

  /// Certificates, then the residual mix; never the average.
  public static let marketBased = Rule(
    "FCT-16", source: "\(gridFactors): 基于市场的核算用剩余组合因子",
    statement: BilingualText(
      "基于市场的电力:已核销绿证覆盖部分用分电源因子,其余用剩余组合因子,不得用平均因子。",
      "Market-based electricity: what retired certificates cover by its source, the rest by the "
        + "residual mix, never by the average."),
    remedy: BilingualText(
      "请为其余电量指定剩余组合因子,或改用基于位置的方法。",
      "Name the residual mix for the rest, or account location-based."))

  /// One edition of global warming potentials.
  public static let assessment = Rule(
    "FCT-17", source: "\(standard): IPCC 最新 100 年 GWP,注明版本",
    statement: BilingualText(
      "同一声明只用一个版本的全球增温潜势,并予注明。",
      "A statement uses one edition of global warming potentials and names it."),
    remedy: BilingualText(
      "请统一增温潜势版本。", "Use factors and upstream footprints of one edition."))

  /// The formula reproduces the number.
  public static let reproduced = Rule(
    "FCT-18", source: "发改委行业核算指南: FC × NCV × CC × OF × 44/12; \(design)",
    statement: BilingualText(
      "申报的数值须与账本按模型重新计算的结果一致。",
      "The numbers stated are those the ledger computes from the model."),
    remedy: BilingualText(
      "请重新计算(tanzhang footprint calculate)后再声明。",
      "Compute again with `tanzhang footprint calculate`, then declare."))

  /// Units agree.
  public static let units = Rule(
    "FCT-19", source: "GB 3100-93; \(design)",
    statement: BilingualText("单位的量纲须一致。", "The dimensions of units agree."),
    remedy: BilingualText(
      "请核对活动数据和因子的单位。", "Check the units of the activity data and the factors."))

  /// Standard coal of one kind.
  public static let standardCoalKind = Rule(
    "FCT-20", source: "GB/T 2589-2020",
    statement: BilingualText(
      "当量值与等价值不得混用。", "Standard coal by calorific and by equivalent value never mix."),
    remedy: BilingualText("请统一折标煤口径。", "Use coefficients of one kind."))

  /// What was computed stays; what is new is linked to it.
  public static let supersession = Rule(
    "FCT-21", source: design,
    statement: BilingualText(
      "因子或足迹被替代时已有结果不变;新结果为新记录,并指向旧结果。每项只能被替代一次。",
      "Superseding a factor or footprint changes no result; a new result is a new record that "
        + "points at the old one. Each is superseded once."),
    remedy: BilingualText(
      "请指向尚未被替代的那一项。", "Point at the one that is not superseded yet."))

  /// The statement is complete.
  public static let statement = Rule(
    "PCF-22", source: "\(standard); PACT v3 ProductFootprint",
    statement: BilingualText(
      "产品碳足迹须有产品标识、功能或声明单位(大于零)、系统边界、时间、地域、标准和增温潜势版本。",
      "A footprint has product id, functional or declared unit above zero, boundary, time span, "
        + "geography, standard and edition of global warming potentials."),
    remedy: BilingualText("请补全声明。", "Complete the statement."))

  /// Stages match the boundary.
  public static let stages = Rule(
    "PCF-23", source: "\(standard); ISO 14067:2018 6.3.3",
    statement: BilingualText(
      "阶段须与系统边界一致:到大门不含使用和报废;到坟墓须含生命末期。",
      "Stages match the boundary: to the gate neither use nor end of life; to the grave an end "
        + "of life."),
    remedy: BilingualText("请核对系统边界和各过程的阶段。", "Check the boundary and the stages."))

  /// No offsets inside.
  public static let offsets = Rule(
    "PCF-24", source: "\(standard): 碳抵销不在范围内",
    statement: BilingualText(
      "产品碳足迹中不得计入抵销或减排量。", "No offset or credit enters a product footprint."),
    remedy: BilingualText(
      "请去除减排量;抵销只能另行说明。", "Leave credits out; state offsets beside the footprint."))

  /// The parts add up.
  public static let sum = Rule(
    "PCF-25", source: design,
    statement: BilingualText("各部分之和须精确等于总量。", "The parts add up to the total exactly."),
    remedy: BilingualText("请核对各项数值。", "Check the parts."))

  /// Fossil and biogenic apart, signs right.
  public static let signs = Rule(
    "PCF-26", source: "\(standard); ISO 14067:2018 7.2",
    statement: BilingualText(
      "化石与生物源排放分列;排放不为负,清除不为正。",
      "Fossil and biogenic emissions are kept apart; emissions are not negative, removals not "
        + "positive."),
    remedy: BilingualText("请核对类别和符号。", "Check categories and signs."))

  /// Cut-offs within their limits.
  public static let cutOffs = Rule(
    "PCF-27", source: "产品种类规则 (common: 单项 ≤ 1 %, 合计 ≤ 5 %); limits of the model",
    statement: BilingualText(
      "舍去的流须在单项和合计限值之内。", "Flows left out keep to the limits of one and of all."),
    remedy: BilingualText(
      "请将部分舍去项计入模型。", "Include some of what was left out."))

  /// Upstream footprints are relied on only while they hold.
  public static let upstream = Rule(
    "PCF-28", source: design,
    statement: BilingualText(
      "所引用的上游足迹在计算日须有效(未撤回、未过期),且单位相容;其撤回标记全部下游。",
      "A footprint drawn on is valid on the day of the calculation (neither withdrawn nor "
        + "expired) and of a compatible unit; its withdrawal flags everything downstream."),
    remedy: BilingualText(
      "请改用有效的上游足迹(footprint list、footprint lineage)。",
      "Draw on a valid footprint; see `tanzhang footprint list` and "
        + "`tanzhang footprint lineage`."))

  /// No circle of footprints.
  public static let circle = Rule(
    "PCF-29", source: design,
    statement: BilingualText(
      "足迹不得循环引用;系统内的循环须有唯一解。",
      "Footprints never stand on themselves; a loop inside a system has one solution."),
    remedy: BilingualText(
      "请改用不含本产品的上游足迹,或在同一模型内求解循环。",
      "Draw on footprints that do not hold this product, or put the loop into one model."))

  /// A label shows the number of a verified footprint.
  public static let label = Rule(
    "PCF-30", source: labelRules,
    statement: BilingualText(
      "碳标识只由获认可机构对已核查且有效的足迹颁发,数值须相同;暂停或撤销后无效。",
      "A label is issued by an accredited body on a verified, valid footprint and shows its "
        + "number; suspended or withdrawn it is not valid."),
    remedy: BilingualText(
      "请先核查足迹,并照录其数值。", "Have the footprint verified and show its number."))

  /// A certificate cleans one product.
  public static let certificates = Rule(
    "PCF-31", source: "\(gridFactors): 绿证; 国家能源局《可再生能源绿色电力证书核发和交易规则》(2024); \(design)",
    statement: BilingualText(
      "足迹使用的绿证须已为该企业、场所和期间核销,且未用于其他足迹。",
      "Certificates in a footprint are retired for its owner, site and period and serve no "
        + "other footprint."),
    remedy: BilingualText(
      "请先核销绿证(写明受益方、消费期间和场所),或换用未使用的号段。",
      "Retire certificates for this owner, period and site first, or use other numbers."))
}
