// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// Publishes a ledger as a static directory that any web server can serve (C2SP tlog-tiles):
/// tiles and entry bundles, then the checkpoint, replaced in one step.
///
/// Nothing is ever deleted and a full tile is never written again. Whatever is written has been
/// hashed and leads to the root of the checkpoint, so nothing unsound can be published.
public struct Publication: Sendable {
  /// What was published.
  public struct Report: Sendable, Equatable {
    /// How many entries are published.
    public let size: UInt64
    /// The root of the tree over them.
    public let root: Digest
    /// How many entries had been published before.
    public let previousSize: UInt64
    /// The number of tiles and bundles written.
    public internal(set) var filesWritten = 0
    /// The number of tiles and bundles that were there already.
    public internal(set) var filesKept = 0
    /// The bytes written.
    public internal(set) var bytesWritten = 0
    /// Whether the directory is a C2SP log; a ledger of the SM suite has only its form.
    public let isStandard: Bool
  }

  let files: LedgerFiles
  let directory: String
  let suite: Suite

  /// Prepares to publish the ledger whose files these are in `directory`, made when missing.
  public init(_ files: LedgerFiles, to directory: String) throws(ServiceError) {
    self.files = files
    self.directory = directory
    suite = try Prover.suite(of: files)
  }

  /// Publishes the first `size` entries, for which there must be a checkpoint; by default all.
  ///
  /// The checkpoint is published with every cosignature that is kept of it. Nothing is written
  /// unless they satisfy `requirement`.
  public func run(
    size: UInt64? = nil, requirement: CosignatureRequirement? = nil
  ) throws(ServiceError) -> Report {
    let cosignatures = Cosignatures(files)
    let checkpoint = try cosignatures.checkpoint(ofSize: size)
    if let requirement { try cosignatures.require(requirement, of: checkpoint) }
    let claim = checkpoint.claim
    do throws(any Error) {
      let previous = try previousSize(upTo: claim)
      let reader = TileHashReader(source: files, size: claim.size, function: suite.hash)
      let root = try treeRoot(size: claim.size, reader: reader, function: suite.hash)
      guard root == claim.root else {
        throw Self.unsound("检查点的树根与存储的树不符", "the stored tree has another root")
      }
      var report = Report(
        size: claim.size, root: root, previousSize: previous,
        isStandard: suite == .sha256Ed25519)
      try SmallFile.makeDirectory(directory, mode: 0o755)
      try writeTiles(claim.size, &report)
      try writeKeys(claim)
      try writeTimestamps(upTo: claim.size)
      try SmallFile.replace("\(directory)/checkpoint", checkpoint.note.bytes)
      return report
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Writes the ledger's key, and the second one to a file of its own: tools of transparency logs
  /// read one key a file.
  private func writeKeys(_ claim: Checkpoint) throws {
    let key = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
    try SmallFile.replace("\(directory)/log.vkey", Array("\(key.vkey)\n".utf8))
    guard let second = try CheckpointHistory(files).secondVerifier(ofSize: claim.size) else {
      return
    }
    try SmallFile.replace("\(directory)/log-sm2.vkey", Array("\(second.vkey)\n".utf8))
  }

  /// Copies the timestamps over what is published.
  private func writeTimestamps(upTo size: UInt64) throws {
    let kept = AttestationFiles(in: files.path)
    for stamped in try kept.timestampedSizes() where stamped <= size {
      try SmallFile.makeDirectory("\(directory)/timestamps", mode: 0o755)
      for (number, bytes) in try kept.timestamps(ofSize: stamped).enumerated() {
        let path = "\(directory)/\(AttestationFiles.timestampName(stamped, number))"
        if !SmallFile.exists(path) { try SmallFile.replace(path, bytes) }
      }
    }
  }

  /// Whether the directory is a ledger, lies in one, or holds private keys.
  private var isPrivate: Bool {
    if SmallFile.names(in: directory).contains(where: { $0.hasSuffix(".pem") }) { return true }
    var path = directory
    while true {
      if SmallFile.exists("\(path)/format"), SmallFile.exists("\(path)/lock") { return true }
      guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return false }
      path = String(path[..<slash])
    }
  }

  /// How many entries of this very ledger the directory publishes; refuses another's directory.
  private func previousSize(upTo claim: Checkpoint) throws -> UInt64 {
    if isPrivate {
      throw ServiceError.invalid(
        BilingualText(
          "\(directory) 是账本或密钥所在目录,不能作为发布目录。",
          "\(directory) is in a ledger or holds keys; publish to another directory."))
    }
    guard let note = SmallFile.read("\(directory)/checkpoint") else { return 0 }
    let old = try UnverifiedCheckpoint(parsing: note).claim
    guard old.origin == claim.origin, old.size <= claim.size else {
      throw ServiceError.invalid(
        BilingualText(
          "\(directory) 已发布 \(old.origin) 的 \(old.size) 条;已发布的不可收回。",
          "\(directory) publishes \(old.size) entries of \(old.origin) already; what is "
            + "published is not taken back."))
    }
    let reader = TileHashReader(source: files, size: old.size, function: suite.hash)
    guard try treeRoot(size: old.size, reader: reader, function: suite.hash) == old.root else {
      throw Self.unsound(
        "\(directory) 中已发布的检查点与账本不一致",
        "the checkpoint published in \(directory) is not one of this ledger's past")
    }
    return old.size
  }

  static func unsound(_ chinese: String, _ english: String) -> ServiceError {
    .unsound(
      BilingualText(
        "\(chinese);请运行 `tanzhang verify`。", "Refused: \(english); run `tanzhang verify`."))
  }
}
