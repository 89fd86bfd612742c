// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// Collects everything that is wrong with a document, property by property.
struct PACTCheck {
  private(set) var problems: [FootprintProblem] = []
  private(set) var warnings: [BilingualText] = []

  mutating func refuse(
    _ rule: FootprintRule, _ path: String, _ found: BilingualText, _ required: BilingualText
  ) {
    problems.append(FootprintProblem(rule, path: path, found: found, required: required))
  }

  mutating func warn(_ path: String, _ chinese: String, _ english: String) {
    warnings.append(BilingualText("\(path):\(chinese)", "\(path): \(english)"))
  }

  mutating func object(_ value: CBORValue, _ properties: [PACTProperty], path: String) {
    guard case .map(let pairs) = value else {
      refuseKind(value, path, BilingualText("对象", "an object"))
      return
    }
    let tree = PACTTree(.map(pairs))
    for property in properties {
      let path = "\(path)/\(property.name)"
      if let value = tree[property.name] {
        check(value, property.kind, path: path)
      } else if property.isRequired {
        refuse(
          .statement, path, BilingualText("没有", "nothing"),
          BilingualText("必填属性", "a required property"))
      }
    }
  }

  private mutating func check(_ value: CBORValue, _ kind: PACTKind, path: String) {
    switch kind {
    case .object(let properties): object(value, properties, path: path)
    case .anyObject:
      if case .map = value { return }
      refuseKind(value, path, BilingualText("对象", "an object"))
    case .boolean:
      if case .boolean = value { return }
      refuseKind(value, path, BilingualText("true 或 false", "true or false"))
    case .list(let kind, let isSet): list(value, of: kind, isSet: isSet, path: path)
    default:
      guard case .text(let text) = value else {
        refuseKind(value, path, kind.phrase)
        return
      }
      check(text, kind, path: path)
    }
  }

  private mutating func list(_ value: CBORValue, of kind: PACTKind, isSet: Bool, path: String) {
    guard case .array(let items) = value else {
      refuseKind(value, path, BilingualText("数组", "an array"))
      return
    }
    if items.isEmpty {
      // PACT's words ask for an empty set where no rules were followed, its schema for one item.
      if path.hasSuffix("/productOrSectorSpecificRules") {
        return warn(path, "空数组应省略", "an empty array should be left out")
      }
      refuse(
        kind.rule, path, BilingualText("空数组", "an empty array"),
        BilingualText("至少一项", "one item or more"))
    }
    for (position, item) in items.enumerated() {
      let path = "\(path)/\(position)"
      check(item, kind, path: path)
      if isSet, items[..<position].contains(item) {
        refuse(
          .statement, path, BilingualText("重复的项", "an item that stands there already"),
          BilingualText("各不相同的项", "items that differ"))
      }
    }
  }

  private mutating func check(_ text: String, _ kind: PACTKind, path: String) {
    if case .decimal(let decimal) = kind {
      guard let number = PACTDecimal.read(text) else {
        refuse(.statement, path, quoted(text), kind.phrase)
        return
      }
      if !decimal.allows(number, writtenAs: text) {
        refuse(decimal.rule, path, quoted(text), decimal.phrase)
      }
      return
    }
    guard kind.accepts(text) else {
      refuse(kind.rule, path, quoted(text), kind.phrase)
      return
    }
    if case .urn = kind, let doubt = PACTIdentifier.doubt(about: text) {
      warnings.append(BilingualText("\(path):\(doubt.chinese)", "\(path): \(doubt.english)"))
    }
  }

  private mutating func refuseKind(
    _ value: CBORValue, _ path: String, _ required: BilingualText
  ) {
    let found =
      switch value {
      case .null: BilingualText("null", "null")
      case .boolean: BilingualText("true 或 false", "true or false")
      case .text(let text): quoted(text)
      case .array: BilingualText("数组", "an array")
      case .map: BilingualText("对象", "an object")
      default: BilingualText("数字", "a number")
      }
    refuse(.statement, path, found, required)
  }

  private func quoted(_ text: String) -> BilingualText {
    let short = text.count > 60 ? text.prefix(60) + "…" : Substring(text)
    return BilingualText("“\(short)”", "“\(short)”")
  }
}
