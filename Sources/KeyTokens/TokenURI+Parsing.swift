// SPDX-License-Identifier: Apache-2.0

/// What a PKCS#11 URI breaks, and where.
public struct TokenURIError: Error, Hashable, Sendable {
  /// What can be wrong.
  public enum Problem: Hashable, Sendable {
    /// The text does not begin with `pkcs11:`.
    case scheme
    /// The text, or a value, has more bytes than there may be.
    case tooLong(limit: Int)
    /// A byte that must be escaped, or an escape that is none.
    case character
    /// An attribute without a name, `=` or value.
    case attribute
    /// An attribute that is written twice.
    case repeated(String)
    /// An attribute that is not understood.
    case unknown(String)
    /// A PIN in the URI.
    case pinValue
    /// A value that its attribute cannot have.
    case value(String)
  }

  /// The byte of the text where it is, from 0.
  public let offset: Int
  /// What is wrong.
  public let problem: Problem

  /// A problem at a byte.
  public init(offset: Int, problem: Problem) {
    self.offset = offset
    self.problem = problem
  }
}

extension TokenURI {
  /// Reads a URI.
  public init(parsing text: String) throws(TokenURIError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.limit else {
      throw TokenURIError(offset: Self.limit, problem: .tooLong(limit: Self.limit))
    }
    let scheme = Array("pkcs11:".utf8)
    // A scheme is the same in capitals (RFC 3986 §3.1).
    let start = bytes.prefix(scheme.count).map {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
    }
    guard start == scheme else { throw TokenURIError(offset: 0, problem: .scheme) }
    let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    var values: [Attribute: [UInt8]] = [:]
    try Self.read(bytes[scheme.count..<mark], separator: ";", isQuery: false, into: &values)
    if mark < bytes.count {
      try Self.read(bytes[(mark + 1)...], separator: "&", isQuery: true, into: &values)
    }
    self.init(values: values)
  }

  private static func read(
    _ part: ArraySlice<UInt8>, separator: Unicode.Scalar, isQuery: Bool,
    into values: inout [Attribute: [UInt8]]
  ) throws(TokenURIError) {
    guard !part.isEmpty else { return }
    let separator = UInt8(ascii: separator)
    for piece in part.split(separator: separator, omittingEmptySubsequences: false) {
      guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else {
        throw TokenURIError(offset: piece.startIndex, problem: .attribute)
      }
      let attribute = try attribute(piece[..<equals], isQuery: isQuery)
      let value = try unescaped(piece[(equals + 1)...], isQuery: isQuery)
      if let problem = problem(attribute, value) {
        throw TokenURIError(offset: equals + 1, problem: problem)
      }
      guard values.updateValue(value, forKey: attribute) == nil else {
        throw TokenURIError(offset: piece.startIndex, problem: .repeated(attribute.rawValue))
      }
    }
  }

  private static func attribute(
    _ bytes: ArraySlice<UInt8>, isQuery: Bool
  ) throws(TokenURIError) -> Attribute {
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 == UInt8(ascii: "-") || isAlphanumeric($0) }) else {
      throw TokenURIError(offset: bytes.startIndex, problem: .attribute)
    }
    let name = String(decoding: bytes, as: UTF8.self)
    guard name != "pin-value" else {
      throw TokenURIError(offset: bytes.startIndex, problem: .pinValue)
    }
    guard let attribute = Attribute(rawValue: name), attribute.isQuery == isQuery else {
      throw TokenURIError(
        offset: bytes.startIndex, problem: .unknown(String(name.prefix(60))))
    }
    return attribute
  }

  private static func unescaped(
    _ bytes: ArraySlice<UInt8>, isQuery: Bool
  ) throws(TokenURIError) -> [UInt8] {
    var value: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if isPlain(bytes[index], isQuery: isQuery) {
        value.append(bytes[index])
        index += 1
        continue
      }
      guard bytes[index] == UInt8(ascii: "%"), bytes.endIndex - index >= 3,
        let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
        let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
      else { throw TokenURIError(offset: index, problem: .character) }
      value.append(UInt8(high << 4 | low))
      index += 3
    }
    return value
  }

  /// What is wrong with a decoded value.
  private static func problem(
    _ attribute: Attribute, _ value: [UInt8]
  ) -> TokenURIError.Problem? {
    guard value.count <= attribute.limit else { return .tooLong(limit: attribute.limit) }
    guard !value.isEmpty else { return .attribute }
    if attribute == .identifier { return nil }
    // Shown on terminals and compared with the token's text: no control characters.
    guard let text = String(validating: value, as: UTF8.self),
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return .value(attribute.rawValue) }
    let isGood =
      switch attribute {
      case .type: text == "private"
      case .slotNumber: UInt(text).map { String($0) } == text
      case .modulePath: text.hasPrefix("/")
      case .pinSource: text.hasPrefix("/") || text.hasPrefix(Self.fileScheme + "/")
      default: true
      }
    return isGood ? nil : .value(attribute.rawValue)
  }
}
