// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct NegativeAmountTests {
  @Test func `an amount below zero is refused, never recorded as zero`() throws {
    let record = SettlementRecord(
      seller: 1, buyer: 2, month: CalendarMonth(monthsSinceEpoch: 660),
      energy: Energy(wattHours: -1), reference: "EX-1")
    #expect(throws: CBORError.self) {
      let bytes = record.encoded
      var reader = CBORReader(bytes.span)
      _ = try reader.readArrayHeader()
      _ = try reader.readUnsigned()
      _ = try SettlementRecord(decoding: &reader)
    }
  }
}
