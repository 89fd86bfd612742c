// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The units of openLCA in the words of this project.
enum OpenLCAUnits {
  private static let words = [
    "Item(s)": "piece", "Items": "piece", "p": "piece", "p*km": "person·km",
  ]

  /// The reference unit of a flow, or nil and a problem when it is none that is known here.
  static func symbol(
    _ flow: OpenLCAFlow, _ reader: inout OpenLCAReader, _ file: String, _ place: String
  ) -> String? {
    let symbol = words[flow.unit] ?? flow.unit.replacing("*", with: "·")
    if (try? CompoundUnit(text: symbol)) != nil { return symbol }
    reader.refuse(
      file, place, "流 \(flow.name) 的参考单位 \(flow.unit) 未知。",
      "The reference unit of \(flow.name), \(flow.unit), is not known.")
    return nil
  }
}
