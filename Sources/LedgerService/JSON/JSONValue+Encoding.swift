// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
  /// The value as JSON text, members in their order; the same value gives the same text.
  ///
  /// Only what must be escaped is. The pretty form indents by two spaces and ends without a
  /// line break.
  public func encoded(pretty: Bool = false) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, indentation: pretty ? 0 : nil)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
    case .integer(let value): bytes += Array(String(value).utf8)
    case .number(let text): bytes += Array(text.utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      Self.writeList(elements, "[", "]", to: &bytes, indentation) { element, bytes, deeper in
        element.write(to: &bytes, indentation: deeper)
      }
    case .object(let members):
      Self.writeList(members, "{", "}", to: &bytes, indentation) { member, bytes, deeper in
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if deeper != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.write(to: &bytes, indentation: deeper)
      }
    }
  }

  private static func writeList<Item>(
    _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
    _ indentation: Int?, _ body: (Item, inout [UInt8], Int?) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    let deeper = indentation.map { $0 + 2 }
    for (position, item) in items.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(deeper, &bytes)
      body(item, &bytes, deeper)
    }
    if !items.isEmpty { breakLine(indentation, &bytes) }
    bytes.append(UInt8(ascii: close))
  }

  private static func breakLine(_ indentation: Int?, _ bytes: inout [UInt8]) {
    guard let indentation else { return }
    bytes.append(0x0A)
    bytes += repeatElement(0x20, count: indentation)
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0x0D: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0x00..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array("\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
