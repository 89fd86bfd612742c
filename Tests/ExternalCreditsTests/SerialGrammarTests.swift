// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import Testing

@Suite struct SerialGrammarTests {
  @Test(arguments: SerialGrammars.all.map(\.registry))
  func `the example of each grammar reads and prints back`(_ registry: String) throws {
    let grammar = try #require(SerialGrammars.grammar(of: registry))
    let range = try grammar.parse(grammar.example)
    #expect(range.registry == registry)
    #expect(try grammar.text(of: range) == grammar.example)
    try grammar.requirePrefix(range.prefix)
  }

  @Test(arguments: [
    ("ACR", "ACR-US-102-2003-274-120158095 to 120158156", "ACR-US-102-2003-274", 62),
    (
      "CAR", "CAR-1-US-1008-27-845-WA-2015-2010-1 to 8645", "CAR-1-US-1008-27-845-WA-2015-2010",
      8645
    ),
    (
      "VCS", "12082-384723093-384800545-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0",
      "12082-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0", 77_453
    ),
    ("GS", "GS1-1-UG-GS11236-16-2024-30307-1-19149", "GS1-1-UG-GS11236-16-2024-30307", 19_149),
  ])
  func `prefix and count are those of the block`(
    _ registry: String, _ text: String, _ prefix: String, _ count: UInt64
  ) throws {
    let range = try #require(SerialGrammars.grammar(of: registry)).parse(text)
    #expect(range.prefix == prefix)
    #expect(range.count == count)
  }

  @Test(arguments: [
    ("ACR", ""), ("ACR", "ACR-US-102-2003-274"), ("ACR", "ACR-US-102-2003-274-5"),
    ("ACR", "ACR-US-102-2003-274-5 to 4"), ("ACR", "ACR-US-102-2003-274-05 to 6"),
    ("ACR", "ACR-us-102-2003-274-5 to 6"), ("ACR", "ACR-US-102-03-274-5 to 6"),
    ("ACR", "ACR-US-102-2003-274-5 to 1234567890123456789"), ("ACR", "CAR-US-102-2003-274-5 to 6"),
    ("ACR", "ACR-US-102-2003-274-5 to 6 to 7"), ("ACR", "ACR-US-102-2003-274-5 to 6 "),
    ("CAR", "CAR-1-US-1008-27-845-WA-2015-1 to 8645"),
    ("VCS", "12082-2-1-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0"),
    ("VCS", "12082-1-2-VCS-VCU-304-VER-CN-1-191-01132008-31122008-0"),
    ("GS", "GS1-1-UG-11236-16-2024-30307-1-19149"),
    ("GEC", "WFD2307081101012320250700000121"), ("GEC", "WFD23070811010123202513000001211"),
    ("GEC", "WFD23070811010123202507000000911 to WFD23070811010123202508000001011"),
  ])
  func `what is not printed so is refused`(_ registry: String, _ text: String) throws {
    let grammar = try #require(SerialGrammars.grammar(of: registry))
    #expect(throws: SerialError.self) { try grammar.parse(text) }
  }

  @Test func `two certificate codes are a block of one month and class`() throws {
    let grammar = SerialGrammars.greenCertificates
    let text = "WFD23070811010123202507000001211 to WFD23070811010123202507000002111"
    let range = try grammar.parse(text)
    #expect(range.prefix == "WFD23070811010123-202507-11")
    #expect(range.first == 12 && range.last == 21)
    #expect(try grammar.text(of: range) == text)
  }

  @Test func `random blocks of every registry survive printing and reading`() throws {
    var random = SplitMix64(seed: 0x7A6E)
    for grammar in SerialGrammars.all {
      let prefix = try grammar.parse(grammar.example).prefix
      for _ in 0..<200 {
        let first = UInt64.random(in: 0..<9_000_000, using: &random)
        let last = first + UInt64.random(in: 0..<900_000, using: &random)
        let range = SerialRange(
          registry: grammar.registry, prefix: prefix, first: first, last: last)
        #expect(try grammar.parse(grammar.text(of: range)) == range)
      }
    }
  }
}
