// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The names in the header of a CSV list of ours.
enum ColumnNames {
  /// Takes the cells of a header, white space trimmed; one that is empty or comes twice is refused.
  ///
  /// The names stay as they were written. They are compared as ``matches(_:_:)`` does, so that one
  /// column does not hide behind another.
  static func read(_ cells: [String]) throws(ServiceError) -> [String] {
    let names = cells.map(TextNormalization.trimmed)
    var columns: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      guard !name.isEmpty else {
        throw .invalid(
          BilingualText(
            "表头第 \(position + 1) 列没有名称;请给它命名,或删去该列。",
            "Column \(position + 1) of the header has no name; give it one, or take it out."))
      }
      if let first = columns.updateValue(position, forKey: TextNormalization.simplified(name)) {
        throw .invalid(
          BilingualText(
            "表头中列 \"\(name)\" 出现两次(第 \(first + 1) 列与第 \(position + 1) 列);请删去一列。",
            "The column \"\(name)\" stands in the header twice, as columns \(first + 1) and "
              + "\(position + 1); take one out."))
      }
    }
    return names
  }

  /// Whether a name in a header is `name`, in traditional characters (繁體) or simplified ones.
  static func matches(_ header: String, _ name: String) -> Bool {
    header == name || TextNormalization.simplified(header) == name
  }
}
