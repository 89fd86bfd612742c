// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities

/// Invented footprints to draw: a small one, a large one with long names, and random ones.
enum PictureFixture {
  static func decimal(_ text: String) -> ExactDecimal { (try? ExactDecimal(text: text)) ?? .zero }

  static let year: DatePeriod = {
    let days = [2025, 2026].compactMap { CalendarDate(year: $0, month: 1, day: 1) }
    guard let period = try? DatePeriod(start: days[0], end: days[1]) else {
      preconditionFailure("a year is no empty period")
    }
    return period
  }()

  private static func cell(
    _ stage: LifeCycleStage, _ category: EmissionCategory, _ amount: String
  ) -> FootprintResult.Cell {
    FootprintResult.Cell(stage: stage, category: category, amount: decimal(amount))
  }

  /// A cotton shirt with uptake of biogenic CO2.
  static let small = FootprintPicture(
    title: BilingualText("产品碳足迹", "Product carbon footprint"),
    product: BilingualText("纯棉T恤(示例)", "Cotton T-shirt (example)"),
    identifier: "0f1e2d3c-4b5a-4678-9abc-def012345678",
    productIds: ["urn:gtin:06901234567892"],
    unit: ReferenceUnit(
      isFunctional: false, amount: .one, unit: "piece", description: "one shirt of 180 g"),
    boundary: .cradleToGate, period: year, geography: "CN-ZJ", assessments: [.ar6],
    cells: [
      cell(.rawMaterials, .fossil, "1.204"), cell(.rawMaterials, .biogenicUptake, "-0.31"),
      cell(.rawMaterials, .landUseChange, "0.0475"), cell(.manufacturing, .fossil, "2.18"),
      cell(.distribution, .fossil, "0.096"),
    ],
    contributions: [
      contribution("印染用电", "Electricity for dyeing", "印染", "Dyeing", .manufacturing, "1.4893"),
      contribution("皮棉", "Cotton lint", "纺纱", "Spinning", .rawMaterials, "1.204"),
      contribution("蒸汽", "Steam", "印染", "Dyeing", .manufacturing, "0.6907"),
      contribution(
        "棉花生长吸收", "Uptake by the cotton plant", "纺纱", "Spinning", .rawMaterials, "-0.31",
        category: .biogenicUptake),
      contribution("公路运输", "Road transport", "运输", "Transport", .distribution, "0.096"),
    ],
    nodes: [
      node("lint", "皮棉", "Cotton lint", .footprint),
      node("power", "电力", "Electricity", .factor), node("steam", "蒸汽", "Steam", .factor),
      node("spinning", "纺纱", "Spinning", .process), node("dyeing", "印染", "Dyeing", .process),
      node("shirt", "纯棉T恤", "Cotton T-shirt", .product),
    ],
    links: [
      link("lint", "spinning", "1.2515"), link("lint", "spinning", "-0.31"),
      link("spinning", "dyeing", "0.9415"), link("power", "dyeing", "1.4893"),
      link("steam", "dyeing", "0.6907"), link("dyeing", "shirt", "3.1215"),
      link("power", "shirt", "0.096"),
    ],
    facts: [
      .init(BilingualText("标准", "Standards"), BilingualText("GB/T 24067-2024", "GB/T 24067-2024")),
      .init(BilingualText("初级数据占比", "Primary data"), BilingualText("62.31 %", "62.31 %")),
    ],
    notices: [
      BilingualText("示例:企业与数值均为虚构。", "An example: company and numbers are invented.")
    ],
    verification: [
      BilingualText(
        "2026-03-02 示例核查机构按 GB/T 24067-2024 核查。",
        "2026-03-02 verified by Example Verifier to GB/T 24067-2024.")
    ],
    ledgerHead: "example.org/ledger 4711 kQ3bS2bJx7vYw0mZ0n8c5cVh1u2R3s4T5u6V7w8X9yA=")

  static func contribution(
    _ chinese: String, _ english: String, _ process: String, _ englishProcess: String,
    _ stage: LifeCycleStage, _ amount: String, category: EmissionCategory = .fossil
  ) -> FootprintPicture.Contribution {
    .init(
      name: BilingualText(chinese, english), process: BilingualText(process, englishProcess),
      stage: stage, category: category, reference: "cn/electricity/footprint/average/2023@1",
      supplier: "", amount: decimal(amount))
  }

  private static func node(
    _ id: String, _ chinese: String, _ english: String, _ kind: FootprintPicture.Node.Kind
  ) -> FootprintPicture.Node {
    .init(id: id, name: BilingualText(chinese, english), kind: kind)
  }

  private static func link(
    _ from: String, _ to: String, _ amount: String
  ) -> FootprintPicture.Link {
    .init(from: from, to: to, amount: decimal(amount))
  }
}

extension PictureFixture {
  private static let longName = BilingualText(
    "高镍三元锂离子动力电池电芯(方形铝壳,标称容量一百二十安时,液冷模组配套)—示例",
    "Nickel-rich NMC lithium-ion traction cell, prismatic aluminium case, nominal 120 Ah, for "
      + "liquid-cooled modules — example")

  /// A battery cell with every stage and category, a loop, and more than can be shown.
  static let large: FootprintPicture = {
    var picture = small
    picture.product = longName
    picture.unit = ReferenceUnit(
      isFunctional: true, amount: .one, unit: "kWh",
      description: "1 kWh delivered over the life of the battery")
    picture.boundary = .cradleToGrave
    picture.cells = LifeCycleStage.allCases.flatMap { stage in
      EmissionCategory.allCases.compactMap { category in
        let size = (Int(stage.rawValue) * 7 + Int(category.rawValue) * 3) % 11 + 1
        guard category == .fossil || (size + Int(stage.rawValue)).isMultiple(of: 2) else {
          return nil
        }
        let sign = category.isRemoval ? "-" : ""
        let scale = category == .fossil ? "\(size * 2).483920571634" : "0.\(size)83920571634"
        return cell(stage, category, sign + scale)
      }
    }
    picture.contributions = (0..<27).map { number in
      .init(
        name: BilingualText(
          "第\(number + 1)号前驱体材料(含运输与包装的镍钴锰氢氧化物,外购)",
          "Precursor material no. \(number + 1): nickel cobalt manganese hydroxide, purchased, "
            + "with transport and packaging"),
        process: BilingualText("正极材料烧结与包覆工序", "Sintering and coating of cathode material"),
        stage: LifeCycleStage.allCases[number % 5],
        category: number % 3 == 2 ? .biogenicUptake : .fossil,
        reference: "cn/example/precursor-\(number + 1)@1",
        supplier: "示例供应商 \(number + 1) Example Supplier Co., Ltd.",
        amount: decimal("\(number % 3 == 2 ? "-" : "")\(40 - number).50\(number)"))
    }
    (picture.nodes, picture.links) = chain()
    picture.notices.append(BilingualText("本足迹已撤回。", "This footprint was withdrawn."))
    picture.labels = [
      BilingualText(
        "碳足迹标识 CN-EXAMPLE-001,有效期至 2028-12-31。",
        "Carbon footprint label CN-EXAMPLE-001, valid to 2028-12-31.")
    ]
    return picture
  }()

  /// Twelve processes in a row with a loop, each with factors and suppliers of its own.
  private static func chain() -> ([FootprintPicture.Node], [FootprintPicture.Link]) {
    var nodes = [node("cell", longName.chinese, longName.english, .product)]
    var links: [FootprintPicture.Link] = []
    for number in 0..<12 {
      let next = number == 0 ? "cell" : "process-\(number - 1)"
      nodes.append(
        node(
          "process-\(number)", "第\(number + 1)道工序(涂布、辊压与分切)",
          "Process step \(number + 1): coating, calendering and slitting", .process))
      links.append(link("process-\(number)", next, "\(60 - 4 * number).25"))
      for part in 0..<(number < 4 ? 5 : 2) {
        let kind: FootprintPicture.Node.Kind = part.isMultiple(of: 2) ? .factor : .footprint
        nodes.append(
          node(
            "source-\(number)-\(part)", "外购投入\(number + 1)-\(part + 1)",
            "Purchased input \(number + 1)-\(part + 1)", kind))
        let sign = part == 1 ? "-" : ""
        links.append(
          link("source-\(number)-\(part)", "process-\(number)", "\(sign)\(part + 1).05"))
      }
    }
    links.append(link("process-1", "process-4", "6.5"))
    links.append(link("process-2", "process-2", "0.75"))
    return (nodes, links)
  }

  /// A picture of random shape with texts that want to break out.
  static func random(_ random: inout SplitMix64) -> FootprintPicture {
    let texts = [
      "<script>alert(1)</script>", "a\" onload=\"b", "</title></svg>", "]]>", "&amp;", "'",
      "\u{202E}abc\u{0}\u{7}", "很长的名称" + String(repeating: "长", count: 60),
      String(repeating: "W", count: 90), "x", "", "é👨‍👩‍👧🏭", "a\nb\tc",
    ]
    func text(_ random: inout SplitMix64) -> BilingualText {
      BilingualText(
        texts.randomElement(using: &random) ?? "", texts.randomElement(using: &random) ?? "")
    }
    func amount(_ random: inout SplitMix64, negative: Bool) -> ExactDecimal {
      let digits = Int128(Int64.random(in: 0...999_999_999_999, using: &random))
      let scale = Int.random(in: 0...20, using: &random)
      return (try? ExactDecimal(coefficient: negative ? -digits : digits, scale: scale)) ?? .zero
    }
    var picture = small
    picture.title = text(&random)
    picture.product = text(&random)
    picture.geography = texts.randomElement(using: &random) ?? ""
    picture.unit.unit = texts.randomElement(using: &random) ?? ""
    picture.ledgerHead = texts.randomElement(using: &random) ?? ""
    picture.notices = [text(&random)]
    picture.cells = LifeCycleStage.allCases.flatMap { stage in
      EmissionCategory.allCases.compactMap { category in
        guard Bool.random(using: &random) else { return nil }
        return .init(
          stage: stage, category: category,
          amount: amount(&random, negative: category.isRemoval))
      }
    }
    picture.contributions = (0..<Int.random(in: 0...14, using: &random)).map { _ in
      .init(
        name: text(&random), process: text(&random), stage: .use,
        category: EmissionCategory.allCases.randomElement(using: &random) ?? .fossil,
        reference: texts.randomElement(using: &random) ?? "",
        amount: amount(&random, negative: Bool.random(using: &random)))
    }
    let count = Int.random(in: 0...40, using: &random)
    picture.nodes = (0..<count).map { number in
      .init(
        id: "n\(number)", name: text(&random),
        kind: number == 0 ? .product : number.isMultiple(of: 3) ? .factor : .process)
    }
    picture.links = (0..<(count * 2)).map { _ in
      .init(
        from: "n\(Int.random(in: 0...count, using: &random))",
        to: "n\(Int.random(in: 0...count, using: &random))",
        amount: amount(&random, negative: Int.random(in: 0..<5, using: &random) == 0))
    }
    return picture
  }
}
