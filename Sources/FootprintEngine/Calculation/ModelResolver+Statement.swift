// SPDX-License-Identifier: Apache-2.0
import Quantities

extension ModelResolver {
  /// Rules 17 and 22.
  mutating func checkStatement() {
    let statement = model.statement
    for problem in statement.problems(path: "statement") { problems.append(problem) }
    let editions = statement.assessments.map(\.name).joined(separator: ", ")
    if Set(statement.assessments).count != 1 {
      report(
        editions.isEmpty ? .statement : .assessment, "statement.assessments",
        editions.isEmpty
          ? BilingualText("没有写明GWP版本。", "No edition of GWP.")
          : BilingualText("几个GWP版本:\(editions)。", "More than one edition: \(editions)."),
        BilingualText("恰好一个,例如AR6。", "Exactly one, for instance AR6."))
    }
    _ = unit(statement.unit.unit, "statement.unit", rule: .statement)
  }

  /// Rule 27.
  mutating func checkCutOffs() {
    let limits = model.cutOffLimits
    var total = DecimalInterval.zero
    for (index, cutOff) in model.cutOffs.enumerated() {
      let path = "cutOffs[\(cutOff.name.isEmpty ? "\(index)" : cutOff.name)]"
      if cutOff.name.isEmpty || cutOff.reason.isEmpty {
        report(
          nil, path, BilingualText("没有名称或理由。", "No name, or no reason."),
          BilingualText("两者都写明。", "Both."))
      }
      total = total + DecimalInterval(cutOff.percent)
      guard cutOff.percent.isNegative || cutOff.percent > limits.single else { continue }
      report(
        .cutOffs, path, BilingualText("\(cutOff.percent) %", "\(cutOff.percent) %"),
        BilingualText("0至\(limits.single) %。", "Between 0 and \(limits.single) %."))
    }
    if (total - DecimalInterval(limits.total)).isPositive {
      let text = total.decimalText
      report(
        .cutOffs, "cutOffs", BilingualText("合计\(text) %", "\(text) % together"),
        BilingualText("合计不超过\(limits.total) %。", "At most \(limits.total) % together."))
    }
  }
}

extension FootprintStatement {
  /// What is missing or malformed (rule 22), editions of GWP and the meaning of the unit apart.
  func problems(path: String) -> [FootprintProblem] {
    var problems: [FootprintProblem] = []
    func report(_ part: String, _ found: BilingualText, _ required: BilingualText) {
      problems.append(
        FootprintProblem(.statement, path: "\(path).\(part)", found: found, required: required))
    }
    func quoted(_ text: String) -> BilingualText { BilingualText("“\(text)”", "“\(text)”") }
    if !Self.isUUID(identifier) {
      report(
        "identifier", quoted(identifier),
        BilingualText("小写的UUID。", "A UUID in lower case."))
    }
    if productIds.isEmpty {
      report(
        "productIds", BilingualText("没有产品标识。", "No product id."),
        BilingualText("至少一个URN,例如urn:gtin:…。", "At least one URN, such as urn:gtin:…."))
    }
    for (part, texts) in [("productIds", productIds), ("classifications", classifications)] {
      for text in texts where !Self.isURN(text) {
        report(part, quoted(text), BilingualText("URN(urn:…:…)。", "A URN, urn:…:…."))
      }
    }
    if productName.chinese.isEmpty || productName.english.isEmpty {
      report(
        "productName", BilingualText("产品没有名称。", "The product has no name."),
        BilingualText("中文和英文名称。", "A name in Chinese and English."))
    }
    if unit.amount <= .zero {
      report(
        "unit", BilingualText("\(unit.amount)", "\(unit.amount)"),
        BilingualText("声明单位的数量大于零。", "A unit of an amount above zero."))
    }
    if massPerUnit.isNegative {
      report(
        "massPerUnit", BilingualText("\(massPerUnit) kg", "\(massPerUnit) kg"),
        BilingualText("零或更大。", "Zero or more."))
    }
    if !Self.isGeography(geography) {
      report(
        "geography", quoted(geography),
        BilingualText(
          "ISO 3166代码(CN、CN-33)、联合国区域名称,或空(全球)。",
          "An ISO 3166 code (CN, CN-33), the name of a UN region, or nothing for the world."))
    }
    if standards.isEmpty || standards.contains("") {
      report(
        "standards", BilingualText("没有写明标准。", "No standard."),
        BilingualText(
          "至少一个,例如GB/T 24067-2024。", "At least one, for instance GB/T 24067-2024."))
    }
    for text in preceding where !Self.isUUID(text) {
      report("preceding", quoted(text), BilingualText("小写的UUID。", "A UUID in lower case."))
    }
    return problems
  }

  /// Whether the text is a UUID in lower case, in groups of 8, 4, 4, 4 and 12 digits.
  public static func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { offset, byte in
      switch offset {
      case 8, 13, 18, 23: byte == UInt8(ascii: "-")
      default:
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
    }
  }

  /// Whether the text has the form of a URN (RFC 8141): `urn:`, a name space, `:`, the rest.
  static func isURN(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "urn" else { return false }
    let space = parts[1].utf8
    guard (2...32).contains(space.count), !parts[2].isEmpty else { return false }
    return space.allSatisfy { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      && parts[2].utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Whether the text is empty, an ISO 3166 code in form, or a region of the UN's M49 standard.
  static func isGeography(_ text: String) -> Bool {
    if text.isEmpty || regions.contains(text) { return true }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    guard parts.count <= 2, parts[0].utf8.count == 2, parts[0].utf8.allSatisfy(isCapital) else {
      return false
    }
    guard parts.count == 2 else { return true }
    return (1...3).contains(parts[1].utf8.count)
      && parts[1].utf8.allSatisfy { isLetterOrDigit($0) && !(0x61...0x7A).contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// The regions and subregions that PACT v3 allows in `geographyRegionOrSubregion`.
  static let regions: Set<String> = [
    "Africa", "Americas", "Asia", "Europe", "Oceania", "Australia and New Zealand",
    "Central Asia", "Eastern Asia", "Eastern Europe", "Latin America and the Caribbean",
    "Melanesia", "Micronesia", "Northern Africa", "Northern America", "Northern Europe",
    "Polynesia", "South-eastern Asia", "Southern Asia", "Southern Europe",
    "Sub-Saharan Africa", "Western Asia", "Western Europe",
  ]
}
