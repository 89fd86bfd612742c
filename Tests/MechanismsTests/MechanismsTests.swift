// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import GreenCertificates
import InclusiveCredits
import LedgerCore
import Mechanisms
import ProductFootprints
import Quantities
import Testing

/// What the mechanisms must not share, and what a ledger's numbers rest on.
@Suite struct MechanismsTests {
  @Test func `no two record types have the same number or name`() {
    let shapes = CoreRecords.shapes + Mechanisms.all.flatMap { $0.records }
    #expect(Set(shapes.map(\.type)).count == shapes.count)
    #expect(Set(shapes.map(\.name)).count == shapes.count)
    #expect(
      Set(LedgerState(mechanisms: Mechanisms.all).recordShapes.keys)
        == Set(shapes.map(\.type)))
  }

  @Test func `no two sections of the state have the same code`() {
    var next: UInt32 = 0
    var codes: [UInt8] = []
    for type in Mechanisms.all {
      codes += type.init(firstParameter: next).sections.map(\.code)
      next += UInt32(type.parameters.count)
    }
    #expect(codes.allSatisfy { $0 >= 32 })
    #expect(Set(codes).count == codes.count)
  }

  @Test func `the order of the list, which numbers the parameters, stays as it is`() {
    let names = Mechanisms.all.map { $0.name }
    #expect(
      names.prefix(4) == [
        GreenCertificates.name, ExternalCredits.name, InclusiveCredits.name,
        ProductFootprints.name,
      ])
    let parameters = Mechanisms.all.flatMap { $0.parameters }.map(\.name)
    #expect(parameters.first == "gec.validity.months")
    #expect(Set(parameters).count == parameters.count)
  }

  @Test func `two mechanisms mean the same kilowatt-hours by one name`() throws {
    let month = try #require(CalendarMonth(year: 2025, month: 7))
    #expect(
      GreenCertificates.energySubject(project: 3, month: month)
        == InclusiveCredits.energySubject(project: 3, month: month))
    #expect(
      GreenCertificates.carriedSubject(project: 3, month: month)
        == InclusiveCredits.carriedSubject(project: 3, month: month))
  }

  @Test func `footprints draw on the classes that certificates are issued in`() {
    #expect(ProductFootprints.certificateAssets == TradeClass.allCases.map(\.assetCode))
  }

  @Test func `no two rules have the same code`() {
    let codes = (LedgerRules.all + Mechanisms.all.flatMap { $0.rules }).map(\.code)
    #expect(Set(codes).count == codes.count)
  }
}
