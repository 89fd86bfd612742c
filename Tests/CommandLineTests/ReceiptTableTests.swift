// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import LedgerCore
@testable import tanzhang

/// Long lists are registered in several statements; what reads them reads one table.
@Suite struct ReceiptTableTests {
  @Test func `the receipts of several statements are one CSV table with one header`() throws {
    let time = try Timestamp(text: "2026-07-05T00:00:00.000Z")
    let receipts = [
      Receipt(
        entry: 7, registered: time,
        assignments: [
          Assignment(kind: "footprint", number: 0, record: 0),
          Assignment(kind: "label", number: 1, record: 1),
        ], isRepetition: false),
      Receipt(entry: 8, registered: time, assignments: [], isRepetition: false),
    ]
    #expect(
      Console.csv(receipts) == [
        "entry,registered,kind,number,code",
        "7,2026-07-05T00:00:00.000Z,footprint,0,F0000000-8",
        "7,2026-07-05T00:00:00.000Z,label,1,L0000001-O",
        "8,2026-07-05T00:00:00.000Z,,,",
      ])
  }
}
