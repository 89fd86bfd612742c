// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Standards and product rules in PACT's spelling.
enum PACTStandard {
  /// The standards by PACT's names, none twice.
  static func names(_ standards: [String]) -> [String] {
    var names: [String] = []
    for name in standards.map(name) where !names.contains(name) { names.append(name) }
    return names
  }

  /// PACT's name of a standard it lists, else the name as it is: the list is open.
  static func name(_ standard: String) -> String {
    let plain = standard.uppercased().filter { $0 != " " }
    // An edition such as ":2018" is not part of PACT's names.
    let base = plain.prefix { $0 != ":" }
    return listed[String(base)] ?? standard
  }

  private static let listed = [
    "ISO14067": "ISO14067", "ISO14083": "ISO14083", "ISO14040-44": "ISO14040-44",
    "ISO14040/44": "ISO14040-44", "GHGP-PRODUCT": "GHGP-Product", "PEF": "PEF",
    "PAS2050": "PAS2050", "PACT-1.0": "PACT-1.0", "PACT-2.0": "PACT-2.0",
    "PACT-3.0": "PACT-3.0",
  ]

  /// Rules written `OPERATOR: NAME`, one item an operator, in the order given.
  static func rules(_ rules: [String]) -> [JSONValue] {
    var operators: [String] = []
    var names: [String: [JSONValue]] = [:]
    for rule in rules {
      let parts = rule.split(separator: ":", maxSplits: 1).map { trimmed($0) }
      let by = parts.count == 2 ? parts[0] : ""
      if names[by] == nil { operators.append(by) }
      names[by, default: []].append(.string(parts.last ?? rule))
    }
    return operators.map { by in
      let isListed = ["PEF", "EPD International"].contains(by)
      var list = MemberList()
      list.set("operator", .string(isListed ? by : "Other"))
      list.set("ruleNames", .array(names[by] ?? []))
      if !isListed { list.set("otherOperatorName", text: by) }
      return .object(list.members)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}

/// A place in PACT's words.
struct PACTPlace {
  let property: String
  let value: String

  /// The property of a place; nil for the world.
  ///
  /// A Chinese province by its GB/T 2260 number becomes its ISO 3166-2 code. What PACT has no word
  /// for becomes a country that PACT's rules then refuse, so that nothing passes for the world.
  init?(_ geography: String) {
    if geography.isEmpty { return nil }
    if PACTGeography.regions.contains(geography) {
      property = "geographyRegionOrSubregion"
      value = geography
      return
    }
    guard PACTGeography.isSubdivision(geography) else {
      property = "geographyCountry"
      value = geography
      return
    }
    let number = geography.hasPrefix("CN-") ? UInt8(geography.dropFirst(3)) : nil
    property = "geographyCountrySubdivision"
    value = number.flatMap { Province(number: $0) }?.code ?? geography
  }
}
