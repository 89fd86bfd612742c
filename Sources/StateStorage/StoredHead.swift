// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// What the stored state stands on: the checkpoint it equals the replay of.
public struct StoredHead: Sendable, Equatable {
  /// The number of entries applied.
  public let size: UInt64
  /// The root of the tree over them.
  public let root: Digest
  /// The leaf hash of the newest of them; zero when there is none.
  public let newestLeaf: Digest
  /// What the ledger's files looked like when the state was stored, as whoever stored it wrote it.
  public let stamp: [UInt8]

  /// Creates a head.
  public init(size: UInt64, root: Digest, newestLeaf: Digest, stamp: [UInt8]) {
    self.size = size
    self.root = root
    self.newestLeaf = newestLeaf
    self.stamp = stamp
  }

  /// The number of the format of rows and head; a change of either makes a new number.
  static let format: UInt64 = 3

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for word in [Self.format, size] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    root.append(to: &bytes)
    newestLeaf.append(to: &bytes)
    return bytes + stamp
  }

  /// Whether the bytes are a head of an older format.
  static func isOlder(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 80 else { return false }
    let number = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    return number > 0 && number < format
  }

  init(decoding bytes: [UInt8]) throws(StateStorageError) {
    func word(_ offset: Int) -> UInt64 {
      bytes[offset..<(offset + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard bytes.count >= 80, word(0) == Self.format,
      let root = Digest(bytes: bytes[16..<48]), let leaf = Digest(bytes: bytes[48..<80])
    else {
      throw .otherFormat(found: bytes.count >= 8 ? word(0) : 0, expected: Self.format)
    }
    self.init(size: word(8), root: root, newestLeaf: leaf, stamp: Array(bytes[80...]))
  }
}
