// SPDX-License-Identifier: Apache-2.0

/// What keeps a private key outside of this process and signs with it: a token, a card.
///
/// It need not be believed: a ``SigningKey`` verifies each of its signatures before it is used.
public protocol SigningDevice: Sendable {
  /// The signature of `message` by the key it stands for, as ``SigningKey`` would make it.
  ///
  /// Throws `.deviceFailed` when it cannot or will not sign.
  func signature(for message: Span<UInt8>) throws(CryptographyError) -> [UInt8]
}
