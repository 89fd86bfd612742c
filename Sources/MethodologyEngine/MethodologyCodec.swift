// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// The canonical form of a methodology: deterministic CBOR, which a filing carries.
public enum MethodologyCodec {
  /// The bytes; equal methodologies have equal bytes.
  public static func encode(_ methodology: Methodology) -> [UInt8] {
    preconditionFailure("to be written")
  }

  /// Reads the bytes back; what is not canonical is refused.
  public static func decode(_ bytes: [UInt8]) throws(CBORError) -> Methodology {
    preconditionFailure("to be written")
  }
}
