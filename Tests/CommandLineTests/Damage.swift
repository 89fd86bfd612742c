// SPDX-License-Identifier: Apache-2.0
import Foundation
import GreenCertificates
import LedgerCore
import LedgerService
import Quantities
import Testing

/// One way in which a published ledger can be wrong, and what must be said about it.
struct Damage: Sendable, CustomTestStringConvertible {
  /// What the report must name.
  enum Place {
    /// The first entry it names.
    case entry(Int)
    /// A file: a checkpoint, or a level of tiles.
    case file(String)

    var prefix: String {
      switch self {
      case .entry(let index): "entry \(index): "
      case .file(let name): "\(name): "
      }
    }

    func isNamed(in report: String) -> Bool {
      switch self {
      case .entry: report.hasPrefix(prefix)
      case .file: report.split(separator: "\n").contains { $0.hasPrefix(prefix) }
      }
    }
  }

  typealias Action = @Sendable (inout PublishedCopy) throws -> Place

  let testDescription: String
  /// Whether only the meaning of records tells: `verify_rules.py`.
  var needsRules = false
  /// Whether only an earlier checkpoint tells.
  var needsOld = false
  /// Whether nothing else may be named: nothing follows from it.
  var isOnly = false
  let action: Action

  init(
    _ name: String, needsRules: Bool = false, needsOld: Bool = false, isOnly: Bool = false,
    _ action: @escaping Action
  ) {
    testDescription = name
    self.needsRules = needsRules
    self.needsOld = needsOld
    self.isOnly = isOnly
    self.action = action
  }
}

extension Damage {
  static let all =
    bytes + lengths + bundles + tiles + checkpoints + histories + statements + meanings

  /// One bit of each part of an entry; offsets from its length prefix on, negative from its end.
  static let bytes: [Damage] = [
    ("the low byte of a length", 1), ("the high byte of a length", 0),
    ("the head of an entry", 2), ("the hash of the entry before", 20),
    ("the registered time", 44), ("the head of a statement", 49),
    ("a protected header", 60), ("the id of a key", 92), ("the end of a payload", -70),
    ("a signature", -40), ("the last byte of an entry", -1),
  ].map { part, offset in
    Damage("one bit of \(part)") { copy in
      let index = copy.anyEntry()
      let bit = UInt8(1) << UInt8(copy.random.next() % 8)
      try copy.change(copy.first(.entries)) { bytes in
        let range = try EntryBundle.entryRanges(in: bytes.span)[index]
        bytes[offset < 0 ? range.upperBound + offset : range.lowerBound - 2 + offset] ^= bit
      }
      return .entry(index)
    }
  }

  /// A length that is another, chosen by the seed; no entry but its own is named.
  static let lengths: [Damage] = [
    length("nothing") { _, _ in 0 },
    length("one byte less") { own, _ in own - 1 },
    length("that of two entries") { own, next in own + 2 + next },
    length("all there can be") { _, _ in 0xffff },
    length("any other") { own, random in own ^ (1 + random) },
  ]

  private static func length(
    _ name: String, _ choose: @escaping @Sendable (_ own: Int, _ other: Int) -> Int
  ) -> Damage {
    Damage("a length is \(name)", isOnly: true) { copy in
      let index = copy.anyEntry(upTo: min(copy.size, 256) - 1)
      let random = Int(copy.random.next() % 0x7fff)
      try copy.change(copy.first(.entries)) { bytes in
        let ranges = try EntryBundle.entryRanges(in: bytes.span)
        let other = name == "any other" ? random : ranges[index + 1].count
        let length = choose(ranges[index].count, other)
        bytes[ranges[index].lowerBound - 2] = UInt8(length >> 8 & 0xff)
        bytes[ranges[index].lowerBound - 1] = UInt8(length & 0xff)
      }
      return .entry(index)
    }
  }

  static let bundles: [Damage] = [
    Damage("two neighbouring entries are swapped") { copy in
      let index = copy.anyEntry(upTo: copy.size > 256 ? 255 : copy.size - 1)
      try copy.changeBundle { $0.swapAt(index, index + 1) }
      return .entry(index)
    },
    Damage("two entries far apart are swapped") { copy in
      let index = copy.anyEntry(upTo: 8)
      try copy.changeBundle { $0.swapAt(index, index + 7) }
      return .entry(index)
    },
    Damage("the entries of a bundle from one on are reversed") { copy in
      let index = copy.anyEntry(upTo: 12)
      try copy.changeBundle { $0[index...].reverse() }
      return .entry(index)
    },
    Damage("an entry is taken out") { copy in
      let index = copy.anyEntry()
      try copy.changeBundle { $0.remove(at: index) }
      return .entry(index)
    },
    Damage("an entry stands twice") { copy in
      let index = copy.anyEntry(upTo: 12)
      try copy.changeBundle { $0.insert($0[index], at: index) }
      return .entry(index + 1)
    },
    Damage("a bundle is cut off inside an entry") { copy in
      let index = copy.anyEntry()
      let cut = Int(copy.random.next() % 100)
      try copy.change(copy.first(.entries)) { bytes in
        bytes = Array(
          bytes.prefix(try EntryBundle.entryRanges(in: bytes.span)[index].lowerBound + cut))
      }
      return .entry(index)
    },
    Damage("a bundle is missing") { copy in
      try FileManager.default.removeItem(
        at: copy.folder.appendingPathComponent(copy.first(.entries)))
      return .entry(0)
    },
    Damage("bytes follow the last entry") { copy in
      let start = (copy.size - 1) / 256 * 256
      let path = try #require(
        TilePath(content: .entries, index: UInt64(start / 256), width: copy.size - start)?.path)
      try copy.change(path) { $0 += [0, 1, 0] }
      return .entry(copy.size - 1)
    },
  ]

  static let tiles: [Damage] = [
    Damage("one bit of a leaf hash") { copy in
      let index = copy.anyEntry()
      let offset = 32 * index + Int(copy.random.next() % 32)
      try copy.change(copy.first(.hashes(level: 0))) { $0[offset] ^= 4 }
      return .entry(index)
    },
    Damage("two leaf hashes are swapped") { copy in
      let index = copy.anyEntry(upTo: 10)
      try copy.change(copy.first(.hashes(level: 0))) { bytes in
        for offset in 0..<32 { bytes.swapAt(32 * index + offset, 32 * (index + 1) + offset) }
      }
      return .entry(index)
    },
    Damage("a tile is cut off") { copy in
      let index = copy.anyEntry()
      try copy.change(copy.first(.hashes(level: 0))) { $0 = Array($0.prefix(32 * index)) }
      return .entry(index)
    },
    Damage("a tile is missing") { copy in
      try FileManager.default.removeItem(
        at: copy.folder.appendingPathComponent(copy.first(.hashes(level: 0))))
      return .entry(0)
    },
    Damage("an entry is changed, and its leaf hash with it") { copy in
      let index = copy.anyEntry()
      let hash = copy.ledger.suite.hash
      var leaf: [UInt8] = []
      try copy.changeBundle { entries in
        entries[index][entries[index].count - 5] ^= 1
        leaf = hash.leafHash(of: entries[index]).bytes
      }
      try copy.change(copy.first(.hashes(level: 0))) { bytes in
        bytes.replaceSubrange((32 * index)..<(32 * index + 32), with: leaf)
      }
      return .entry(index)
    },
  ]

  /// The only tile of level 1, in ledgers that have one.
  static let levelOne = Damage("one bit of a hash above the leaves") { copy in
    try copy.change(copy.first(.hashes(level: 1))) { $0[9] ^= 1 }
    return .file("tile/1")
  }

  static let checkpoints: [Damage] = [
    Damage("the root is another") { copy in
      let other = copy.ledger.suite.hash.digest(of: Array("other".utf8)).base64
      try copy.changeCheckpoint { $0[2] = other }
      return .file("checkpoint")
    },
    Damage("the size is smaller than what was signed") { copy in
      let entry = copy.size - 1
      try copy.changeCheckpoint { $0[1] = "\(entry)" }
      return .file("checkpoint")
    },
    Damage("the origin is another") { copy in
      try copy.changeCheckpoint { $0[0] += "x" }
      return .file("checkpoint")
    },
    Damage("the signature line is missing") { copy in
      try copy.changeCheckpoint { $0.remove(at: 4) }
      return .file("checkpoint")
    },
    Damage("the checkpoint is empty") { copy in
      try copy.write([], to: "checkpoint")
      return .file("checkpoint")
    },
    Damage("the checkpoint is signed with another key") { copy in
      try copy.republish { $0.checkpointKey = try ForgedLedger.key($0.suite, 8) }
      return .file("checkpoint")
    },
  ]
}
