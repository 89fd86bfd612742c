// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

// What units are, how they come into being, and what they may be used for.
extension InclusiveCreditRules {
  /// Points and grams of persons are not traded.
  public static let pointsAreNoTonnes = Rule(
    "INC-74", source: "郑州绿色出行积分 (积分按业务规则, 非克数); \(shanghaiMeasures): 三种用途分开",
    statement: BilingualText(
      "积分和个人克数不是可交易的吨,不得划转到交易账户。",
      "Points and persons' grams are not tradable tonnes and are not moved as such."),
    remedy: BilingualText(
      "个人克数请经归集(personal.pool)成吨;积分只能兑换(points.spend)。",
      "Pool grams into tonnes with personal.pool; points can only be spent."))

  /// What was given up for points is gone.
  public static let spent = Rule(
    "INC-75", source: "\(shanghaiMeasures): 积分兑换与抵销分开; \(design)",
    statement: BilingualText(
      "已兑换积分或移出的活动不得再次使用,也不得进入签发。",
      "An activity given up for points or taken out is used no more and enters no issue."),
    remedy: BilingualText(
      "请选择尚未移出的活动;已结账的月份不可变动。",
      "Choose activities not taken out yet; a closed month cannot change."))

  /// Units are what was verified, no more.
  public static let batchIssue = Rule(
    "INC-76", source: "\(shanghaiMeasures): 核证; 粤发改气候函〔2017〕210号: 登记系统",
    statement: BilingualText(
      "签发量须等于经核证的合计与结转之和取整,余额结转;批次的根、数量须与活动行一致。",
      "What is issued is the verified total and the carry in whole units, the remainder carried; "
        + "root and count of a batch are those of its rows."),
    remedy: BilingualText(
      "请按要求的合计、数量和结转重新提交。", "Submit again with the total, count and carry required."))

  /// A verified month is closed.
  public static let closedPeriod = Rule(
    "INC-76B", source: "\(shanghaiMeasures): 核证; \(design)",
    statement: BilingualText(
      "核证须在该月结束后由独立机构作出,并就此结账;签发以核证为前提,且只有一次。",
      "A month is verified once, after its end, which closes it; it is issued once, after that."),
    remedy: BilingualText(
      "已结账的月份不再收录活动;未核证的请先核证。",
      "A closed month takes no activities; have an open one verified first."))

  /// Reductions fall in the crediting period.
  public static let creditingPeriod = Rule(
    "INC-78", source: "\(shanghaiPower): 自并网起不超过25年; 重庆市碳惠通: 计入期",
    statement: BilingualText(
      "活动须在场景的计入期内,且场景未暂停或终止。",
      "An activity lies in the scenario's crediting period, not suspended or ended."),
    remedy: BilingualText(
      "计入期外的活动不能申报;请核对日期。",
      "What lies outside the period cannot be reported; check the date."))

  /// Serial numbers follow one another and say where they come from.
  public static let serials = Rule(
    "INC-79", source: "UNDP registry serial numbers; \(design)",
    statement: BilingualText(
      "编号连续、唯一,且可读出机制、场景和年份。",
      "Serial numbers are contiguous, unique and show scheme, scenario and year."),
    remedy: BilingualText(
      "请从下一个未签发的号起签发。", "Start at the next serial number not issued."))

  /// Old credits do not serve compliance.
  public static let vintage = Rule(
    "INC-80", source: "scheme.set / obligation.set; 全国碳市场: 2017年前CCER不再可用",
    statement: BilingualText(
      "用于履约的减排量,其活动月份不得早于规定期限。",
      "Credits for compliance are of activities no older than the scheme and the market allow."),
    remedy: BilingualText(
      "请使用较新的减排量,或用于自愿用途。", "Use newer credits, or retire these voluntarily."))

  /// What burns down is debited; a survey credits nothing.
  public static let reversal = Rule(
    "INC-81", source: "\(jiaxing) 15 (碳储量调查); CCER-14-001 造林碳汇 (reversal: background)",
    statement: BilingualText(
      "逆转须从缓冲池或受益方扣减,欠量未补足前不得再签发;碳储量调查不产生减排量。",
      "A reversal is debited from the buffer or the beneficiary, and what is owed blocks issues; "
        + "a survey of stocks credits nothing."),
    remedy: BilingualText(
      "请补足欠量(pher.reverse,0 吨),或上报监测活动。",
      "Make up what is owed (pher.reverse with 0 tonnes), or report measured activities."))

  /// Quick estimates support nothing.
  public static let estimate = Rule(
    "INC-82", source: "\(jiaxing) 27 (碳排放速算)",
    statement: BilingualText(
      "速算数据不得用于核证、签发或清缴。",
      "Quick estimates never support verification, issue or surrender."),
    remedy: BilingualText("请上报监测数据。", "Report measured data."))

  /// One purpose each.
  public static let purpose = Rule(
    "INC-85", source: "\(shanghaiMeasures): 清缴、自愿抵销(含大型活动)、积分兑换",
    statement: BilingualText(
      "每一单位只用于一个用途:履约、自愿、大型活动或公益;须写明受益方,履约须写明义务。",
      "Each unit serves one purpose: compliance, voluntary, event or public benefit; the "
        + "beneficiary is named, and for compliance the obligation."),
    remedy: BilingualText(
      "请使用未注销的单位,并补全用途。", "Use units not retired yet, and complete the purpose."))

  /// Offsets are capped.
  public static let offsetCap = Rule(
    "INC-86", source: "《碳排放权交易管理办法(试行)》(2021): 抵销不超过应清缴量的5%; obligation.set",
    statement: BilingualText(
      "抵销总量不得超过应清缴量的规定比例。", "Offsets stay within their share of the obligation."),
    remedy: BilingualText(
      "请减少数量,其余以配额清缴。", "Retire fewer; surrender allowances for the rest."))

  /// Offsets are in time.
  public static let offsetDeadline = Rule(
    "INC-86B", source: "obligation.set; \(design)",
    statement: BilingualText(
      "履约注销须由义务方在截止日前作出。",
      "A retirement for compliance is made by whoever has the obligation, by its deadline."),
    remedy: BilingualText(
      "请核对义务编号和截止日。", "Check the number of the obligation and its deadline."))

  /// Locality.
  public static let localShare = Rule(
    "INC-87", source: "北京市碳排放权交易: 京外抵销量不超过2.5%; obligation.set",
    statement: BilingualText(
      "外地减排量的抵销不得超过规定比例。", "Offsets from outside stay within their share."),
    remedy: BilingualText("请使用本地减排量。", "Use credits that are local to the market."))

  /// Not from inside the market's own boundary.
  public static let ownBoundary = Rule(
    "INC-88", source: "上海市2013–2015年碳排放交易: 不得使用试点企业边界内的减排量",
    statement: BilingualText(
      "不得使用该碳市场自身边界内产生的减排量抵销。",
      "Reductions from inside a market's own boundary do not offset in it."),
    remedy: BilingualText(
      "请使用边界外的减排量。", "Use credits from outside the market's boundary."))
}
