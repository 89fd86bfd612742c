// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FileStorage
import LedgerCore
import Quantities
import StateStorage
public import TransparencyLog

/// The second line of a ledger's checkpoints, by the key its entries name.
enum SecondLine {
  /// The second keys at hand, that sign as the ledger `origin`: those whose names begin with
  /// ``KeyStore/secondName``.
  static func signers(
    _ keys: KeyStore, origin: String, suite: Suite
  ) throws -> [NoteSigner] {
    guard suite == .sha256Ed25519 else { return [] }
    return try keys.names().filter { $0.hasPrefix(KeyStore.secondName) }.compactMap { name in
      let key = try keys.key(name)
      return key.algorithm == .sm2 ? try NoteSigner(name: origin, key: key) : nil
    }
  }

  /// What the entries say of the ledger up to its newest checkpoint: from the stored state, or by a
  /// replay of what it lacks.
  static func header(
    _ files: LedgerFiles, suite: Suite, newest: Checkpoint
  ) throws -> LedgerHeader {
    let stored = try? StateStorage(at: LedgerPaths(root: files.path).state, isReadOnly: true)
    if let stored, let head = try? stored.head(), head.size == newest.size,
      head.root == newest.root,
      let row = try stored.row(SectionCode.ledger, StateImage.key(0))
    {
      return try LedgerHeader(decoding: row)
    }
    var replay =
      stored.flatMap { Replay(stored: $0, files: files, suite: suite, size: newest.size) }
      ?? Replay(suite: suite)
    try replay.catchUp(to: newest.size, files, at: files.path) { _, _ in }
    return replay.state.header
  }

  /// Whether `note` carries the line that `verifier` says it must; `nil` asks for none.
  static func isValid(_ note: SignedNote, _ verifier: NoteVerifier?) -> Bool {
    guard let verifier else { return true }
    return (try? note.open(with: [verifier])) != nil
  }

  /// Refuses to write where no checkpoint with both lines can follow, or where the newest has lost
  /// its second: what is wrong with it is not to be buried under new ones.
  static func require(
    of header: LedgerHeader, _ recovery: Recovery, _ seconds: [NoteSigner], _ keys: KeyStore,
    at path: String
  ) throws {
    if let newest = recovery.checkpoint,
      !isValid(
        try SignedNote(parsing: newest), header.secondVerifier(forSize: recovery.size))
    {
      throw StorageError.damaged(
        path: "\(path)/checkpoints", offset: recovery.size,
        reason: "the newest checkpoint lacks the line by the ledger's second key")
    }
    guard let second = header.secondVerifier,
      !seconds.contains(where: { $0.verifier == second })
    else { return }
    throw ServiceError.notFound(
      BilingualText(
        "\(keys.directory) 中没有本账本检查点的第二密钥 \(second.vkey);"
          + "其文件名须以 \(KeyStore.secondName) 开头。",
        "\(keys.directory) does not hold the second key of this ledger's checkpoints, "
          + "\(second.vkey); its name must begin with \(KeyStore.secondName)."))
  }

  /// The record that names `key` as the second key of the ledger `header` is of.
  static func record(
    naming key: SigningKey, of header: LedgerHeader
  ) throws(ServiceError) -> CheckpointKeyRecord {
    do {
      return try CheckpointKeyRecord(
        naming: key, origin: header.origin, checkpointKey: header.checkpointKey)
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

/// A key of a ledger's checkpoints, and of which it signs them.
public struct CheckpointKeyPeriod: Sendable {
  /// The key.
  public let verifier: NoteVerifier
  /// The size of the first checkpoint that carries its line.
  public let from: UInt64
  /// The size of the first one after that that does not need it any more; `nil` for none.
  public let until: UInt64?
}

extension LedgerReading {
  /// What genesis fixed and the entries changed of it, at the standpoint.
  func header() throws(ServiceError) -> LedgerHeader {
    do throws(any Error) {
      guard let row = try rows.value(SectionCode.ledger, StateImage.key(0)) else {
        throw StorageError.notALedger(path: paths.root, reason: "its state has no header")
      }
      return try LedgerHeader(decoding: row)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The keys that check the newest checkpoint: that of genesis, and the second if there is one.
  public func verifiers() throws(ServiceError) -> [NoteVerifier] {
    let first = try CheckpointKey.verifier(genesis: try genesisEntry())
    return [first] + [try header().secondVerifier].compactMap(\.self)
  }

  /// The keys that must have signed the checkpoint of a proof in any form; a receipt is signed by
  /// the first alone.
  public func verifiers(of proof: [UInt8]) throws(ServiceError) -> [NoteVerifier] {
    let first = try CheckpointKey.verifier(genesis: try genesisEntry())
    guard let size = try ProofFile(parsing: proof).checkpointSize else { return [first] }
    return [first] + [try header().secondVerifier(forSize: size)].compactMap(\.self)
  }

  /// Every key that signs or signed the ledger's checkpoints, the one of genesis first.
  public func checkpointKeys() throws(ServiceError) -> [CheckpointKeyPeriod] {
    let first = CheckpointKeyPeriod(
      verifier: try CheckpointKey.verifier(genesis: try genesisEntry()), from: 1, until: nil)
    let header = try header()
    return [first]
      + header.secondKeys.periods(origin: header.origin).map {
        CheckpointKeyPeriod(verifier: $0.verifier, from: $0.from, until: $0.until)
      }
  }
}

extension LedgerSession {
  /// Names the key called `name` as the second key of the checkpoints, or ends the one there is.
  ///
  /// - Parameters:
  ///   - key: The key; the session must have been opened with it at hand.
  ///   - signer: The authority.
  public func nameSecondKey(
    _ key: SigningKey?, as signer: StatementSigner
  ) async throws(ServiceError) -> Receipt {
    let header = await ledger.current.header
    let record =
      if let key { try SecondLine.record(naming: key, of: header) } else {
        CheckpointKeyRecord(nil)
      }
    return try await submit([record.encoded], as: signer)
  }
}

extension CheckpointKeyRecord {
  /// The records of this type in an entry of a ledger; none when it cannot be read.
  static func records(in entry: [UInt8]) -> [CheckpointKeyRecord] {
    // An array of three whose first item is 13: few entries hold these two bytes at all, and those
    // that do are read.
    let beginning: [UInt8] = [0x83, UInt8(shape.type)]
    guard
      zip(entry, entry.dropFirst()).contains(where: { $0 == beginning[0] && $1 == beginning[1] })
    else { return [] }
    guard let statement = try? ReadEntry(0, entry).statement,
      let records = try? statement.records()
    else { return [] }
    return records.filter { $0.type == shape.type }.compactMap { record in
      var reader = CBORReader(statement.bytes.span, range: record.range)
      do {
        _ = try reader.readArrayHeader()
        _ = try reader.readUnsigned()
        return try CheckpointKeyRecord(decoding: &reader)
      } catch {
        return nil
      }
    }
  }
}
