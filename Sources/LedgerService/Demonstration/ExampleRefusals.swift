// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
import LedgerCore
import Quantities

extension Demonstration {
  /// What the ledger refuses, and what it teaches while doing so.
  func showRefusals(_ session: LedgerSession) async throws(ServiceError) {
    heading("账本拒绝什么", "What the ledger refuses")
    let today = clock.now().date(offsetMinutes: 480)
    if let (series, first, count, buyer) = lastRetired {
      let month = ExampleYear.firstMonth.adding(months: 11)
      let again = RetirementRecord(
        series: series, first: first, count: count, beneficiary: numbers[buyer] ?? 0,
        purpose: .voluntary, consumption: month...month, date: today)
      try await expectRefusal(
        "同一批绿证再次核销", "the same certificates retired a second time", again.encoded,
        by: buyer, session)
    }
    if let (series, first, _) = bought["textile"]?.last {
      let terms = transferTerms(series, first, 10, from: "textile", to: "steel", on: today)
      try await expectRefusal(
        "买方把绿证再卖一次", "a buyer sells certificates on", TransferRecord(terms).encoded,
        by: "textile", session)
    }
    if let roof = stock.last(where: { $0.plant.connection == .selfUse }) {
      let terms = transferTerms(roof.series, 1, 5, from: "textile", to: "data", on: today)
      try await expectRefusal(
        "出售自发自用绿证", "self-use certificates are sold", TransferRecord(terms).encoded,
        by: "textile", session)
    }
    if let item = stock.last(where: { $0.plant.owner == "desert" }) {
      let claim = ExclusionClaimRecord(
        project: projects[item.plant.code] ?? 0, month: item.month, scheme: .pher,
        energy: Energy(wattHours: Int64(item.end) * 1_000_000))
      try await expectRefusal(
        "同一度电再申报碳普惠减排量", "the same kWh claimed again as an inclusive credit",
        claim.encoded, by: "registry", session)
      let terms = transferTerms(item.series, item.next, 10, from: "desert", to: "steel", on: today)
      try await expectRefusal(
        "由非持有人签署转让", "a transfer signed by somebody else", TransferRecord(terms).encoded,
        by: "data", session)
    }
    try await pledge(session)
  }

  func expectRefusal(
    _ chinese: String, _ english: String, _ record: [UInt8], by key: String,
    _ session: LedgerSession
  ) async throws(ServiceError) {
    do throws(ServiceError) {
      let receipt = try await submit([record], by: key, session)
      throw .invalid(
        BilingualText(
          chinese: "条目 \(receipt.entry) 本应被拒绝:\(chinese)",
          english: "Entry \(receipt.entry) should have been refused: \(english)"))
    } catch {
      guard case .rejected(let rejection) = error else { throw error }
      refusals += 1
      say("  ✗ \(chinese)", "  ✗ \(english)")
      for line in rejection.message(in: language).split(separator: "\n") {
        say("      \(line)", "      \(line)")
      }
    }
  }

  /// A pledge holds certificates until the bank releases them.
  private func pledge(_ session: LedgerSession) async throws(ServiceError) {
    guard let (series, first, count) = bought["textile"]?.last else { return }
    heading("质押与解除", "A pledge, and its release")
    let hold = HoldRecord(
      series: series, first: first, count: count, kind: 1, keeper: numbers["bank"] ?? 0,
      reason: "EX-LOAN-1")
    let receipt = try await submit([hold.encoded], by: "textile", session)
    say("  纺织企业质押 \(count) 张给银行", "  the textile mill pledges \(count) to the bank")
    let month = ExampleYear.firstMonth.adding(months: 11)
    let attempt = RetirementRecord(
      series: series, first: first, count: count, beneficiary: numbers["textile"] ?? 0,
      purpose: .voluntary, consumption: month...month,
      date: clock.now().date(offsetMinutes: 480))
    try await expectRefusal(
      "核销质押中的绿证", "pledged certificates are retired", attempt.encoded, by: "textile",
      session)
    let number = receipt.assignments.first { $0.kind == "hold" }?.number ?? 0
    try await submit(
      [ReleaseRecord(hold: number, reason: "EX-LOAN-1").encoded], by: "bank", session)
    say("  银行解除质押", "  the bank releases the pledge")
  }

  /// Old certificates nobody bought lose their validity.
  func expire(_ session: LedgerSession) async throws(ServiceError) {
    heading("到期失效", "Expiry")
    clock.set(ExampleYear.expiry)
    try await submit(
      [ExpiryRecord(asOf: ExampleYear.expiry).encoded], by: "registry", session)
    let state = await session.ledger.current
    let holder = numbers["steppe"] ?? 0
    let asset = state.core.assets.number(forKey: "GEC-T") ?? 0
    let expired = state.core.accounts.balance(of: holder, asset: asset, standing: .expired)
    say(
      "  2024年1月生产、至2025年12月31日有效的 \(expired) 张绿证已失效",
      "  \(expired) certificates generated in January 2024, valid to 2025-12-31, have expired")
  }
}
