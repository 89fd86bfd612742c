// SPDX-License-Identifier: Apache-2.0
import Cryptography
import TransparencyLog

/// The leaf hashes stored beside the entries, which tell where entries begin when no length does.
///
/// They are derived, and what they say is a hint and nothing more.
struct StoredLeaves {
  private let directory: String
  private let store: HashStore?
  private var window: ItemWindow?
  /// The number of the file that is open: of the tile, or 0.
  private var opened: UInt64?

  init(_ source: any LedgerSource) {
    directory = source.path
    store = source.hashStores.first
  }

  /// Forgets what was read ahead.
  mutating func reopen() {
    (window, opened) = (nil, nil)
  }

  /// The stored leaf hash of entry `entry`; `nil` when there is none, or zeros in its place.
  mutating func hash(_ entry: UInt64) throws(VerificationError) -> Digest? {
    let number = try open(entry)
    guard let position = try window?.locate(number), let window else { return nil }
    let digest = Digest(copying: window.bytes.span, at: position)
    return digest == .zero ? nil : digest
  }

  /// Opens what holds the hash and returns its number within the file.
  private mutating func open(_ entry: UInt64) throws(VerificationError) -> UInt64 {
    let isTiled = if case .tiles = store { true } else { false }
    let (number, place) = isTiled ? (entry / 256, entry % 256) : (0, entry)
    guard opened != number else { return place }
    opened = number
    let name: String? =
      switch store {
      case .file(let name): name
      case .tiles(let widths):
        widths[number].flatMap {
          TilePath(content: .hashes(level: 0), index: number, width: $0)?.path
        }
      case nil: nil
      }
    window = nil
    if let name, let file = try ReadOnlyFile(directory, name) {
      window = ItemWindow(file, itemLength: 32)
    }
    return place
  }
}
