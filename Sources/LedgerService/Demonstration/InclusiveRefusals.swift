// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
import InclusiveCredits
import LedgerCore
import Quantities

extension Demonstration {
  /// What the ledger refuses of activities and scenarios, and what it teaches while doing so.
  func showInclusiveRefusals(_ session: LedgerSession) async throws(ServiceError) {
    heading("碳普惠:账本拒绝什么", "Inclusive credits: what the ledger refuses")
    try await refuseMethodologies(session)
    try await refuseRides(session)
    try await refuseEnergy(session)
  }

  private func refuseMethodologies(_ session: LedgerSession) async throws(ServiceError) {
    let start = InclusiveCity.day(InclusiveCity.january, 1)
    var unfiled = scenario(
      "CLOTHES", "旧衣回收(示例)", "used clothes (example)", "bikes", from: start)
    unfiled = unfiled.with(methodology: UInt32(story.methodologies.count))
    try await expectRefusal(
      "按未备案的方法学批准场景", "a scenario under a methodology that nobody filed",
      unfiled.encoded, by: "authority", session)
    try await expectRefusal(
      "1.2 兆瓦的光伏", "a roof of 1.2 MW",
      solarScenario(capacity: 120_000, code: "LARGE").encoded, by: "authority", session)
    let early = CalendarDate(daysSinceEpoch: 19_782)
    let rows = [InclusiveCity.generation(1_000, on: early)]
    for record in try await batches(rows, as: "solar", on: early, session) {
      try await expectRefusal(
        "方法学生效之前(2024年2月)的活动", "an activity before its methodology was in force",
        record.encoded, by: "rooftop", session)
    }
  }

  private func refuseRides(_ session: LedgerSession) async throws(ServiceError) {
    let date = InclusiveCity.day(InclusiveCity.january, 12)
    let rider = UInt32(7)
    let withdrawal = WithdrawalRecord(
      scenario: story.scenarios["transit"] ?? 0, from: date, persons: [rider])
    try await submit([withdrawal.encoded], by: "metro", session)
    for record in try await batches(
      [InclusiveRides.commute(rider, on: date)], as: "transit", on: date, session)
    {
      try await expectRefusal(
        "授权已撤回的乘客", "a rider whose authorisation has ended", record.encoded, by: "metro",
        session)
    }
    var copy = InclusiveRides.ride(3, on: date)
    copy.start += 3_600 * 4
    for record in try await batches([copy], as: "bikes", on: date, session) {
      try await expectRefusal(
        "同一次骑行由另一平台再报一次", "the same ride reported again, as from another platform",
        record.encoded, by: "bikes", session)
    }
    var both = InclusiveRides.commute(3, on: date)
    let ride = InclusiveRides.ride(3, on: date)
    (both.start, both.key) = (ride.start, InclusiveRides.key(9, 3, date))
    for record in try await batches([both], as: "transit", on: date, session) {
      try await expectRefusal(
        "同一人同时骑车又乘地铁", "one person on an e-bike and in the metro at once",
        record.encoded, by: "metro", session)
    }
  }

  /// The same kilowatt-hours as certificates and as inclusive credits, in both orders.
  private func refuseEnergy(_ session: LedgerSession) async throws(ServiceError) {
    let december = InclusiveCity.december
    try await submit(
      [certificates(december, session).encoded], by: "registry", session)
    let row = InclusiveCity.generation(6_234_567, on: december.lastDay)
    for record in try await batches([row], as: "solar", on: december.lastDay, session) {
      try await expectRefusal(
        "已核发绿证的电量再申报碳普惠(十二月)",
        "kWh that became certificates are claimed as an inclusive credit (December)",
        record.encoded, by: "rooftop", session)
    }
  }

  /// Certificates for the roof's month.
  private func certificates(
    _ month: CalendarMonth, _ session: LedgerSession
  ) -> IssueRecord {
    IssueRecord(
      project: story.roof, month: month, powerClass: .selfUse,
      metered: Energy(wattHours: 62_345_670), first: 1, count: 62,
      recipient: numbers["rooftop"] ?? 0, isSeparatelyMetered: true,
      evidence: session.suite.hash.digest(of: Array("roof \(month)".utf8)))
  }

  func refuseCertificates(_ session: LedgerSession) async throws(ServiceError) {
    try await expectRefusal(
      "已计入碳普惠的电量再核发绿证(一月)",
      "certificates for kWh that became an inclusive credit (January)",
      certificates(InclusiveCity.january, session).encoded, by: "registry", session)
  }
}

extension ScenarioRecord {
  /// The record under another methodology.
  fileprivate func with(methodology: UInt32) -> ScenarioRecord {
    ScenarioRecord(
      scheme: scheme, methodology: methodology, code: code, chineseName: chineseName,
      englishName: englishName, operatorNumber: operatorNumber, beneficiary: beneficiary,
      from: from, through: through, attributes: attributes, benefit: benefit,
      subjects: subjects, greenProject: greenProject, reference: reference)
  }
}
