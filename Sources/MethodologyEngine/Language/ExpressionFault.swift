// SPDX-License-Identifier: Apache-2.0
import Quantities

/// What is wrong with an expression, and where in its text.
struct ExpressionFault: Error, Equatable {
  /// The place, in Unicode scalars from the start of the text.
  let offset: Int
  /// What is wrong and what was expected.
  let message: BilingualText

  init(_ offset: Int, _ chinese: String, _ english: String) {
    self.offset = offset
    message = BilingualText(chinese, english)
  }
}

extension Methodology.ExpressionText {
  /// The document's line and column of a place in the text.
  ///
  /// Lines after the first start at the column of the first, since a document writes an
  /// expression of several lines as an indented block. Without a document the line is 0 and the
  /// column counts in the text.
  func place(ofScalar offset: Int) -> (line: Int, column: Int) {
    var lines = 0
    var columns = 0
    for scalar in text.unicodeScalars.prefix(offset) {
      columns += 1
      if scalar == "\n" {
        lines += 1
        columns = 0
      }
    }
    return (line == 0 ? 0 : line + lines, column + columns)
  }
}
