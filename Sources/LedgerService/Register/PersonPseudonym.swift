// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
public import Quantities

/// Makes the pseudonym under which a person stands on a ledger.
///
/// The pseudonym is H(domain ‖ salt ‖ identity). The salt is a secret of whoever registers the
/// person: destroying it forgets the person, while every hash and signature still holds.
public struct PersonPseudonym: Sendable {
  /// The least length of a salt, in bytes.
  public static let minimumSaltLength = 16
  private static let domain = Array("tanzhang/pseudonym/v1\u{0}".utf8)

  private let salt: [UInt8]

  /// Takes the salt; a short one is refused, since identities could be guessed.
  public init(salt: [UInt8]) throws(ServiceError) {
    guard salt.count >= Self.minimumSaltLength else {
      throw .invalid(
        BilingualText(
          "盐值只有 \(salt.count) 字节,至少需要 \(Self.minimumSaltLength) 字节随机数。",
          "The salt has \(salt.count) bytes; at least \(Self.minimumSaltLength) random ones are "
            + "needed."))
    }
    self.salt = salt
  }

  /// The pseudonym of a person; spelling variants of one identity give one pseudonym.
  public func pseudonym(of identity: String) throws(ServiceError) -> Pseudonym {
    let text = TextNormalization.normalized(identity).uppercased()
    guard !text.isEmpty else {
      throw .invalid(BilingualText("身份标识为空。", "The identity is empty."))
    }
    let digest = HashFunction.sha256.digest(of: Self.domain + salt + Array(text.utf8))
    do {
      return try Pseudonym(bytes: digest.bytes)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The pseudonym of the identity in `range` of `bytes` when it is plain ASCII, else `nil`: what
  /// ``pseudonym(of:)`` gives, without a text for each person of a long list.
  ///
  /// - Parameter scratch: Memory to work in, kept from person to person.
  func pseudonym(
    ofPlain bytes: Span<UInt8>, _ range: Range<Int>, _ scratch: inout [UInt8]
  ) -> Pseudonym? {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: Self.domain)
    scratch.append(contentsOf: salt)
    for position in range {
      let byte = bytes[position]
      guard (0x20..<0x7F).contains(byte) else { return nil }
      scratch.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
    }
    guard let first = range.first, bytes[first] != 0x20, bytes[range.upperBound - 1] != 0x20 else {
      return nil
    }
    let digest = HashFunction.sha256.digest(of: scratch)
    // Thirty-two bytes always are a pseudonym.
    return digest.withBytes { (bytes: Span<UInt8>) in try? Pseudonym(copying: bytes) }
  }

  /// The SHA-256 of the salt, which tells one salt from another without giving it away.
  var saltDigest: Digest { HashFunction.sha256.digest(of: Self.domain + salt) }
}
