// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

@Suite struct RecordTests {
  private static let full = EmissionFactor(
    code: "cn/grid/2023@1", name: BilingualText("电网", "grid"), value: decimal("-0.6205"),
    unit: "kgCO2e/kWh", basis: "CO2e", purpose: .characterisation,
    role: .standardCoalEquivalent, assessment: .ar2, dataYear: 2023, lagYears: 2,
    region: "CN-33", published: day(2025, 1, 23), validThrough: day(2027, 12, 31),
    source: "公告", supersedes: "cn/grid/2022@1", isExample: true)

  private static let records: [any Record] = [
    FactorRecord(full),
    FactorRecord(Sample.factor("a@1", "0", "1", dataYear: nil, lag: nil)),
    FactorClosureRecord(factor: 7, through: day(2026, 1, 1), reason: "wrong"),
    DeclarationRecord(
      model: [1, 2, 3], sourceDigest: digest("d"), calculated: day(2026, 1, 2),
      cells: [
        FootprintResult.Cell(stage: .rawMaterials, category: .aircraft, amount: decimal("1.5")),
        FootprintResult.Cell(stage: .endOfLife, category: .fossil, amount: decimal("-2")),
      ],
      certificates: [
        DeclarationRecord.Certificates(process: "make", series: 3, first: 4, count: 5)
      ]),
    DeclarationRecord(
      model: [], sourceDigest: digest("d"), calculated: day(2026, 1, 2), cells: []),
    FootprintImportRecord(document: [0xa0], received: day(2026, 1, 3), evidence: digest("e")),
    FootprintImportRecord(document: [], received: day(2026, 1, 3)),
    FootprintWithdrawalRecord(footprint: 1, date: day(2026, 1, 4), reason: "wrong"),
    FootprintVerificationRecord(
      footprint: 1, date: day(2026, 1, 5), standard: "s", coverage: "c", report: digest("r"),
      comment: "k"),
    LabelRecord(
      code: "CL-1", footprint: 1, kind: .neutral, basis: .including, value: decimal("12.4"),
      from: day(2026, 1, 6), through: day(2027, 1, 5), rules: "r"),
    LabelStatusRecord(label: 1, action: .withdraw, from: day(2026, 2, 1), reason: "r"),
  ]

  private func expectRoundTrip<R: Record>(_ record: R) throws {
    let bytes = record.encoded
    var reader = CBORReader(bytes.span)
    #expect(try reader.readArrayHeader() == R.shape.fields.count + 1)
    #expect(try reader.readUnsigned() == R.shape.type)
    #expect(try R(decoding: &reader) == record)
    try reader.expectEnd()
    for length in 0..<bytes.count {
      let part = Array(bytes[..<length])
      #expect(throws: CBORError.self, "\(R.shape.name), \(length) bytes") {
        var reader = CBORReader(part.span)
        _ = try reader.readArrayHeader()
        _ = try reader.readUnsigned()
        _ = try R(decoding: &reader)
        try reader.expectEnd()
      }
    }
  }

  @Test func `every record reads back as it was written, and no part of it does`() throws {
    for record in Self.records { try expectRoundTrip(record) }
    let written = Set(Self.records.map { type(of: $0).shape.type })
    #expect(written == Set(ProductFootprints.records.map(\.type)))
    #expect(ProductFootprints.records.map(\.type) == Array(400...407))
  }

  @Test func `decimals have one form, cells one order`() throws {
    func refuses(_ change: (inout DeclarationRecord) -> Void) throws -> Bool {
      guard var record = Self.records[3] as? DeclarationRecord else { return false }
      change(&record)
      let bytes = record.encoded
      var reader = CBORReader(bytes.span)
      _ = try reader.readArrayHeader()
      _ = try reader.readUnsigned()
      do {
        _ = try DeclarationRecord(decoding: &reader)
        return false
      } catch { return true }
    }
    func with(_ record: DeclarationRecord, _ cells: [FootprintResult.Cell]) -> DeclarationRecord {
      DeclarationRecord(
        model: record.model, sourceDigest: record.sourceDigest, calculated: record.calculated,
        cells: cells)
    }
    #expect(try refuses { $0 = with($0, $0.cells.reversed()) })
    #expect(try refuses { $0 = with($0, $0.cells + $0.cells) })
    #expect(try !refuses { $0 = with($0, Array($0.cells.prefix(1))) })
    for text in ["1.50", "01", "-0", "+1", "1e3", ".5", ""] {
      var writer = CBORWriter()
      writer.writeArrayHeader(1)
      writer.write(text: text)
      let list = writer.bytes
      let bytes = LabelRecord(
        code: "", footprint: 0, value: .one, from: day(2026, 1, 1), through: day(2026, 1, 1),
        rules: ""
      ).encoded
      // code, footprint, kind, basis, then the number.
      var damaged = Array(bytes[..<8]) + list.dropFirst() + bytes[10...]
      damaged.removeFirst(4)
      #expect(throws: CBORError.self, "\(text)") {
        var reader = CBORReader(damaged.span)
        _ = try LabelRecord(decoding: &reader)
      }
    }
  }
}
