// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

extension FootprintReport {
  /// Categories down, stages across, sums at both ends: the parts add up exactly (rule 25).
  var stageTable: String {
    let stages = picture.stages
    let heads =
      [word(PictureWords.category)] + stages.map { word($0.title) } + [word(PictureWords.total)]
    var rows = picture.categories.map { category in
      row(
        word(category.title),
        stages.map { stage in
          picture.sum { $0.stage == stage && $0.category == category }
        } + [picture.sum { $0.category == category }])
    }
    rows.append(
      row(
        word(PictureWords.total),
        stages.map { stage in picture.sum { $0.stage == stage } }
          + [picture.total], isTotal: true))
    return table(PictureWords.stages, heads: heads, numbersFrom: 1, rows)
  }

  private func row(_ label: String, _ amounts: [ExactDecimal], isTotal: Bool = false) -> String {
    let cells = amounts.map { amount in
      Markup.element("td", ["class": "number"], Self.signed(amount))
    }
    let head = Markup.element("th", ["scope": "row"], Markup.escaped(label))
    return Markup.element("tr", isTotal ? ["class": "total"] : [:], head + cells.joined())
  }

  /// Everything that adds something, the largest first.
  var contributionTable: String {
    guard !picture.contributions.isEmpty else { return "" }
    let amounts = PictureAmounts(
      picture.cells.map(\.amount) + picture.contributions.map(\.amount))
    let whole = picture.cells.reduce(0) { $0 + amounts.units($1.amount) }
    let rows = picture.ranked.map { item in
      let share = PictureAmounts.share(amounts.units(item.amount), of: whole)
      let head = Markup.element(
        "th", ["scope": "row"], two(word(item.name), word(item.process)))
      let texts = [
        Markup.element(
          "td", ["class": "words"], two(word(item.stage.title), word(item.category.title))),
        Markup.element("td", [:], two(item.reference, item.supplier)),
      ]
      let numbers = [Self.signed(item.amount), share.replacing("-", with: "−")].map {
        Markup.element("td", ["class": "number"], $0)
      }
      return Markup.element("tr", [:], ([head] + texts + numbers).joined())
    }
    let heads = [
      PictureWords.item, PictureWords.kind, PictureWords.reference, PictureWords.amount,
      PictureWords.share,
    ].map(word)
    return table(PictureWords.contributions, heads: heads, numbersFrom: 3, rows)
  }

  /// A text with a smaller one below it.
  private func two(_ first: String, _ second: String) -> String {
    guard !second.isEmpty else { return Markup.escaped(first) }
    return Markup.escaped(first) + Markup.element("small", [:], Markup.escaped(second))
  }

  private func table(
    _ title: BilingualText, heads: [String], numbersFrom first: Int, _ rows: [String]
  ) -> String {
    let cells = heads.enumerated().map { position, head in
      Markup.element(
        "th", position >= first ? ["scope": "col", "class": "number"] : ["scope": "col"],
        Markup.escaped(head))
    }
    let caption = Markup.element(
      "caption", [:], Markup.escaped("\(word(title)) (\(picture.amountUnit))"))
    let head = Markup.element("thead", [:], Markup.element("tr", [:], cells.joined()))
    let body = Markup.element("tbody", [:], "\n" + rows.joined(separator: "\n") + "\n")
    // Six columns of fifteen digits fit a page only in small type.
    let style: KeyValuePairs = heads.count > 5 ? ["class": "dense"] : [:]
    return section(title, Markup.element("table", style, caption + head + "\n" + body))
  }

  /// Verification, labels, and the ledger's head.
  var trust: String {
    func list(_ lines: [BilingualText], _ nothing: BilingualText) -> String {
      let items = (lines.isEmpty ? [nothing] : lines).map {
        Markup.element("li", [:], Markup.escaped(word($0)))
      }
      return Markup.element("ul", [:], items.joined())
    }
    let head =
      picture.ledgerHead.isEmpty
      ? Markup.element("p", [:], Markup.escaped(word(PictureWords.noProof)))
      : Markup.element("p", ["class": "proof"], Markup.escaped(picture.ledgerHead))
    return [
      section(
        PictureWords.verification, list(picture.verification, PictureWords.noVerification)),
      section(PictureWords.labels, list(picture.labels, PictureWords.noLabel)),
      section(PictureWords.proof, head),
    ].joined(separator: "\n")
  }

  /// How to read the signs.
  var footer: String {
    Markup.element("footer", [:], Markup.escaped(word(PictureWords.footnote)))
  }

  /// Ink on white is 17 : 1, muted text 8 : 1, notices 8 : 1 (WCAG 2.2 asks for 4.5 : 1).
  static let styles = """
    :root { color-scheme: light; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #ffffff; color: #1a1a1a; line-height: 1.45; \
    font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", \
    "Noto Sans", Arial, sans-serif; font-size: 11pt; }
    main { max-width: 190mm; margin: 0 auto; padding: 6mm; }
    h1 { font-size: 13pt; margin: 0; color: #4d4d4d; font-weight: 600; }
    h2 { font-size: 12pt; margin: 6mm 0 2mm; border-bottom: 1px solid #767676; \
    break-after: avoid; }
    p { margin: 1mm 0; overflow-wrap: anywhere; }
    .product { font-size: 18pt; font-weight: 700; line-height: 1.25; }
    .other { color: #4d4d4d; }
    .notice { color: #9b1c1c; border: 2px solid #9b1c1c; padding: 1mm 3mm; font-weight: 700; }
    dl { margin: 0; }
    .totals { display: flex; flex-wrap: wrap; gap: 4mm; }
    .totals div { flex: 1 1 80mm; border: 1px solid #767676; padding: 2mm 3mm; }
    .totals strong { font-size: 16pt; overflow-wrap: anywhere; }
    .facts { display: grid; grid-template-columns: minmax(32mm, max-content) 1fr; \
    gap: 1mm 4mm; }
    dt { color: #4d4d4d; }
    dd { margin: 0; overflow-wrap: anywhere; }
    figure { margin: 4mm 0; }
    svg { width: 100%; height: auto; break-inside: avoid; }
    table { border-collapse: collapse; width: 100%; font-size: 9pt; }
    caption { text-align: left; color: #4d4d4d; padding: 1mm 0; }
    th, td { border: 1px solid #767676; padding: 1mm 1.5mm; text-align: left; \
    vertical-align: top; overflow-wrap: anywhere; }
    thead { display: table-header-group; }
    thead th { background: #eeeeee; }
    tr { break-inside: avoid; }
    small { display: block; color: #4d4d4d; font-size: 8pt; font-weight: 400; }
    td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; \
    font-size: 8.5pt; }
    .dense td.number { font-size: 7.5pt; padding: 1mm; }
    .dense th { font-size: 8pt; padding: 1mm; overflow-wrap: normal; }
    .dense .total td { font-size: 7pt; }
    .words { overflow-wrap: normal; }
    th.number { text-align: right; overflow-wrap: normal; }
    .total th, .total td { font-weight: 700; border-top: 2px solid #1a1a1a; }
    ul { margin: 0; padding-left: 5mm; }
    .proof { font-family: monospace; font-size: 9pt; overflow-wrap: anywhere; }
    footer { margin-top: 6mm; color: #4d4d4d; font-size: 9pt; }
    @page { size: A4; margin: 14mm 12mm; }
    @page wide { size: A4 landscape; margin: 12mm; }
    @media print {
    * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    body { font-size: 10pt; }
    main { max-width: none; padding: 0 0.5mm; }
    svg { max-height: 262mm; }
    .wide { page: wide; }
    .wide h2 { margin-top: 0; }
    .wide svg { max-height: 168mm; }
    }
    """
}
