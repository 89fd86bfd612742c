// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// The canonical form of a methodology: deterministic CBOR, which a filing carries.
///
/// Everything is an array of a fixed number of items in the order of the model, `null` stands for
/// what is absent, numbers are their shortest decimal text, names come before values. Expressions
/// are kept as text, without their place in the document. The first item is the version of this
/// form, ``version``.
public enum MethodologyCodec {
  /// The version of the form.
  public static let version: UInt64 = 1

  /// The bytes; methodologies whose texts are equal byte for byte have equal bytes.
  public static func encode(_ methodology: Methodology) -> [UInt8] {
    var encoder = MethodologyEncoder()
    encoder.write(methodology)
    return encoder.writer.bytes
  }

  /// Reads the bytes back; what is not canonical, or beyond ``MethodologyLimits``, is refused.
  ///
  /// What comes back is well-formed only; whether it makes sense is for ``MethodologyProgram``.
  public static func decode(_ bytes: [UInt8]) throws(CBORError) -> Methodology {
    guard bytes.count <= MethodologyLimits.canonicalBytes else {
      throw .unexpected(
        offset: MethodologyLimits.canonicalBytes,
        expected: "at most \(MethodologyLimits.canonicalBytes) bytes",
        found: "\(bytes.count) bytes")
    }
    var reader = CBORReader(bytes.span)
    let methodology = try Methodology(decoding: &reader)
    try reader.expectEnd()
    // Whatever form the checks above might let through: only the one that is written is read.
    let canonical = encode(methodology)
    guard canonical == bytes else {
      let difference = zip(canonical, bytes).enumerated().first { $1.0 != $1.1 }
      throw .unexpected(
        offset: difference?.offset ?? min(canonical.count, bytes.count),
        expected: "the canonical form", found: "another form of the same methodology")
    }
    return methodology
  }
}
