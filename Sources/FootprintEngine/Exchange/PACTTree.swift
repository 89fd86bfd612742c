// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// An object of a document, by the names of its members.
struct PACTTree {
  private let members: [String: CBORValue]

  init(_ value: CBORValue?) {
    guard case .map(let pairs) = value else {
      members = [:]
      return
    }
    var members: [String: CBORValue] = [:]
    for pair in pairs {
      if case .text(let name) = pair.key { members[name] = pair.value }
    }
    self.members = members
  }

  subscript(name: String) -> CBORValue? { members[name] }

  func object(_ name: String) -> PACTTree { PACTTree(members[name]) }

  func text(_ name: String) -> String? { Self.text(members[name]) }

  func texts(_ name: String) -> [String] { items(name).compactMap { Self.text($0) } }

  func items(_ name: String) -> [CBORValue] {
    guard case .array(let items) = members[name] else { return [] }
    return items
  }

  func boolean(_ name: String) -> Bool? {
    guard case .boolean(let value) = members[name] else { return nil }
    return value
  }

  func decimal(_ name: String) -> ExactDecimal? {
    text(name).flatMap { PACTDecimal.read($0) }
  }

  func instant(_ name: String) -> Timestamp? {
    text(name).flatMap { PACTInstant.read($0) }
  }

  private static func text(_ value: CBORValue?) -> String? {
    guard case .text(let text) = value else { return nil }
    return text
  }
}

extension PACTTree {
  /// Reads the bytes and refuses what no JSON text can come from.
  static func decode(_ bytes: [UInt8]) throws(FootprintProblems) -> CBORValue {
    guard bytes.count <= PACTDocument.maximumBytes else {
      throw refusal(
        "",
        BilingualText("文件有 \(bytes.count) 字节", "the document has \(bytes.count) bytes"),
        BilingualText(
          "至多 \(PACTDocument.maximumBytes) 字节", "at most \(PACTDocument.maximumBytes) bytes"))
    }
    let value: CBORValue
    do throws(CBORError) {
      value = try CBORValue(decoding: bytes)
    } catch {
      throw refusal(
        "", BilingualText("不是确定性 CBOR:\(error)", "not deterministic CBOR: \(error)"), form)
    }
    if let path = fault(in: value, path: "") {
      throw refusal(
        path, BilingualText("JSON 中没有的内容", "what JSON does not have"), form)
    }
    guard case .map = value else {
      throw refusal(
        "", BilingualText("不是对象", "no object"),
        BilingualText("一个 PACT ProductFootprint 对象", "a PACT ProductFootprint object"))
    }
    return value
  }

  /// Stands in when a property could not be read though no check refused it.
  static let incomplete = FootprintProblem(
    .statement, path: "", found: BilingualText("不完整的文件", "an incomplete document"),
    required: BilingualText("PACT v3 的必填属性", "the required properties of PACT v3"))

  /// The path of the first item that JSON has no form for, or nil.
  private static func fault(in value: CBORValue, path: String) -> String? {
    switch value {
    case .text, .boolean, .null, .unsigned, .negative: return nil
    case .bytes: return path
    case .tag(4, .array(let parts)):
      return parts.count == 2 && isInteger(parts[0]) && isMantissa(parts[1]) ? nil : path
    case .tag: return isMantissa(value) ? nil : path
    case .array(let items):
      for (position, item) in items.enumerated() {
        if let found = fault(in: item, path: "\(path)/\(position)") { return found }
      }
      return nil
    case .map(let pairs):
      for pair in pairs {
        guard case .text(let name) = pair.key else { return path }
        if let found = fault(in: pair.value, path: "\(path)/\(escaped(name))") { return found }
      }
      return nil
    }
  }

  private static func isInteger(_ value: CBORValue) -> Bool {
    switch value {
    case .unsigned, .negative: true
    default: false
    }
  }

  /// An integer, or a bignum (RFC 8949 §3.4.3).
  private static func isMantissa(_ value: CBORValue) -> Bool {
    switch value {
    case .tag(2, .bytes), .tag(3, .bytes): true
    default: isInteger(value)
    }
  }

  /// A member's name in a JSON pointer.
  static func escaped(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let form = BilingualText(
    "JSON 文件的确定性 CBOR 形式", "the deterministic CBOR form of a JSON document")

  private static func refusal(
    _ path: String, _ found: BilingualText, _ required: BilingualText
  ) -> FootprintProblems {
    FootprintProblems([FootprintProblem(nil, path: path, found: found, required: required)])
  }
}
