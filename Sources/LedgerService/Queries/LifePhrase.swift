// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities

/// Who held a unit in what standing before and after a record.
struct LifeStep {
  let from: UInt32
  let to: UInt32
  let fromStanding: Standing
  let toStanding: Standing
}

extension LifeStep {
  init(_ movement: Accounts.Movement) {
    self.init(
      from: movement.from, to: movement.to, fromStanding: movement.fromStanding,
      toStanding: movement.toStanding)
  }
}

/// What one movement meant for a unit, without the end of the sentence.
struct LifePhrase {
  let step: LifeStep
  let record: ReadRecord
  let date: CalendarDate
  var names: NameBook

  mutating func text() throws(ServiceError) -> BilingualText {
    if step.fromStanding == .issuance { return try issued() }
    switch step.toStanding {
    case .retired: return try retired()
    case .expired: return BilingualText("\(date) 到期自动失效", "Expired on \(date)")
    case .cancelled: return try cancelled()
    case .available where step.from != step.to: return try transferred()
    case .available: return released()
    case .frozen, .pledged, .disputed, .pendingOffset, .issuance: return try held()
    }
  }

  private mutating func issued() throws(ServiceError) -> BilingualText {
    let holder = try names.title(of: step.to)
    if let metered = record.text("metered"), let month = record.text("month"),
      let number = record.number("project")
    {
      let project = try names.name(of: number, kind: "project")
      return BilingualText(
        "\(date) 核发给\(holder.chinese):源自项目 \(project) 在 \(month) 的计量电量 \(metered)",
        "Issued on \(date) to \(holder.english), from \(metered) metered in \(month) at project "
          + project)
    }
    if let registry = record.text("registry"), let status = record.text("status") {
      let day = record.text("date") ?? "\(date)"
      let project = record.text("project") ?? "—"
      return BilingualText(
        "\(date) 据 \(registry) 登记簿的清单登记:持有人\(holder.chinese),项目 \(project),"
          + "状态 \(status)(\(day))\(details.chinese)",
        "Entered on \(date) from the list of the registry \(registry): held by "
          + "\(holder.english), project \(project), \(status) since \(day)\(details.english)")
    }
    return BilingualText(
      "\(date) 发给\(holder.chinese)", "Issued on \(date) to \(holder.english)")
  }

  /// Why, and for whom, as the record's free texts say.
  private var details: BilingualText {
    let texts = ["reason", "details", "reference"].compactMap { record.text($0) }
    guard !texts.isEmpty else { return BilingualText("", "") }
    let text = texts.joined(separator: "; ")
    return BilingualText(",\(text)", ", \(text)")
  }

  private mutating func transferred() throws(ServiceError) -> BilingualText {
    let (from, to) = (try names.title(of: step.from), try names.title(of: step.to))
    if record.shape.type == ReversalRecord.shape.type {
      return BilingualText(
        "\(date) 冲正:由\(from.chinese)退回\(to.chinese)\(details.chinese)",
        "Reversed on \(date): given back by \(from.english) to \(to.english)\(details.english)")
    }
    var chinese = "\(date) 由\(from.chinese)转让给\(to.chinese)"
    var english = "Transferred on \(date) from \(from.english) to \(to.english)"
    if let channel = choice("channel", TransferChannel.names, TransferChannel.allCases.map(\.name))
    {
      chinese += ",\(channel.chinese)"
      english += ", \(channel.english)"
    }
    if let price = record.text("price") {
      chinese += ",单价 \(price.replacing(" yuan", with: " 元"))"
      english += ", at \(price) each"
    }
    if let day = record.text("tradeDate") ?? record.text("date") {
      chinese += ",成交日 \(day)"
      english += ", traded on \(day)"
    }
    return BilingualText(chinese + details.chinese, english + details.english)
  }

  private mutating func retired() throws(ServiceError) -> BilingualText {
    let holder = try names.title(of: step.from)
    var chinese = "\(date) 由\(holder.chinese)核销"
    var english = "Retired on \(date) by \(holder.english)"
    if let number = record.number("beneficiary") {
      let beneficiary = try names.title(of: number)
      chinese += ",受益方\(beneficiary.chinese)"
      english += " for \(beneficiary.english)"
    } else if let beneficiary = record.text("beneficiary") {
      chinese += ",受益方\(beneficiary)"
      english += " for \(beneficiary)"
    }
    if let purpose = choice(
      "purpose", RetirementPurpose.names, RetirementPurpose.allCases.map(\.name))
    {
      chinese += ",用途 \(purpose.chinese)"
      english += ", purpose \(purpose.english)"
    }
    if let first = record.text("consumptionFirst"), let last = record.text("consumptionLast") {
      chinese += ",消费期 \(first) 至 \(last)"
      english += ", consumption \(first) to \(last)"
    }
    return BilingualText(chinese + details.chinese, english + details.english)
  }

  private mutating func cancelled() throws(ServiceError) -> BilingualText {
    if let scheme = record.text("scheme") {
      return BilingualText(
        "\(date) 注销:电量已由 \(scheme) 机制主张",
        "Cancelled on \(date): its electricity was claimed under the scheme \(scheme)")
    }
    return BilingualText(
      "\(date) 注销\(details.chinese)", "Cancelled on \(date)\(details.english)")
  }

  private mutating func held() throws(ServiceError) -> BilingualText {
    let name = step.toStanding.name
    var chinese = "\(date) 转为\(name.chinese)"
    var english = "Became \(name.english) on \(date)"
    if let number = record.number("keeper") {
      let keeper = try names.title(of: number)
      chinese += ",由\(keeper.chinese)解除"
      english += ", to be released by \(keeper.english)"
    }
    if let scheme = record.text("scheme") {
      chinese += ",因项目进入 \(scheme) 机制"
      english += ", since its project entered the scheme \(scheme)"
    }
    return BilingualText(chinese + details.chinese, english + details.english)
  }

  private func released() -> BilingualText {
    let name = step.fromStanding.name
    return BilingualText(
      "\(date) 解除\(name.chinese)\(details.chinese)",
      "Released on \(date), no longer \(name.english)\(details.english)")
  }

  private func choice(
    _ field: String, _ names: [String], _ texts: [BilingualText]
  ) -> BilingualText? {
    guard let name = record.text(field) else { return nil }
    return names.firstIndex(of: name).map { texts[$0] } ?? BilingualText(name, name)
  }
}
