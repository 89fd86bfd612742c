// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// What the chapter on inclusive credits leaves for those after it.
struct InclusiveStory {
  /// The numbers of methodologies and scenarios, by what the chapter calls them.
  var methodologies: [String: UInt32] = [:]
  var scenarios: [String: UInt32] = [:]
  var roof: UInt32 = 0
  var activities = 0
  /// A tonne retired for an event.
  var neutralised: String?
  /// A tonne made of two months.
  var spanning: String?
}

extension Demonstration {
  /// Months of everyday journeys and a small roof: computed, verified, issued, traded, used.
  func liveInclusively(_ session: LedgerSession) async throws(ServiceError) {
    heading("碳普惠:由活动数据按备案方法学计算", "Inclusive credits: computed from activities")
    guard let folder = methodologies else {
      return say(
        "  未找到 Methodologies 文件夹,本章略过;请在项目目录中运行,或用 --methodologies 指定。",
        "  No folder Methodologies was found, so this chapter is left out; run it in the "
          + "project's directory, or name the folder with --methodologies.")
    }
    clock.set(InclusiveCity.day(InclusiveCity.january, 2))
    try await registerInclusiveParties(session)
    try await fileMethodologies(folder, session)
    try await approveScenarios(session)
    try await authorise(session)
    try await travel(session)
    try await showInclusiveRefusals(session)
    try await generate(session)
    try await refuseCertificates(session)
    try await closeMonth(InclusiveCity.january, session)
    try await ride(InclusiveCity.february, 5, session)
    try await closeMonth(InclusiveCity.february, session)
    try await tradeAndRetire(session)
    try await spendPoints(session)
  }

  private func registerInclusiveParties(_ session: LedgerSession) async throws(ServiceError) {
    try await register(InclusiveCity.parties, session)
    let assets = InclusiveCredits.assetClasses(issuer: numbers["pher"] ?? 0)
    try await submit(assets.map(\.encoded), by: "authority", session)
    let scheme = SchemeRecord(
      code: "EXPHER", chineseName: "示例市碳普惠(示例)", englishName: "Example City scheme (example)",
      province: ExampleCity.zhejiang, from: InclusiveCity.schemeStart, lateWindowDays: 45,
      vintageMonths: 36, source: InclusiveCity.notice)
    try await submit([scheme.encoded], by: "authority", session)
    let roof = try record(of: InclusiveCity.roof)
    let receipt = try await submit([roof.encoded], by: "registry", session)
    story.roof = receipt.assignments.first { $0.kind == "project" }?.number ?? 0
  }

  private func fileMethodologies(
    _ folder: MethodologyFolder, _ session: LedgerSession
  ) async throws(ServiceError) {
    let adoptions = [
      ("transit", InclusiveCity.transit), ("bikes", InclusiveCity.bikes),
      ("solar", InclusiveCity.solar), ("points", InclusiveCity.points),
    ]
    for (name, adoption) in adoptions {
      var filing = try MethodologyFiling(path: "\(folder.path)/\(adoption.identity)")
      var assignments: [ParameterAssignment] = []
      for setting in adoption.settings {
        let choice = setting.choice.map { "[\($0)]" } ?? ""
        assignments.append(
          try ParameterAssignment(text: "\(setting.name)\(choice)=\(setting.value)"))
      }
      let names = Set(adoption.settings.map(\.name))
      try filing.set(
        assignments,
        sources: [String: String](
          uniqueKeysWithValues: names.map { ($0, InclusiveCity.notice) }),
        on: InclusiveCity.day(InclusiveCity.january, 2))
      let record = try filing.record(hash: session.suite.hash)
      let receipt = try await submit([record.encoded], by: "authority", session)
      story.methodologies[name] = receipt.assignments.first?.number
      let title = filing.methodology.title
      say(
        "  备案 \(adoption.identity)  \(title.chinese)(另设 \(adoption.settings.count) 个参数)",
        "  filed \(adoption.identity)  \(title.english) (\(adoption.settings.count) values set)")
    }
  }

  private func approveScenarios(_ session: LedgerSession) async throws(ServiceError) {
    let start = InclusiveCity.day(InclusiveCity.january, 1)
    let last = InclusiveCity.day(InclusiveCity.january.adding(months: 35), 31)
    let approvals = [
      (
        "transit",
        scenario("METRO", "公共出行(示例)", "public transport (example)", "metro", from: start)
      ),
      (
        "bikes",
        scenario(
          "BIKES", "电单车骑行项目(示例)", "e-bike project (example)", "bikes", from: start,
          through: last, attributes: [0], subjects: ["device:EXBIKE-FLEET-1"])
      ),
      ("solar", solarScenario(capacity: 98_000)),
      (
        "points",
        scenario(
          "WALK", "绿色出行积分(示例)", "green travel points (example)", "metro", from: start,
          benefit: .points, methodology: "points")
      ),
    ]
    for (name, record) in approvals {
      let receipt = try await submit([record.encoded], by: "authority", session)
      story.scenarios[name] = receipt.assignments.first { $0.kind == "scenario" }?.number
      let period = record.through.map { " … \($0)" } ?? ""
      say(
        "  批准 EXPHER-\(record.code)  \(record.chineseName)  \(record.from)\(period)",
        "  approved EXPHER-\(record.code)  \(record.englishName)  \(record.from)\(period)")
    }
  }

  func scenario(
    _ code: String, _ chinese: String, _ english: String, _ party: String,
    from: CalendarDate, through: CalendarDate? = nil, attributes: [Int64] = [],
    benefit: Benefit = .pooled, methodology: String? = nil, subjects: [String] = [],
    greenProject: UInt32? = nil
  ) -> ScenarioRecord {
    let name = methodology ?? (party == "metro" ? "transit" : party)
    return ScenarioRecord(
      scheme: 0, methodology: story.methodologies[name] ?? 0, code: code, chineseName: chinese,
      englishName: english, operatorNumber: numbers[party] ?? 0,
      beneficiary: numbers[party] ?? 0, from: from, through: through, attributes: attributes,
      benefit: benefit, subjects: subjects, greenProject: greenProject,
      reference: InclusiveCity.notice)
  }

  /// The roof's scenario, with its capacity in hundredths of a kilowatt.
  func solarScenario(capacity: Int64, code: String = "SOLAR") -> ScenarioRecord {
    let grid = CalendarDate(daysSinceEpoch: 20_332)
    return scenario(
      code, "屋顶光伏(示例)", "rooftop solar (example)", "rooftop",
      from: InclusiveCity.day(InclusiveCity.december, 1),
      through: InclusiveCity.day(InclusiveCity.january.adding(months: 119), 31),
      attributes: [capacity, Int64(grid.daysSinceEpoch), 1, 0, 0], methodology: "solar",
      subjects: ["site:EXAMPLE-ROOF-\(code)"],
      greenProject: code == "SOLAR" ? story.roof : nil)
  }

  /// A tonne retired for an event, as `credit explain` understands it.
  public var neutralisedTonne: String? { story.neutralised }
  /// A tonne that stands for activities of two months.
  public var spanningTonne: String? { story.spanning }
}
