// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// A chart of a footprint: stages as stacked bars, then what adds most.
///
/// The same picture gives the same bytes on every machine.
public struct FootprintChart: Sendable {
  private let picture: FootprintPicture
  private let language: Language
  /// Whether it stands in a report, which has the heading already.
  private let isEmbedded: Bool

  /// The most contributions that are drawn; the rest is one bar.
  public static let contributionLimit = 10

  /// A chart in one language.
  public init(_ picture: FootprintPicture, in language: Language) {
    self.init(picture, in: language, isEmbedded: false)
  }

  init(_ picture: FootprintPicture, in language: Language, isEmbedded: Bool) {
    self.picture = picture
    self.language = language
    self.isEmbedded = isEmbedded
  }

  static let width = 900
  static let margin = 24
  /// Where values begin, and how wide they may be.
  static let values = (x: 728, width: 148)
  /// How wide the names of contributions may be.
  static let labels = 330

  /// The chart as SVG 1.1.
  public var svg: String { drawing.element() }

  var drawing: SVGDrawing {
    var canvas = SVGCanvas(prefix: "chart", language: language, width: Self.width)
    var top = isEmbedded ? Self.margin : heading(&canvas)
    top = stages(&canvas, from: top)
    top = legend(&canvas, from: top)
    top = contributions(&canvas, from: top)
    return canvas.drawing(
      height: top + Self.margin, title: "\(picture.title[language]) — \(picture.product[language])",
      description: description)
  }

  private func word(_ text: BilingualText) -> String { text[language] }

  /// The chart in a sentence, for those who do not see it.
  private var description: String {
    let amounts = PictureAmounts(picture.cells.map(\.amount))
    let parts = picture.stages.map { stage in
      let sum = picture.cells.filter { $0.stage == stage }.reduce(0) {
        $0 + amounts.units($1.amount)
      }
      return "\(word(stage.title)) \(amounts.decimal(sum))"
    }
    let total = "\(word(PictureWords.total)) \(picture.total) \(picture.amountUnit)"
    return ([total] + parts).joined(separator: language == .chinese ? ";" : "; ")
  }

  private func heading(_ canvas: inout SVGCanvas) -> Int {
    let limit = Self.width - 2 * Self.margin
    var y = Self.margin
    let name = word(picture.product)
    for line in PictureText.lines(name, size: 22, width: limit, atMost: 2) {
      y += 28
      canvas.text(
        line, x: Self.margin, y: y - 6, limit: limit, .init(size: 22, isBold: true), title: name)
    }
    y += 22
    canvas.text(
      "\(word(picture.title)) · \(picture.periodText)", x: Self.margin, y: y - 4, limit: limit,
      .init(color: SVGCanvas.muted))
    for notice in picture.notices {
      y += 22
      canvas.text(
        "⚠ \(word(notice))", x: Self.margin, y: y - 4, limit: limit,
        .init(color: "#9b1c1c", isBold: true))
    }
    y += 40
    let hasUptake = picture.categories.contains(.biogenicUptake)
    let label = hasUptake ? PictureWords.including : PictureWords.total
    canvas.text(
      "\(word(label)) \(PictureText.amount(picture.total)) \(picture.amountUnit)",
      x: Self.margin, y: y - 10, limit: limit, .init(size: 20, isBold: true),
      title: "\(word(label)) \(picture.total) \(picture.amountUnit)")
    return y
  }

  private func section(_ canvas: inout SVGCanvas, _ text: BilingualText, from top: Int) -> Int {
    canvas.line(
      x1: Self.margin, y1: top, x2: Self.width - Self.margin, y2: top, color: "#767676")
    canvas.text(
      word(text), x: Self.margin, y: top + 24, limit: Self.width - 2 * Self.margin,
      .init(size: 16, isBold: true))
    return top + 36
  }
}

extension FootprintChart {
  /// One bar: a label and segments, each of one category.
  private struct Row {
    var label: String
    var segments: [(category: EmissionCategory, units: Int128)]
    var isTotal = false

    var above: Int128 { segments.reduce(0) { $0 + max($1.units, 0) } }
    var below: Int128 { segments.reduce(0) { $0 + max(-$1.units, 0) } }
    var net: Int128 { above - below }
  }

  private func rows(_ amounts: PictureAmounts) -> [Row] {
    func row(_ label: String, _ cells: [FootprintResult.Cell]) -> Row {
      let segments = EmissionCategory.allCases.compactMap { category in
        let units = cells.filter { $0.category == category }.reduce(0) {
          $0 + amounts.units($1.amount)
        }
        return units == 0 ? nil : (category: category, units: units)
      }
      return Row(label: label, segments: segments)
    }
    var rows = picture.stages.map { stage in
      row(word(stage.title), picture.cells.filter { $0.stage == stage })
    }
    var total = row(word(PictureWords.total), picture.cells)
    total.isTotal = true
    rows.append(total)
    return rows
  }

  private func stages(_ canvas: inout SVGCanvas, from top: Int) -> Int {
    var y = section(&canvas, PictureWords.stages, from: top)
    let amounts = PictureAmounts(picture.cells.map(\.amount))
    let rows = rows(amounts)
    guard !picture.cells.isEmpty else {
      canvas.text(word(PictureWords.nothing), x: Self.margin, y: y + 16, limit: 400)
      return y + 28
    }
    let axis = BarAxis(
      x: 160, width: Self.values.x - 176, above: rows.map(\.above).max() ?? 0,
      below: rows.map(\.below).max() ?? 0)
    let whole = rows.last?.net ?? 0
    let start = y
    for row in rows {
      let font = SVGCanvas.Font(isBold: row.isTotal)
      canvas.text(row.label, x: Self.margin, y: y + 20, limit: 128, font)
      draw(row.segments, label: row.label, on: axis, at: y + 4, amounts, &canvas)
      value(row.net, of: whole, at: y, amounts, &canvas, isBold: row.isTotal)
      y += 38
    }
    canvas.line(x1: axis.zero, y1: start, x2: axis.zero, y2: y - 6, color: SVGCanvas.ink)
    return y
  }

  private func draw(
    _ segments: [(category: EmissionCategory, units: Int128)], label: String, on axis: BarAxis,
    at y: Int, _ amounts: PictureAmounts, _ canvas: inout SVGCanvas
  ) {
    var (above, below): (Int128, Int128) = (0, 0)
    for segment in segments {
      let ends: (left: Int, right: Int)
      if segment.units > 0 {
        ends = (axis.position(above), axis.position(above + segment.units))
        above += segment.units
      } else {
        ends = (axis.position(below + segment.units), axis.position(below))
        below += segment.units
      }
      let style = CategoryStyle.style(of: segment.category)
      let fill = canvas.fill(of: segment.category)
      let exact = "\(amounts.decimal(segment.units)) kgCO₂e"
      canvas.rectangle(
        x: ends.left, y: y, width: ends.right - ends.left, height: 24, fill: fill,
        stroke: style.ink, title: "\(label) · \(word(segment.category.title)): \(exact)")
      let short = word(style.short)
      let width = PictureText.width(short, size: 12)
      guard ends.right - ends.left >= width + 12 else { continue }
      let middle = (ends.left + ends.right) / 2
      canvas.rectangle(
        x: middle - width / 2 - 3, y: y + 4, width: width + 6, height: 16, fill: "#ffffff")
      canvas.text(short, x: middle, y: y + 16, limit: width, .init(size: 12, anchor: "middle"))
    }
  }

  private func value(
    _ units: Int128, of whole: Int128, at y: Int, _ amounts: PictureAmounts,
    _ canvas: inout SVGCanvas, isBold: Bool = false
  ) {
    let exact = amounts.decimal(units)
    canvas.text(
      PictureText.amount(exact), x: Self.values.x, y: y + 15, limit: Self.values.width,
      .init(isBold: isBold), title: "\(exact) kgCO₂e")
    canvas.text(
      PictureAmounts.share(units, of: whole).replacing("-", with: "−"), x: Self.values.x, y: y + 30,
      limit: Self.values.width, .init(size: 12, color: SVGCanvas.muted))
  }

  private func legend(_ canvas: inout SVGCanvas, from top: Int) -> Int {
    var (x, y) = (Self.margin, top + 6)
    for category in picture.categories {
      let label = word(category.title)
      let width = 26 + PictureText.width(label, size: 13) + 22
      if x > Self.margin, x + width > Self.width - Self.margin { (x, y) = (Self.margin, y + 24) }
      let fill = canvas.fill(of: category)
      canvas.rectangle(
        x: x, y: y, width: 20, height: 14, fill: fill,
        stroke: CategoryStyle.style(of: category).ink)
      canvas.text(label, x: x + 26, y: y + 12, limit: width - 26, .init(size: 13))
      x += width
    }
    return picture.categories.isEmpty ? top : y + 32
  }

  private func contributions(_ canvas: inout SVGCanvas, from top: Int) -> Int {
    let ranked = picture.ranked
    guard !ranked.isEmpty else { return top }
    var y = section(&canvas, PictureWords.contributions, from: top)
    let amounts = PictureAmounts((picture.cells.map(\.amount) + ranked.map(\.amount)))
    let whole = picture.cells.reduce(0) { $0 + amounts.units($1.amount) }
    let shown = ranked.prefix(Self.contributionLimit)
    let rest = ranked.dropFirst(shown.count)
    let restUnits = rest.reduce(0) { $0 + amounts.units($1.amount) }
    let units = shown.map { amounts.units($0.amount) } + [restUnits]
    let axis = BarAxis(
      x: 370, width: Self.values.x - 386, above: max(units.max() ?? 0, 0),
      below: max(-(units.min() ?? 0), 0))
    let start = y
    for (rank, item) in shown.enumerated() {
      let height = label(item, rank: rank + 1, at: y, &canvas)
      draw(
        [(item.category, units[rank])], label: word(item.name), on: axis, at: y + 6, amounts,
        &canvas)
      value(units[rank], of: whole, at: y, amounts, &canvas)
      y += height
    }
    if !rest.isEmpty {
      let label = word(PictureWords.others(rest.count))
      canvas.text(label, x: Self.margin, y: y + 20, limit: Self.labels)
      let ends = axis.ends(restUnits)
      canvas.rectangle(
        x: ends.left, y: y + 6, width: ends.right - ends.left, height: 24, fill: "#ffffff",
        stroke: SVGCanvas.muted, isDashed: true,
        title: "\(label): \(amounts.decimal(restUnits)) kgCO₂e")
      value(restUnits, of: whole, at: y, amounts, &canvas)
      y += 42
    }
    canvas.line(x1: axis.zero, y1: start, x2: axis.zero, y2: y - 6, color: SVGCanvas.ink)
    return y
  }

  /// Draws what a contribution is, on at most two lines, and where it comes from.
  private func label(
    _ item: FootprintPicture.Contribution, rank: Int, at top: Int, _ canvas: inout SVGCanvas
  ) -> Int {
    let name = "\(rank). \(word(item.name))"
    let lines = PictureText.lines(name, size: 14, width: Self.labels, atMost: 2)
    var y = top + 15
    for line in lines {
      canvas.text(
        line, x: Self.margin, y: y, limit: Self.labels, title: lines.joined() == name ? nil : name)
      y += 17
    }
    canvas.text(
      "\(word(item.stage.title)) · \(word(item.process))", x: Self.margin, y: y - 1,
      limit: Self.labels, .init(size: 12, color: SVGCanvas.muted))
    return y + 10 - top
  }
}

/// Where amounts lie on a horizontal axis with room on both sides of zero.
struct BarAxis {
  private let width: Int
  private let range: Int128
  /// Where zero is.
  let zero: Int

  init(x: Int, width: Int, above: Int128, below: Int128) {
    range = above + below
    self.width = width
    zero = x + PictureAmounts.length(below, of: above + below, in: width)
  }

  func position(_ units: Int128) -> Int {
    zero + PictureAmounts.length(units, of: range, in: width)
  }

  /// The left and the right end of a bar.
  func ends(_ units: Int128) -> (left: Int, right: Int) {
    let end = position(units)
    return (min(zero, end), max(zero, end))
  }
}
