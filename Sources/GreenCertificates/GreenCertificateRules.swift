// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// The rules of green certificates, with the regulation each rests on.
///
/// The numbers are those of the project's rule book (docs/RULES.md).
public enum GreenCertificateRules {
  /// All rules, in order of their codes.
  public static let all: [Rule] = [
    quantity, recipient, completeMonth, code, noOverlap, tradable, storage, tradedOnce,
    settledPower, validity, expired, finality, retirementHeld, sameYear, selfUseProof,
    interprovincial, creditExclusivity, inclusiveExclusivity, purpose,
  ]

  static let issuing = "国家能源局《可再生能源绿色电力证书核发和交易规则》(2024)"
  static let implementing = "《可再生能源绿色电力证书管理实施细则(试行)》(2026-01)"
  static let transition = "国能综通新能〔2024〕124号"
  static let design = "design of the ledger"

  /// One certificate stands for 1 MWh; the remainder is carried.
  public static let quantity = Rule(
    "GEC-32", source: issuing,
    statement: BilingualText(
      "核发数量等于结转与计量电量之和除以 1 兆瓦时并向下取整。",
      "The count issued is carry-over plus metered energy in whole megawatt-hours."),
    remedy: BilingualText(
      "请按要求的数量核发,余额结转下次。",
      "Issue the count required; the remainder is carried to the next issue."))

  /// Who receives certificates first.
  public static let recipient = Rule(
    "GEC-32B", source: implementing,
    statement: BilingualText(
      "绿证首先核发给项目业主;水电和纳入结算机制的电量可核发给省级账户或购电方。",
      "Certificates are first issued to the owner; those of hydropower and of the settlement "
        + "mechanism may go to the provincial account or the buyer."),
    remedy: BilingualText("请核对获得方。", "Check the recipient."))

  /// Only whole months of a plant in operation.
  public static let completeMonth = Rule(
    "GEC-32C", source: "国家能源局:绿证按月批量核发 (2025); " + issuing,
    statement: BilingualText(
      "按已结束的自然月核发和结算,且不早于项目投产。",
      "Issue and settlement are by whole months that have ended, not before commissioning."),
    remedy: BilingualText("请在该月结束后提交。", "Submit after the end of the month."))

  /// Codes have the official form, and their project is filed.
  public static let code = Rule(
    "GEC-33", source: "国家能源局:绿证编码规则,32 位,前 17 位为项目建档立卡编码 (2025-03)",
    statement: BilingualText(
      "项目编码为 17 位大写字母或数字,唯一,且须先建档立卡。",
      "A project code has 17 capitals or digits, is unique and is filed before use."),
    remedy: BilingualText("请核对编码,或先建档立卡。", "Check the code, or file the project first."))

  /// Ranges of a project-month and class never overlap.
  public static let noOverlap = Rule(
    "GEC-34", source: design,
    statement: BilingualText(
      "同一项目、月份和电量分类的号段连续且互不重叠。",
      "Ranges of one project, month and class are contiguous and never overlap."),
    remedy: BilingualText(
      "请从下一个未核发的号起核发。", "Start at the next serial number not issued."))

  /// Some classes are never sold.
  public static let tradable = Rule(
    "GEC-35", source: issuing + "; " + implementing,
    statement: BilingualText(
      "自发自用、离网及存量常规水电的绿证不可交易。",
      "Certificates of self-use, off-grid and existing hydropower are not sold."),
    remedy: BilingualText(
      "可自行核销,或按规定划转、归属。",
      "Retire them, or use the administrative or self-use channel."))

  /// Storage gets no certificates.
  public static let storage = Rule(
    "GEC-36", source: implementing,
    statement: BilingualText(
      "独立储能放电不核发绿证;发储混合项目须分别计量。",
      "Discharge of storage gets no certificates; hybrid plants meter it separately."),
    remedy: BilingualText(
      "请仅以单独计量的发电量申请。", "Apply for generation that is metered separately."))

  /// One sale only.
  public static let tradedOnce = Rule(
    "GEC-37", source: implementing + " art. 23; 发改能源〔2023〕1044号 (background)",
    statement: BilingualText(
      "绿证仅可交易一次;划转须一方为省级账户、登记或交易机构,且不计价。",
      "A certificate is sold once only; an administrative move has a public account on one "
        + "side and no price."),
    remedy: BilingualText(
      "买方请核销,不得转售。", "The buyer retires it; it cannot be sold again."))

  /// Certificates sold with power move with power settled.
  public static let settledPower = Rule(
    "GEC-38", source: implementing,
    statement: BilingualText(
      "绿电交易的绿证须与双方当月已结算电量等量划转。",
      "Certificates sold with power move with power settled between the same parties for the "
        + "same month."),
    remedy: BilingualText(
      "请先上报结算电量,或减少数量。", "Report the settlement first, or transfer fewer."))

  /// The term of validity.
  public static let validity = Rule(
    "GEC-39", source: issuing,
    statement: BilingualText(
      "绿证自电量生产自然月(含)起两年内有效;2024年1月1日前的电量有效至2025年底。",
      "A certificate is valid for two years counting the month of generation; for generation "
        + "before 2024 until the end of 2025."),
    remedy: BilingualText("请使用仍在有效期内的绿证。", "Use certificates still valid."))

  /// Expired certificates do nothing.
  public static let expired = Rule(
    "GEC-40", source: issuing,
    statement: BilingualText(
      "超过有效期的绿证自动失效。", "An expired certificate is cancelled and cannot be used."),
    remedy: BilingualText("请使用仍在有效期内的绿证。", "Use certificates still valid."))

  /// Retirement is for ever and says for whom, what for and when.
  public static let finality = Rule(
    "GEC-41", source: issuing + "; " + design,
    statement: BilingualText(
      "核销须写明受益方、用途和消费期间,且不可撤销。",
      "A retirement names beneficiary, purpose and period of consumption and is irreversible."),
    remedy: BilingualText(
      "请补全核销信息;已核销的绿证不能恢复。",
      "Complete the retirement; what is retired cannot be brought back."))

  /// Only what is held can be retired.
  public static let retirementHeld = Rule(
    "GEC-42", source: design,
    statement: BilingualText("只能核销持有的绿证。", "Only certificates held can be retired."),
    remedy: BilingualText("请核对号段。", "Check the serial numbers."))

  /// Certificates of the year of consumption, when the switch is on.
  public static let sameYear = Rule(
    "GEC-43", source: "「证电同年核销」,2026 年起 (background; gec.same-year)",
    statement: BilingualText(
      "核销绿证的生产年与消费年须一致。",
      "The year of generation equals the year of consumption."),
    remedy: BilingualText(
      "请使用消费当年生产的绿证。", "Use certificates generated in the year of consumption."))

  /// Proofs for certificates of power somebody else used.
  public static let selfUseProof = Rule(
    "GEC-44", source: implementing,
    statement: BilingualText(
      "自发自用、离网绿证首次转给实际用户,须有合同和结算凭证,且不计价。",
      "Self-use and off-grid certificates first go to the actual user with contract and proof "
        + "of settlement, without a price."),
    remedy: BilingualText(
      "请附结算凭证摘要。", "Add the digest of the proof of settlement."))

  /// Sales between provinces are visible as such.
  public static let interprovincial = Rule(
    "GEC-45", source: implementing + "; 发改环资〔2024〕113号 (number: background)",
    statement: BilingualText(
      "跨省交易须单列绿证价格,并如实写明送出、受入省份。",
      "A sale between provinces states the certificate price, origin and destination."),
    remedy: BilingualText(
      "请填写绿证单价;送出省为项目所在省,受入省为受让方所在省。",
      "State the price; origin is the project's, destination the recipient's province."))

  /// Certificates and certified emission reductions exclude each other.
  public static let creditExclusivity = Rule(
    "GEC-46", source: transition,
    statement: BilingualText(
      "处于其他减排机制计入期的绿证冻结;减排量登记时注销相应未交易绿证。",
      "In the credit period of another scheme certificates are frozen, and those matching its "
        + "credits are cancelled."),
    remedy: BilingualText(
      "已售绿证对应的电量不能再申请减排量。",
      "Electricity whose certificates were sold cannot be credited again."))

  /// Certificates and inclusive credits exclude each other.
  public static let inclusiveExclusivity = Rule(
    "GEC-47", source: "同一度电只主张一次 (inferred; 沪环气候〔2024〕45号)",
    statement: BilingualText(
      "同一度电不得同时获得绿证和碳普惠减排量。",
      "One kilowatt-hour gives either a certificate or an inclusive credit."),
    remedy: BilingualText(
      "请减少主张电量;仅未交易绿证可注销。",
      "Claim less; only untraded certificates can be cancelled for it."))

  /// One purpose for each certificate.
  public static let purpose = Rule(
    "RET-85", source: "用途:履约、自愿、大型活动、公益;上海市碳排放管理办法 (2025)",
    statement: BilingualText(
      "每张绿证只用于一个用途,大型活动须写明名称。",
      "Each certificate serves one purpose; an event is named."),
    remedy: BilingualText(
      "请另用未核销的绿证,或补写活动名称。",
      "Use certificates not retired yet, or name the event."))
}
