// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// The cryptographic suite of a ledger, fixed at genesis and passed down as a value.
public struct Suite: Sendable, Hashable {
  /// The name in genesis and on the command line.
  public let name: String
  /// The hash of the chain and the tree.
  public let hash: HashFunction
  /// The algorithm of every signature: statements and checkpoints.
  public let signature: SignatureAlgorithm

  /// SHA-256 tree and Ed25519 signatures; compatible with C2SP tlog-tiles.
  public static let sha256Ed25519 = Suite(
    name: "sha256-ed25519", hash: .sha256, signature: .ed25519)
  /// SM3 tree (GB/T 32905) and SM2 signatures (GB/T 32918) with the standard distinguishing ID.
  public static let sm3SM2 = Suite(name: "sm3-sm2", hash: .sm3, signature: .sm2)
  /// All suites, in the order of their numbers in the genesis record.
  public static let all = [sha256Ed25519, sm3SM2]
  /// The names in the order of their numbers.
  public static let names = all.map(\.name)

  /// The suite called `name`, or `nil`.
  public init?(name: String) {
    guard let suite = Self.all.first(where: { $0.name == name }) else { return nil }
    self = suite
  }

  private init(name: String, hash: HashFunction, signature: SignatureAlgorithm) {
    self.name = name
    self.hash = hash
    self.signature = signature
  }
}
