// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import Foundation
import LedgerService
import Quantities
import Testing

/// The examples PACT publishes (github.com/wbcsd/data-exchange-protocol, spec/v3/examples); their
/// licence does not let us copy them here, so they are read from the folder TANZHANG_PACT names.
@Suite(.enabled(if: SchemaChecker.examples != nil, "TANZHANG_PACT names no folder"))
struct PACTExamplesTests {
  private static func footprints(_ name: String) throws -> [JSONValue] {
    let folder = try #require(SchemaChecker.examples)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
    return PACTExchange.footprints(in: try JSONValue(parsing: Array(bytes)))
  }

  @Test(arguments: ["example-1", "example-2", "example-3", "example-4"])
  func `a complete example is accepted and comes back without loss`(name: String) throws {
    let footprint = try #require(try Self.footprints(name).first)
    let document = try PACTExchange.document(footprint)
    let json = PACTExchange.json(of: document)
    #expect(PACTExchangeTests.sorted(json) == PACTExchangeTests.sorted(footprint))
    #expect(try PACTExchange.document(json).bytes == document.bytes)
    let exported = ExchangedFootprint(document, isActive: true)
    #expect(try PACTExport.json(of: exported) == json)
    var sum = ExactDecimal.zero
    for amount in document.values.values { sum = try sum + amount }
    #expect(sum == document.includingBiogenicUptake)
  }

  @Test(arguments: [
    "get-footprint-response", "list-footprints-response", "pf-response-event",
    "invalid-response-all-properties",
  ])
  func `an example that breaks PACT's own rules is kept whole and refused for them`(
    name: String
  ) throws {
    let footprints = try Self.footprints(name)
    #expect(footprints.count == 1)
    for footprint in footprints {
      let value = try CBORValue(decoding: try JSONBinary.encode(footprint))
      #expect(
        JSONBinary.value(value).map(PACTExchangeTests.sorted) == PACTExchangeTests.sorted(footprint)
      )
      #expect {
        try PACTExchange.document(footprint)
      } throws: {
        let found = ($0 as? FootprintProblems)?.problems ?? []
        return found.contains { $0.path == "/validityPeriodStart" && $0.rule == .statement }
          && found.allSatisfy { $0.rule == .statement || $0.rule == .sum }
      }
    }
  }
}
