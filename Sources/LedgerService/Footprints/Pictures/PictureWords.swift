// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// The words of charts and reports.
enum PictureWords {
  static let stages = BilingualText("各阶段排放", "Emissions by stage")
  static let contributions = BilingualText("主要贡献", "Largest contributions")
  static let supplyChain = BilingualText("供应链排放流向", "Emissions along the supply chain")
  static let total = BilingualText("合计", "Total")
  static let excluding = BilingualText("不含生物源CO₂吸收", "Excluding biogenic CO₂ uptake")
  static let including = BilingualText("含生物源CO₂吸收", "Including biogenic CO₂ uptake")
  static let nothing = BilingualText("没有数据", "No data")
  static let back = BilingualText("循环", "loop")
  static let removals = BilingualText("吸收与清除", "Uptake and removals")
  static let share = BilingualText("占合计", "Share of total")
  static let amount = BilingualText("数量", "Amount")
  static let category = BilingualText("类别", "Category")
  static let item = BilingualText("项目与过程", "Item and process")
  static let kind = BilingualText("阶段与类别", "Stage and category")
  static let reference = BilingualText("因子或上游,供应商", "Factor or upstream, supplier")
  static let product = BilingualText("产品", "Product")
  static let identifier = BilingualText("足迹标识", "Footprint id")
  static let productIds = BilingualText("产品标识", "Product ids")
  static let functionalUnit = BilingualText("功能单位", "Functional unit")
  static let declaredUnit = BilingualText("声明单位", "Declared unit")
  static let boundary = BilingualText("系统边界", "System boundary")
  static let period = BilingualText("数据时段", "Period of the data")
  static let geography = BilingualText("地理范围", "Geography")
  static let world = BilingualText("全球", "World")
  static let potentials = BilingualText("增温潜势", "Warming potentials")
  static let verification = BilingualText("核查", "Verification")
  static let labels = BilingualText("碳标识", "Carbon labels")
  static let proof = BilingualText("账本证明", "Proof on the ledger")
  static let noVerification = BilingualText("尚未核查。", "Not verified.")
  static let noLabel = BilingualText("没有标识。", "No label.")
  static let noProof = BilingualText("未登记在账本上。", "Not on a ledger.")
  static let results = BilingualText("结果", "Results")
  static let statement = BilingualText("声明内容", "What is stated")
  static let footnote = BilingualText(
    "正数为排放,负数为吸收或清除;各类分别列示,不相互抵消。碳信用与抵消不计入(GB/T 24067)。",
    "Above zero are emissions, below zero uptake and removals; kinds are shown apart and never "
      + "netted. Credits and offsets are not counted (GB/T 24067).")

  static func others(_ count: Int) -> BilingualText {
    BilingualText("其他 \(count) 项", "\(count) others")
  }

  static func boundary(_ boundary: SystemBoundary) -> BilingualText {
    switch boundary {
    case .cradleToGate: BilingualText("摇篮到大门", "Cradle to gate")
    case .cradleToGrave: BilingualText("摇篮到坟墓", "Cradle to grave")
    }
  }

  static func kind(_ kind: FootprintPicture.Node.Kind) -> BilingualText {
    switch kind {
    case .factor: BilingualText("排放因子", "Emission factor")
    case .footprint: BilingualText("上游足迹", "Upstream footprint")
    case .process: BilingualText("过程", "Process")
    case .product: BilingualText("产品", "Product")
    case .others: BilingualText("合并显示", "Drawn as one")
    }
  }
}

/// How a category is drawn: kinds differ by pattern and label, not by colour alone.
struct CategoryStyle {
  /// A name short enough to stand in a bar.
  let short: BilingualText
  /// The colour of lines and of solid bars; at least 4.5 : 1 against white.
  let ink: String
  /// The ground under the pattern.
  let ground: String
  /// The lines of the pattern in a square of eight, or empty for a solid bar.
  let pattern: String

  static func style(of category: EmissionCategory) -> CategoryStyle {
    switch category {
    case .fossil:
      CategoryStyle(BilingualText("化石", "Fossil"), "#7a3300", "#7a3300", "")
    case .aircraft:
      CategoryStyle(BilingualText("航空", "Aircraft"), "#54278f", "#efedf5", "M2 0V8M6 0V8")
    case .biogenicEmissions:
      CategoryStyle(
        BilingualText("生物源", "Biogenic"), "#00572c", "#d9f0d3", "M-2 6L6 -2M2 10L10 2")
    case .landUseChange:
      CategoryStyle(BilingualText("土地变化", "Land use"), "#7f3b08", "#fee0b6", "M0 2H8M0 6H8")
    case .landManagement:
      CategoryStyle(
        BilingualText("土地管理", "Land mgmt"), "#5b4b00", "#fff7bc", "M4 0V8M0 4H8")
    case .biogenicUptake:
      CategoryStyle(
        BilingualText("生物吸收", "Uptake"), "#00572c", "#ffffff", "M-2 2L6 10M2 -2L10 6")
    case .landRemovals:
      CategoryStyle(
        BilingualText("土地清除", "Land rem."), "#7f3b08", "#ffffff", "M0 0L8 8M8 0L0 8")
    case .technologicalRemovals:
      CategoryStyle(
        BilingualText("工程清除", "Capture"), "#08306b", "#ffffff", "M1 4H3M5 4H7M1 0H3M5 0H7")
    }
  }

  private init(_ short: BilingualText, _ ink: String, _ ground: String, _ pattern: String) {
    self.short = short
    self.ink = ink
    self.ground = ground
    self.pattern = pattern
  }
}
