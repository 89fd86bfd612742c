// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// The canonical form of a footprint model: deterministic CBOR, which a declaration carries.
///
/// Everything is an array of a fixed number of items in the order of the model, `null` stands for
/// what is absent, numbers are their shortest decimal text, dates are days since 1970-01-01. What
/// has several forms starts with a number that says which. The first item is ``version``.
public enum FootprintModelCodec {
  /// The version of the form.
  public static let version: UInt64 = 1
  /// The most bytes of a model.
  public static let maximumBytes = FootprintLimits.canonicalBytes

  /// The bytes; models that are equal have equal bytes.
  ///
  /// A model beyond ``FootprintLimits`` has bytes too, which ``decode(_:)`` refuses.
  public static func encode(_ model: FootprintModel) -> [UInt8] {
    var encoder = FootprintModelEncoder()
    encoder.write(model)
    return encoder.writer.bytes
  }

  /// Reads the bytes back; what is not canonical, or beyond ``FootprintLimits``, is refused.
  ///
  /// What comes back is well-formed only; whether it makes sense is for ``FootprintCalculation``.
  public static func decode(_ bytes: [UInt8]) throws(CBORError) -> FootprintModel {
    guard bytes.count <= maximumBytes else {
      throw .unexpected(
        offset: maximumBytes, expected: "at most \(maximumBytes) bytes",
        found: "\(bytes.count) bytes")
    }
    var reader = CBORReader(bytes.span)
    let model = try FootprintModel(decoding: &reader)
    try reader.expectEnd()
    // Whatever form the checks above might let through: only the one that is written is read.
    let canonical = encode(model)
    guard canonical == bytes else {
      let difference = zip(canonical, bytes).enumerated().first { $1.0 != $1.1 }
      throw .unexpected(
        offset: difference?.offset ?? min(canonical.count, bytes.count),
        expected: "the canonical form", found: "another form of the same model")
    }
    return model
  }
}
