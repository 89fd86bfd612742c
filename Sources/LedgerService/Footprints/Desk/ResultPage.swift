// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import Quantities

/// A result as people read it: totals, stages and categories, what adds most, data quality.
public struct ResultPage: Sendable {
  /// The model.
  public let model: FootprintModel
  /// The result.
  public let result: FootprintResult

  /// Creates a page.
  public init(_ model: FootprintModel, _ result: FootprintResult) {
    self.model = model
    self.result = result
  }

  /// The unit, for instance `kgCO2e / 1 kWh`.
  public var unitText: String {
    "kgCO2e / \(model.statement.unit.amount.normalized) \(model.statement.unit.unit)"
  }

  /// What there is to say besides the tables, a label and a text each.
  public var facts: [(label: BilingualText, text: BilingualText)] {
    let statement = model.statement
    var facts: [(BilingualText, BilingualText)] = [
      (BilingualText("产品", "product"), statement.productName),
      (BilingualText("足迹编号", "footprint"), same(statement.identifier)),
      (
        statement.unit.isFunctional
          ? BilingualText("功能单位", "functional unit") : BilingualText("声明单位", "declared unit"),
        same("\(statement.unit.amount.normalized) \(statement.unit.unit)")
      ),
      (BilingualText("系统边界", "boundary"), same(statement.boundary.name)),
      (
        BilingualText("数据期间", "period"),
        same("\(statement.period.start) … \(statement.period.end.adding(days: -1))")
      ),
      (BilingualText("标准", "standards"), same(statement.standards.joined(separator: ", "))),
      (
        BilingualText("增温潜势", "GWP"),
        same(statement.assessments.map(\.name).joined(separator: ", "))
      ),
      (BilingualText("电力核算", "electricity"), same(model.electricity.name)),
      (
        BilingualText("不含生物源吸收", "excluding uptake"),
        same("\(result.excludingBiogenicUptake) \(unitText)")
      ),
      (
        BilingualText("含生物源吸收", "including uptake"),
        same("\(result.includingBiogenicUptake) \(unitText)")
      ),
      (BilingualText("初级数据占比", "primary data"), same("\(result.primaryDataShare) %")),
    ]
    if let quality = result.quality {
      facts.append(
        (
          BilingualText("数据质量(技术/地域/时间)", "data quality (technology/geography/time)"),
          same("\(quality.technological) / \(quality.geographical) / \(quality.temporal)")
        ))
    }
    if !result.cutOffPercent.isZero {
      facts.append(
        (BilingualText("取舍合计", "cut-offs"), same("\(result.cutOffPercent.normalized) %")))
    }
    if !result.certifiedEnergy.isZero {
      facts.append(
        (
          BilingualText("绿证覆盖电量", "covered by certificates"),
          same("\(result.certifiedEnergy.normalized) kWh")
        ))
    }
    return facts
  }

  private func same(_ text: String) -> BilingualText { BilingualText(text, text) }

  /// The stages with an amount each, in their order, and the total last.
  public var stages: [(name: BilingualText, amount: ExactDecimal, share: String)] {
    let total = result.includingBiogenicUptake
    typealias Row = (BilingualText, ExactDecimal, String)
    var rows = LifeCycleStage.allCases.compactMap { stage -> Row? in
      guard result.cells.contains(where: { $0.stage == stage }) else { return nil }
      let amount = result.sum { $0.stage == stage }
      return (stage.title, amount, Self.share(amount, of: total))
    }
    rows.append((BilingualText("合计", "Total"), total, Self.share(total, of: total)))
    return rows
  }

  /// The categories with an amount each, in their order.
  public var categories: [(name: BilingualText, amount: ExactDecimal)] {
    EmissionCategory.allCases.compactMap { category in
      guard result.cells.contains(where: { $0.category == category }) else { return nil }
      return (category.title, result.sum { $0.category == category })
    }
  }

  /// A contribution with its names.
  public struct Part: Sendable {
    /// The process.
    public let process: BilingualText
    /// The line.
    public let line: BilingualText
    /// The contribution.
    public let contribution: FootprintResult.Contribution
    /// Its share of the total in per cent with one place, rounded half to even.
    public let share: String
  }

  /// What adds most: the largest first, without regard to the sign.
  public func parts(atMost count: Int = .max) -> [Part] {
    let total = result.includingBiogenicUptake
    let names = Dictionary(
      model.processes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = result.contributions.enumerated().sorted { left, right in
      let (a, b) = (left.element.amount.magnitude, right.element.amount.magnitude)
      return a == b ? left.offset < right.offset : a > b
    }
    return sorted.prefix(count).map { _, contribution in
      let process = names[contribution.process]
      return Part(
        process: process?.name ?? same(contribution.process),
        line: process?.lineName(contribution.line) ?? same(contribution.line),
        contribution: contribution, share: Self.share(contribution.amount, of: total))
    }
  }

  /// The share in per cent with one place, rounded half to even; empty of a total of zero.
  static func share(_ amount: ExactDecimal, of total: ExactDecimal) -> String {
    guard !total.isZero,
      let share = try? (amount * ExactDecimal(100)).divided(
        by: total, scale: 1, rounding: .halfEven)
    else { return "" }
    return "\(share)"
  }

  /// The page as JSON; decimals are strings.
  public var json: JSONValue {
    let statement = model.statement
    return [
      "id": .string(statement.identifier), "productNameZh": .string(statement.productName.chinese),
      "productNameEn": .string(statement.productName.english),
      "productIds": .array(statement.productIds.map { .string($0) }),
      "unitAmount": .string("\(statement.unit.amount.normalized)"),
      "unit": .string(statement.unit.unit),
      "excludingBiogenicUptake": .string("\(result.excludingBiogenicUptake)"),
      "includingBiogenicUptake": .string("\(result.includingBiogenicUptake)"),
      "primaryDataShare": .string("\(result.primaryDataShare)"),
      "cutOffPercent": .string("\(result.cutOffPercent)"),
      "certifiedEnergyKWh": .string("\(result.certifiedEnergy.normalized)"),
      "cells": .array(
        result.cells.map {
          [
            "stage": .string($0.stage.name), "category": .string($0.category.name),
            "amount": .string("\($0.amount)"),
          ]
        }),
      "contributions": .array(
        result.contributions.map {
          [
            "process": .string($0.process), "line": .string($0.line),
            "stage": .string($0.stage.name), "category": .string($0.category.name),
            "reference": .string($0.reference), "supplier": .string($0.supplier),
            "substance": .string($0.substance), "activity": .string("\($0.activity)"),
            "activityUnit": .string($0.activityUnit), "amount": .string("\($0.amount)"),
            "isPrimary": .bool($0.isPrimary), "isPackaging": .bool($0.isPackaging),
          ]
        }),
      "upstream": .array(result.upstream.map { .string($0) }),
      "factors": .array(result.factors.map { .string($0) }),
    ]
  }
}

extension ModelProcess {
  /// The name of a line, or of the co-product that `#CO-PRODUCT` is credited for.
  func lineName(_ id: String) -> BilingualText? {
    guard id.hasPrefix("#") else { return lines.first { $0.id == id }?.name }
    return coProducts.first { $0.id == id.dropFirst() }.map {
      BilingualText("\($0.name.chinese)(替代抵扣)", "\($0.name.english) (credited)")
    }
  }
}

extension ExactDecimal {
  /// The number without its sign.
  var magnitude: ExactDecimal { isNegative ? (try? negated()) ?? self : self }
}
