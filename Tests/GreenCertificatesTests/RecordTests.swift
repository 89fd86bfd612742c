// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct RecordTests {
  private func expectRoundTrip<R: Record>(_ record: R) throws {
    let bytes = record.encoded
    var reader = CBORReader(bytes.span)
    #expect(try reader.readArrayHeader() == R.shape.fields.count + 1)
    #expect(try reader.readUnsigned() == R.shape.type)
    #expect(try R(decoding: &reader) == record)
    try reader.expectEnd()
  }

  @Test func `every record reads back what it wrote`() throws {
    var ledger = try TestLedger()
    try expectRoundTrip(
      ProjectRecord(
        code: "EXAMPLE0000000001", owner: 4, energy: .solar, technology: "光伏", province: 33,
        city: "嘉兴", commissioning: day(2024, 1, 1), connection: .hybrid, isMarketBased: true,
        capacity: 5, isUnderSettlementMechanism: true))
    try expectRoundTrip(ledger.issue(of: 1, month(2024, 3), .offGrid, count: 3))
    try expectRoundTrip(ledger.transfer(1, 2, 3, to: .buyer))
    try expectRoundTrip(
      ledger.transfer(
        1, 2, 3, to: .buyer, .withPower, price: nil, settlement: 9, proof: digest("x")))
    try expectRoundTrip(
      SettlementRecord(
        seller: 1, buyer: 2, month: month(2024, 3), energy: megawattHours(3), reference: "R"))
    try expectRoundTrip(ledger.retirement(1, 2, 3, .event, reference: "马拉松"))
    try expectRoundTrip(ExpiryRecord(asOf: day(2024, 1, 1)))
    try expectRoundTrip(
      ReversalRecord(
        kind: .issue, series: 1, first: 2, count: 3,
        position: RecordPosition(entry: 4, record: 5), settlement: 6, reason: "r"))
    try expectRoundTrip(
      ExclusionRecord(project: 1, scheme: .vcs, period: month(2024, 1)...month(2025, 1)))
    try expectRoundTrip(
      ExclusionClaimRecord(
        project: 1, month: month(2024, 3), scheme: .pher, energy: megawattHours(1)))
  }

  @Test func `records have distinct types from 100 and names for every choice`() {
    #expect(GreenCertificates.records.map(\.type) == Array(100...108))
    #expect(EnergyType.names.count == EnergyType.allCases.count)
    #expect(Connection.names.count == Connection.allCases.count)
    #expect(PowerClass.names.count == PowerClass.allCases.count)
    #expect(TransferChannel.names.count == TransferChannel.allCases.count)
    #expect(RetirementPurpose.names.count == RetirementPurpose.allCases.count)
    #expect(CreditScheme.names.count == CreditScheme.allCases.count)
    #expect(ReversalRecord.Kind.names.count == ReversalRecord.Kind.allCases.count)
  }

  @Test(arguments: 0..<13)
  func `a transfer with one field of another kind is refused`(_ field: Int) throws {
    var ledger = try TestLedger()
    let series = try ledger.series()
    var writer = CBORWriter()
    let bytes = ledger.transfer(series, 1, 1, to: .buyer).encoded
    var reader = CBORReader(bytes.span)
    writer.writeArrayHeader(try reader.readArrayHeader())
    writer.append(encoded: reader.copy(try reader.skipItem()))
    for position in 0..<13 {
      let item = try reader.skipItem()
      if position == field {
        writer.write(boolean: true)
      } else {
        writer.append(encoded: reader.copy(item))
      }
    }
    let before = ledger.images()
    #expect(throws: Rejection.self) { try ledger.submit(encoded: [writer.bytes], by: .owner) }
    #expect(ledger.images() == before)
  }

  @Test func `a reference longer than its bound is refused on the fast path too`() throws {
    var ledger = try TestLedger()
    let series = try ledger.series()
    let terms = ledger.transfer(series, 1, 1, to: .buyer).terms
    let long = TransferRecord(terms, reference: String(repeating: "x", count: 201))
    #expect(try ledger.refusal(long, by: .owner) == "LED-101")
    let fits = TransferRecord(terms, reference: String(repeating: "x", count: 200))
    #expect(try ledger.refusal(fits, by: .owner) == nil)
  }

  @Test func `national parameters name declared parameters within their ranges`() {
    let shapes = Dictionary(
      uniqueKeysWithValues: GreenCertificates.parameters.map { ($0.name, $0) })
    for record in GreenCertificates.nationalParameters {
      #expect(shapes[record.name]?.range.contains(record.value) == true, "\(record.name)")
      #expect((1...500).contains(record.source.utf8.count), "\(record.name)")
    }
    #expect(Set(GreenCertificates.nationalParameters.map(\.name)).count == shapes.count)
  }

  @Test func `rules have distinct codes, both languages and a source`() {
    let rules = GreenCertificates.rules
    #expect(Set(rules.map(\.code)).count == rules.count)
    for number in 32...47 { #expect(rules.contains { $0.code == "GEC-\(number)" }) }
    for rule in rules {
      let texts = [
        rule.source, rule.statement.chinese, rule.statement.english, rule.remedy.chinese,
        rule.remedy.english,
      ]
      #expect(texts.allSatisfy { !$0.isEmpty }, "\(rule.code)")
    }
  }

  @Test func `marks count sales up to their limit`() {
    var marks = CertificateMarks(rawValue: 0)
    for count in 0...CertificateMarks.maximumTrades {
      #expect(marks.tradeCount == count && marks.isTraded == (count > 0))
      marks = marks.afterTrade
    }
    #expect(marks.tradeCount == CertificateMarks.maximumTrades)
  }

  @Test func `attributes survive their number and refuse others`() {
    for powerClass in PowerClass.allCases {
      for tradeClass in TradeClass.allCases {
        for energy in EnergyType.allCases {
          let attributes = SeriesAttributes(
            powerClass: powerClass, tradeClass: tradeClass, energy: energy, province: 65)
          #expect(SeriesAttributes(rawValue: attributes.rawValue) == attributes)
        }
      }
    }
    #expect(SeriesAttributes(rawValue: 3) == nil && SeriesAttributes(rawValue: 1 << 16) == nil)
  }
}

@Suite struct CertificateNumberingTests {
  @Test func `a code leads to its series and serial and back`() throws {
    var ledger = try TestLedger()
    let project = try ledger.file(.solar, .selfUse)
    let series = try ledger.issued(of: project, month(2026, 3), .selfUse, count: 500)
    let code = try CertificateNumbering.code(of: 321, in: ledger.core.series[series])
    #expect(code.text == "EXAMPLE0000000001" + "202603" + "0000321" + "SN")
    let place = try #require(try CertificateNumbering.locate(code.text, in: ledger.core))
    #expect(place.series == series && place.serial == 321)
    let sold = code.text.dropLast() + "T"
    #expect(try CertificateNumbering.locate(String(sold), in: ledger.core) == nil)
  }

  @Test func `rule 33: a code of 31 characters is refused`() {
    #expect(throws: QuantityError.self) {
      try CertificateNumbering.parse("EXAMPLE00000000012026030000321S")
    }
    #expect(throws: QuantityError.self) {
      try CertificateNumbering.parse("EXAMPLE00000000012026030000321XN")
    }
    #expect(throws: QuantityError.self) {
      try CertificateNumbering.parse("EXAMPLE00000000012026030000000SN")
    }
  }
}
