// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A value that an input cannot take: which input, what was found, and what it needs.
public struct InputFault: Error, Sendable, Hashable {
  /// The name of the input or attribute; of a row's field, `list[row].field`, rows from 0.
  public var input: String
  /// What was found; `nil` when there is nothing.
  public var found: String?
  /// What the input needs.
  public var required: BilingualText

  /// Creates a fault.
  public init(input: String, found: String?, required: BilingualText) {
    self.input = input
    self.found = found
    self.required = required
  }

  /// The fault as a sentence.
  public var message: BilingualText {
    guard let found else {
      return BilingualText(
        "缺少 \(input);应为\(required.chinese)。",
        "\(input) is missing; expected \(required.english).")
    }
    return BilingualText(
      "\(input) 为“\(found)”;应为\(required.chinese)。",
      "\(input) is “\(found)”; expected \(required.english).")
  }
}
