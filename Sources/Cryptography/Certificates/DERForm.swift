// SPDX-License-Identifier: Apache-2.0

/// Checks that bytes are one element of DER all the way down, as far as the form alone tells.
enum DERForm {
  /// The deepest nesting: a certificate needs about eight levels.
  private static let depthLimit = 16

  /// Checks `range` of `bytes`, which must hold one element and nothing else; calls `visit` with
  /// every element that holds no others.
  static func check(
    _ bytes: [UInt8], _ range: Range<Int>, visit: (DERElement) -> Void = { _ in }
  ) throws(CertificateError) {
    var reader = DERReader(bytes, range)
    let element = try reader.next()
    try reader.requireEnd("one element")
    try check(bytes, element, depth: 0, visit)
  }

  private static func check(
    _ bytes: [UInt8], _ element: DERElement, depth: Int, _ visit: (DERElement) -> Void
  ) throws(CertificateError) {
    guard depth < depthLimit else { throw .malformed("nested too deep") }
    guard element.isConstructed else {
      try checkPrimitive(bytes, element)
      visit(element)
      return
    }
    // Of the universal types only SEQUENCE and SET are made of others (X.690 §10.2).
    let isContainer = [DERTag.sequence, DERTag.set].contains(element.tag) || element.tag >= 0x40
    guard isContainer else {
      throw .malformed("a string in parts at byte \(element.range.lowerBound)")
    }
    var reader = DERReader(bytes, element.contents)
    var last: ArraySlice<UInt8> = []
    while !reader.isAtEnd {
      let item = try reader.next()
      try check(bytes, item, depth: depth + 1, visit)
      guard element.tag == DERTag.set else { continue }
      // Sets are in ascending order (X.690 §11.6), and none holds the same twice.
      guard last.lexicographicallyPrecedes(bytes[item.range]) else {
        throw .malformed("a set out of order at byte \(item.range.lowerBound)")
      }
      last = bytes[item.range]
    }
  }

  private static func checkPrimitive(
    _ bytes: [UInt8], _ element: DERElement
  ) throws(CertificateError) {
    let contents = bytes[element.contents]
    let isRight: Bool
    switch element.tag {
    case 0x10, 0x11: isRight = false
    case DERTag.boolean: isRight = contents == [0x00] || contents == [0xff]
    case DERTag.integer, 0x0a: isRight = isMinimalInteger(contents)
    case DERTag.bitString: isRight = isBitString(contents)
    case 0x05: isRight = contents.isEmpty
    case DERTag.objectIdentifier: isRight = isObjectIdentifier(contents)
    default: isRight = true
    }
    guard isRight else {
      throw .malformed("a value that is not DER at byte \(element.range.lowerBound)")
    }
  }

  private static func isMinimalInteger(_ contents: ArraySlice<UInt8>) -> Bool {
    guard let first = contents.first, let second = contents.dropFirst().first else {
      return contents.count == 1
    }
    return !(first == 0x00 && second < 0x80) && !(first == 0xff && second >= 0x80)
  }

  private static func isBitString(_ contents: ArraySlice<UInt8>) -> Bool {
    guard let unused = contents.first, unused < 8, let last = contents.last else { return false }
    if contents.count == 1 { return unused == 0 }
    return last & (1 << unused - 1) == 0
  }

  private static func isObjectIdentifier(_ contents: ArraySlice<UInt8>) -> Bool {
    guard let last = contents.last, last < 0x80 else { return false }
    var isStart = true
    for byte in contents {
      if isStart, byte == 0x80 { return false }
      isStart = byte < 0x80
    }
    return true
  }
}
