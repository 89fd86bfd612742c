// SPDX-License-Identifier: Apache-2.0

/// Where a key in a token is: a PKCS#11 URI (RFC 7512).
///
/// An attribute narrows what is meant, so one that is not understood would name more than its
/// writer thinks: such a URI is refused. A PIN has no place in it (`pin-value`), since URIs are
/// shown and stored.
public struct TokenURI: Hashable, Sendable {
  /// The attributes that are understood, in the order they are written.
  public enum Attribute: String, Hashable, Sendable, CaseIterable {
    /// The token's label.
    case token
    /// The token's manufacturer.
    case manufacturer
    /// The token's model.
    case model
    /// The token's serial number.
    case serial
    /// The number of the slot the token is in.
    case slotNumber = "slot-id"
    /// The key's label, CKA_LABEL.
    case object
    /// The key's identifier, CKA_ID: any bytes.
    case identifier = "id"
    /// The class of the object; always `private` here.
    case type
    /// The file that holds the PIN, as `file:/…`.
    case pinSource = "pin-source"
    /// The file of the token's module.
    case modulePath = "module-path"

    /// Whether it stands behind the question mark.
    var isQuery: Bool { self == .pinSource || self == .modulePath }

    /// The most bytes of a value: what Cryptoki's structures hold, and the system's paths.
    var limit: Int {
      switch self {
      case .token, .manufacturer: 32
      case .model, .serial: 16
      case .slotNumber: 20
      case .type: 7
      case .object, .identifier: 255
      case .pinSource, .modulePath: 1_024
      }
    }
  }

  /// The longest text that is read, in bytes.
  public static let limit = 4_096

  /// The values, decoded.
  private(set) var values: [Attribute: [UInt8]]

  init(values: [Attribute: [UInt8]]) { self.values = values }

  /// The value of a text attribute.
  public func text(_ attribute: Attribute) -> String? {
    values[attribute].map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of an attribute as it is compared with the token's.
  func bytes(_ attribute: Attribute) -> [UInt8]? { values[attribute] }

  /// The same with another value, or without one.
  func with(_ attribute: Attribute, _ value: [UInt8]?) -> TokenURI {
    var other = self
    other.values[attribute] = value
    return other
  }

  /// The path of the file with the PIN.
  var pinPath: String? {
    guard let source = text(.pinSource) else { return nil }
    return source.hasPrefix(Self.fileScheme)
      ? String(source.dropFirst(Self.fileScheme.count)) : source
  }

  static let fileScheme = "file:"
}

extension TokenURI: CustomStringConvertible {
  /// The URI; what it parses to is the same value.
  public var description: String {
    let written = Attribute.allCases.compactMap { attribute in
      values[attribute].map { value in
        (attribute, "\(attribute.rawValue)=\(Self.escaped(value, attribute))")
      }
    }
    let path = written.filter { !$0.0.isQuery }.map(\.1).joined(separator: ";")
    let query = written.filter { $0.0.isQuery }.map(\.1).joined(separator: "&")
    return "pkcs11:\(path)" + (query.isEmpty ? "" : "?\(query)")
  }

  /// Bytes that need no escape are kept, but an identifier is escaped whole (RFC 7512 §2.3).
  private static func escaped(_ value: [UInt8], _ attribute: Attribute) -> String {
    var text = ""
    for byte in value {
      if attribute != .identifier, isPlain(byte, isQuery: attribute.isQuery) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return text
  }

  /// Whether a byte stands for itself: `pk11-pchar` and `pk11-qchar` of RFC 7512 §2.3.
  static func isPlain(_ byte: UInt8, isQuery: Bool) -> Bool {
    isAlphanumeric(byte) || "-._~:[]@!$'()*+,=".utf8.contains(byte)
      || (isQuery ? "/?|" : "&").utf8.contains(byte)
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
