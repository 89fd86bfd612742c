// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import Testing

/// Every property of PACT v3, spoiled in every way its kind allows: refused for that reason.
@Suite struct PACTMutationTests {
  struct Mutation {
    let pointer: String
    let item: CBORValue?
    let rule: FootprintRule
    /// Where the problem is reported, behind `pointer`.
    var place = ""
    var path: String { pointer + place }
  }

  @Test func `each spoiled property is refused at its place, by its rule, and nothing else is`()
    throws
  {
    let mutations = Self.mutations(of: PACTProperty.footprint, at: "")
    #expect(mutations.count > 700)
    for mutation in mutations {
      let problems = try PACTSample.problems(
        PACTSample.changed(mutation.pointer, to: mutation.item))
      let what = "\(mutation.pointer) = \(mutation.item?.description ?? "nothing")"
      #expect(
        problems.contains { $0.path == mutation.path && $0.rule == mutation.rule }, "\(what)")
      #expect(problems.allSatisfy { Self.isExpected($0, of: mutation) }, "\(what): \(problems)")
    }
  }

  @Test func `all problems of a document are reported, in the order of the data model`() throws {
    var value = PACTSample.whole
    let mutations = [
      ("/status", CBORValue.text("Draft")), ("/productIds/0", .text("6901234567892")),
      ("/pcf/declaredUnitAmount", .text("0")), ("/pcf/fossilGhgEmissions", .text("-1")),
      ("/pcf/ipccCharacterizationFactors/0", .text("AR9")),
      ("/pcf/dqi/temporalDQR", .text("6")),
    ]
    for (pointer, item) in mutations {
      value = PACTSample.changed(pointer, to: item, in: value)
    }
    let problems = try PACTSample.problems(value)
    let rules: [FootprintRule] = [
      .statement, .statement, .statement, .signs, .assessment, .statement,
    ]
    #expect(problems.prefix(6).map(\.path) == mutations.map(\.0))
    #expect(problems.prefix(6).map(\.rule) == rules)
    #expect(problems.dropFirst(6).allSatisfy { $0.rule == .sum })
  }

  /// A spoiled amount that can still be read may also break the sum.
  private static func isExpected(_ problem: FootprintProblem, of mutation: Mutation) -> Bool {
    problem.path.hasPrefix(mutation.pointer)
      || (mutation.rule == .signs && problem.rule == .sum)
  }

  // MARK: - The table

  private static func mutations(of properties: [PACTProperty], at path: String) -> [Mutation] {
    properties.flatMap { property in
      let pointer = "\(path)/\(property.name)"
      let missing = Mutation(pointer: pointer, item: nil, rule: .statement)
      return (property.isRequired ? [missing] : []) + mutations(of: property.kind, at: pointer)
    }
  }

  private static func mutations(of kind: PACTKind, at pointer: String) -> [Mutation] {
    let wrong: [CBORValue] = [.null, .integer(7), .tag(4, .array([.integer(-1), .integer(5)]))]
    var list = wrong.map { Mutation(pointer: pointer, item: $0, rule: .statement) }
    func add(_ texts: String..., rule: FootprintRule = .statement) {
      for text in texts { list.append(Mutation(pointer: pointer, item: .text(text), rule: rule)) }
    }
    switch kind {
    case .text: break
    case .filledText: add("")
    case .version:
      add("", "3", "3.0", "2.3.0", "4.0.0", "3.0.0-", "3.0.0-1", "3.0.0+20260101", "3.0.x")
    case .semanticVersion: add("", "2", "2.0", "v2.0.0")
    case .uuid: add("", "0f5c1a56", "0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a00g", "urn:uuid:1")
    case .instant:
      add(
        "", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00+08:00",
        "2026-01-01T00:00:00.Z", "2026-1-01T00:00:00Z", "01/02/2026")
    case .uri: add("", "example.org/x", "https://example.org/a b", "https:")
    case .urn: add("", "gtin:1", "urn:gtin", "urn:gtin:", "urn::1", "urn:a:1", "urn:gtin:1 2")
    case .choice(let choices): add("", "another", choices[0].uppercased() + ".")
    case .assessment: add("", "AR", "AR1", "AR7", "ar6", "AR06", "GWP100", rule: .assessment)
    case .country: add("", "cn", "CHN", "UK", "C1")
    case .subdivision: add("", "CN", "CN-", "CN-ZJZZ", "cn-zj", "UK-ENG")
    case .decimal(let decimal): list += mutations(of: decimal, at: pointer)
    case .boolean: add("true")
    case .list(let item, let isSet):
      add("")
      list += mutations(of: item, at: "\(pointer)/0")
      if !pointer.hasSuffix("/productOrSectorSpecificRules") {
        let rule: FootprintRule = if case .assessment = item { .assessment } else { .statement }
        list.append(Mutation(pointer: pointer, item: .array([]), rule: rule))
      }
      if isSet { list.append(twice(pointer)) }
    case .object(let properties):
      add("")
      list.append(Mutation(pointer: pointer, item: .array([]), rule: .statement))
      list += mutations(of: properties, at: pointer)
    case .anyObject:
      add("")
      list.append(Mutation(pointer: pointer, item: .array([]), rule: .statement))
    }
    return list
  }

  /// An array whose first item stands there twice.
  private static func twice(_ pointer: String) -> Mutation {
    let item = CBORValue.text("urn:example:1")
    let known: [String: CBORValue] = [
      "/precedingPfIds": .text("0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a000"),
      "/pcf/ipccCharacterizationFactors": .text("AR6"),
      "/pcf/productOrSectorSpecificRules": PACTSample.object(
        ("operator", .text("PEF")), ("ruleNames", PACTSample.texts("PEF 1"))),
    ]
    let repeated = known[pointer] ?? item
    return Mutation(
      pointer: pointer, item: .array([repeated, repeated]), rule: .statement, place: "/1")
  }

  private static func mutations(of decimal: PACTDecimal, at pointer: String) -> [Mutation] {
    let forms = [
      "", "+", "-", ".5", "5.", "1e3", "1E3", "1,5", "1 000", "--1", "+-1", "0x10", "NaN",
      "Infinity", "１", "1abc", "x0.5", "-1abc", "123456789012345", "0.12345678901234567890123",
    ]
    let sizes: [String] =
      switch decimal {
      case .any: []
      case .aboveZero: ["0", "0.000", "-1", "+0"]
      case .mass: ["-0.1"]
      case .emission: ["-0.1", "-100", "-0"]
      case .removal: ["10", "0.1", "+0.01", "+0"]
      case .percent: ["-0.1", "100.01"]
      case .rating: ["0.99", "5.01", "0", "-1"]
      }
    let rule: FootprintRule =
      switch decimal {
      case .emission, .removal: .signs
      default: .statement
      }
    return forms.map { Mutation(pointer: pointer, item: .text($0), rule: .statement) }
      + sizes.map { Mutation(pointer: pointer, item: .text($0), rule: rule) }
  }
}
