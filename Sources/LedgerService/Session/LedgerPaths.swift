// SPDX-License-Identifier: Apache-2.0

/// Where the parts of a ledger lie.
public struct LedgerPaths: Sendable, Hashable {
  /// The ledger's directory.
  public let root: String
  /// The directory of private keys, outside of the ledger: nothing in a ledger lets a reader forge.
  public let keys: String

  /// Creates the paths; the keys default to `keys` beside the ledger's directory.
  public init(root: String, keys: String? = nil) {
    var root = root
    while root.count > 1, root.hasSuffix("/") { root.removeLast() }
    self.root = root
    if let keys {
      self.keys = keys
    } else {
      let parent = root.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      self.keys = parent.isEmpty ? "keys" : parent.joined(separator: "/") + "/keys"
    }
  }

  /// The directory of the stored state.
  public var state: String { root + "/state" }
}
