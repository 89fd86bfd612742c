// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// What the tables keep, how they are stored, and what lists read of them.
@Suite struct StateTests {
  /// A ledger with a row of every kind in every table.
  private func ledger() throws -> TestLedger {
    var ledger = try TestLedger()
    let series = try ledger.certificates(100)
    try ledger.submit(ledger.retirement(series, 1, 40), by: .maker)
    let short = period(day(2026, 1, 1), day(2027, 1, 1))
    try ledger.declare(
      Sample.model(1, product: "urn:example:ore", validity: short), by: .supplier)
    try ledger.declare(Sample.model(2, emitting: "11.4", on: [1]))
    try ledger.declare(
      Sample.market(3, "20000", product: "urn:example:pack"),
      certificates: [
        DeclarationRecord.Certificates(process: "make", series: series, first: 1, count: 20)
      ])
    try ledger.declare(Sample.model(4, emitting: "11.5", on: [1], preceding: [2]))
    for number in [0, 3] as [UInt32] {
      try ledger.submit(ledger.verification(number), by: .verifier)
    }
    try ledger.submit(ledger.label(3, "12.5"), by: .body)
    try ledger.submit(
      LabelStatusRecord(label: 0, action: .suspend, from: day(2026, 8, 1), reason: "r"),
      by: .body)
    try ledger.submit(
      FactorClosureRecord(factor: 1, through: day(2026, 12, 31), reason: "r"), by: .authority)
    let next = Sample.factor(
      "example/tree@2", "-0.4", "kgCO2e/kg", supersedes: "example/tree@1")
    try ledger.submit(FactorRecord(next), by: .authority)
    return ledger
  }

  private func rows(_ ledger: TestLedger, _ section: UInt8) -> [StateImage] {
    ledger.images().filter { $0.section == section }
  }

  @Test func `a state read back from its images is the same, and so is a replay`() throws {
    var ledger = try ledger()
    #expect(try ledger.reloaded().images() == ledger.images())
    #expect(try ledger.replayedImages() == ledger.images())
    try ledger.submit(ledger.withdrawal(0, reason: "found wrong"), by: .authority)
    let reloaded = try ledger.reloaded()
    #expect(reloaded.images() == ledger.images())
    #expect(try ledger.replayedImages() == ledger.images())
    #expect(reloaded.footprints.footprints.dependents(of: 0) == [3, 1])
    #expect(
      reloaded.footprints.footprints.footprints(
        of: Party.maker.rawValue, product: "urn:example:cell") == [1, 3])
    #expect(ledger.footprints.footprints.number(forKey: uuid(4)) == 3)
    for section in ProductFootprints.Section.factors...ProductFootprints.Section.certificateUses {
      #expect(!rows(ledger, section).isEmpty)
    }
  }

  @Test func `a row with a byte less or more is refused`() throws {
    var ledger = try ledger()
    try ledger.submit(ledger.withdrawal(0), by: .supplier)
    let images = ledger.images()
    for section in ProductFootprints.Section.factors...ProductFootprints.Section.certificateUses {
      let image = try #require(images.first { $0.section == section })
      let values = (0..<image.value.count).map { Array(image.value[..<$0]) } + [image.value + [0]]
      for value in values {
        var state = LedgerState(loading: TestLedger.mechanisms)
        #expect(throws: StateError.self, "section \(section), \(value.count) bytes") {
          try state.load(StateImage(section: section, key: image.key, value: value))
        }
      }
    }
  }

  @Test func `a statement refused at its last record leaves nothing`() throws {
    var ledger = try ledger()
    let before = ledger
    let declaration = ledger.declaration(Sample.model(9, on: [4], product: "urn:example:car"))
    let factor = FactorRecord(Sample.factor("example/new@1", "1", "kgCO2e/kg"))
    #expect(
      try ledger.rejection(declaration, ledger.withdrawal(3), declaration, by: .maker)?.rule.code
        == "LED-108")
    #expect(try ledger.rejection(factor, factor, by: .authority)?.rule.code == "LED-108")
    #expect(ledger.footprints.footprints.dependents(of: 3).isEmpty)
    #expect(
      ledger.footprints.footprints.footprints(
        of: Party.maker.rawValue, product: "urn:example:car"
      ).isEmpty)
    #expect(ledger.images() == before.images())
    try ledger.submit(declaration, by: .maker)
    try ledger.submit(factor, by: .authority)
    #expect(ledger.footprints.footprints.dependents(of: 3) == [4])
  }

  @Test func `a list reads the front of a row as the row says`() throws {
    var ledger = try ledger()
    try ledger.submit(ledger.withdrawal(0), by: .supplier)
    let images = rows(ledger, ProductFootprints.Section.footprints)
    #expect(images.count == 4)
    for (image, row) in zip(images, ledger.footprints.footprints.all) {
      let (statement, value) = (row.statement, image.value)
      let view = try FootprintRowView(value.span)
      let isSame = [
        view.status == row.status, view.owner == row.owner,
        view.periodStart == statement.period.start, view.periodEnd == statement.period.end,
        view.validFrom == statement.validPeriod.start,
        view.validUntil == statement.validPeriod.end,
      ]
      #expect(isSame.allSatisfy { $0 })
      for date in [day(2025, 12, 31), ledger.today, day(2026, 12, 31), day(2029, 1, 1)] {
        let isValid = view.isValid(on: date)
        #expect(isValid == row.isValid(on: date))
      }
      let line = try view.line()
      let name = statement.productName
      let totals = [
        row.excludingBiogenicUptake.shortestText, row.includingBiogenicUptake.shortestText,
      ]
      #expect(line.identifier == statement.identifier)
      #expect(line.productIds == statement.productIds)
      #expect([line.chineseName, line.englishName] == [name.chinese, name.english])
      #expect([line.excludingBiogenicUptake, line.includingBiogenicUptake] == totals)
      #expect(line.unitAmount == statement.unit.amount.shortestText && line.unit == "kg")
      var bytes: [UInt8] = []
      try view.append(
        [.product, .englishName, .excludingBiogenicUptake, .unit], separatedBy: 9, to: &bytes)
      #expect(
        String(decoding: bytes, as: UTF8.self)
          == "\(statement.productIds[0])\t\(name.english)\t\(totals[0])\tkg\t")
    }
  }

  @Test func `a filter lets pass what it says`() throws {
    var ledger = try ledger()
    try ledger.submit(ledger.withdrawal(0), by: .supplier)
    let images = rows(ledger, ProductFootprints.Section.footprints)
    func passing(_ change: (inout FootprintFilter) -> Void) throws -> [Int] {
      var filter = FootprintFilter()
      change(&filter)
      let prepared = filter.prepared
      return try images.indices.filter {
        let value = images[$0].value
        return try prepared.matches(try FootprintRowView(value.span))
      }
    }
    #expect(try passing { _ in } == [0, 1, 2, 3])
    #expect(try passing { $0.required = .verified } == [0, 3])
    #expect(try passing { $0.required = .affected } == [1, 3])
    #expect(try passing { $0.excluded = [.withdrawn, .superseded] } == [2, 3])
    #expect(try passing { $0.owner = Party.supplier.rawValue } == [0])
    #expect(try passing { $0.product = "urn:example:pack" } == [2])
    #expect(try passing { $0.product = "urn:example:pac" } == [])
    #expect(try passing { $0.name = "电芯" } == [0, 1, 2, 3])
    #expect(try passing { $0.name = "ion cell" } == [0, 1, 2, 3])
    #expect(try passing { $0.name = "steel" } == [])
    #expect(try passing { $0.geography = "CN" } == [0, 1, 2, 3])
    #expect(try passing { $0.geography = "CN-33" } == [0, 1, 2, 3])
    #expect(try passing { $0.geography = "CN-3" } == [])
    #expect(try passing { $0.validOn = day(2026, 6, 15) } == [2])
    #expect(try passing { $0.period = period(day(2025, 12, 31), day(2027, 1, 1)) }.count == 4)
    #expect(try passing { $0.period = period(day(2026, 1, 1), day(2027, 1, 1)) } == [])
  }

  @Test func `a long chain of footprints is flagged in one pass`() throws {
    var ledger = try TestLedger()
    let count = 300
    for number in 1...count {
      try ledger.declare(
        Sample.model(
          number, on: number == 1 ? [] : [number - 1], product: "urn:example:p\(number)"))
    }
    try ledger.submit(ledger.withdrawal(0), by: .maker)
    let rows = ledger.footprints.footprints.all
    #expect(rows.dropFirst().allSatisfy { $0.affectedBy == 0 })
    #expect(rows.last?.excludingBiogenicUptake == ExactDecimal(count))
  }
}
