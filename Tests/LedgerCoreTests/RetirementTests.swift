// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

/// What was retired, under whatever mechanism, is found by its record and by its number.
@Suite struct RetirementTests {
  private func ledger() throws -> TestLedger {
    var ledger = try TestLedger.founded()
    try ledger.apply(
      [
        ToyIssue(count: 100, holder: TestLedger.maker),
        ToyIssue(prefix: "V", count: 100, holder: TestLedger.maker),
      ], by: TestLedger.registry)
    return ledger
  }

  private func retire(_ first: UInt64, _ count: UInt64, of series: UInt32 = 0) -> ToyMove {
    ToyMove(series: series, first: first, count: count, to: TestLedger.maker, .retired)
  }

  @Test func `a retirement is found by its position and by each of its numbers`() throws {
    var ledger = try ledger()
    for first in stride(from: UInt64(0), to: 50, by: 10) {
      try ledger.apply([retire(first, 5), retire(first, 3, of: 1)], by: TestLedger.maker)
    }
    let core = ledger.state.core
    #expect(core.retirements.count == 10)
    for row in core.retirements.all {
      #expect(core.retirements(by: row.position) == [row])
      for serial in row.range {
        #expect(core.retirement(of: row.series, holding: serial) == row)
      }
      #expect(row.holder == TestLedger.maker && row.terms.beneficiaryName == "示例")
    }
    #expect(core.retirement(of: 0, holding: 5) == nil)
    #expect(core.retirement(of: 1, holding: 4) == nil)
    #expect(core.retirement(of: 7, holding: 0) == nil)
    #expect(core.retirements(by: RecordPosition(entry: 0, record: 0)).isEmpty)
    #expect(core.retirements(by: RecordPosition(entry: 1_000, record: 0)).isEmpty)
  }

  @Test func `units that went otherwise have no retirement`() throws {
    var ledger = try ledger()
    try ledger.apply(
      ToyMove(first: 0, count: 5, to: TestLedger.buyer, .retired), by: TestLedger.maker)
    try ledger.apply(
      ToyMove(first: 5, count: 5, to: TestLedger.maker, .cancelled), by: TestLedger.maker)
    #expect(ledger.state.core.retirement(of: 0, holding: 0) == nil)
    #expect(ledger.state.core.retirement(of: 0, holding: 5) == nil)
    #expect(ledger.state.core.retirements.count == 0)
  }

  @Test func `a refused statement leaves no retirement, and rows read back`() throws {
    var ledger = try ledger()
    try ledger.apply(retire(0, 5), by: TestLedger.maker)
    #expect(throws: Rejection.self) {
      try ledger.apply([retire(10, 5), retire(0, 5)], by: TestLedger.maker)
    }
    #expect(ledger.state.core.retirements.count == 1)
    try ledger.apply(retire(10, 5), by: TestLedger.maker)
    let rows = ledger.state.images.filter { $0.section == SectionCode.retirements }
    #expect(rows.map(\.key) == [StateImage.key(0), StateImage.key(1)])
    var state = LedgerState(loading: [ToyMechanism.self])
    for image in ledger.state.images { try state.load(image) }
    try state.finishLoading()
    #expect(state.core.retirements.all == ledger.state.core.retirements.all)
    for image in rows {
      for length in 0..<image.value.count {
        var state = LedgerState(loading: [ToyMechanism.self])
        #expect(throws: StateError.self) {
          try state.load(
            StateImage(
              section: image.section, key: StateImage.key(0),
              value: Array(image.value[..<length])))
        }
      }
    }
  }
}
