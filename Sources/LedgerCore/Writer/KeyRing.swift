// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import Synchronization

/// The participants' keys, prepared for verification, for whoever checks many signatures at once.
///
/// A ring only prepares keys: whether a key is valid for an entry is decided by the state.
public final class KeyRing: Sendable {
  private let keys = Mutex<[[UInt8]: VerifyingKey]>([:])

  /// Creates an empty ring.
  public init() {}

  /// The verifying key for `key`, prepared at first use.
  public func verifyingKey(_ key: ParticipantKey) -> VerifyingKey? {
    if let prepared = keys.withLock({ $0[key.bytes] }) { return prepared }
    guard let algorithm = SignatureAlgorithm(rawValue: key.algorithm),
      // A registered key was checked when it was registered; one that is not usable now is no key.
      let prepared = try? VerifyingKey(algorithm: algorithm, bytes: key.bytes)
    else { return nil }
    keys.withLock { $0[key.bytes] = prepared }
    return prepared
  }
}
