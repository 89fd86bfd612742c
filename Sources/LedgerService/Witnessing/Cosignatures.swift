// SPDX-License-Identifier: Apache-2.0
public import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// The cosignatures of a ledger's checkpoints, kept beside their history.
public struct Cosignatures: Sendable {
  let files: LedgerFiles
  private let attestations: AttestationFiles

  /// Opens the cosignatures of the ledger whose files these are.
  public init(_ files: LedgerFiles) {
    self.files = files
    attestations = AttestationFiles(in: files.path)
  }

  /// The sizes that were cosigned, ascending.
  public func sizes() throws(ServiceError) -> [UInt64] {
    do {
      return try attestations.cosignedSizes()
    } catch {
      throw .storage(error)
    }
  }

  /// The checkpoint of `size` entries, by default the newest, with every cosignature kept of it.
  public func checkpoint(ofSize size: UInt64? = nil) throws(ServiceError) -> UnverifiedCheckpoint {
    let bytes = try CheckpointHistory(files).checkpoint(ofSize: size)
    do throws(any Error) {
      let checkpoint = try UnverifiedCheckpoint(parsing: bytes)
      guard let kept = try attestations.cosignatures(ofSize: checkpoint.claim.size) else {
        return checkpoint
      }
      let cosigned = try SignedNote(parsing: kept)
      guard cosigned.text.utf8.elementsEqual(checkpoint.note.text.utf8) else {
        throw ServiceError.unsound(
          BilingualText(
            "所存的见证签名属于另一检查点(规模 \(checkpoint.claim.size))。",
            "The cosignatures kept for size \(checkpoint.claim.size) are of another checkpoint."))
      }
      var note = checkpoint.note
      for line in cosigned.signatures { try note.append(line) }
      return try UnverifiedCheckpoint(note: note)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// A cosignature that is kept.
  public struct Line: Sendable, Hashable {
    /// The name of the witness.
    public let name: String
    /// The id of its key, eight hexadecimal digits.
    public let keyID: String
    /// When it cosigned, in POSIX seconds, by its own clock.
    public let seconds: UInt64
  }

  /// The cosignatures kept of the checkpoint of `size` entries.
  ///
  /// They were verified when they were kept; who relies on them verifies them under a policy.
  public func lines(ofSize size: UInt64) throws(ServiceError) -> [Line] {
    do throws(any Error) {
      guard let kept = try attestations.cosignatures(ofSize: size) else { return [] }
      return try SignedNote(parsing: kept).signatures.map { line in
        let digits = String(line.keyID, radix: 16)
        return Line(
          name: line.name, keyID: String(repeating: "0", count: 8 - digits.count) + digits,
          seconds: line.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
      }
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The largest size of which a cosignature by this key is kept; 0 for none.
  func newestSize(cosignedBy witness: NoteVerifier) throws(ServiceError) -> UInt64 {
    for size in try sizes().reversed() {
      let keyID = witness.keyID
      let isThere = try lines(ofSize: size).contains {
        $0.name == witness.name && UInt32($0.keyID, radix: 16) == keyID
      }
      if isThere { return size }
    }
    return 0
  }

  /// The size of the newest checkpoint whose cosignatures satisfy `requirement`; nil for none.
  public func newestSize(
    satisfying requirement: CosignatureRequirement
  ) throws(ServiceError) -> UInt64? {
    for size in try sizes().reversed() {
      if requirement.judge(try checkpoint(ofSize: size).note).isSatisfied { return size }
    }
    return nil
  }

  /// Refuses a checkpoint whose cosignatures do not satisfy `requirement`.
  public func require(
    _ requirement: CosignatureRequirement, of checkpoint: UnverifiedCheckpoint
  ) throws(ServiceError) {
    do throws(any Error) {
      let key = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
      guard requirement.accepts(log: key) else {
        throw ServiceError.invalid(
          BilingualText(
            "策略文件未列出本账本的公钥 \(key.vkey)。",
            "The policy does not name this ledger's key \(key.vkey)."))
      }
    } catch {
      throw ServiceError(anything: error)
    }
    let report = requirement.judge(checkpoint.note)
    guard !report.isSatisfied else { return }
    let size = checkpoint.claim.size
    let standings = report.description(of: requirement.policy)
    let other = try newestSize(satisfying: requirement)
    let (chinese, english) =
      other.map { (",或用 --cosigned 处理规模为 \($0) 的检查点", ", or take size \($0) with --cosigned") }
      ?? ("", "")
    throw .invalid(
      BilingualText(
        "规模 \(size) 的检查点未达到见证要求:\(standings)。请先取得见证签名\(chinese)。",
        "The checkpoint of size \(size) lacks the quorum of witnesses: \(standings). Ask them to "
          + "cosign it\(english)."))
  }

  /// Keeps cosignatures of a checkpoint; each must verify under one of `witnesses`.
  ///
  /// Of several by one key the newest is kept.
  public func keep(
    _ lines: [NoteSignature], of checkpoint: UnverifiedCheckpoint, by witnesses: [NoteVerifier]
  ) throws(ServiceError) {
    let text = checkpoint.note.text
    do throws(any Error) {
      for line in lines {
        let isValid = witnesses.contains { witness in
          witness.type.isCosignature && witness.verify(line, text: text) != nil
        }
        guard isValid else {
          throw TransparencyLogError.invalidSignature(name: line.name, keyID: line.keyID)
        }
      }
      try attestations.updateCosignatures(ofSize: checkpoint.claim.size) { kept in
        var merged: [NoteSignature] = []
        if let kept {
          let note = try SignedNote(parsing: kept)
          // What was kept of another text is worth nothing; the history decides.
          if note.text.utf8.elementsEqual(text.utf8) { merged = note.signatures }
        }
        for line in lines {
          let older = merged.firstIndex { $0.name == line.name && $0.keyID == line.keyID }
          guard let older else {
            merged.append(line)
            continue
          }
          // The time comes first and is big-endian, so bytes order as times do.
          if merged[older].signature.prefix(8).lexicographicallyPrecedes(line.signature.prefix(8)) {
            merged[older] = line
          }
        }
        return try SignedNote(text: text, signatures: merged).bytes
      }
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
