// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct PACTExchangeTests {
  private static func coil() throws -> JSONValue {
    try #require(PACTExchange.footprints(in: try SchemaChecker.fixture("coil.json")).first)
  }

  /// The value with members by name, so that their order does not count.
  static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(sorted))
    case .object(let members):
      .object(
        members.map { JSONValue.Member($0.name, sorted($0.value)) }
          .sorted { $0.name < $1.name })
    default: value
    }
  }

  @Test func `unknown properties, extensions and every digit come back`() throws {
    let coil = try Self.coil()
    let document = try PACTExchange.document(coil)
    let json = PACTExchange.json(of: document)
    // The one number whose spelling is normalised has the same value.
    #expect(Self.sorted(json) == Self.sorted(coil))
    let text = json.encoded()
    for piece in [
      "\"yield\":0.9350", "\"charge\":[1e3,-0.5,null]", "\"width\":1250.0",
      "\"serial\":18446744073709551617", "\"fossilGhgEmissions\":\"+2.150\"",
      "\"id\":\"7C0FA3F2-", "\"~/\":\"路\"",
    ] {
      #expect(text.contains(piece), "\(piece)")
    }
    #expect(document.statement.identifier == "7c0fa3f2-1d1e-4b0b-8c52-7b1b7c6f0001")
    #expect(document.warnings.isEmpty)
  }

  @Test func `an imported footprint is exported as it came, but for its status`() throws {
    let document = try PACTExchange.document(try Self.coil())
    let active = try PACTExport.json(of: ExchangedFootprint(document, isActive: true))
    #expect(active == PACTExchange.json(of: document))
    let old = try PACTExport.json(of: ExchangedFootprint(document, isActive: false))
    #expect(old["status"] == "Deprecated")
    let changed = zip(old.members ?? [], active.members ?? []).filter { $0 != $1 }
    #expect(changed.map(\.0.name) == ["status"])
  }

  @Test func `members stand in PACT's order, unknown ones behind them`() throws {
    let json = PACTExchange.json(of: try PACTExchange.document(try Self.coil()))
    #expect(json.members?.prefix(3).map(\.name) == ["id", "specVersion", "created"])
    #expect(json.members?.suffix(2).map(\.name) == ["extensions", "x-example-note"])
    #expect(json["pcf"]?.members?.first?.name == "declaredUnitOfMeasurement")
  }

  @Test func `footprints are found however they are wrapped`() throws {
    let coil = try Self.coil()
    for wrapped: JSONValue in [
      coil, [coil], ["data": coil], ["data": [coil]], ["data": ["pfs": [coil]]],
    ] {
      #expect(PACTExchange.footprints(in: wrapped) == [coil])
    }
    #expect(PACTExchange.footprints(in: ["data": []]).isEmpty)
    #expect(throws: FootprintProblems.self) { try PACTExchange.document("no footprint") }
  }

  // MARK: - Against the schema

  /// One random change of one member somewhere in the value.
  private static func mutated(_ value: JSONValue, _ random: inout SplitMix64) -> JSONValue {
    switch value {
    case .object(let members):
      guard let index = members.indices.randomElement(using: &random) else { return value }
      var changed = members
      let member = members[index]
      switch Int.random(in: 0..<8, using: &random) {
      case 0: changed.remove(at: index)
      case 1: changed[index] = JSONValue.Member(member.name + "X", member.value)
      default:
        changed[index] = JSONValue.Member(member.name, mutated(member.value, &random))
      }
      return .object(changed)
    case .array(let elements):
      guard let index = elements.indices.randomElement(using: &random) else { return [7] }
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return []
      case 1: return .array(elements + [elements[index]])
      default:
        var changed = elements
        changed[index] = mutated(elements[index], &random)
        return .array(changed)
      }
    case .string(let text): return mutated(text, &random)
    case .bool(let flag): return .string("\(flag)")
    case .null, .integer, .number: return .string("x")
    }
  }

  private static func mutated(_ text: String, _ random: inout SplitMix64) -> JSONValue {
    let others: [JSONValue] = [
      .null, 7, .number("0.5"), true, [], [:], "", "x", "-1", "1e3", "0", "10", ".5", "1abc",
      "AR9", "2026-02-30T00:00:00Z", "2026-01-01", "urn:a", "CN", "Other", "0.1", "-0.1",
    ]
    let kind = Int.random(in: 0..<4, using: &random)
    if kind == 0 { return .string(text + "x") }
    if kind == 1 { return .string("-" + text) }
    return others.randomElement(using: &random) ?? .null
  }

  @Test(.enabled(if: SchemaChecker.isReady, "\(SchemaChecker.skipped)"))
  func `whatever PACT's schema refuses, we refuse, for two thousand seeded mutations`() throws {
    var random = SplitMix64(seed: 3_003)
    let samples = PACTExportTests.generated.map(\.json)
    let mutations = (0..<2_000).map { Self.mutated(samples[$0 % samples.count], &random) }
    let lines = try SchemaChecker.lines(mutations, schema: try #require(SchemaChecker.pact))
    let refused = Set(
      lines.dropLast().compactMap { $0.split(separator: " ").first.flatMap { Int($0) } })
    #expect(refused.count > 500)
    var ours = 0
    for (index, mutation) in mutations.enumerated() {
      let isAccepted = (try? PACTExchange.document(mutation)) != nil
      if !isAccepted { ours += 1 }
      // The one place where PACT's words contradict its schema: see docs/FOOTPRINT_EXCHANGE.md.
      let isEmptyRules = mutation["pcf"]?["productOrSectorSpecificRules"] == []
      #expect(
        !(isAccepted && refused.contains(index + 1)) || isEmptyRules,
        "\(lines.filter { $0.hasPrefix("\(index + 1) ") })")
    }
    #expect(ours >= refused.count)
  }
}
