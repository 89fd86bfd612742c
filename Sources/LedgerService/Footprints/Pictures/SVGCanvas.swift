// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Collects the elements of a picture; all coordinates are whole pixels.
struct SVGCanvas {
  /// What the ids of this picture begin with, so that two of them can stand in one page.
  let prefix: String
  let language: Language
  let width: Int
  private(set) var elements: [String] = []
  private var patterns: [String] = []

  static let ink = "#1a1a1a"
  static let muted = "#4d4d4d"
  static let fonts =
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Noto Sans',"
    + "Arial,sans-serif"

  init(prefix: String, language: Language, width: Int) {
    self.prefix = prefix
    self.language = language
    self.width = width
  }

  /// How a text is set.
  struct Font {
    var size = 14
    var color = SVGCanvas.ink
    var isBold = false
    /// Where the given point is: `start`, `middle` or `end`.
    var anchor = "start"
    /// Whether a white edge keeps the text readable on lines.
    var hasEdge = false
  }

  /// Draws a text on its base line, cut to `limit`; the full text is its title when it was cut
  /// or when `title` says more.
  mutating func text(
    _ text: String, x: Int, y: Int, limit: Int, _ font: Font = Font(), title: String? = nil
  ) {
    let shown = PictureText.cut(text, size: font.size, width: limit)
    let full = title ?? (shown == text ? nil : text)
    var style = "font-size=\"\(font.size)\" fill=\"\(font.color)\""
    if font.isBold { style += " font-weight=\"bold\"" }
    if font.anchor != "start" { style += " text-anchor=\"\(font.anchor)\"" }
    if font.hasEdge {
      style += " stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\""
      style += " stroke-linejoin=\"round\""
    }
    elements.append(
      "<text x=\"\(x)\" y=\"\(y)\" \(style)>\(titleElement(full))\(Markup.escaped(shown))</text>")
  }

  /// Draws a rectangle.
  mutating func rectangle(
    x: Int, y: Int, width: Int, height: Int, fill: String, stroke: String? = nil,
    isDashed: Bool = false, title: String? = nil
  ) {
    var style = "fill=\"\(fill)\""
    if let stroke { style += " stroke=\"\(stroke)\"" }
    if isDashed { style += " stroke-dasharray=\"3 2\"" }
    let place = "x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
    elements.append("<rect \(place) \(style)" + close("rect", titleElement(title)))
  }

  /// Draws a path of whole coordinates.
  mutating func path(_ data: String, _ style: String, title: String? = nil) {
    elements.append("<path d=\"\(data)\" \(style)" + close("path", titleElement(title)))
  }

  /// Draws a straight line.
  mutating func line(x1: Int, y1: Int, x2: Int, y2: Int, color: String) {
    elements.append(
      "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(color)\"/>")
  }

  private func titleElement(_ title: String?) -> String {
    title.map { "<title>\(Markup.escaped($0))</title>" } ?? ""
  }

  private func close(_ name: String, _ content: String) -> String {
    content.isEmpty ? "/>" : ">\(content)</\(name)>"
  }

  /// The fill of a category, defined when it is first used.
  mutating func fill(of category: EmissionCategory) -> String {
    let style = CategoryStyle.style(of: category)
    guard !style.pattern.isEmpty else { return style.ground }
    return pattern(category.name, ink: style.ink, ground: style.ground, lines: style.pattern)
  }

  /// A pattern of lines in a square of eight.
  mutating func pattern(_ name: String, ink: String, ground: String, lines: String) -> String {
    let id = "\(prefix)-\(name)"
    let definition =
      "<pattern id=\"\(id)\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
      + "<rect width=\"8\" height=\"8\" fill=\"\(ground)\"/>"
      + "<path d=\"\(lines)\" stroke=\"\(ink)\" stroke-width=\"2\" fill=\"none\"/></pattern>"
    if !patterns.contains(definition) { patterns.append(definition) }
    return "url(#\(id))"
  }

  /// The finished picture; `title` and `description` are what a screen reader says.
  func drawing(height: Int, title: String, description: String) -> SVGDrawing {
    SVGDrawing(
      prefix: prefix, language: language, width: width, height: height, title: title,
      description: description, definitions: patterns, elements: elements)
  }
}

/// A finished picture, to be written as a file of its own or into another.
struct SVGDrawing {
  let prefix: String
  let language: Language
  let width: Int
  let height: Int
  let title: String
  let description: String
  var definitions: [String] = []
  var elements: [String] = []

  /// The picture as an SVG element, at a place when it stands inside another.
  func element(at place: (x: Int, y: Int)? = nil) -> String {
    let names = "\(prefix)-title \(prefix)-desc"
    let position = place.map { "x=\"\($0.x)\" y=\"\($0.y)\" " } ?? ""
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(position)viewBox=\"0 0 \(width) \(height)\" "
        + "width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-labelledby=\"\(names)\" "
        + "lang=\"\(language.webTag)\" font-family=\"\(SVGCanvas.fonts)\">",
      "<title id=\"\(prefix)-title\">\(Markup.escaped(title))</title>",
      "<desc id=\"\(prefix)-desc\">\(Markup.escaped(description))</desc>",
    ]
    if !definitions.isEmpty { lines.append("<defs>\(definitions.joined())</defs>") }
    lines.append(
      "<rect x=\"0\" y=\"0\" width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>")
    lines += elements
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }
}

extension Language {
  /// The language as a BCP 47 tag of a page.
  var webTag: String {
    switch self {
    case .chinese: "zh-Hans"
    case .english: "en"
    }
  }
}
