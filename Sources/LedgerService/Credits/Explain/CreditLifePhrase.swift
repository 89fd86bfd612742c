// SPDX-License-Identifier: Apache-2.0
public import InclusiveCredits
import LedgerCore
public import Quantities

/// What one record meant for an inclusive credit, without the end of the sentence.
struct CreditLifePhrase {
  let change: LifeStep
  let record: ReadRecord
  let date: CalendarDate
  let rows: any RowSource
  var names: NameBook

  mutating func text() throws(ServiceError) -> BilingualText {
    switch record.shape.type {
    case CreditIssueRecord.shape.type: return try issued()
    case PersonalPoolRecord.shape.type where change.fromStanding == .issuance:
      return try pooled()
    case PersonalPoolRecord.shape.type:
      return BilingualText(
        "\(date) 归集为可交易的吨,克数注销", "Pooled into tradable tonnes on \(date): cancelled as grams")
    case OfferRecord.shape.type: return try offered()
    case AcceptanceRecord.shape.type: return try accepted()
    case DeclineRecord.shape.type:
      return BilingualText("\(date) 报价撤回或被拒,解除冻结", "Offer declined on \(date): available again")
    case PherRetirementRecord.shape.type, PersonalRetirementRecord.shape.type:
      return try retired()
    case CreditReversalRecord.shape.type:
      let reason = record.text("reason") ?? ""
      return BilingualText(
        "\(date) 因逆转注销,\(reason)", "Cancelled by a reversal on \(date), \(reason)")
    default:
      var phrase = LifePhrase(step: change, record: record, date: date, names: names)
      let text = try phrase.text()
      names = phrase.names
      return text
    }
  }

  private mutating func issued() throws(ServiceError) -> BilingualText {
    let holder = try names.title(of: change.to)
    let scenario = try names.name(of: record.number("scenario") ?? 0, kind: "scenario")
    let month = record.text("month") ?? "—"
    return BilingualText(
      "\(date) 签发给\(holder.chinese):源自减排场景 \(scenario) 在 \(month) 经核证的活动",
      "Issued on \(date) to \(holder.english), from the activities of scenario \(scenario) "
        + "verified for \(month)")
  }

  private mutating func pooled() throws(ServiceError) -> BilingualText {
    let holder = try names.title(of: change.to)
    let scenario = try names.name(of: record.number("scenario") ?? 0, kind: "scenario")
    let count = record.json["persons"]?.elements?.count ?? 0
    return BilingualText(
      "\(date) 由 \(count) 人在减排场景 \(scenario) 的克数归集成吨,归\(holder.chinese)",
      "Pooled on \(date) from the grams of \(count) persons of scenario \(scenario), for "
        + holder.english)
  }

  private mutating func offered() throws(ServiceError) -> BilingualText {
    let buyer = try names.title(of: record.number("buyer") ?? 0)
    let (price, through) = (record.text("price") ?? "—", record.text("through") ?? "—")
    return BilingualText(
      "\(date) 报价出售给\(buyer.chinese),每吨 \(price.replacing(" yuan", with: " 元")),"
        + "有效至 \(through),期间冻结",
      "Offered on \(date) to \(buyer.english) at \(price) a tonne until \(through), frozen "
        + "meanwhile")
  }

  private mutating func accepted() throws(ServiceError) -> BilingualText {
    let (from, to) = (try names.title(of: change.from), try names.title(of: change.to))
    let offer = try rows.row(
      Offer.self, InclusiveCredits.Section.offers, record.number("offer") ?? .max)
    let price = offer?.terms.price.description ?? "—"
    return BilingualText(
      "\(date) 由\(from.chinese)出售给\(to.chinese),每吨 \(price.replacing(" yuan", with: " 元")),"
        + "双方签署",
      "Sold on \(date) by \(from.english) to \(to.english) at \(price) a tonne, signed by both")
  }

  private mutating func retired() throws(ServiceError) -> BilingualText {
    let holder = try names.title(of: change.from)
    let day = record.text("date") ?? "\(date)"
    let beneficiary = record.text("beneficiary") ?? "—"
    let name = record.text("purpose") ?? ""
    let purpose =
      CreditPurpose.allCases.first { $0.name == name }?.text ?? BilingualText(name, name)
    var chinese = "\(day) 由\(holder.chinese)注销,用途 \(purpose.chinese),受益方或活动 \(beneficiary)"
    var english =
      "Retired on \(day) by \(holder.english), purpose \(purpose.english), for \(beneficiary)"
    if let reference = record.text("reference") {
      chinese += ",\(reference)"
      english += ", \(reference)"
    }
    return BilingualText(chinese, english)
  }
}

extension CreditPurpose {
  /// What people call it.
  public var text: BilingualText {
    switch self {
    case .compliance: BilingualText("履约抵销", "compliance")
    case .voluntary: BilingualText("自愿", "voluntary")
    case .event: BilingualText("大型活动", "event")
    case .publicBenefit: BilingualText("公益", "public benefit")
    }
  }
}
