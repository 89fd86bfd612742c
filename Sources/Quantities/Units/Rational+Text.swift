// SPDX-License-Identifier: Apache-2.0

extension Rational {
  /// The number as people read it: exact where its decimals end, else `≈` and 12 digits.
  package var decimalText: String {
    if let exact = exactDecimal { return exact.description }
    // Twelve digits from the first one that counts.
    var places = 11
    var size = magnitude.numerator / denominator
    while size >= 10, places > 0 {
      size /= 10
      places -= 1
    }
    if magnitude.numerator < denominator {
      var scaled = magnitude.numerator
      while scaled < denominator, places < 24, scaled < Int128.max / 10 {
        scaled *= 10
        places += 1
      }
    }
    let (above, below) = (ExactDecimal(unscaled: numerator), ExactDecimal(unscaled: denominator))
    guard let above, let below,
      let value = try? above.divided(by: below, scale: places, rounding: .halfEven)
    else { return "\(numerator)/\(denominator)" }
    return "≈\(value.normalized)"
  }

  /// The number as a decimal, when its decimals end.
  package var exactDecimal: ExactDecimal? {
    var (rest, twos, fives) = (denominator, 0, 0)
    while rest.isMultiple(of: 2) { (rest, twos) = (rest / 2, twos + 1) }
    while rest.isMultiple(of: 5) { (rest, fives) = (rest / 5, fives + 1) }
    let places = max(twos, fives)
    guard rest == 1, places <= 24 else { return nil }
    var coefficient = numerator
    for _ in 0..<(places - twos) {
      guard let next = try? checkedProduct(coefficient, 2) else { return nil }
      coefficient = next
    }
    for _ in 0..<(places - fives) {
      guard let next = try? checkedProduct(coefficient, 5) else { return nil }
      coefficient = next
    }
    return try? ExactDecimal(coefficient: coefficient, scale: places)
  }
}

extension ExactDecimal {
  fileprivate init?(unscaled number: Int128) {
    guard let value = try? ExactDecimal(coefficient: number, scale: 0) else { return nil }
    self = value
  }
}
