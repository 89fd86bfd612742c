// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// A proof with the entry it is about.
public struct EntryProof: Sendable {
  /// The proof, to be kept as a file `*.tlog-proof`.
  public let proof: TlogProof
  /// The bytes of the entry.
  public let entry: [UInt8]
}

/// Makes proofs that entries are in the ledger (C2SP tlog-proof); needs no key and no lock.
public struct Prover: Sendable {
  private let files: LedgerFiles
  private let suite: Suite
  private let cache: MiddleHashCache?

  /// Creates a prover; whoever makes many proofs gives it a cache.
  public init(_ files: LedgerFiles, cache: MiddleHashCache? = nil) throws(ServiceError) {
    self.files = files
    self.cache = cache
    suite = try Self.suite(of: files)
  }

  /// The suite of a ledger's files.
  static func suite(of files: LedgerFiles) throws(ServiceError) -> Suite {
    if let suite = Suite(name: files.suiteName) { return suite }
    throw .storage(
      .notALedger(path: files.origin, reason: "unknown suite \(files.suiteName)"))
  }

  /// Proves that entry `index` is in the tree of `checkpoint`, by default the newest, with every
  /// cosignature kept of it.
  ///
  /// The proof is verified before it is given: a tree file that lies makes no proof.
  public func prove(
    _ index: UInt64, checkpoint: [UInt8]? = nil
  ) throws(ServiceError) -> EntryProof {
    let note =
      if let checkpoint { checkpoint } else { try Cosignatures(files).checkpoint().note.bytes }
    do throws(any Error) {
      let checkpoint = try UnverifiedCheckpoint(parsing: note)
      let size = checkpoint.claim.size
      try EntryQuery.requireEntry(index, size: size)
      let entry = try files.entry(at: index)
      let reader = TileHashReader(
        source: files, size: size, function: suite.hash, cache: cache)
      let inclusion = try InclusionProof.prove(
        index: index, size: size, reader: reader, function: suite.hash)
      try inclusion.verify(
        leafHash: suite.hash.leafHash(of: entry), root: checkpoint.claim.root,
        function: suite.hash)
      return EntryProof(proof: TlogProof(inclusion, checkpoint: checkpoint), entry: entry)
    } catch {
      guard case .rootMismatch? = error as? TransparencyLogError else {
        throw ServiceError(anything: error)
      }
      throw .unsound(
        BilingualText(
          "条目 \(index) 与检查点不符;请运行 `tanzhang verify`。",
          "Entry \(index) is not what the checkpoint covers; run `tanzhang verify`."))
    }
  }
}
