// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import Quantities

extension ProductFootprints {
  mutating func apply(
    _ record: FootprintImportRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.enterprise, in: context)
    try core.requireNotInFuture(record.received, in: context)
    let document: PACTDocument
    do {
      document = try PACTDocument(decoding: record.document)
    } catch {
      throw Rejection(error)
    }
    guard document.isActive else {
      throw Rejection(
        FootprintRules.upstream, found: "status Deprecated", required: "status Active")
    }
    try Self.requireNoIdentityNumber(in: document.statement)
    try CoreState.requireNoIdentityNumber(in: document.companyName)
    try requireNewIdentifier(document.statement.identifier)
    // A supplier names predecessors as it likes; those received here by the same enterprise count.
    let preceding = document.statement.preceding.compactMap { footprints.number(forKey: $0) }
      .filter { footprints[$0].owner == context.issuer && footprints[$0].isImported }
    let number = declare(
      Footprint(
        statement: document.statement, owner: context.issuer,
        origin: .imported(
          Footprint.Receipt(
            companyName: document.companyName, companyIds: document.companyIds,
            values: document.values, date: record.received, evidence: record.evidence)),
        totals: (document.excludingBiogenicUptake, document.includingBiogenicUptake),
        primaryDataShare: document.primaryDataShare, position: context.position,
        preceding: preceding))
    core.assigned("footprint", number, context)
  }
}
