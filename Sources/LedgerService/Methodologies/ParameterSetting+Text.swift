// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine
import Quantities

extension Methodology.ParameterSetting {
  /// Reads a setting as operators write it: `speed_limit=120`, `factor[metro]=46.7`.
  ///
  /// - Throws: ``ServiceError/invalid(_:)`` for anything else.
  public init(text: String) throws(ServiceError) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    var name = halves[0]
    var choice: String?
    if name.hasSuffix("]"), let open = name.firstIndex(of: "[") {
      choice = String(name[name.index(after: open)...].dropLast())
      name = name[..<open]
    }
    guard halves.count == 2, !name.isEmpty, choice != "",
      let value = try? ExactDecimal(text: String(halves[1]))
    else {
      throw .invalid(
        BilingualText(
          "“\(text)”不是参数设定;示例:speed_limit=120、factor[metro]=46.7。",
          "“\(text)” sets no parameter; examples: speed_limit=120, factor[metro]=46.7."))
    }
    self.init(name: String(name), choice: choice, value: value)
  }
}
