// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

extension FootprintDocument {
  /// The document of a model: it reads as the same model, and the author goes on from there.
  ///
  /// What a document cannot say is written as it is and refused when read: empty names, periods
  /// and texts beyond ``FootprintLimits``, invisible characters.
  public static func template(of model: FootprintModel) -> String {
    var writer = YAMLWriter()
    writer.write(
      comment: """
        产品碳足迹模型 / A product footprint model. Lines that start with # are comments.
        docs/FOOTPRINT_SCHEMA.md lists every key.
        """)
    write(model.statement, product: model.product, &writer)
    writer.write("electricity", model.electricity.name)
    writer.write("processes", items: model.processes) { write($1, &$0) }
    writer.write("cut-offs", items: model.cutOffs) { writer, cutOff in
      writer.write("name", cutOff.name)
      writer.write("share", share(cutOff.percent))
      writer.write("reason", cutOff.reason)
    }
    if model.cutOffLimits != .common {
      let limits = model.cutOffLimits
      writer.write(
        "cut-off-limits", pairs: [("single", share(limits.single)), ("total", share(limits.total))])
    }
    return writer.text
  }

  private static func write(
    _ item: FootprintStatement, product: String, _ writer: inout YAMLWriter
  ) {
    writer.write("footprint", item.identifier)
    writer.write("product") { writer in
      write("name", item.productName, &writer)
      writer.write("description", unlessEmpty: item.productDescription)
      writer.write("ids", list: item.productIds)
      writer.write("classifications", list: item.classifications)
      writer.write("made-by", product)
    }
    writer.write("unit") { writer in
      let measure = Measure(item.unit.amount, item.unit.unit)
      writer.write(item.unit.isFunctional ? "functional" : "declared", text(measure))
      writer.write("description", unlessEmpty: item.unit.description)
      if !item.massPerUnit.isZero { writer.write("mass", "\(item.massPerUnit) kg") }
    }
    writer.write("boundary", item.boundary.name)
    writer.write("period", pairs: pairs(item.period))
    if let validity = item.validity { writer.write("validity", pairs: pairs(validity)) }
    writer.write("geography", unlessEmpty: item.geography)
    writer.write("standards", list: item.standards)
    writer.write("product-rules", list: item.productRules)
    let editions = item.assessments.map(\.name)
    if editions.count == 1 {
      writer.write("gwp", editions[0])
    } else {
      writer.write("gwp", row: editions)
    }
    writer.write("preceding", list: item.preceding)
    writer.write("comment", unlessEmpty: item.comment)
  }

  private static func write(_ item: ModelProcess, _ writer: inout YAMLWriter) {
    writer.write("id", item.id)
    write("name", item.name, &writer)
    writer.write("stage", item.stage.name)
    writer.write("site", unlessEmpty: item.site)
    writer.write("output", text(item.output))
    if let allocation = item.allocation {
      writer.write("allocation") { writer in
        writer.write("by", allocation.basis.name)
        writer.write("weight", "\(allocation.weight)")
        writer.write("reason", unlessEmpty: allocation.reason)
      }
    }
    writer.write("co-products", items: item.coProducts) { writer, product in
      writer.write("id", product.id)
      write("name", product.name, &writer)
      writer.write("output", text(product.output))
      switch product.treatment {
      case .allocated(let weight): writer.write("allocated-weight", "\(weight)")
      case .substitutes(let source): writer.write("substitutes") { write(source, &$0) }
      }
    }
    if item.lines.isEmpty {
      writer.write("lines", row: [])
    } else {
      writer.write("lines", items: item.lines) { write($1, &$0) }
    }
  }

  private static func write(_ item: ModelLine, _ writer: inout YAMLWriter) {
    writer.write("id", item.id)
    write("name", item.name, &writer)
    let measures = item.measures
    if measures.count == 1 {
      writer.write("amount", text(measures[0]))
    } else if measures.count == 2, ["kg", "t"].contains(measures[0].unit), measures[1].unit == "km"
    {
      let pairs = [("mass", text(measures[0])), ("distance", text(measures[1]))]
      writer.write("transport", pairs: pairs.map { (key: $0.0, value: $0.1) })
    } else {
      writer.write("amounts", row: measures.map(text))
    }
    write(item.source, &writer)
    if item.category != .fossil { writer.write("category", item.category.name) }
    if item.isPackaging { writer.write("packaging", "true") }
    if item.isPrimary { writer.write("primary", "true") }
    if let quality = item.quality {
      writer.write(
        "quality",
        pairs: [
          ("technology", "\(quality.technological)"), ("geography", "\(quality.geographical)"),
          ("time", "\(quality.temporal)"),
        ])
    }
    if let uncertainty = item.uncertainty {
      writer.write("uncertainty") { write(uncertainty, &$0) }
    }
    writer.write("supplier", unlessEmpty: item.supplier)
    writer.write("evidence", list: item.evidence.map(hexadecimal))
  }

  private static func write(_ source: LineSource, _ writer: inout YAMLWriter) {
    switch source {
    case .factors(let codes, let carbon):
      if codes.count == 1 {
        writer.write("factor", codes[0])
      } else {
        writer.write("factors", list: codes)
      }
      if carbon { writer.write("carbon", "true") }
    case .process(let id): writer.write("process", id)
    case .footprint(let identifier): writer.write("footprint", identifier)
    case .electricity(let factors):
      let pairs = [
        ("average", factors.average), ("certified", factors.certified),
        ("residual", factors.residual),
      ]
      writer.write(
        "electricity",
        pairs: pairs.filter { !$0.1.isEmpty }.map { (key: $0.0, value: $0.1) })
    case .credit(let name): writer.write("credit", name)
    }
  }

  private static func write(_ item: Uncertainty, _ writer: inout YAMLWriter) {
    switch item {
    case .lognormal(let deviation): writer.write("lognormal", "\(deviation)")
    case .normal(let percent): writer.write("normal", share(percent))
    case .triangular(let low, let high):
      writer.write("triangular", row: [share(low), share(high)])
    case .uniform(let low, let high): writer.write("uniform", row: [share(low), share(high)])
    }
  }

  private static func write(_ key: String, _ text: BilingualText, _ writer: inout YAMLWriter) {
    writer.write(key, pairs: [("zh", text.chinese), ("en", text.english)])
  }

  private static func text(_ measure: Measure) -> String {
    measure.unit == "1" ? "\(measure.amount)" : "\(measure.amount) \(measure.unit)"
  }

  private static func share(_ percent: ExactDecimal) -> String { "\(percent) %" }

  private static func pairs(_ period: DatePeriod) -> [(key: String, value: String)] {
    [("from", "\(period.start)"), ("through", "\(period.end.adding(days: -1))")]
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
