// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import Quantities

extension ProductFootprints {
  mutating func apply(
    _ record: DeclarationRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.enterprise, in: context)
    try core.requireNotInFuture(record.calculated, in: context)
    let model = try Self.decoded(record.model)
    let statement = model.statement
    try Self.requireNoIdentityNumber(in: model)
    try requireNewIdentifier(statement.identifier)
    let preceding = try requirePreceding(statement, context)
    let energy = try certifiedEnergy(
      record.certificates, of: context.issuer, for: model, preceding: preceding, core)
    let result = try calculated(
      model, on: record.calculated, LedgerSources(self, core, certifiedEnergy: energy))
    try Self.requireSame(record.cells, as: result)
    let upstream = result.upstream.compactMap { footprints.number(forKey: $0) }
    try requireNoCircle(statement, upstream, context)
    let number = declare(
      Footprint(
        statement: statement, owner: context.issuer,
        origin: .computed(
          Footprint.Computation(
            date: record.calculated, cells: result.cells, scale: result.scale,
            sourceDigest: record.sourceDigest)),
        totals: (result.excludingBiogenicUptake, result.includingBiogenicUptake),
        primaryDataShare: result.primaryDataShare, position: context.position,
        upstream: upstream, preceding: preceding))
    for item in record.certificates {
      certificateUses.append(
        CertificateUse(
          footprint: number, process: item.process, series: item.series,
          range: try core.requireRange(first: item.first, count: item.count)))
    }
    core.assigned("footprint", number, context)
  }

  /// Appends a footprint; those it takes the place of keep their values and point at it.
  mutating func declare(_ footprint: Footprint) -> UInt32 {
    let number = footprints.append(footprint)
    for old in footprint.preceding where footprints[old].successor == nil {
      footprints.update(old) { $0.successor = number }
    }
    return number
  }

  private static func decoded(_ bytes: [UInt8]) throws(Rejection) -> FootprintModel {
    do {
      return try FootprintModelCodec.decode(bytes)
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "model: \(error)",
        required: BilingualText("规范编码的足迹模型", "a footprint model in canonical form"))
    }
  }

  private static func requireNoIdentityNumber(in model: FootprintModel) throws(Rejection) {
    try requireNoIdentityNumber(in: model.statement)
    for process in model.processes {
      try CoreState.requireNoIdentityNumber(
        in: process.name.chinese, process.name.english, process.allocation?.reason ?? "")
      for line in process.lines {
        try CoreState.requireNoIdentityNumber(
          in: line.name.chinese, line.name.english, line.supplier)
      }
    }
    for cutOff in model.cutOffs {
      try CoreState.requireNoIdentityNumber(in: cutOff.name, cutOff.reason)
    }
  }

  private func calculated(
    _ model: FootprintModel, on date: CalendarDate, _ sources: LedgerSources
  ) throws(Rejection) -> FootprintResult {
    do {
      return try FootprintCalculation(model, from: sources, on: date).result()
    } catch {
      throw Rejection(error)
    }
  }

  /// FCT-18 and PCF-25: the ledger computes the numbers stated.
  ///
  /// When none is right the formula is not reproduced; when some are, the parts do not make up the
  /// total.
  private static func requireSame(
    _ cells: [FootprintResult.Cell], as result: FootprintResult
  ) throws(Rejection) {
    guard cells != result.cells else { return }
    let wrong = cells.first { !result.cells.contains($0) }
    let missing = result.cells.first { cell in
      !cells.contains { $0.stage == cell.stage && $0.category == cell.category }
    }
    let place = wrong ?? missing
    let right = result.cells.first { $0.stage == place?.stage && $0.category == place?.category }
    let (stage, category) = (place?.stage.title, place?.category.title)
    let amount = wrong?.amount.shortestText ?? "0"
    let isAnyRight = cells.contains { result.cells.contains($0) }
    throw Rejection(
      isAnyRight ? FootprintRules.sum : FootprintRules.reproduced,
      found: BilingualText(
        "\(stage?.chinese ?? "—")·\(category?.chinese ?? "—"):\(amount) kgCO2e",
        "\(stage?.english ?? "—"), \(category?.english ?? "—"): \(amount) kgCO2e"),
      required: "\(right?.amount.shortestText ?? "0") kgCO2e, "
        + "Σ \(result.includingBiogenicUptake.shortestText)")
  }

  /// FCT-21: the footprints it takes the place of are the owner's own, and each is superseded
  /// once: what already is may only be named together with its successor.
  private func requirePreceding(
    _ statement: FootprintStatement, _ context: AdmissionContext
  ) throws(Rejection) -> [UInt32] {
    var numbers: [UInt32] = []
    for identifier in statement.preceding {
      guard let number = footprints.number(forKey: identifier),
        footprints[number].owner == context.issuer, !numbers.contains(number)
      else {
        throw Rejection(
          FootprintRules.supersession, found: "preceding \(identifier)",
          required: BilingualText("本企业已登记的足迹", "a footprint of this enterprise on the ledger"))
      }
      numbers.append(number)
    }
    for number in numbers {
      guard let successor = footprints[number].successor, !numbers.contains(successor) else {
        continue
      }
      throw Rejection(
        FootprintRules.supersession,
        found: "\(footprints[number].statement.identifier) → "
          + footprints[successor].statement.identifier,
        required: footprints[successor].statement.identifier)
    }
    return numbers
  }

  /// PCF-29: nothing the footprint stands on is a footprint of the same product and owner.
  ///
  /// What a footprint stands on has a smaller number than it, so that the search goes down to the
  /// oldest footprint of the product and no further.
  private func requireNoCircle(
    _ statement: FootprintStatement, _ upstream: [UInt32], _ context: AdmissionContext
  ) throws(Rejection) {
    let products = statement.productIds
    let own = products.compactMap { footprints.oldest(of: context.issuer, product: $0) }
    guard let oldest = own.min() else { return }
    var seen: Set<UInt32> = []
    var waiting = upstream.filter { $0 >= oldest }
    while let number = waiting.popLast() {
      guard seen.insert(number).inserted else { continue }
      let isOwn =
        footprints[number].owner == context.issuer
        && footprints[number].statement.productIds.contains(where: products.contains)
      guard !isOwn else {
        throw Rejection(
          FootprintRules.circle,
          found: BilingualText(
            "上游含本产品的足迹 \(footprints[number].statement.identifier)",
            "upstream holds \(footprints[number].statement.identifier) of this product"),
          required: BilingualText("不含本产品的上游", "upstream without this product"))
      }
      waiting += footprints[number].upstream.filter { $0 >= oldest }
    }
  }
}
