// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// Everything there is to see of a footprint in one SVG: its chart, and below it the supply chain.
public struct FootprintPoster: Sendable {
  private let picture: FootprintPicture
  private let language: Language

  /// A poster in one language.
  public init(_ picture: FootprintPicture, in language: Language) {
    self.picture = picture
    self.language = language
  }

  /// The poster as SVG 1.1; without a supply chain it is the chart.
  public var svg: String {
    let chart = FootprintChart(picture, in: language).drawing
    let sankey = SupplyChainSankey(picture, in: language)
    guard !sankey.isEmpty else { return chart.element() }
    let flows = sankey.drawing
    let width = max(chart.width, flows.width)
    return SVGDrawing(
      prefix: "poster", language: language, width: width, height: chart.height + flows.height,
      title: chart.title, description: chart.description,
      elements: [
        chart.element(at: ((width - chart.width) / 2, 0)),
        flows.element(at: ((width - flows.width) / 2, chart.height)),
      ]
    ).element()
  }
}
