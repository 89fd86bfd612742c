// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The start of the file: which tree is the newest.
///
/// There are two, in block 0 and block 1, written in turn: what is being written is never what the
/// newest state hangs on. Each is 52 bytes, within one sector: 16 bytes that name the format, the
/// generation (8), the pointer to the root (20, zeros when there is none), the check over these.
struct Superblock: Sendable, Equatable {
  /// Counts the stores.
  let generation: UInt64
  /// The root of the tree; `nil` when it is empty.
  let root: Pointer?

  static let length = 52
  private static let name: [UInt8] = Array("tanzhang rows 3\n".utf8)
  private static let attempts = 5

  var encoded: [UInt8] {
    var bytes = Self.name
    ByteOrder.append(generation, to: &bytes)
    bytes += root?.encoded ?? [UInt8](repeating: 0, count: Pointer.encodedLength)
    ByteOrder.append(Checksum.of(bytes.span), to: &bytes)
    return bytes
  }

  init(generation: UInt64, root: Pointer?) {
    self.generation = generation
    self.root = root
  }

  /// Reads one; `nil` when the bytes are none.
  init?(decoding bytes: [UInt8]) {
    let covered = Self.length - 8
    guard bytes.count == Self.length, bytes.starts(with: Self.name),
      Checksum.of(bytes.span.extracting(0..<covered))
        == ByteOrder.number(UInt64.self, in: bytes, at: covered)
    else { return nil }
    generation = ByteOrder.number(UInt64.self, in: bytes, at: 16)
    let pointer = Pointer(decoding: bytes, at: 24)
    root = pointer.length == 0 ? nil : pointer
  }

  /// The newest of the file at hand.
  ///
  /// Both must be whole: which of them is the newer cannot be told from one alone. A reader may
  /// come upon one that is being written, and looks again.
  static func newest(in file: StateFile) throws(StateStorageError) -> Superblock {
    for attempt in 1...attempts {
      if let (even, odd) = try both(in: file), even.generation % 2 == 0, odd.generation % 2 == 1,
        even.generation &+ 1 == odd.generation || odd.generation &+ 1 == even.generation
      {
        return even.generation > odd.generation ? even : odd
      }
      if attempt < attempts { usleep(2_000) }
    }
    throw .damaged(path: file.path, offset: 0, .start)
  }

  private static func both(
    in file: StateFile
  ) throws(StateStorageError) -> (Superblock, Superblock)? {
    let even = Superblock(decoding: try file.read(count: length, at: 0))
    let odd = Superblock(
      decoding: try file.read(count: length, at: UInt64(StateFile.blockSize)))
    guard let even, let odd else { return nil }
    return (even, odd)
  }

  /// Writes it into the block of its turn.
  func write(to file: StateFile) throws(StateStorageError) {
    try file.write(encoded, at: generation % 2 * UInt64(StateFile.blockSize))
  }
}
