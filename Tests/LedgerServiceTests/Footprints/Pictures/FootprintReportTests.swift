// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct FootprintReportTests {
  @Test(arguments: Language.allCases)
  func `a report asks nothing of a network and runs nothing`(language: Language) {
    for picture in [PictureFixture.small, PictureFixture.large] {
      let html = FootprintReport(picture, in: language).html
      for word in ["src=", "href=", "<script", "<link", "@import", "url(h", "<iframe"] {
        #expect(!html.contains(word), "\(word)")
      }
      let addresses = html.matches(of: #/https?:[^"]*/#).map { String($0.output) }
      #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
      #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'"))
    }
  }

  @Test func `names that would break out are only text`() {
    var random = SplitMix64(seed: 66)
    for _ in 0..<40 {
      let html = FootprintReport(PictureFixture.random(&random), in: .english).html
      #expect(!html.contains("<script"))
      #expect(!html.contains("a\" onload"))
      #expect(!html.contains("\u{202E}") && !html.contains("\u{0}") && !html.contains("\u{7}"))
      for name in ["title", "svg", "html", "main", "table", "section", "text", "dl"] {
        let opened = html.ranges(of: "<\(name) ").count + html.ranges(of: "<\(name)>").count
        let closed = html.ranges(of: "</\(name)>").count
        #expect(opened == closed, "\(name)")
      }
    }
  }

  @Test func `it is in its language, and each text in another says so`() {
    let chinese = FootprintReport(PictureFixture.small, in: .chinese).html
    let english = FootprintReport(PictureFixture.small, in: .english).html
    #expect(chinese.contains("<html lang=\"zh-Hans\">"))
    #expect(english.contains("<html lang=\"en\">"))
    #expect(chinese.contains("<p class=\"other\" lang=\"en\">Cotton T-shirt (example)</p>"))
    #expect(chinese.contains("各阶段排放") && !chinese.contains("Emissions by stage"))
    #expect(english.contains("Emissions by stage") && !english.contains("各阶段排放"))
  }

  @Test func `it says everything a footprint must say, with units`() {
    let html = FootprintReport(PictureFixture.small, in: .english).html
    for text in [
      "3.5275", "3.2175", "kgCO₂e / 1 piece", "Declared unit", "Cradle to gate",
      "2025-01-01 – 2025-12-31", "CN-ZJ", "IPCC AR6, GWP-100", "GB/T 24067-2024",
      "0f1e2d3c-4b5a-4678-9abc-def012345678", "urn:gtin:06901234567892",
      "verified by Example Verifier", "No label.", "example.org/ledger 4711",
      "An example: company and numbers are invented.", "Credits and offsets are not counted",
    ] {
      #expect(html.contains(text), "\(text)")
    }
  }

  @Test func `rule 25 · the table's parts add up exactly`() throws {
    let html = FootprintReport(PictureFixture.large, in: .english).html
    let table = try #require(html.split(separator: "<table").dropFirst().first)
    let rows = table.split(separator: "<tr").dropFirst(2).map { row in
      row.matches(of: #/<td class="number">([^<]+)</#).map { match in
        let text = String(match.output.1).replacing("−", with: "-")
        return (try? ExactDecimal(text: text)) ?? ExactDecimal(-1)
      }
    }
    #expect(rows.count == 9)
    for row in rows {
      let parts = try row.dropLast().reduce(ExactDecimal.zero) { try $0 + $1 }
      #expect(parts == row.last)
    }
    for column in rows[0].indices {
      let parts = try rows.dropLast().reduce(ExactDecimal.zero) { try $0 + $1[column] }
      #expect(parts == rows.last?[column])
    }
  }

  @Test func `it prints on A4 and its colours can be read`() {
    let html = FootprintReport(PictureFixture.large, in: .chinese).html
    #expect(html.contains("@page { size: A4;"))
    #expect(html.contains("print-color-adjust: exact"))
    let text = html.matches(of: #/(?:color: |<text[^>]*fill=")(#[0-9a-f]{6})/#).map {
      String($0.output.1)
    }
    #expect(Set(text).count >= 3)
    for color in Set(text) { #expect(contrast(color) >= 4.5, "\(color)") }
    let lines = html.matches(of: #/<(?:rect|path|line)[^>]* stroke="(#[0-9a-f]{6})"/#).map {
      String($0.output.1)
    }
    for color in Set(lines) { #expect(contrast(color) >= 3 || color == "#f3e3b3", "\(color)") }
  }

  /// The contrast with white (WCAG 2.2, 1.4.3).
  private func contrast(_ color: String) -> Double {
    let number = Int(color.dropFirst(), radix: 16) ?? 0
    let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)
  }

  /// To the power of 2.4, by its integral part and a fifth root found by bisection.
  private func power(_ base: Double) -> Double {
    let square = base * base
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if middle * middle * middle * middle * middle < square { low = middle } else { high = middle }
    }
    return square * low
  }
}
