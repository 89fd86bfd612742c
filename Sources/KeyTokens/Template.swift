// SPDX-License-Identifier: Apache-2.0
import CCryptoki

/// Attributes of an object as Cryptoki takes them.
struct Template {
  private var attributes: [(type: CK_ATTRIBUTE_TYPE, value: [UInt8])] = []

  /// The template with an attribute of plain bytes.
  func bytes(_ type: CK_ATTRIBUTE_TYPE, _ value: [UInt8]) -> Template {
    var other = self
    other.attributes.append((type, value))
    return other
  }

  /// The template with a number, a CK_ULONG.
  func number(_ type: CK_ATTRIBUTE_TYPE, _ value: CK_ULONG) -> Template {
    bytes(type, unsafe withUnsafeBytes(of: value) { unsafe Array($0) })
  }

  /// The template with a truth value, a CK_BBOOL.
  func flag(_ type: CK_ATTRIBUTE_TYPE, _ value: Bool) -> Template {
    bytes(type, [value ? 1 : 0])
  }

  /// The values, in order.
  var values: [[UInt8]] { attributes.map(\.value) }

  /// Gives `body` the attributes; modules read numbers in place, so each value is aligned.
  func withAttributes<Result>(
    _ body: (UnsafeMutablePointer<CK_ATTRIBUTE>?, CK_ULONG) -> Result
  ) -> Result {
    let unit = MemoryLayout<CK_ULONG>.stride
    let places = attributes.reduce(into: [0]) { places, attribute in
      places.append((places.last ?? 0) + (attribute.value.count + unit - 1) / unit * unit)
    }
    return unsafe withUnsafeTemporaryAllocation(
      byteCount: max(places.last ?? 0, unit), alignment: unit
    ) { memory in
      var list = unsafe [CK_ATTRIBUTE]()
      for (attribute, place) in zip(attributes, places) {
        let field = unsafe UnsafeMutableRawBufferPointer(
          rebasing: memory[place..<place + attribute.value.count])
        unsafe field.copyBytes(from: attribute.value)
        unsafe list.append(
          CK_ATTRIBUTE(
            type: attribute.type, pValue: field.baseAddress,
            ulValueLen: CK_ULONG(attribute.value.count)))
      }
      return unsafe list.withUnsafeMutableBufferPointer { list in
        unsafe body(list.baseAddress, CK_ULONG(list.count))
      }
    }
  }
}
