// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities

/// Fills pictures from calculations and from what the ledger knows.
public enum PictureMaker {
  /// The picture of a result.
  public static func picture(
    _ model: FootprintModel, _ result: FootprintResult
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
    (picture.nodes, picture.links) = chain(page)
    picture.facts = facts(model, result)
    return picture
  }

  /// The supply chain: what each line brings flows into its process, and each process into the
  /// product.
  private static func chain(
    _ page: ResultPage
  ) -> ([FootprintPicture.Node], [FootprintPicture.Link]) {
    let product = "product"
    var nodes = [
      FootprintPicture.Node(
        id: product, name: page.model.statement.productName, kind: .product)
    ]
    var links: [FootprintPicture.Link] = []
    var sums: [String: ExactDecimal] = [:]
    var order: [String] = []
    var sources: Set<String> = []
    for part in page.parts() {
      let contribution = part.contribution
      let isUpstream = page.result.upstream.contains(contribution.reference)
      let source = "\(isUpstream ? "footprint" : "factor"):\(contribution.reference)"
      if sources.insert(source).inserted {
        nodes.append(
          FootprintPicture.Node(
            id: source, name: part.line, kind: isUpstream ? .footprint : .factor))
      }
      let process = "process:\(contribution.process)"
      if sums[process] == nil {
        order.append(process)
        nodes.append(FootprintPicture.Node(id: process, name: part.process, kind: .process))
      }
      sums[process] = (try? (sums[process] ?? .zero) + contribution.amount) ?? sums[process]
      links.append(
        FootprintPicture.Link(from: source, to: process, amount: contribution.amount))
    }
    for process in order {
      links.append(
        FootprintPicture.Link(from: process, to: product, amount: sums[process] ?? .zero))
    }
    return (nodes, links)
  }

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
        picture = Self.picture(calculation.model, try calculation.result())
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
