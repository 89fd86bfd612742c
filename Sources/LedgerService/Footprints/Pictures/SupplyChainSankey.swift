// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// A Sankey diagram of a supply chain: emissions flow from left to right into the product.
///
/// The same picture gives the same bytes on every machine.
public struct SupplyChainSankey: Sendable {
  private let picture: FootprintPicture
  private let language: Language
  /// Whether it stands in a report, which has the heading already.
  private let isEmbedded: Bool

  /// A diagram in one language.
  public init(_ picture: FootprintPicture, in language: Language) {
    self.init(picture, in: language, isEmbedded: false)
  }

  init(_ picture: FootprintPicture, in language: Language, isEmbedded: Bool) {
    self.picture = picture
    self.language = language
    self.isEmbedded = isEmbedded
  }

  /// Whether there is anything to draw.
  public var isEmpty: Bool { SupplyChainLayout(picture).links.isEmpty }

  static let width = 960
  static let margin = 40
  /// The width of a place, and of the column of labels right of the product.
  static let node = 14
  static let lastLabels = 170
  /// How high the largest layer's flows are together.
  static let flowHeight = 300

  /// The diagram as SVG 1.1.
  public var svg: String { drawing.element() }

  var drawing: SVGDrawing {
    let layout = SupplyChainLayout(picture)
    var canvas = SVGCanvas(prefix: "flow", language: language, width: Self.width)
    let title = "\(PictureWords.supplyChain[language]) — \(picture.product[language])"
    let top = isEmbedded ? 20 : heading(&canvas)
    guard !layout.links.isEmpty else {
      canvas.text(PictureWords.nothing[language], x: Self.margin, y: top + 16, limit: 400)
      return canvas.drawing(height: top + 40, title: title, description: title)
    }
    let geometry = SankeyGeometry(layout, language: language, top: top)
    for link in geometry.links where link.lane != nil { draw(back: link, geometry, &canvas) }
    for link in geometry.links where link.lane == nil { draw(link, geometry, &canvas) }
    for place in geometry.places { draw(place, &canvas) }
    for place in geometry.places { label(place, &canvas) }
    for link in geometry.links { label(back: link, geometry, &canvas) }
    let bottom = legend(geometry, &canvas)
    return canvas.drawing(
      height: bottom + 16, title: title, description: description(geometry))
  }

  private func heading(_ canvas: inout SVGCanvas) -> Int {
    let limit = Self.width - 2 * Self.margin
    let name = picture.product[language]
    var y = 14
    for line in PictureText.lines(name, size: 20, width: limit, atMost: 2) {
      y += 26
      canvas.text(
        line, x: Self.margin, y: y, limit: limit, .init(size: 20, isBold: true), title: name)
    }
    canvas.text(
      "\(PictureWords.supplyChain[language]) · \(picture.amountUnit)", x: Self.margin, y: y + 22,
      limit: limit, .init(color: SVGCanvas.muted))
    return y + 44
  }

  private func description(_ geometry: SankeyGeometry) -> String {
    let arrow = " → "
    return geometry.links.map { link in
      let ends = [link.from, link.to].map { geometry.places[$0].name[language] }
      return ends.joined(separator: arrow) + " \(link.amount)"
    }.joined(separator: "; ")
  }

  private func title(_ link: SankeyGeometry.Link, _ geometry: SankeyGeometry) -> String {
    let ends = [link.from, link.to].map { geometry.places[$0].name[language] }
    return ends.joined(separator: " → ") + ": \(link.amount) kgCO₂e"
  }

  private func style(
    _ link: SankeyGeometry.Link, _ canvas: inout SVGCanvas
  ) -> (fill: String, stroke: String) {
    guard link.amount.isNegative else { return ("#c3d3e6", "#5b7ba3") }
    let style = CategoryStyle.style(of: .biogenicUptake)
    return (canvas.fill(of: .biogenicUptake), style.ink)
  }

  private func draw(
    _ link: SankeyGeometry.Link, _ geometry: SankeyGeometry, _ canvas: inout SVGCanvas
  ) {
    let (x0, x1) = (geometry.places[link.from].x + Self.node, geometry.places[link.to].x)
    let middle = (x0 + x1) / 2
    let (y0, y1, high) = (link.fromY, link.toY, link.thickness)
    let style = style(link, &canvas)
    canvas.path(
      "M\(x0) \(y0)C\(middle) \(y0) \(middle) \(y1) \(x1) \(y1)L\(x1) \(y1 + high)"
        + "C\(middle) \(y1 + high) \(middle) \(y0 + high) \(x0) \(y0 + high)Z",
      "fill=\"\(style.fill)\" stroke=\"\(style.stroke)\" stroke-opacity=\"0.6\"",
      title: title(link, geometry))
  }

  /// A loop leaves at the right, runs under everything and comes back in at the left.
  private func draw(
    back link: SankeyGeometry.Link, _ geometry: SankeyGeometry, _ canvas: inout SVGCanvas
  ) {
    guard let lane = link.lane else { return }
    let (x0, x1) = (geometry.places[link.from].x + Self.node, geometry.places[link.to].x)
    let (start, end) = (link.fromY + link.thickness / 2, link.toY + link.thickness / 2)
    let reach = 22
    let data =
      "M\(x0) \(start)C\(x0 + reach) \(start) \(x0 + reach) \(lane) \(x0) \(lane)"
      + "L\(x1) \(lane)C\(x1 - reach) \(lane) \(x1 - reach) \(end) \(x1) \(end)"
    canvas.path(
      data, "fill=\"none\" stroke=\"#f3e3b3\" stroke-width=\"\(link.thickness)\"",
      title: "\(PictureWords.back[language]) · \(title(link, geometry))")
    canvas.path(data, "fill=\"none\" stroke=\"#7a5c00\" stroke-dasharray=\"6 4\"")
  }

  private func label(
    back link: SankeyGeometry.Link, _ geometry: SankeyGeometry, _ canvas: inout SVGCanvas
  ) {
    guard let lane = link.lane else { return }
    let (x0, x1) = (geometry.places[link.from].x + Self.node, geometry.places[link.to].x)
    let text = "↩ \(PictureWords.back[language]) \(PictureText.amount(link.amount))"
    let width = min(PictureText.width(text, size: 12), 200)
    let x = min(max((x0 + x1 - width) / 2, 8), Self.width - 8 - width)
    canvas.text(
      text, x: x, y: lane - link.thickness / 2 - 5, limit: width,
      .init(size: 12, hasEdge: true), title: title(link, geometry))
  }

  private func draw(_ place: SankeyGeometry.Place, _ canvas: inout SVGCanvas) {
    swatch(place.kind, x: place.x, y: place.y, height: place.height, &canvas, title: full(place))
  }

  private func swatch(
    _ kind: FootprintPicture.Node.Kind, x: Int, y: Int, height: Int, _ canvas: inout SVGCanvas,
    title: String? = nil
  ) {
    let fill =
      switch kind {
      case .factor: "#8a8a8a"
      case .footprint:
        canvas.pattern(
          "footprint", ink: "#084594", ground: "#ffffff", lines: "M-2 6L6 -2M2 10L10 2")
      case .process: "#084594"
      case .product: "#1a1a1a"
      case .others: "#ffffff"
      }
    canvas.rectangle(
      x: x, y: y, width: Self.node, height: height, fill: fill, stroke: SVGCanvas.ink,
      isDashed: kind == .others, title: title)
  }

  private func full(_ place: SankeyGeometry.Place) -> String {
    "\(place.name[language]): \(place.amount) kgCO₂e (\(PictureWords.kind(place.kind)[language]))"
  }

  private func label(_ place: SankeyGeometry.Place, _ canvas: inout SVGCanvas) {
    let x = place.x + Self.node + 5
    var y = place.labelY
    for line in place.lines {
      y += SankeyGeometry.lineHeight
      canvas.text(
        line, x: x, y: y - 3, limit: place.labelWidth, .init(size: 13, hasEdge: true),
        title: full(place))
    }
    canvas.text(
      PictureText.amount(place.amount), x: x, y: y + SankeyGeometry.lineHeight - 3,
      limit: place.labelWidth, .init(size: 12, color: SVGCanvas.muted, hasEdge: true),
      title: full(place))
  }

  private func legend(_ geometry: SankeyGeometry, _ canvas: inout SVGCanvas) -> Int {
    var place = (x: Self.margin, y: geometry.bottom + 12)
    for kind in FootprintPicture.Node.Kind.allCases
    where geometry.places.contains(where: { $0.kind == kind }) {
      let x = entry(PictureWords.kind(kind), width: Self.node, at: &place, &canvas)
      swatch(kind, x: x, y: place.y, height: 14, &canvas)
    }
    if geometry.links.contains(where: \.amount.isNegative) {
      let fill = canvas.fill(of: .biogenicUptake)
      let ink = CategoryStyle.style(of: .biogenicUptake).ink
      let x = entry(PictureWords.removals, width: 24, at: &place, &canvas)
      canvas.rectangle(x: x, y: place.y, width: 24, height: 14, fill: fill, stroke: ink)
    }
    if geometry.links.contains(where: { $0.lane != nil }) {
      let x = entry(PictureWords.back, width: 24, at: &place, &canvas)
      canvas.rectangle(x: x, y: place.y, width: 24, height: 14, fill: "#f3e3b3")
      canvas.path(
        "M\(x) \(place.y + 7)L\(x + 24) \(place.y + 7)",
        "stroke=\"#7a5c00\" stroke-dasharray=\"6 4\"")
    }
    return place.y + 14
  }

  /// Writes what a sign means, on the next line when this one is full; returns the sign's place.
  private func entry(
    _ text: BilingualText, width: Int, at place: inout (x: Int, y: Int), _ canvas: inout SVGCanvas
  ) -> Int {
    let limit = PictureText.width(text[language], size: 13)
    if place.x > Self.margin, place.x + width + 6 + limit > Self.width - Self.margin {
      place = (Self.margin, place.y + 24)
    }
    let x = place.x
    canvas.text(
      text[language], x: x + width + 6, y: place.y + 12, limit: limit, .init(size: 13))
    place.x += width + 6 + limit + 22
    return x
  }
}
