// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FileStorage
import LedgerCore
import Quantities
import TransparencyLog

/// The checkpoints a ledger has ever signed, oldest first.
public struct CheckpointHistory: Sendable {
  /// One of them.
  public struct Line: Sendable, Equatable {
    /// Its 0-based number.
    public let number: UInt64
    /// How many entries it covers.
    public let size: UInt64
    /// The root of the tree over them.
    public let root: Digest
    /// The signed note.
    public let note: [UInt8]
  }

  private let files: LedgerFiles

  /// Creates the history of the ledger whose files these are.
  public init(_ files: LedgerFiles) {
    self.files = files
  }

  /// Calls `visit` with each checkpoint until it returns false.
  ///
  /// Signatures are left to `verify`; a note that cannot be read is refused.
  public func forEach(_ visit: (Line) -> Bool) throws(ServiceError) {
    var failure: ServiceError?
    do throws(StorageError) {
      try files.forEachCheckpoint { number, note in
        do throws(TransparencyLogError) {
          let claim = try UnverifiedCheckpoint(parsing: note).claim
          return visit(Line(number: number, size: claim.size, root: claim.root, note: note))
        } catch {
          failure = ServiceError(anything: error)
          return false
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
  }

  /// All of them.
  public func lines() throws(ServiceError) -> [Line] {
    var lines: [Line] = []
    try forEach { line in
      lines.append(line)
      return true
    }
    return lines
  }

  /// The checkpoint over exactly `size` entries; the newest when `size` is `nil`.
  ///
  /// Its signature by the key in the ledger's first entry is checked, and the second line if the
  /// entries it covers demand one.
  public func checkpoint(ofSize size: UInt64? = nil) throws(ServiceError) -> [UInt8] {
    let note: [UInt8]
    do throws(any Error) {
      guard let found = try size.map(note(ofSize:)) ?? files.newestCheckpoint() else {
        throw StorageError.notALedger(path: files.origin, reason: "it has no checkpoint")
      }
      note = found
      guard CheckpointKey.signed(note, genesis: try files.entry(at: 0)) else {
        throw ServiceError.unsound(
          BilingualText(
            "检查点没有创世记录所载密钥的有效签名;请运行 `tanzhang verify`。",
            "The checkpoint is not signed by the key of genesis; run `tanzhang verify`."))
      }
      try requireSecondLine(try SignedNote(parsing: note))
    } catch {
      throw ServiceError(anything: error)
    }
    return note
  }

  /// The verifier of the second line that the checkpoint of `size` entries must carry; `nil` for
  /// none.
  func secondVerifier(ofSize size: UInt64) throws -> NoteVerifier? {
    let suite = try Prover.suite(of: files)
    guard suite == .sha256Ed25519, let newest = try files.newestCheckpoint() else { return nil }
    let header = try SecondLine.header(
      files, suite: suite, newest: try UnverifiedCheckpoint(parsing: newest).claim)
    return header.secondVerifier(forSize: size)
  }

  private func requireSecondLine(_ note: SignedNote) throws {
    let second = try secondVerifier(ofSize: try Checkpoint(parsing: note.text).size)
    guard !SecondLine.isValid(note, second) else { return }
    throw ServiceError.unsound(
      BilingualText(
        "检查点缺少账本第二密钥的有效签名行;请运行 `tanzhang verify`。",
        "The checkpoint lacks a valid line by the ledger's second key; run `tanzhang verify`."))
  }

  private func note(ofSize size: UInt64) throws(ServiceError) -> [UInt8] {
    var found: [UInt8]?
    var below: UInt64?
    var above: UInt64?
    try forEach { line in
      if line.size < size { below = line.size }
      if line.size > size, above == nil { above = line.size }
      if line.size == size { found = line.note }
      return above == nil
    }
    if let found { return found }
    let nearest = [below, above].compactMap { $0.map(String.init) }
    throw .notFound(
      BilingualText(
        "没有规模为 \(size) 的检查点;最接近的规模:\(nearest.joined(separator: "、"))。",
        "There is no checkpoint of size \(size); nearest sizes: "
          + "\(nearest.joined(separator: ", "))."))
  }
}
