// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// Brings a published ledger into a directory, so that it can be monitored, verified and kept.
///
/// How files are got is left to whoever mirrors. The server is a stranger: nothing is fetched
/// before the ledger's signature stands under a size, every file has a greatest length, and no
/// path comes from the server.
public struct Mirror: Sendable {
  /// Gets the file at a path below the ledger's prefix; nil when there is none.
  ///
  /// It must give up beyond so many bytes.
  public typealias Get = (_ path: String, _ byteLimit: Int) async throws -> [UInt8]?

  /// What was brought.
  public struct Report: Sendable, Equatable {
    /// How many entries the checkpoint is over.
    public let size: UInt64
    /// The root of the tree over them.
    public let root: Digest
    /// How many entries the directory had before.
    public let previousSize: UInt64
    /// The number of files got.
    public internal(set) var filesFetched = 0
    /// The number of files that were there already.
    public internal(set) var filesKept = 0
  }

  /// The largest ledger that is mirrored unless another limit is given.
  public static let sizeLimit: UInt64 = 100_000_000

  private let directory: String
  private let verifiers: [NoteVerifier]
  private let sizeLimit: UInt64

  /// Prepares to mirror into `directory` the ledger whose keys these are.
  public init(
    into directory: String, verifiers: [NoteVerifier], sizeLimit: UInt64 = Mirror.sizeLimit
  ) {
    precondition(!verifiers.isEmpty, "a ledger has a key")
    self.directory = directory
    self.verifiers = verifiers
    self.sizeLimit = sizeLimit
  }

  /// Brings what is published now; the checkpoint is replaced last.
  ///
  /// Full tiles that are there are kept, whatever the server has now: if what it publishes does not
  /// continue them, this throws `unsound` and leaves the directory's checkpoint as it was.
  public func fetch(_ get: Get) async throws(ServiceError) -> Report {
    let path = "checkpoint"
    do throws(any Error) {
      guard let note = try await get(path, SignedNote.byteLimit) else {
        throw ServiceError.notFound(
          BilingualText("没有已发布的检查点。", "There is no published checkpoint."))
      }
      let claim = try UnverifiedCheckpoint(parsing: note)
        .verified(origin: verifiers[0].name, byAll: verifiers).checkpoint
      guard claim.size <= sizeLimit else {
        throw ServiceError.invalid(
          BilingualText(
            "账本有 \(claim.size) 条,超过所限 \(sizeLimit) 条。",
            "The ledger has \(claim.size) entries, more than the limit of \(sizeLimit)."))
      }
      let previous = previousClaim
      var report = Report(
        size: claim.size, root: claim.root, previousSize: previous?.size ?? 0)
      try SmallFile.makeDirectory(directory, mode: 0o755)
      var tiles: [TilePath] = []
      TilePath.forEachPublished(claim.size) { tiles.append($0) }
      for tile in tiles { try await fetch(tile, get, &report) }
      try requireTree(claim, continuing: previous)
      try SmallFile.replace("\(directory)/\(path)", note)
      return report
    } catch let error as TransparencyLogError {
      throw .unsound(
        BilingualText("已发布的内容不可信:\(error)", "What is published is not sound: \(error)"))
    } catch let error as ServiceError {
      throw error
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .invalid(BilingualText("未能取得文件:\(error)", "A file could not be got: \(error)"))
    }
  }

  /// What the checkpoint in the directory says.
  private var previousClaim: Checkpoint? {
    let path = "\(directory)/checkpoint"
    return SmallFile.read(regular: path, limit: SignedNote.byteLimit).flatMap {
      try? UnverifiedCheckpoint(parsing: $0).claim
    }
  }

  private func fetch(_ tile: TilePath, _ get: Get, _ report: inout Report) async throws {
    let path = "\(directory)/\(tile.path)"
    guard !SmallFile.exists(path) else {
      report.filesKept += 1
      return
    }
    var bytes = try await get(tile.path, tile.byteLimit)
    if bytes == nil, tile.width < Tile.width,
      let full = TilePath(content: tile.content, index: tile.index)
    {
      // A server may drop partial tiles once the full one is there.
      bytes = try await get(full.path, full.byteLimit)
    }
    guard let bytes else {
      throw ServiceError.unsound(
        BilingualText("没有 \(tile.path)。", "\(tile.path) is not published."))
    }
    let folder = String(path[..<(path.lastIndex(of: "/" as Character) ?? path.endIndex)])
    try SmallFile.makeDirectory(folder, mode: 0o755)
    try SmallFile.replace(path, try Self.cut(bytes, to: tile))
    report.filesFetched += 1
  }

  /// The first `tile.width` hashes or entries; throws when there are fewer.
  private static func cut(_ bytes: [UInt8], to tile: TilePath) throws -> [UInt8] {
    guard bytes.count <= tile.byteLimit else {
      throw TransparencyLogError.bundleCount(expected: tile.byteLimit, found: bytes.count)
    }
    switch tile.content {
    case .hashes:
      let length = tile.width * Digest.byteCount
      guard bytes.count >= length else {
        throw TransparencyLogError.bundleTruncated(
          offset: 0, needed: length, available: bytes.count)
      }
      return Array(bytes[..<length])
    case .entries:
      let ranges = try EntryBundle.entryRanges(in: bytes.span)
      guard ranges.count >= tile.width else {
        throw TransparencyLogError.bundleCount(expected: tile.width, found: ranges.count)
      }
      return Array(bytes[..<ranges[tile.width - 1].upperBound])
    }
  }

  /// Throws unless the tiles at hand lead to the signed root, and to the one that was there.
  private func requireTree(_ claim: Checkpoint, continuing previous: Checkpoint?) throws {
    let function = HashFunction(treeSignedBy: verifiers)
    let tiles = PublishedTiles(directory: directory, size: claim.size)
    let reader = TileHashReader(source: tiles, size: claim.size, function: function)
    func leads(to checkpoint: Checkpoint) -> Bool {
      let root = try? treeRoot(size: checkpoint.size, reader: reader, function: function)
      return root == checkpoint.root
    }
    let continues = previous.map { $0.size > claim.size || leads(to: $0) } ?? true
    guard leads(to: claim), continues else {
      throw ServiceError.unsound(
        BilingualText(
          "所发布的 \(claim.size) 条与 \(directory) 中已有的不衔接,或瓦片有误。请取到另一目录,"
            + "再用 `tanzhang monitor` 与 `tanzhang diff` 查明。",
          "The \(claim.size) entries published do not continue what is in \(directory), or tiles "
            + "are wrong. Fetch them into another directory and let `tanzhang monitor` and "
            + "`tanzhang diff` find out."))
    }
  }
}
