// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities

/// Fills pictures from calculations and from what the ledger knows.
public enum PictureMaker {
  /// The picture of a result.
  ///
  /// - Parameter flows: What processes draw on each other; without them each leads to the product.
  public static func picture(
    _ model: FootprintModel, _ result: FootprintResult, flows: [EmbodiedFlow]
  ) -> FootprintPicture {
    let statement = model.statement
    let page = ResultPage(model, result)
    var picture = FootprintPicture(
      title: BilingualText("产品碳足迹", "Product carbon footprint"),
      product: statement.productName, identifier: statement.identifier,
      productIds: statement.productIds, unit: statement.unit, boundary: statement.boundary,
      period: statement.period, geography: statement.geography,
      assessments: statement.assessments, cells: result.cells)
    picture.contributions = page.parts().map {
      FootprintPicture.Contribution(
        name: $0.line, process: $0.process, stage: $0.contribution.stage,
        category: $0.contribution.category, reference: $0.contribution.reference,
        supplier: $0.contribution.supplier, amount: $0.contribution.amount)
    }
    (picture.nodes, picture.links) = chain(page, flows)
    picture.facts = facts(model, result)
    return picture
  }

  /// The supply chain: what each line brings flows into its process, a process into those that
  /// draw on it, and the last into the product.
  private static func chain(
    _ page: ResultPage, _ flows: [EmbodiedFlow]
  ) -> ([FootprintPicture.Node], [FootprintPicture.Link]) {
    let product = "product"
    var nodes = [
      FootprintPicture.Node(
        id: product, name: page.model.statement.productName, kind: .product)
    ]
    var links: [FootprintPicture.Link] = []
    var known: Set<String> = [product]
    func add(_ id: String, _ name: BilingualText, _ kind: FootprintPicture.Node.Kind) {
      guard known.insert(id).inserted else { return }
      nodes.append(FootprintPicture.Node(id: id, name: name, kind: kind))
    }
    for part in page.parts() {
      let contribution = part.contribution
      let isUpstream = page.result.upstream.contains(contribution.reference)
      // A factor of many lines, as a GWP is, would lump together what has nothing in common.
      let source =
        isUpstream
        ? "footprint:\(contribution.reference)"
        : "factor:\(contribution.reference):\(contribution.process):\(contribution.line)"
      add(source, part.line, isUpstream ? .footprint : .factor)
      add("process:\(contribution.process)", part.process, .process)
      links.append(
        FootprintPicture.Link(
          from: source, to: "process:\(contribution.process)", amount: contribution.amount))
    }
    let processes = Dictionary(
      page.model.processes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for flow in flows {
      guard let process = processes[flow.process],
        case .process(let reference)? = process.lines.first(where: { $0.id == flow.line })?.source,
        let supplier = processes[String(reference.prefix { $0 != "#" })]
      else { continue }
      add("process:\(supplier.id)", supplier.name, .process)
      add("process:\(process.id)", process.name, .process)
      links.append(
        FootprintPicture.Link(
          from: "process:\(supplier.id)", to: "process:\(process.id)", amount: flow.amount))
    }
    let last = page.model.product
    add("process:\(last)", processes[last]?.name ?? same(last), .process)
    links.append(
      FootprintPicture.Link(
        from: "process:\(last)", to: product, amount: page.result.includingBiogenicUptake))
    return (nodes, links)
  }

  private static func same(_ text: String) -> BilingualText { BilingualText(text, text) }

  private static func facts(
    _ model: FootprintModel, _ result: FootprintResult
  ) -> [FootprintPicture.Fact] {
    let shown: Set<String> = [
      "standards", "electricity", "primary data", "cut-offs", "covered by certificates",
      "data quality (technology/geography/time)",
    ]
    return ResultPage(model, result).facts.filter { shown.contains($0.label.english) }.map {
      FootprintPicture.Fact($0.label, $0.text)
    }
  }

  /// The picture of a footprint on the ledger, with its standing, verification and labels.
  public static func picture(
    of stored: StoredFootprint, in reading: LedgerReading, on date: CalendarDate
  ) throws(ServiceError) -> FootprintPicture {
    var picture: FootprintPicture
    if let calculation = try stored.calculation(in: reading) {
      do throws(FootprintProblems) {
        picture = Self.picture(
          calculation.model, try calculation.result(), flows: FootprintDesk.flows(calculation))
      } catch {
        throw ServiceError(error, in: "")
      }
    } else {
      picture = imported(stored)
    }
    var names = NameBook(reading.rows)
    if let withdrawal = stored.row.withdrawal {
      picture.notices.append(
        BilingualText(
          "已于 \(withdrawal.date) 撤回:\(withdrawal.reason)",
          "Withdrawn on \(withdrawal.date): \(withdrawal.reason)"))
    }
    if let upstream = stored.row.affectedBy {
      let found = try reading.rows.footprint("\(upstream)")
      picture.notices.append(
        BilingualText(
          "所依据的上游足迹 \(found.row.statement.identifier) 已撤回",
          "It stands on \(found.row.statement.identifier), which was withdrawn"))
    }
    if let verification = stored.row.verification {
      let verifier = try names.title(of: verification.verifier)
      let record = verification.record
      picture.verification = [
        BilingualText(
          "\(verifier.chinese),\(record.date),\(record.standard)",
          "\(verifier.english), \(record.date), \(record.standard)")
      ]
    }
    for number in stored.row.labels {
      let label = try reading.rows.label("\(number)").row
      let isValid = label.isValid(on: date)
      picture.labels.append(
        BilingualText(
          "\(label.terms.code) \(isValid ? "有效" : "无效")",
          "\(label.terms.code) \(isValid ? "valid" : "not valid")"))
    }
    let standpoint = reading.standpoint
    picture.ledgerHead =
      "\(standpoint.origin) \(standpoint.size) \(Base64.encode(standpoint.root.bytes))"
    return picture
  }

  /// An imported footprint has no stages that are known: all of it stands with raw materials.
  private static func imported(_ stored: StoredFootprint) -> FootprintPicture {
    let statement = stored.row.statement
    var picture = FootprintPicture(
      title: BilingualText("产品碳足迹(供应商提供)", "Product carbon footprint (by a supplier)"),
      product: statement.productName, identifier: statement.identifier,
      productIds: statement.productIds, unit: statement.unit, boundary: statement.boundary,
      period: statement.period, geography: statement.geography,
      assessments: statement.assessments,
      cells: EmissionCategory.allCases.compactMap { category in
        stored.row.values[category].map {
          FootprintResult.Cell(stage: .rawMaterials, category: category, amount: $0)
        }
      })
    picture.facts = [
      FootprintPicture.Fact(
        BilingualText("阶段", "stages"),
        BilingualText("供应商未提供,全部计入原材料获取", "not given; all of it shown with raw materials"))
    ]
    return picture
  }
}
