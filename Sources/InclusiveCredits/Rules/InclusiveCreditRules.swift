// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// The rules of inclusive credits, with the regulation each rests on.
///
/// The numbers are those of the project's rule book (docs/RULES.md). What the core refuses
/// already, whatever is registered, has no rule of its own here: claims (CLM-77), balances
/// (BAL-83), holds (BAL-84), independence (LED-7).
public enum InclusiveCreditRules {
  /// All rules, in order of their codes.
  public static let all: [Rule] = [
    filed, soundMethodology, immutable, applicability, excludedSite, calculation, factorByDate,
    neverNegative, pointsPolicy, overlap, duplicate, authorisation, lateWindow, plausibility,
    pointsAreNoTonnes, spent, batchIssue, closedPeriod, creditingPeriod, serials, vintage,
    reversal, estimate, purpose, offsetCap, offsetDeadline, localShare, ownBoundary,
  ]

  static let design = "design of the ledger"
  static let shanghai = "上海市碳普惠管理办法(沪环规〔2025〕10号)"
  static let shanghaiMeasures = "上海市碳排放管理办法 (市府令20号, 2025) art. 26-29"
  static let shanghaiPower = "上海市分布式光伏发电碳普惠方法学 (沪环气候〔2024〕45号)"
  static let beijingTravel = "DB11/T 3043-2024"
  static let guangzhou = "广州市互联网租赁自行车骑行碳普惠方法学(试行) (2023-11)"
  static let suzhou = "苏州市碳达峰实施方案 (苏府〔2024〕34号) 九2"
  static let jiaxing = "嘉兴市2024年碳达峰碳中和工作要点"
  static let shenzhenPower = "深圳市居民低碳用电碳普惠方法学(试行) (2022-06)"
}

// What a methodology, a scenario and an activity must be.
extension InclusiveCreditRules {
  /// Credits come from a methodology version that is active on the day of the activity.
  public static let filed = Rule(
    "INC-61", source: "\(jiaxing) 31 (方法学备案); \(shanghai)",
    statement: BilingualText(
      "减排量只能依据活动发生之日有效的备案方法学版本产生。",
      "Credits arise only under a methodology version on file and active on the day of the "
        + "activity."),
    remedy: BilingualText(
      "请核对活动日期,或由主管部门备案、恢复方法学。",
      "Check the event date, or have the authority file or resume the methodology."))

  /// What cannot be computed safely is not filed.
  public static let soundMethodology = Rule(
    "INC-61B", source: "GB/T 33760-2017; \(design)",
    statement: BilingualText(
      "方法学须通过完整检查:名称、量纲、符号、成本,且无未设定的参数。",
      "A methodology is filed when it checks whole: names, dimensions, sign, cost, and no "
        + "parameter left open."),
    remedy: BilingualText(
      "请用 tanzhang methodology check 逐条改正后再备案。",
      "Correct what `tanzhang methodology check` names, then file it."))

  /// A version once filed never changes.
  public static let immutable = Rule(
    "INC-62", source: "\(jiaxing) 31 (方法学备案); \(design)",
    statement: BilingualText(
      "已备案版本的公式和参数不得更改;更改即为新版本。",
      "Formula and parameters of a filed version never change; a change is a new version."),
    remedy: BilingualText("请以新的版本号备案。", "File it under a new version."))

  /// Applicability is tested before anything is computed.
  public static let applicability = Rule(
    "INC-63",
    source: "\(shanghaiPower): ≤ 1 MW; 深圳市分布式光伏 (2025-05); SHCER02010022024II",
    statement: BilingualText(
      "计算前须先满足方法学的全部适用条件。",
      "All conditions of the methodology hold before anything is computed."),
    remedy: BilingualText(
      "不适用的项目或活动不能申报;请核对数据。",
      "What the methodology does not cover cannot be reported; check the data."))

  /// Sites of an emission trading scheme are out.
  public static let excludedSite = Rule(
    "INC-64", source: "\(shanghaiPower): 全国及上海碳市场纳管单位除外; \(shanghai)",
    statement: BilingualText(
      "碳市场纳管单位的场地不得申报碳普惠。",
      "Sites of entities in an emission trading scheme earn no inclusive credits."),
    remedy: BilingualText(
      "请核对场地归属;误登记的由主管部门另行登记。",
      "Check whose site it is; the authority registered it as covered."))

  /// The ledger computes; what is stated must agree.
  public static let calculation = Rule(
    "INC-65", source: "\(shanghaiMeasures); 深圳市低碳公共出行碳普惠方法学(试行) (2021-12)",
    statement: BilingualText(
      "申报的减排量须与账本按备案方法学计算的结果一致。",
      "The amount stated is the one the ledger computes by the methodology on file."),
    remedy: BilingualText(
      "请用同一方法学版本重新计算(tanzhang methodology show)。",
      "Compute again by the same version, see `tanzhang methodology show`."))

  /// Factors follow the day of the activity.
  public static let factorByDate = Rule(
    "INC-66", source: "哈啰共享单车、电单车减碳企业标准 (2022): 因子每年更新; 生态环境部电力因子公告",
    statement: BilingualText(
      "因子按活动发生之日取值。", "A factor is the one in force on the day of the activity."),
    remedy: BilingualText(
      "请按活动日期的因子重新计算。", "Compute again with the factors of the event date."))

  /// Nothing is credited below zero, and a comparison needs all its days.
  public static let neverNegative = Rule(
    "INC-67", source: "\(shenzhenPower): max(0, 前7日均值 − 实际)",
    statement: BilingualText(
      "单次减排量不为负;与前几日比较时,须恰好提供规定的各日数据。",
      "No activity saves less than zero; a comparison with days before has exactly those days."),
    remedy: BilingualText(
      "请补全规定天数的数据。", "Give the data of exactly the days the methodology names."))

  /// Points follow a ruleset on file.
  public static let pointsPolicy = Rule(
    "INC-68", source: "\(suzhou) (1、3、5 公里为倡导, 未定分值); \(shanghaiMeasures)",
    statement: BilingualText(
      "积分只能依据已备案且为该场景指定的积分规则发放。",
      "Points are given only by a ruleset on file that the scenario names."),
    remedy: BilingualText(
      "请先备案积分规则,并在场景批准中指定。",
      "File a ruleset of points and name it in the approval of the scenario."))

  /// A person is in one place at a time.
  public static let overlap = Rule(
    "INC-69", source: "\(beijingTravel); T/CIIA 058-2025 part 1",
    statement: BilingualText(
      "同一人的活动时间不得重叠。", "Activities of one person do not overlap in time."),
    remedy: BilingualText(
      "请只保留其中一次出行。", "Keep one of the two activities."))

  /// One activity counts once, whoever reports it.
  public static let duplicate = Rule(
    "INC-70", source: "\(beijingTravel): 同一减排量不得在不同机制重复申报",
    statement: BilingualText(
      "同一活动只计一次,不论由哪个平台上报。",
      "One activity counts once, whichever platform reports it."),
    remedy: BilingualText("请去除重复的活动。", "Leave out the activity reported before."))

  /// The user must have agreed, on that day, for that scenario.
  public static let authorisation = Rule(
    "INC-71", source: "\(guangzhou): 用户授权; 上海碳普惠: 逐场景授权",
    statement: BilingualText(
      "活动发生之日,用户对该场景的授权须有效。",
      "On the day of the activity the user's authorisation of the scenario is active."),
    remedy: BilingualText(
      "请先登记授权(authorisation.grant);授权前或撤回后的活动不计。",
      "Register the authorisation first; activities before it or after its withdrawal do not "
        + "count."))

  /// Activities are reported while they are fresh.
  public static let lateWindow = Rule(
    "INC-72", source: "北京MaaS绿色出行 (2020-09): 两日后出现, 七日内领取; scheme.set",
    statement: BilingualText(
      "活动须在规定的期限内上报。", "An activity is reported within its window."),
    remedy: BilingualText(
      "逾期的活动不能上报;请提高上报频率。",
      "What is too late cannot be reported; report more often."))

  /// Nobody rides a bicycle at 60 km/h.
  public static let plausibility = Rule(
    "INC-73", source: "\(shanghaiMeasures): 真实性; \(design)",
    statement: BilingualText(
      "数值须在方法学规定的合理范围内:速度、距离、每日次数。",
      "Values are plausible by the methodology's limits: speed, distance, number a day."),
    remedy: BilingualText(
      "请核对监测数据,去除异常活动。", "Check the data and leave out what cannot be true."))
}
