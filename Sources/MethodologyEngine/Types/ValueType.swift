// SPDX-License-Identifier: Apache-2.0
import Quantities

/// What an expression is.
enum ValueType: Equatable, Sendable {
  /// A number with a dimension; a plain number has none.
  case quantity(PhysicalDimension)
  /// A bare `0`, which fits every dimension.
  case zero
  /// True or false.
  case truth
  /// One of the names.
  case choice([String])
  /// A calendar date.
  case date
  /// A text in quotes that nothing has been compared with yet.
  case text(String)

  /// How messages name it.
  var name: BilingualText {
    switch self {
    case .quantity(.none): BilingualText("纯数", "a plain number")
    case .quantity(let dimension):
      BilingualText(
        "以 \(dimension.displayUnit.text) 计的量", "a quantity in \(dimension.displayUnit.text)")
    case .zero: BilingualText("0", "0")
    case .truth: BilingualText("真假值", "true or false")
    case .choice(let names):
      BilingualText(
        "选项(\(names.prefix(4).joined(separator: "、")))",
        "a choice (\(names.prefix(4).joined(separator: ", ")))")
    case .date: BilingualText("日期", "a date")
    case .text(let text): BilingualText("文字“\(text)”", "the text “\(text)”")
    }
  }

  /// The dimension of a number; a bare zero is a plain number where nothing says otherwise.
  var dimension: PhysicalDimension? {
    switch self {
    case .quantity(let dimension): dimension
    case .zero: PhysicalDimension.none
    default: nil
    }
  }

  /// The type of both, where both must be of one type; `nil` when they are not.
  func unified(with other: ValueType) -> ValueType? {
    switch (self, other) {
    case (.zero, .quantity): other
    case (.quantity, .zero): self
    default: self == other ? self : nil
    }
  }
}
