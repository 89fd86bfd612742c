// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Appends leaves and says which hash each tile level gains.
///
/// Tile level 0 gains every leaf hash, tile level l gains the hash of each completed subtree of
/// 256^l leaves (C2SP tlog-tiles). Partial tiles are never hashed upward.
public struct TileAppender: Sendable {
  /// The tree so far; its frontier holds what is pending at every level.
  public private(set) var tree: CompactRange

  /// Begins an empty log.
  public init(function: HashFunction) {
    tree = CompactRange(function: function)
  }

  /// Continues a log whose frontier is known.
  public init(continuing tree: CompactRange) {
    self.tree = tree
  }

  /// Continues a stored log of `size` leaves.
  public init(
    size: UInt64, source: some TileSource, function: HashFunction
  ) throws(TransparencyLogError) {
    let reader = TileHashReader(source: source, size: size, function: function)
    tree = try CompactRange(frontierOf: size, reader: reader, function: function)
  }

  /// Number of leaves.
  public var size: UInt64 { tree.size }

  /// Appends a leaf; `emit` is called with each hash to append to the file of a tile level,
  /// level 0 first.
  public mutating func append(
    _ leafHash: Digest, emit: (_ tileLevel: Int, _ hash: Digest) -> Void
  ) {
    emit(0, leafHash)
    tree.append(leafHash) { level, hash in
      if level % Tile.levels == 0 { emit(level / Tile.levels, hash) }
    }
  }

  /// The root of the tree so far.
  public func root() -> Digest { tree.root() }
}

/// The shape of a tile (C2SP tlog-tiles).
public enum Tile {
  /// Hashes in a full tile.
  public static let width = 256
  /// Binary tree levels in a tile.
  public static let levels = 8
}
