// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

/// A whole log written by another implementation.
@Suite(.enabled(if: PublishedVectors.folder != nil, "the published vectors are not here"))
struct TesseraLogTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    try PublishedVectors.bytes("tessera/testdata/log/" + path)
  }

  @Test func `every checkpoint, tile and entry bundle agrees`() throws {
    let vkey = try PublishedVectors.text("tessera/log.vkey")
    let verifier = try NoteVerifier(vkey: String(vkey.prefix { $0 != "\n" }))
    for size in 0...15 {
      let file = try bytes("checkpoint.\(size)")
      let verified = try UnverifiedCheckpoint(parsing: file).verified(
        origin: "example.com/log/testdata", verifiers: [verifier])
      #expect(verified.note.bytes == file)
      #expect(verified.checkpoint.size == UInt64(size))
      let leaves = size == 0 ? [] : try storedLeaves(size: size)
      var tree = CompactRange(function: .sha256)
      for leaf in leaves { tree.append(leaf) }
      #expect(tree.root() == verified.checkpoint.root)
    }
  }

  /// The leaf hashes of the tile, after comparing them with the entries.
  private func storedLeaves(size: Int) throws -> [Digest] {
    let entriesPath = try #require(TilePath(content: .entries, index: 0, width: size))
    let bundle = try bytes(entriesPath.path)
    let ranges = try EntryBundle.entryRanges(in: bundle.span, count: size)
    let leaves = ranges.map { HashFunction.sha256.leafHash(of: Array(bundle[$0]).span) }
    let tilePath = try #require(
      TilePath(content: .hashes(level: 0), index: 0, width: size))
    #expect(try bytes(tilePath.path) == leaves.flatMap(\.bytes))
    return leaves
  }
}
