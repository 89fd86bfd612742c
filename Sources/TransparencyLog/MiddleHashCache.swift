// SPDX-License-Identifier: Apache-2.0
internal import Cryptography
internal import Synchronization

/// The level half-way between two tile levels.
enum MiddleHash {
  static let groupLevels = 4
  static let groupWidth: UInt64 = 16
}

/// Remembers hashes half-way between the tile levels of one log, for readers on any thread.
///
/// Complete subtrees never change, so nothing is ever invalidated; the oldest hash leaves
/// when the capacity is reached. One cache serves one log only.
public final class MiddleHashCache: Sendable {
  private struct Key: Hashable {
    let tileLevel: Int
    let group: UInt64
  }

  private struct Contents {
    var hashes: [Key: Digest] = [:]
    /// Keys in the order of insertion, reused as a ring once full.
    var keys: [Key] = []
    var oldest = 0
  }

  private let capacity: Int
  private let contents = Mutex(Contents())

  /// Makes an empty cache of at most `capacity` hashes (about 100 bytes each); the default
  /// covers two million leaves.
  public init(capacity: Int = 1 << 17) {
    precondition(capacity > 0, "a cache holds at least one hash")
    self.capacity = capacity
  }

  /// The hashes of these groups, or nil unless all are known.
  func hashes(tileLevel: Int, groups: Range<UInt64>) -> [Digest]? {
    contents.withLock { contents in
      var hashes: [Digest] = []
      hashes.reserveCapacity(groups.count)
      for group in groups {
        guard let hash = contents.hashes[Key(tileLevel: tileLevel, group: group)] else {
          return nil
        }
        hashes.append(hash)
      }
      return hashes
    }
  }

  func insert(_ hashes: [Digest], tileLevel: Int, firstGroup: UInt64) {
    contents.withLock { contents in
      for (offset, hash) in hashes.enumerated() {
        let key = Key(tileLevel: tileLevel, group: firstGroup + UInt64(offset))
        guard contents.hashes.updateValue(hash, forKey: key) == nil else { continue }
        if contents.keys.count < capacity {
          contents.keys.append(key)
        } else {
          contents.hashes[contents.keys[contents.oldest]] = nil
          contents.keys[contents.oldest] = key
          contents.oldest = (contents.oldest + 1) % capacity
        }
      }
    }
  }
}
