// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import LedgerService

@Suite struct PictureTextTests {
  @Test func `a Chinese glyph is as wide as two Latin cells or more`() {
    #expect(PictureText.width("碳足迹", size: 10) == 30)
    #expect(PictureText.width("abc", size: 10) < 20)
    #expect(PictureText.width("", size: 10) == 0)
    #expect(PictureText.width("e\u{301}", size: 10) == PictureText.width("e", size: 10))
  }

  @Test(arguments: [
    ("涂布、辊压与分切", 42, ["涂布、", "辊压…"]),
    ("材料(含运输),外购", 42, ["材料(含", "运输)…"]),
    ("Cotton lint", 60, ["Cotton", "lint"]),
    ("Donaudampfschifffahrt", 60, ["Donauda", "mpfsch…"]),
    ("nickel-cobalt", 60, ["nickel-", "cobalt"]),
    ("one", 60, ["one"]), ("", 60, [""]), ("  a  b  ", 60, ["a  b"]),
  ])
  func `lines end where they may`(text: String, width: Int, lines: [String]) {
    #expect(PictureText.lines(text, size: 12, width: width, atMost: 2) == lines)
  }

  @Test func `no line is wider than it may be, and nothing but spaces is lost`() {
    var random = SplitMix64(seed: 3)
    let signs = Array("碳足迹电、。,()ABCmwil -/·…12é ")
    for _ in 0..<500 {
      let text = String((0..<30).map { _ in signs.randomElement(using: &random) ?? "x" })
      let width = Int.random(in: 24...200, using: &random)
      let lines = PictureText.lines(text, size: 12, width: width, atMost: 100)
      #expect(lines.allSatisfy { PictureText.width($0, size: 12) <= width }, "\(text)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(text)")
      let cut = PictureText.cut(text, size: 12, width: width)
      #expect(PictureText.width(cut, size: 12) <= width)
    }
  }

  @Test(arguments: [
    ("1.5", "1.5"), ("-0.31", "−0.31"), ("0.250000", "0.25"), ("12.345678901", "12.345678901"),
    ("12.3456789012", "≈12.3457"), ("-0.000012345678", "≈−0.0000123457"), ("0", "0"),
    ("123456789012345", "123456789012345"), ("123456789012345.5", "≈123456789012346"),
  ])
  func `an amount is exact when it is short, and says when it is not`(
    text: String, shown: String
  ) throws {
    #expect(PictureText.amount(try ExactDecimal(text: text)) == shown)
  }

  @Test func `lengths are halves to even, and shares of nothing are none`() {
    #expect(PictureAmounts.length(1, of: 8, in: 4) == 0)
    #expect(PictureAmounts.length(3, of: 8, in: 4) == 2)
    #expect(PictureAmounts.length(5, of: 0, in: 4) == 0)
    #expect(PictureAmounts.share(1, of: 3) == "33.3 %")
    #expect(PictureAmounts.share(-1, of: 8) == "-12.5 %")
    #expect(PictureAmounts.share(1, of: 0) == "—")
  }

  @Test func `amounts of any size share one small unit`() throws {
    let tiny = try ExactDecimal(text: "0.00000000000000000000000000000000000001")
    let huge = try ExactDecimal(text: "99999999999999999999999999999999999999")
    let amounts = PictureAmounts([tiny, .one])
    #expect(amounts.units(tiny) == 0)
    #expect(amounts.decimal(amounts.units(.one)) == .one)
    let both = PictureAmounts([tiny, huge])
    #expect(both.units(huge) > both.units(.one))
    #expect(both.units(try huge.negated()) == -both.units(huge))
  }

  @Test func `what could end or open something is written as a reference`() {
    #expect(Markup.escaped("<a b=\"c\" d='e'>&") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;")
    #expect(
      Markup.escaped("a\u{0}\u{1B}\u{202E}\u{FFFE}b\tc\n")
        == "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b c ")
    #expect(Markup.escaped("碳👨‍👩‍👧") == "碳👨‍👩‍👧")
  }
}
