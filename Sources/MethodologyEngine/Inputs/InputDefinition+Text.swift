// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology.InputDefinition {
  /// Reads a value as people write it: `8.25`, the name of a choice, `true`, `1`, `是`,
  /// `2025-02-28`.
  ///
  /// - Returns: The integer that stands for it: amount × 10^decimals, the position of the choice,
  ///   1 or 0, days since 1970-01-01.
  /// - Throws: What was found and what is required: a wrong form, too many decimals, a value
  ///   outside the bounds, an unknown choice, a list.
  public func raw(text: String) throws(InputFault) -> Int64 {
    try raw(utf8: Array(text.utf8).span)
  }

  /// Reads a value from UTF-8, without copying it: what an import of millions of rows calls.
  public func raw(utf8 bytes: Span<UInt8>) throws(InputFault) -> Int64 {
    let value: Int64?
    switch kind {
    case .quantity(_, let decimals, _, _): value = Self.number(bytes, decimals: decimals)
    case .choice(let names):
      value = names.firstIndex { Self.equal($0, bytes) }.map(Int64.init)
    case .flag: value = Self.flag(bytes)
    case .date:
      value = (try? CalendarDate(text: Self.string(bytes))).map { Int64($0.daysSinceEpoch) }
    case .list: value = nil
    }
    guard let value, kind.rawRange.contains(Int128(value)) else {
      let text = Self.string(bytes)
      throw InputFault(input: name, found: text, required: requirement(found: text))
    }
    return value
  }

  /// The text that ``raw(text:)`` reads as an integer; the integer itself where there is none.
  public func text(raw value: Int64) -> String {
    switch kind {
    case .quantity(_, let decimals, _, _):
      let decimal = try? ExactDecimal(coefficient: Int128(value), scale: decimals)
      return decimal?.normalized.description ?? "\(value)"
    case .choice(let names):
      return names.indices.contains(Int(clamping: value)) ? names[Int(value)] : "\(value)"
    case .flag: return value == 0 ? "false" : "true"
    case .date: return CalendarDate(daysSinceEpoch: Int32(clamping: value)).description
    case .list: return "\(value)"
    }
  }

  /// What the input takes, and that a number stands alone where something else was found.
  private func requirement(found text: String) -> BilingualText {
    let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    guard case .quantity(let unit, _, _, _) = kind, !isNumber else { return requirement }
    return BilingualText(
      requirement.chinese + ";只写数字,单位为 \(unit)",
      requirement.english + "; write the number only, in \(unit)")
  }

  /// What the input takes, as messages say it.
  public var requirement: BilingualText {
    switch kind {
    case .quantity(let unit, let decimals, let minimum, let maximum):
      let (low, high) = (minimum.normalized, maximum.normalized)
      return BilingualText(
        "\(low) 至 \(high) \(unit),至多 \(decimals) 位小数",
        "\(low) to \(high) \(unit) with at most \(decimals) decimals")
    case .choice(let names):
      return BilingualText(
        names.joined(separator: "、") + " 之一", "one of " + names.joined(separator: ", "))
    case .flag: return BilingualText("true 或 false(是、否、1、0)", "true or false (1, 0)")
    case .date: return BilingualText("2025-02-28 式的日期", "a date such as 2025-02-28")
    case .list(let fields, let minimum, let maximum):
      let names = fields.map(\.name).joined(separator: ", ")
      return BilingualText(
        "\(minimum) 至 \(maximum) 行(\(names))", "\(minimum) to \(maximum) rows of \(names)")
    }
  }

  private static func number(_ bytes: Span<UInt8>, decimals: Int) -> Int64? {
    var (value, offset, places, hasDigit) = (Int64(0), 0, -1, false)
    let isNegative = bytes.count > 0 && bytes[0] == 0x2D
    if isNegative { offset = 1 }
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == 0x2E, places < 0, hasDigit {
        places = 0
        hasDigit = false
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      hasDigit = true
      if places >= decimals {
        // Zeros behind the last decimal say nothing new; other digits would be lost.
        guard byte == 0x30 else { return nil }
        continue
      }
      if places >= 0 { places += 1 }
      guard let next = appended(value, Int64(byte & 0x0F)) else { return nil }
      value = next
    }
    guard hasDigit else { return nil }
    for _ in max(0, places)..<max(0, places, decimals) {
      guard let next = appended(value, 0) else { return nil }
      value = next
    }
    return isNegative ? -value : value
  }

  private static func appended(_ value: Int64, _ digit: Int64) -> Int64? {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(digit)
    return overflow || carry ? nil : sum
  }

  private static func flag(_ bytes: Span<UInt8>) -> Int64? {
    for word in ["true", "1", "是"] where equal(word, bytes) { return 1 }
    for word in ["false", "0", "否"] where equal(word, bytes) { return 0 }
    return nil
  }

  private static func equal(_ text: String, _ bytes: Span<UInt8>) -> Bool {
    guard text.utf8.count == bytes.count else { return false }
    var offset = 0
    for byte in text.utf8 {
      if bytes[offset] != byte { return false }
      offset += 1
    }
    return true
  }

  private static func string(_ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    for offset in bytes.indices.prefix(200) { copy.append(bytes[offset]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
