// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology {
  /// What is wrong with the attributes of a scenario, or `nil`: there must be one integer for
  /// each attribute, within its bounds.
  public func problem(attributes values: [Int64]) -> BilingualText? {
    guard values.count == attributes.count else {
      return BilingualText(
        "方法学有 \(attributes.count) 项属性,此处有 \(values.count) 项。",
        "The methodology has \(attributes.count) attributes, found \(values.count).")
    }
    for (attribute, value) in zip(attributes, values) {
      let range = attribute.kind.rawRange
      if !range.contains(Int128(value)) {
        return BilingualText(
          "\(attribute.label.chinese)(\(attribute.name))须在 \(range.low) 至 \(range.high) 之间,"
            + "此处为 \(value)。",
          "\(attribute.label.english) (\(attribute.name)) must be \(range.low) to \(range.high), "
            + "found \(value).")
      }
    }
    return nil
  }
}
