// SPDX-License-Identifier: Apache-2.0
import Cryptography
import TransparencyLog

/// Compares one tile level's stored hashes, in order, with the computed ones.
struct HashCursor {
  private let directory: String
  private let level: Int
  private let store: HashStore
  private var window: ItemWindow?
  private var tile: UInt64?
  private var isOpen = false
  private var hasReportedGap = false
  private(set) var count: UInt64 = 0

  init(_ directory: String, level: Int, store: HashStore) {
    self.directory = directory
    self.level = level
    self.store = store
  }

  /// Compares the next hash, completed by entry `entry`.
  mutating func compare(
    _ hash: Digest, entry: UInt64, _ log: FindingLog
  ) throws(VerificationError) {
    let number = try open(log)
    let position = try window?.locate(number)
    let file = window?.file.name
    if let position, let window {
      let found = Digest(copying: window.bytes.span, at: position)
      if found != hash {
        let level = level
        log.add {
          Finding(
            .tree, Place(entry: entry, file: file, byteOffset: number * 32),
            expected: "\(hash) at tile level \(level)", actual: found.hexadecimal)
        }
      }
    } else if !hasReportedGap {
      hasReportedGap = true
      let (level, name) = (level, file ?? missingName)
      log.add {
        Finding(
          .tree, Place(entry: entry, file: name, byteOffset: number * 32),
          expected: "\(hash) at tile level \(level)", actual: "nothing")
      }
    }
    count += 1
  }

  /// Opens what holds hash number ``count`` and returns its number within the file.
  private mutating func open(_ log: FindingLog) throws(VerificationError) -> UInt64 {
    switch store {
    case .file(let name):
      if !isOpen {
        isOpen = true
        window = try ReadOnlyFile(directory, name).map { ItemWindow($0, itemLength: 32) }
      }
      return count
    case .tiles(let widths):
      let index = count / 256
      if tile != index {
        tile = index
        hasReportedGap = false
        window = nil
        if let name = Self.name(level, index, widths[index]),
          let file = try ReadOnlyFile(directory, name)
        {
          window = ItemWindow(file, itemLength: 32)
        }
      }
      return count % 256
    }
  }

  private var missingName: String {
    switch store {
    case .file(let name): name
    case .tiles: Self.name(level, count / 256, 256) ?? "tile/\(level)"
    }
  }

  private static func name(_ level: Int, _ index: UInt64, _ width: Int?) -> String? {
    guard let width else { return nil }
    return TilePath(content: .hashes(level: level), index: index, width: width)?.path
  }

  /// Forgets what was read ahead.
  mutating func reopen() {
    (window, tile, isOpen) = (nil, nil, false)
  }

  /// What is stored beyond the last hash: nothing but zero bytes, in tiles nothing, may be.
  func rest() throws(VerificationError) -> [Finding] {
    switch store {
    case .file(let name):
      guard let file = try ReadOnlyFile(directory, name),
        let offset = try file.firstNonZero(from: count * 32)
      else { return [] }
      return [.padding(name, at: offset)]
    case .tiles(let widths):
      var findings: [Finding] = []
      for (index, width) in widths {
        let start = index &* 256
        let expected = start < count ? Int(min(256, count - start)) : 0
        guard let name = Self.name(level, index, width) else { continue }
        let size = try ReadOnlyFile(directory, name)?.size ?? 0
        guard width != expected || size != UInt64(width) * 32 else { continue }
        findings.append(
          Finding(
            .tile, Place(file: name), expected: "\(expected) hashes",
            actual: "\(size) bytes under the name of \(width) hashes"))
      }
      return findings
    }
  }
}
