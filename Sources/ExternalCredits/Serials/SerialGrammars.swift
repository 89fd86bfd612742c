// SPDX-License-Identifier: Apache-2.0

/// The registries whose serials this software reads.
public enum SerialGrammars {
  /// American Carbon Registry: country, project, vintage, issuance, block.
  public static let americanCarbonRegistry = DelimitedSerialGrammar(
    registry: "ACR",
    head: [
      .literal("ACR"), .capitals(least: 2, most: 2), .digits(least: 1, most: 9), .year,
      .digits(least: 1, most: 9),
    ],
    rangeSeparator: " to ", example: "ACR-US-102-2003-274-120158095 to 120158156",
    source: "ACR public registry: retired credits report, column Offset Credit Serial Numbers")

  /// Climate Action Reserve: unit type, country, project, project type, account, state, vintage,
  /// issuance, block.
  public static let climateActionReserve = DelimitedSerialGrammar(
    registry: "CAR",
    head: [
      .literal("CAR"), .digits(least: 1, most: 3), .capitals(least: 2, most: 2),
      .digits(least: 1, most: 9), .digits(least: 1, most: 4), .digits(least: 1, most: 9),
      .capitals(least: 2, most: 3), .year, .digits(least: 1, most: 9),
    ],
    rangeSeparator: " to ", example: "CAR-1-US-1008-27-845-WA-2015-2010-1 to 8645",
    source: "CAR public registry: retired credits report, column Offset Credit Serial Numbers")

  /// Verified Carbon Standard (Verra): issuance, block, programme, unit, body, kind, country,
  /// sectoral scope, project, vintage from and to, additional certification.
  public static let verifiedCarbonStandard = DelimitedSerialGrammar(
    registry: "VCS",
    head: [.digits(least: 1, most: 9)],
    tail: [
      .literal("VCS"), .literal("VCU"), .digits(least: 1, most: 5),
      .capitals(least: 2, most: 4), .capitals(least: 2, most: 2), .digits(least: 1, most: 3),
      .digits(least: 1, most: 9), .dayMonthYear, .dayMonthYear, .digits(least: 1, most: 3),
    ],
    rangeSeparator: "-",
    example: "12082-384723093-384800545-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0",
    source: "Verra Registry: VCU search, column Serial Number")

  /// Gold Standard: standard, unit, country, project, type, vintage, issuance, block.
  public static let goldStandard = DelimitedSerialGrammar(
    registry: "GS",
    head: [
      .literal("GS1"), .digits(least: 1, most: 3), .capitals(least: 2, most: 2),
      .numbered("GS"), .digits(least: 1, most: 4), .year, .digits(least: 1, most: 9),
    ],
    rangeSeparator: "-", example: "GS1-1-UG-GS11236-16-2024-30307-1-19149",
    source: "Gold Standard Impact Registry: credits, column Serial Number")

  /// Green electricity certificates registered elsewhere.
  public static let greenCertificates = CertificateSerialGrammar()

  /// All grammars.
  public static let all: [any SerialGrammar] = [
    americanCarbonRegistry, climateActionReserve, verifiedCarbonStandard, goldStandard,
    greenCertificates,
  ]

  /// The grammar of `registry`, or `nil` when none is known.
  public static func grammar(of registry: String) -> (any SerialGrammar)? {
    all.first { $0.registry == registry }
  }
}
