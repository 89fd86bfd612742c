// SPDX-License-Identifier: Apache-2.0

/// A distinguished name (RFC 5280 §4.1.2.4): who a certificate is about, or who issued it.
public struct CertificateName: Sendable, Hashable {
  /// One attribute: its type as a dotted object identifier, and its value.
  public struct Attribute: Sendable, Hashable {
    /// The type, for instance `2.5.4.3`.
    public let type: String
    /// The value; a value of a type that is no text is in hexadecimal.
    public let value: String
  }

  /// organizationIdentifier (ITU-T X.520).
  public static let organizationIdentifier = "2.5.4.97"
  /// serialNumber of the subject (RFC 5280, appendix A.1).
  public static let serialNumber = "2.5.4.5"

  /// The attributes in their order.
  public let attributes: [Attribute]
  /// The DER of the name.
  let encoded: [UInt8]

  /// The values of the attributes of `type`.
  public func values(of type: String) -> [String] {
    attributes.filter { $0.type == type }.map(\.value)
  }

  /// The name in one line, as `CN=…, O=…`; what could act on a terminal is shown as `?`.
  public var line: String {
    attributes.map { attribute in
      let visible = attribute.value.unicodeScalars.map { scalar -> Character in
        let isShown =
          scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
          && scalar.properties.generalCategory != .format
          && scalar.properties.generalCategory != .lineSeparator
          && scalar.properties.generalCategory != .paragraphSeparator
        return isShown ? Character(scalar) : "?"
      }
      return "\(Self.labels[attribute.type] ?? attribute.type)=\(String(visible))"
    }.joined(separator: ", ")
  }

  private static let labels = [
    "2.5.4.3": "CN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
    "2.5.4.9": "street", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.97": "organizationIdentifier",
    "1.2.840.113549.1.9.1": "emailAddress",
  ]

  init(_ bytes: [UInt8], _ element: DERElement) throws(CertificateError) {
    var attributes: [Attribute] = []
    var names = DERReader(bytes, element.contents)
    while !names.isAtEnd {
      var set = DERReader(bytes, try names.next(DERTag.set, "relative name").contents)
      guard !set.isAtEnd else { throw .malformed("an empty relative name") }
      while !set.isAtEnd {
        var pair = DERReader(bytes, try set.next(DERTag.sequence, "attribute").contents)
        let type = try pair.next(DERTag.objectIdentifier, "type of an attribute")
        let value = try pair.next()
        try pair.requireEnd("an attribute")
        attributes.append(
          Attribute(
            type: DottedIdentifier.dotted(bytes[type.contents]),
            value: try DERText.text(bytes, value) ?? Hexadecimal.encode(Array(bytes[value.range]))))
      }
    }
    self.attributes = attributes
    encoded = Array(bytes[element.range])
  }
}

/// Object identifiers as people write them.
enum DottedIdentifier {
  /// The dotted form of the contents of an OBJECT IDENTIFIER (X.690 §8.19); arcs beyond 63 bits
  /// are shown as `…`.
  static func dotted(_ contents: ArraySlice<UInt8>) -> String {
    var arcs: [String] = []
    var (value, isTooLarge): (UInt64, Bool) = (0, false)
    for byte in contents {
      isTooLarge = isTooLarge || value >> 56 != 0
      value = value << 7 | UInt64(byte & 0x7f)
      guard byte < 0x80 else { continue }
      if arcs.isEmpty, !isTooLarge {
        let root = min(value / 40, 2)
        arcs = ["\(root)", "\(value - root * 40)"]
      } else {
        arcs.append(isTooLarge ? "…" : "\(value)")
      }
      (value, isTooLarge) = (0, false)
    }
    return arcs.joined(separator: ".")
  }
}

/// The texts of DER.
enum DERText {
  /// The text in an element; nil when the element is no text.
  ///
  /// Texts that are not what their type
  /// allows are refused, among them those with a NUL, which other software reads as an end.
  static func text(
    _ bytes: [UInt8], _ element: DERElement
  ) throws(CertificateError) -> String? {
    let contents = bytes[element.contents]
    let text: String?
    switch element.tag {
    case DERTag.utf8String: text = String(validating: contents, as: UTF8.self)
    case DERTag.printableString, 0x12, 0x16, 0x1a:  // also Numeric-, IA5-, VisibleString
      text = String(validating: contents, as: Unicode.ASCII.self)
    case DERTag.bmpString: text = wide(contents)
    case 0x14: text = String(String.UnicodeScalarView(contents.map { Unicode.Scalar($0) }))
    default: return nil
    }
    guard let text, !text.unicodeScalars.contains("\0") else {
      throw .malformed("a text at byte \(element.range.lowerBound)")
    }
    return text
  }

  private static func wide(_ contents: ArraySlice<UInt8>) -> String? {
    guard contents.count.isMultiple(of: 2) else { return nil }
    let bytes = Array(contents)
    let units = stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    return String(validating: units, as: UTF16.self)
  }
}
