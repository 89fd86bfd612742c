// SPDX-License-Identifier: Apache-2.0

/// One element of DER: its identifier octet and where it stands.
struct DERElement: Hashable {
  /// The identifier octet: class, constructed bit and tag number.
  let tag: UInt8
  /// The whole element.
  let range: Range<Int>
  /// Its contents.
  let contents: Range<Int>

  /// Whether the contents are elements themselves.
  var isConstructed: Bool { tag & 0x20 != 0 }
}

/// Reads the elements of DER (ITU-T X.690 §8 and §10) one after the other.
///
/// Lengths are definite and minimal, tag numbers below 31: no certificate needs others. What is
/// not so is refused here, whatever a library makes of it, so that every machine reads the same.
struct DERReader {
  let bytes: [UInt8]
  private(set) var offset: Int
  let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { offset == end }

  /// Reads the next element, whatever it is.
  mutating func next() throws(CertificateError) -> DERElement {
    let start = offset
    guard end - start >= 2 else { throw .malformed("cut short at byte \(start)") }
    let tag = bytes[start]
    guard tag & 0x1f != 0x1f else { throw .malformed("a long tag at byte \(start)") }
    var length = Int(bytes[start + 1])
    var first = start + 2
    if length >= 0x80 {
      // A certificate is far below 64 KiB, so that two octets are enough for every length.
      let count = length & 0x7f
      guard (1...2).contains(count), end - first >= count else {
        throw .malformed("a length at byte \(start + 1)")
      }
      length = bytes[first..<(first + count)].reduce(0) { $0 << 8 | Int($1) }
      guard length >= (count == 1 ? 0x80 : 0x100) else {
        throw .malformed("a length that is not minimal at byte \(start + 1)")
      }
      first += count
    }
    guard length <= end - first else { throw .malformed("cut short at byte \(start)") }
    offset = first + length
    return DERElement(tag: tag, range: start..<offset, contents: first..<offset)
  }

  /// Reads the next element, which must have the identifier octet `tag`.
  mutating func next(_ tag: UInt8, _ what: String) throws(CertificateError) -> DERElement {
    let element = try next()
    guard element.tag == tag else {
      throw .malformed("no \(what) at byte \(element.range.lowerBound)")
    }
    return element
  }

  /// Reads the next element if it has the identifier octet `tag`.
  mutating func nextIfPresent(_ tag: UInt8) throws(CertificateError) -> DERElement? {
    guard !isAtEnd, bytes[offset] == tag else { return nil }
    return try next()
  }

  /// Refuses what follows where nothing may.
  func requireEnd(_ what: String) throws(CertificateError) {
    guard isAtEnd else { throw .malformed("more than \(what) at byte \(offset)") }
  }
}

/// The identifier octets a certificate is made of.
enum DERTag {
  static let boolean: UInt8 = 0x01
  static let integer: UInt8 = 0x02
  static let bitString: UInt8 = 0x03
  static let octetString: UInt8 = 0x04
  static let objectIdentifier: UInt8 = 0x06
  static let utf8String: UInt8 = 0x0c
  static let printableString: UInt8 = 0x13
  static let utcTime: UInt8 = 0x17
  static let generalizedTime: UInt8 = 0x18
  static let bmpString: UInt8 = 0x1e
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  static let version: UInt8 = 0xa0
  static let issuerIdentifier: UInt8 = 0x81
  static let subjectIdentifier: UInt8 = 0x82
  static let extensions: UInt8 = 0xa3
}
