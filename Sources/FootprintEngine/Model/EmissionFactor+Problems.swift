// SPDX-License-Identifier: Apache-2.0
import Quantities

extension EmissionFactor {
  /// What is wrong with the factor by itself: rules 13, 14, 19 and 20.
  ///
  /// It is complete, its unit can be read, and what the unit measures is what a factor of its
  /// role and purpose measures. Whether it may be used on a day is for the calculation.
  public var problems: [FootprintProblem] {
    var check = FactorExamination(factor: self)
    check.texts()
    check.number()
    check.unit()
    check.basis()
    check.dates()
    return check.problems
  }

  /// Whether `code` is lower-case words joined by `/` and `-`, with `@` and a version.
  public static func isCode(_ code: String) -> Bool {
    let parts = code.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, code.utf8.count <= maximumCodeLength else { return false }
    let version = parts[1]
    guard (1...9).contains(version.count), version.allSatisfy(isDigit),
      version.first != UInt8(ascii: "0")
    else { return false }
    let words = parts[0].split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-")
    }
    return words.allSatisfy { word in
      !word.isEmpty
        && word.allSatisfy {
          isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The most bytes of a code.
  public static let maximumCodeLength = 100
  /// The most bytes of a name.
  public static let maximumNameLength = 300
  /// The most bytes of a source.
  public static let maximumSourceLength = 500
}

/// Collects what is wrong with one factor.
private struct FactorExamination {
  let factor: EmissionFactor
  var problems: [FootprintProblem] = []

  init(factor: EmissionFactor) { self.factor = factor }

  mutating func report(
    _ rule: FootprintRule, _ path: String, _ found: String, _ chinese: String, _ english: String
  ) {
    let shown = found.isEmpty ? BilingualText("空", "nothing") : BilingualText(found, found)
    problems.append(
      FootprintProblem(
        rule, path: path, found: shown, required: BilingualText(chinese, english)))
  }

  mutating func texts() {
    if !EmissionFactor.isCode(factor.code) {
      report(
        .factorComplete, "code", factor.code,
        "以 / 和 - 连接的小写词,再加 @ 和版本号,如 cn/fuel/diesel/ncv@1",
        "lower-case words joined by / and -, @ and a version, as cn/fuel/diesel/ncv@1")
    }
    name("name_zh", factor.name.chinese)
    name("name_en", factor.name.english)
    let source = factor.source
    if source.allSatisfy(\.isWhitespace) || source.utf8.count > EmissionFactor.maximumSourceLength {
      report(
        .factorComplete, "source", source, "文件、文号和日期,至多500字节",
        "the document with number and date, at most 500 bytes")
    }
    if !factor.supersedes.isEmpty,
      !EmissionFactor.isCode(factor.supersedes) || factor.supersedes == factor.code
    {
      report(
        .factorComplete, "supersedes", factor.supersedes, "另一个因子的编码,或空",
        "the code of another factor, or nothing")
    }
  }

  private mutating func name(_ path: String, _ text: String) {
    guard
      text.allSatisfy(\.isWhitespace) || text.utf8.count > EmissionFactor.maximumNameLength
    else { return }
    report(.factorComplete, path, text, "名称,至多300字节", "a name of at most 300 bytes")
  }

  mutating func number() {
    if factor.value.isNegative, factor.purpose != .product {
      report(
        .factorComplete, "value", factor.value.description,
        "不小于零;只有产品碳足迹的清除可为负",
        "zero or more; only removals of purpose product are below zero")
    }
    if factor.role == .oxidationRate, factor.value > .one {
      report(.factorComplete, "value", factor.value.description, "0到1", "0 to 1")
    }
  }

  mutating func unit() {
    do throws(UnitFault) {
      let unit = try CompoundUnit(text: factor.unit)
      guard let wanted = dimensions, !wanted.contains(where: { $0.fits(unit.dimension) }) else {
        return
      }
      let examples = wanted.map(\.example).joined(separator: ", ")
      report(
        factor.role.isStandardCoal ? .standardCoalKind : .units, "unit", factor.unit,
        "\(factor.role.name) 的单位,如 \(examples)",
        "a unit of \(factor.role.name), such as \(examples)")
    } catch {
      let message = error.message
      report(.units, "unit", factor.unit, message.chinese, message.english)
    }
  }

  /// What a unit may measure; `nil` where anything goes.
  private var dimensions: [UnitShape]? {
    switch factor.role {
    case .calorificValue: [.energyPerMass, .energyPerVolume, .energyPerStandardCoal]
    case .carbonContent: [.carbonPerEnergy, .carbonPerMass, .carbonPerVolume]
    case .oxidationRate: [.number]
    case .standardCoalCalorific, .standardCoalEquivalent: [.standardCoalPer]
    case .gridAverage, .gridResidual, .fossilPower, .powerSource: [.gasPerEnergy]
    case .plain:
      switch factor.purpose {
      case .organisation, .product, .inclusive: [.gasPer]
      case .characterisation: [.gasPerMass]
      case .conversion: nil
      }
    }
  }

  mutating func basis() {
    let hasGas = factor.purpose != .conversion
    if hasGas == factor.basis.isEmpty {
      report(
        .factorComplete, "basis", factor.basis,
        hasGas ? "CO2、CO2e或气体名" : "空:折算系数没有气体",
        hasGas ? "CO2, CO2e or a gas" : "nothing: a conversion has no gas")
    }
    let isConversionRole = factor.role.isConversion
    if isConversionRole != (factor.purpose == .conversion), factor.role != .plain {
      report(
        .factorPurpose, "purpose", factor.purpose.name, "与角色 \(factor.role.name) 相符的用途",
        "a purpose that goes with the role \(factor.role.name)")
    }
    if factor.purpose == .characterisation, factor.role != .plain {
      report(.factorPurpose, "role", factor.role.name, "plain", "plain")
    }
    let needsEdition = factor.basis == "CO2e" || factor.purpose == .characterisation
    if needsEdition, factor.assessment == nil {
      report(.assessment, "assessment", "", "AR2到AR6", "AR2 to AR6")
    }
    if !needsEdition, let assessment = factor.assessment {
      report(
        .assessment, "assessment", assessment.name, "空:只有CO2e和增温潜势有版本",
        "nothing: only CO2e and warming potentials have an edition")
    }
  }

  mutating func dates() {
    if factor.purpose == .product, factor.dataYear == nil {
      report(
        .factorComplete, "data_year", "", "数据年份:产品碳足迹因子必填",
        "the year of the data, which a product factor must have")
    }
    if let year = factor.dataYear, year < 1900 || year > factor.published.year {
      report(
        .factorDate, "data_year", "\(year)", "1900年到发布年", "1900 to the year of publication")
    }
    if factor.lagYears != nil, factor.dataYear == nil {
      report(
        .factorDate, "data_year", "", "有滞后年数就要有数据年份",
        "a year, because there is a lag")
    }
    if let lag = factor.lagYears, !(0...100).contains(lag) {
      report(.factorDate, "lag_years", "\(lag)", "0到100", "0 to 100")
    }
    if let last = factor.validThrough, last < factor.published {
      report(
        .factorDate, "valid_through", last.description, "不早于发布日", "not before publication")
    }
  }
}

extension FactorRole {
  /// Whether the role is one of energy conversion.
  fileprivate var isConversion: Bool {
    switch self {
    case .calorificValue, .carbonContent, .oxidationRate: true
    default: isStandardCoal
    }
  }

  /// Whether the role is a conversion to standard coal, of either kind.
  fileprivate var isStandardCoal: Bool {
    self == .standardCoalCalorific || self == .standardCoalEquivalent
  }
}
