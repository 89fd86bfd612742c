// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// A report of a footprint as one HTML page that prints on A4 and asks nothing of a network.
///
/// Numbers are exact. The same picture gives the same bytes on every machine.
public struct FootprintReport: Sendable {
  let picture: FootprintPicture
  let language: Language

  /// A report in one language.
  public init(_ picture: FootprintPicture, in language: Language) {
    self.picture = picture
    self.language = language
  }

  /// The page, HTML 5 in UTF-8.
  public var html: String {
    let title = "\(word(picture.title)) — \(word(picture.product))"
    return """
      <!DOCTYPE html>
      <html lang="\(language.webTag)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Markup.escaped(title))</title>
      <style>
      \(Self.styles)
      </style>
      </head>
      <body>
      <main>
      \(sections.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  func word(_ text: BilingualText) -> String { text[language] }

  private var sections: [String] {
    var sections = [header, summary, statement, chart]
    if let flows { sections.append(flows) }
    sections += [stageTable, contributionTable, trust, footer]
    return sections.filter { !$0.isEmpty }
  }

  private var header: String {
    let other: Language = language == .chinese ? .english : .chinese
    let name = Markup.element("p", ["class": "product"], Markup.escaped(word(picture.product)))
    let otherName = Markup.element(
      "p", ["class": "other", "lang": other.webTag], Markup.escaped(picture.product[other]))
    let notices = picture.notices.map {
      Markup.element("p", ["class": "notice"], "⚠ " + Markup.escaped(word($0)))
    }
    let heading = Markup.element("h1", [:], Markup.escaped(word(picture.title)))
    return Markup.element("header", [:], ([heading, name, otherName] + notices).joined())
  }

  private var summary: String {
    func box(_ label: BilingualText, _ amount: ExactDecimal) -> String {
      Markup.element(
        "div", [:],
        Markup.element("dt", [:], Markup.escaped(word(label)))
          + Markup.element(
            "dd", [:],
            Markup.element("strong", [:], Self.signed(amount)) + " "
              + Markup.escaped(picture.amountUnit)))
    }
    let boxes =
      box(PictureWords.excluding, picture.excludingUptake)
      + box(PictureWords.including, picture.total)
    return section(PictureWords.results, Markup.element("dl", ["class": "totals"], boxes))
  }

  private var statement: String {
    let unit = picture.unit
    let description = unit.description.isEmpty ? "" : " (\(unit.description))"
    var rows: [(BilingualText, String)] = [
      (
        unit.isFunctional ? PictureWords.functionalUnit : PictureWords.declaredUnit,
        picture.unitText + description
      ),
      (PictureWords.boundary, word(PictureWords.boundary(picture.boundary))),
      (PictureWords.period, picture.periodText),
      (
        PictureWords.geography,
        picture.geography.isEmpty ? word(PictureWords.world) : picture.geography
      ),
      (
        PictureWords.potentials,
        picture.assessments.map { "IPCC \($0.name), GWP-100" }.joined(separator: ", ")
      ),
    ]
    if !picture.identifier.isEmpty { rows.append((PictureWords.identifier, picture.identifier)) }
    if !picture.productIds.isEmpty {
      rows.append((PictureWords.productIds, picture.productIds.joined(separator: ", ")))
    }
    rows += picture.facts.map { ($0.label, word($0.text)) }
    let lines = rows.map { label, text in
      Markup.element("dt", [:], Markup.escaped(word(label)))
        + Markup.element("dd", [:], Markup.escaped(text))
    }
    return section(
      PictureWords.statement, Markup.element("dl", ["class": "facts"], lines.joined()))
  }

  private var chart: String {
    let svg = FootprintChart(picture, in: language, isEmbedded: true).svg
    return Markup.element("figure", [:], "\n" + svg)
  }

  private var flows: String? {
    let diagram = SupplyChainSankey(picture, in: language, isEmbedded: true)
    guard !diagram.isEmpty else { return nil }
    let heading = Markup.element(
      "h2", [:], Markup.escaped("\(word(PictureWords.supplyChain)) (\(picture.amountUnit))"))
    return Markup.element("section", ["class": "wide"], heading + "\n" + diagram.svg)
  }

  func section(_ title: BilingualText, _ content: String) -> String {
    Markup.element(
      "section", [:], Markup.element("h2", [:], Markup.escaped(word(title))) + content)
  }

  /// The exact number with a true minus sign.
  static func signed(_ amount: ExactDecimal) -> String {
    Markup.escaped("\(amount.normalized)").replacing("-", with: "−")
  }
}
