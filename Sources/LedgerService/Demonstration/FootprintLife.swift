// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FootprintEngine
import GreenCertificates
import LedgerCore
import ProductFootprints
import Quantities

extension Demonstration {
  /// The same cell with the certificates its maker retires for the site: a second footprint that
  /// takes the place of the first.
  func compareElectricity(_ session: LedgerSession) async throws(ServiceError) {
    guard var draft = footprintStory.drafts["cells"] else { return }
    heading("同一电芯:基于位置与基于市场", "One cell, location-based and market-based")
    let choices = try await retireForSite(["electrodes": 19, "cell": 24], session)
    guard !choices.isEmpty else { return }
    let first = draft.model.statement.identifier
    draft.model.electricity = .marketBased
    draft.model.statement.identifier = FootprintYear.marketBased
    draft.model.statement.preceding = [first]
    footprintStory.drafts["cells-market"] = draft
    let number = try await declare(draft, by: "cells", certificates: choices, session)
    footprintStory.marketBased = number
    let table = try await session.ledger.current.footprints().footprints
    guard let number, let before = table.number(forKey: first) else { return }
    let old = table[before].includingBiogenicUptake
    let new = table[number].includingBiogenicUptake
    guard let change = try? new - old else { return }
    say(
      "  使用已核销绿证 43 张(43 000 kWh),其余按剩余组合:变化 \(change.normalized) kgCO2e/kWh;"
        + "原足迹保留,标为已替代",
      "  43 retired certificates (43 000 kWh), the residual mix for the rest: "
        + "\(change.normalized) kgCO2e/kWh; the first footprint stays, superseded")
  }

  /// Retires certificates of the year for the site and says which, by process.
  private func retireForSite(
    _ counts: [String: UInt64], _ session: LedgerSession
  ) async throws(ServiceError) -> [CertificateChoice] {
    let needed = counts.values.reduce(0, +)
    let state = await session.ledger.current
    guard
      let position = bought["cells"]?.lastIndex(where: {
        state.core.series[$0.series].vintage.year == 2025 && $0.count >= needed
      }), let (series, first, _) = bought["cells"]?.remove(at: position)
    else { return [] }
    let month = state.core.series[series].vintage
    var next = first
    var choices: [CertificateChoice] = []
    for (process, count) in counts.sorted(by: { $0.key < $1.key }) {
      let record = RetirementRecord(
        series: series, first: next, count: count, beneficiary: numbers["cells"] ?? 0,
        purpose: .voluntary, consumption: month...month, date: FootprintYear.calculation,
        reference: FootprintYear.site)
      try await submit([record.encoded], by: "cells", session)
      choices.append(
        try CertificateChoice(text: "\(process)=\(series):\(next)-\(next + count - 1)"))
      next += count
    }
    return choices
  }

  /// A verifier stands for the number, and an accredited body puts it on a label.
  func labelCell(_ session: LedgerSession) async throws(ServiceError) {
    guard let number = footprintStory.marketBased,
      let row = try await session.ledger.current.footprints().footprints.row(number)
    else { return }
    heading("核查与碳标识", "Verification and a label")
    let verification = FootprintVerificationRecord(
      footprint: number, date: FootprintYear.calculation, standard: "GB/T 24067-2024",
      coverage: "整个产品足迹 / the whole footprint",
      report: HashFunction.sha256.digest(of: Array("example report".utf8)))
    try await submit([verification.encoded], by: "verifier", session)
    func label(_ code: String, _ value: ExactDecimal) -> LabelRecord {
      LabelRecord(
        code: code, footprint: number, kind: .footprint, basis: .including, value: value,
        from: FootprintYear.calculation, through: FootprintYear.calculation.adding(days: 364),
        rules: "产品碳足迹标识认证通用实施规则(试行)")
    }
    let shown = row.includingBiogenicUptake
    let rounded = shown.rounded(scale: 1, rounding: .down)
    try await expectRefusal(
      "标识上的数字与足迹不同", "a label with another number than the footprint's",
      label("EX-CFL-0000", rounded).encoded, by: "verifier", session)
    try await submit([label("EX-CFL-0001", shown).encoded], by: "verifier", session)
    say(
      "  签发 EX-CFL-0001:\(shown.normalized) kgCO2e/kWh",
      "  issued EX-CFL-0001: \(shown.normalized) kgCO2e/kWh")
  }

  /// What the ledger refuses of footprints.
  func showFootprintRefusals(_ session: LedgerSession) async throws(ServiceError) {
    heading("产品碳足迹:账本拒绝什么", "Footprints: what the ledger refuses")
    guard let draft = footprintStory.drafts["cells"] else { return }
    let sound = try FootprintDesk.declaration(
      of: draft, certificates: [], on: FootprintYear.calculation,
      in: await session.ledger.current, hash: session.suite.hash)
    func refuse(
      _ chinese: String, _ english: String, _ change: (inout FootprintModel) -> Void
    ) async throws(ServiceError) {
      var model = draft.model
      model.statement.identifier = "20000000-0000-4000-8000-0000000000ff"
      change(&model)
      let record = DeclarationRecord(
        model: FootprintModelCodec.encode(model), sourceDigest: sound.sourceDigest,
        calculated: sound.calculated, cells: sound.cells)
      try await expectRefusal(chinese, english, record.encoded, by: "cells", session)
    }
    try await refuse(
      "用组织核算的电力因子 0.5306 计算产品足迹",
      "the grid factor of organisations (0.5306) in a product footprint"
    ) { model in
      model.processes[0].lines[0].source = .factors(
        ["cn/electricity/co2/average/2023@1"], carbon: false)
    }
    try await refuse("用减排量抵扣足迹", "an offset inside a footprint") { model in
      model.processes[0].lines[0].source = .credit("EXPHER-TRANSIT-2026:1")
    }
    try await refuse("取舍合计 6 %", "cut-offs of 6 % together") { model in
      model.cutOffs = (1...6).map {
        CutOff(name: "flow \($0)", percent: .one, reason: "example")
      }
    }
  }

  /// One supplier withdraws: whatever stands on its footprint is flagged, its label not valid.
  func withdrawSupplier(_ session: LedgerSession) async throws(ServiceError) {
    heading("一个供应商撤回足迹", "A supplier withdraws")
    let table = try await session.ledger.current.footprints().footprints
    guard
      let number = table.all.firstIndex(where: { $0.owner == numbers["anode"] })
    else { return }
    let record = FootprintWithdrawalRecord(
      footprint: UInt32(number), date: FootprintYear.calculation,
      reason: "计量表故障 / a faulty meter (example)")
    try await submit([record.encoded], by: "anode", session)
    let state = try await session.ledger.current.footprints()
    for row in state.footprints.all where row.affectedBy == UInt32(number) {
      let name = row.statement.productName
      say(
        "  ⚠ \(name.chinese)  \(row.statement.identifier) 所依据的上游已撤回",
        "  ⚠ \(name.english)  \(row.statement.identifier) stands on it")
    }
    for label in state.labels.all {
      let isValid = label.isValid(on: FootprintYear.calculation)
      say(
        "  碳标识 \(label.terms.code):\(isValid ? "有效" : "不再有效")",
        "  label \(label.terms.code): \(isValid ? "valid" : "not valid any more")")
    }
  }
}
