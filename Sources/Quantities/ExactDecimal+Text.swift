// SPDX-License-Identifier: Apache-2.0

extension ExactDecimal: CustomStringConvertible {
  /// The plain decimal form, never with an exponent: `-0.50`.
  public var description: String {
    let digits = zeroPadded(coefficient.magnitude, width: scale + 1)
    let sign = coefficient < 0 ? "-" : ""
    if scale == 0 { return sign + digits }
    return "\(sign)\(digits.dropLast(scale)).\(digits.suffix(scale))"
  }

  /// Reads an optional `-`, digits, and optionally a point and more digits.
  ///
  /// Exponents, a leading `+`, thousands separators and a bare point are refused.
  public init(text: String) throws(QuantityError) {
    try self.init(text: text, bytes: Array(text.utf8))
  }

  /// Reads a number whose whole part is grouped in threes by commas or by spaces.
  ///
  /// `2,345,900.5` and `2 345 900.5` are read; `23,45` and `1,234 567` are refused, since they
  /// are as likely a decimal comma or two numbers. A number without separators is read too.
  public init(groupedText text: String) throws(QuantityError) {
    let bytes = Array(text.utf8)
    var plain: [UInt8] = []
    var separator: UInt8?
    var groupLength = 0
    var isWholePart = true
    for (offset, byte) in bytes.enumerated() {
      if isWholePart, byte == 0x2C || byte == 0x20 {
        let isFirst = separator == nil && (1...3).contains(groupLength)
        let isNext = separator == byte && groupLength == 3
        guard isFirst || isNext else { throw .malformed(.decimal, text: text, offset: offset) }
        separator = byte
        groupLength = 0
        continue
      }
      if isWholePart, byte == 0x2E {
        isWholePart = false
        guard separator == nil || groupLength == 3 else {
          throw .malformed(.decimal, text: text, offset: offset)
        }
      }
      if isWholePart, asciiDigit(byte) != nil { groupLength += 1 }
      plain.append(byte)
    }
    if isWholePart, separator != nil, groupLength != 3 {
      throw .malformed(.decimal, text: text, offset: bytes.count)
    }
    try self.init(text: text, bytes: plain)
  }

  private init(text: String, bytes: [UInt8]) throws(QuantityError) {
    let isNegative = bytes.first == 0x2D
    var offset = isNegative ? 1 : 0
    var value: Int128 = 0
    var point: Int?
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x2E, point == nil, offset > (isNegative ? 1 : 0) {
        point = offset
      } else if let digit = asciiDigit(byte) {
        // Building the negative from the start reaches −2¹²⁷, which has no positive.
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) =
          isNegative
          ? shifted.subtractingReportingOverflow(Int128(digit))
          : shifted.addingReportingOverflow(Int128(digit))
        if overflow || carry { throw .outOfRange(.decimal, text: text) }
        value = sum
      } else {
        throw .malformed(.decimal, text: text, offset: offset)
      }
      offset += 1
    }
    guard let last = bytes.last, asciiDigit(last) != nil else {
      throw .malformed(.decimal, text: text, offset: bytes.count)
    }
    let places = point.map { bytes.count - $0 - 1 } ?? 0
    guard places <= Self.maximumScale else { throw .scaleOutOfRange(places) }
    self.init(unchecked: value, scale: places)
  }
}
