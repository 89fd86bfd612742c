// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// The canonical form of a footprint model: deterministic CBOR, which a declaration carries.
///
/// Everything is an array of a fixed number of items in the order of the model, `null` stands for
/// what is absent, numbers are their shortest decimal text. The first item is ``version``.
public enum FootprintModelCodec {
  /// The version of the form.
  public static let version: UInt64 = 1
  /// The most bytes of a model.
  public static let maximumBytes = 60_000

  /// The bytes; models that are equal have equal bytes.
  public static func encode(_ model: FootprintModel) -> [UInt8] { [] }

  /// Reads the bytes back; what is not canonical is refused.
  public static func decode(_ bytes: [UInt8]) throws(CBORError) -> FootprintModel {
    throw .unexpected(offset: 0, expected: "a footprint model", found: "no codec yet")
  }
}
