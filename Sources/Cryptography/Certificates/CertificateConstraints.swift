// SPDX-License-Identifier: Apache-2.0

/// What the extensions of a certificate allow (RFC 5280 §4.2).
public struct CertificateConstraints: Sendable, Hashable {
  /// Whether it is the certificate of an authority (basic constraints, §4.2.1.9).
  public private(set) var isAuthority = false
  /// How many authorities may stand between it and a leaf; `nil` for any number.
  public private(set) var pathLimit: Int?
  /// What the key may do, bit 0 the first named in §4.2.1.3; `nil` when nothing is said.
  public private(set) var keyUsage: UInt16?

  /// Whether the key may sign statements, as far as the certificate says.
  public var allowsSignatures: Bool { keyUsage.map { $0 & 1 << 0 != 0 } ?? true }
  /// Whether the key may sign certificates, as far as the certificate says.
  public var allowsCertificates: Bool { keyUsage.map { $0 & 1 << 5 != 0 } ?? true }

  private static let basicConstraints = "2.5.29.19"
  private static let usage = "2.5.29.15"

  /// What may be critical: the two that are read here, and three that are read by nobody here and
  /// restrict nothing that a ledger uses: other names, purposes of TLS and the like, policies.
  private static let understood: Set<String> = [
    basicConstraints, usage, "2.5.29.17", "2.5.29.37", "2.5.29.32",
  ]

  /// What the library reads whether it is critical or not, and reads differently as it was built
  /// or in another version: name constraints, policy constraints, inhibit anyPolicy, addresses and
  /// autonomous systems (RFC 3779), proxies (RFC 3820).
  private static let excluded: Set<String> = [
    "2.5.29.30", "2.5.29.36", "2.5.29.54", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8",
    "1.3.6.1.5.5.7.1.14",
  ]

  init() {}

  /// Reads the field `extensions`; calls `visit` with what stands inside of their values.
  mutating func read(
    _ bytes: [UInt8], _ field: DERElement, visit: (DERElement) -> Void
  ) throws(CertificateError) {
    var outer = DERReader(bytes, field.contents)
    var list = DERReader(bytes, try outer.next(DERTag.sequence, "extensions").contents)
    try outer.requireEnd("extensions")
    guard !list.isAtEnd else { throw .malformed("no extensions where some begin") }
    var seen: Set<String> = []
    while !list.isAtEnd {
      var item = DERReader(bytes, try list.next(DERTag.sequence, "extension").contents)
      let type = try item.next(DERTag.objectIdentifier, "extension")
      let flag = try item.nextIfPresent(DERTag.boolean)
      let value = try item.next(DERTag.octetString, "value of an extension")
      try item.requireEnd("an extension")
      let identifier = DottedIdentifier.dotted(bytes[type.contents])
      guard seen.insert(identifier).inserted else { throw .repeatedExtension(identifier) }
      let isCritical = flag.map { bytes[$0.contents] == [0xff] } ?? false
      guard !Self.excluded.contains(identifier),
        !isCritical || Self.understood.contains(identifier)
      else { throw .unknownExtension(identifier) }
      try DERForm.check(bytes, value.contents, visit: visit)
      var reader = DERReader(bytes, value.contents)
      switch identifier {
      case Self.basicConstraints:
        try readConstraints(bytes, try reader.next(DERTag.sequence, "basic constraints"))
      case Self.usage: try readUsage(bytes, try reader.next(DERTag.bitString, "key usage"))
      default: break
      }
    }
  }

  private mutating func readConstraints(
    _ bytes: [UInt8], _ element: DERElement
  ) throws(CertificateError) {
    var reader = DERReader(bytes, element.contents)
    if let flag = try reader.nextIfPresent(DERTag.boolean) {
      isAuthority = bytes[flag.contents] == [0xff]
    }
    if let limit = try reader.nextIfPresent(DERTag.integer) {
      // Beyond 127 a limit limits nothing here.
      guard isAuthority, let value = bytes[limit.contents].first, value < 0x80 else {
        throw .malformed("a path length at byte \(limit.range.lowerBound)")
      }
      pathLimit = limit.contents.count == 1 ? Int(value) : nil
    }
    try reader.requireEnd("basic constraints")
  }

  private mutating func readUsage(
    _ bytes: [UInt8], _ element: DERElement
  ) throws(CertificateError) {
    let octets = bytes[element.contents].dropFirst()
    // Nine uses are named; one at least is meant (RFC 5280 §4.2.1.3).
    guard (1...2).contains(octets.count), octets.contains(where: { $0 != 0 }) else {
      throw .malformed("a key usage at byte \(element.range.lowerBound)")
    }
    var usage: UInt16 = 0
    for (position, octet) in octets.enumerated() {
      for bit in 0..<8 where octet & 0x80 >> UInt8(bit) != 0 {
        usage |= 1 << UInt16(position * 8 + bit)
      }
    }
    keyUsage = usage
  }
}
