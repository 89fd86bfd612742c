// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Foundation
import LedgerService
import Quantities
import Testing

@Suite struct PictureLawTests {
  /// The committed cases and sixty random ones, as drawn, in both languages.
  private static let drawings: [(name: String, svg: String, drawn: DrawnPicture)] = {
    var random = SplitMix64(seed: 6)
    let pictures =
      [("small", PictureFixture.small), ("large", PictureFixture.large)]
      + (0..<60).map { ("random \($0)", PictureFixture.random(&random)) }
    return pictures.flatMap { name, picture in
      Language.allCases.flatMap { language in
        [
          ("\(name) chart \(language)", FootprintChart(picture, in: language).svg),
          ("\(name) flow \(language)", SupplyChainSankey(picture, in: language).svg),
        ].map { ($0.0, $0.1, DrawnPicture($0.1)) }
      }
    }
  }()

  @Test func `every picture is well-formed and says what it shows`() {
    for (name, svg, drawn) in Self.drawings {
      #expect(drawn.isWellFormed, "\(name)")
      #expect(drawn.elements.first?.attributes["role"] == "img", "\(name)")
      #expect(svg.contains("<title id=") && svg.contains("<desc id="), "\(name)")
    }
  }

  @Test func `nothing is drawn outside the picture`() {
    for (name, _, drawn) in Self.drawings {
      let size = drawn.size
      #expect(size.width > 0 && size.height > 0, "\(name)")
      for (element, box) in drawn.boxes {
        let isInside =
          box.left >= 0 && box.top >= 0 && box.right <= size.width && box.bottom <= size.height
        #expect(isInside, "\(name): \(element) at \(box) in \(size)")
      }
    }
  }

  @Test func `no text lies on another`() {
    for (name, _, drawn) in Self.drawings {
      let texts = drawn.boxes.filter { $0.element.name == "text" }
      for (index, first) in texts.enumerated() {
        for second in texts[(index + 1)...] where first.box.overlaps(second.box) {
          // Labels of loops stand on a lane of their own; they may meet nothing either.
          Issue.record("\(name): “\(first.element.text)” lies on “\(second.element.text)”")
        }
      }
    }
  }

  @Test func `a text that is cut has the whole of it as its title`() {
    for (name, _, drawn) in Self.drawings {
      for text in drawn.all("text") where text.text.hasSuffix("…") {
        let shown = text.text.dropLast()
        #expect(text.title.count > shown.count, "\(name): \(text)")
      }
    }
  }

  @Test func `a poster holds the chart above the supply chain, each with ids of its own`() throws {
    let svg = FootprintPoster(PictureFixture.large, in: .chinese).svg
    let drawn = DrawnPicture(svg)
    #expect(drawn.isWellFormed)
    let parts = drawn.all("svg")
    #expect(parts.count == 3)
    #expect(parts[1].number("y") == 0)
    #expect(parts[2].number("y") == parts[1].number("height"))
    #expect(parts[0].number("height") == parts[1].number("height") + parts[2].number("height"))
    let ids = svg.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    for use in svg.matches(of: #/url\(#([^)]+)\)/#) { #expect(ids.contains(String(use.output.1))) }
    var alone = PictureFixture.small
    alone.links = []
    #expect(
      FootprintPoster(alone, in: .english).svg == FootprintChart(alone, in: .english).svg)
  }

  /// The bars of one row, by the words before the dot in their titles.
  private func bars(_ drawn: DrawnPicture, of label: String) -> [DrawnPicture.Element] {
    drawn.all("rect").filter { $0.title.hasPrefix("\(label) · ") }
  }

  @Test(arguments: [PictureFixture.small, PictureFixture.large])
  func `bars sum to the total within a pixel`(picture: FootprintPicture) throws {
    let drawn = DrawnPicture(FootprintChart(picture, in: .english).svg)
    func amount(_ bar: DrawnPicture.Element) throws -> ExactDecimal {
      let text = bar.title.split(separator: ": ").last?.split(separator: " ").first ?? ""
      return try ExactDecimal(text: String(text))
    }
    let all = bars(drawn, of: "Total")
    let (above, below) = (
      all.filter { !$0.title.contains(": -") }, all.filter { $0.title.contains(": -") }
    )
    let width = all.reduce(0) { $0 + $1.number("width") }
    // The longest row spans the axis from end to end.
    #expect(abs(width - 552) <= 1)
    var range = ExactDecimal.zero
    for bar in all {
      let value = try amount(bar)
      range = try range + (value.isNegative ? value.negated() : value)
    }
    for label in LifeCycleStage.allCases.map(\.title.english) + ["Total"] {
      let row = bars(drawn, of: label)
      var (sum, pixels) = (ExactDecimal.zero, 0)
      for bar in row {
        let value = try amount(bar)
        sum = try sum + value
        pixels += (value.isNegative ? -1 : 1) * bar.number("width")
      }
      let wanted = try (sum * ExactDecimal(552)).divided(by: range, scale: 0, rounding: .halfEven)
      #expect(abs(pixels - Int(wanted.wholeNumber ?? 0)) <= 1, "\(label)")
    }
    for side in [above, below] {
      let sorted = side.sorted { $0.number("x") < $1.number("x") }
      for (left, right) in zip(sorted, sorted.dropFirst()) {
        #expect(left.number("x") + left.number("width") == right.number("x"))
      }
    }
  }

  @Test func `kinds differ by pattern, not by colour alone`() {
    let svg = FootprintChart(PictureFixture.large, in: .english).svg
    let patterns = svg.matches(
      of: #/<path d="([^"]+)" stroke="[^"]+" stroke-width="2" fill="none"\/><\/pattern>/#)
    #expect(patterns.count == 7)
    #expect(Set(patterns.map { String($0.output.1) }).count == 7)
    for category in EmissionCategory.allCases {
      #expect(svg.contains(">\(category.title.english)</text>"))
    }
  }

  @Test func `what enters a process leaves it, in pixels too`() {
    let drawn = DrawnPicture(SupplyChainSankey(PictureFixture.small, in: .english).svg)
    let links = drawn.all("path").filter { $0.title.contains(" → ") }
    #expect(links.count == 7)
    func height(_ link: DrawnPicture.Element) -> Int {
      let numbers = (link.attributes["d"] ?? "").matches(of: #/-?\d+/#).compactMap {
        Int($0.output)
      }
      return numbers[9] - numbers[7]
    }
    let into = links.filter { $0.title.contains("→ Dyeing") }.map(height).reduce(0, +)
    let out = links.filter { $0.title.hasPrefix("Dyeing →") }.map(height).reduce(0, +)
    #expect(abs(into - out) <= 2)
  }

  @Test func `the same picture gives the same bytes`() {
    var (first, second) = (SplitMix64(seed: 9), SplitMix64(seed: 9))
    for _ in 0..<20 {
      let pictures = (PictureFixture.random(&first), PictureFixture.random(&second))
      #expect(
        FootprintReport(pictures.0, in: .chinese).html
          == FootprintReport(pictures.1, in: .chinese).html)
    }
  }

  @Test func `a picture of nothing is drawn too`() {
    var empty = PictureFixture.small
    (empty.cells, empty.contributions, empty.nodes, empty.links) = ([], [], [], [])
    for language in Language.allCases {
      #expect(DrawnPicture(FootprintChart(empty, in: language).svg).isWellFormed)
      #expect(DrawnPicture(SupplyChainSankey(empty, in: language).svg).isWellFormed)
      #expect(FootprintReport(empty, in: language).html.contains("</html>"))
    }
    #expect(SupplyChainSankey(empty, in: .english).isEmpty)
  }

  @Test func `a large supply chain is drawn in time and stays a page`() {
    var picture = PictureFixture.small
    picture.nodes = (0..<20_000).map {
      .init(
        id: "\($0)", name: BilingualText("节点\($0)", "Node \($0)"),
        kind: $0 == 0 ? .product : .process)
    }
    picture.links = (1..<20_000).map {
      .init(
        from: "\($0)", to: "\($0 / 3)",
        amount: (try? ExactDecimal(coefficient: Int128(20_000 - $0), scale: 3)) ?? .one)
    }
    let drawn = DrawnPicture(SupplyChainSankey(picture, in: .english).svg)
    #expect(drawn.size.height < 1500)
    #expect(drawn.all("rect").count < 120)
  }
}
