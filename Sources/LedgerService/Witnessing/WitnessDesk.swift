// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// A witness at work: answers requests for cosignatures (C2SP tlog-witness) from its directory.
///
/// It holds no state in memory, so any number of processes may answer for one directory.
public struct WitnessDesk: Sendable {
  private let storage: WitnessStorage
  private let signer: NoteSigner

  /// Opens the witness whose directory this is, to cosign with `key`.
  public init(_ directory: String, key: SigningKey) throws(ServiceError) {
    storage = try Self.storage(directory)
    do throws(TransparencyLogError) {
      signer = try NoteSigner(
        name: storage.name,
        type: NoteKeyType(cosigningWith: key.verifyingKey.algorithm), key: key)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Makes the directory of a new witness.
  public static func create(_ directory: String, name: String) throws(ServiceError) {
    do throws(any Error) {
      guard !SmallFile.exists("\(directory)/witness") else {
        throw ServiceError.invalid(
          BilingualText(
            "\(directory) 已是见证方目录。", "\(directory) is the directory of a witness already."))
      }
      // The name is checked by making a signature line of it.
      _ = try NoteSignature(name: name, keyID: 0, signature: [0])
      try WitnessStorage.create(at: directory, name: name)
    } catch let error as TransparencyLogError {
      throw .invalid(BilingualText("见证方名称:\(error)", "The name of the witness: \(error)"))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The key that verifies the witness's cosignatures.
  public var verifier: NoteVerifier { signer.verifier }

  /// Begins to follow the log whose keys these are; keys of a log that is followed are replaced
  /// only when `isReplacing`.
  public func follow(
    _ verifiers: [NoteVerifier], isReplacing: Bool = false
  ) throws(ServiceError) {
    do throws(any Error) {
      let log = try WitnessedLog(verifiers: verifiers)
      let place = WitnessStorage.place(of: log.origin)
      let lock = try storage.lock()
      defer { withExtendedLifetime(lock) {} }
      if try storage.keys(at: place) != nil, !isReplacing {
        throw ServiceError.invalid(
          BilingualText(
            "已在见证 \(log.origin);如需更换其密钥,请加 --replace。",
            "\(log.origin) is followed already; replace its keys with --replace."))
      }
      let text = verifiers.map { $0.vkey + "\n" }.joined()
      try storage.store(keys: Array(text.utf8), at: place)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The logs that are followed, each verified as if it came from a stranger.
  public func logs() throws(ServiceError) -> [WitnessedLog] {
    do throws(any Error) {
      return try storage.places().compactMap(log)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The newest checkpoint cosigned for the log filed under `place`, as monitors ask for it.
  public func checkpoint(at place: String) throws(ServiceError) -> [UInt8]? {
    guard Digest(hexadecimal: place)?.hexadecimal == place else { return nil }
    do {
      return try storage.checkpoint(at: place)
    } catch {
      throw .storage(error)
    }
  }

  /// Answers the body of an `add-checkpoint` request at `now`, in POSIX seconds.
  ///
  /// What is cosigned is stored durably before this returns. A failing disk or key is an answer
  /// too, 500, and nothing is cosigned.
  public func answer(_ body: [UInt8], now: UInt64) -> WitnessAnswer {
    let request: AddCheckpointRequest
    do {
      request = try AddCheckpointRequest(parsing: body)
    } catch {
      return .refused(.malformed, reason: "\(error)")
    }
    do {
      return try answer(request, now: now)
    } catch {
      // The caller is a stranger: what failed is for the operator, who sees it in `logs`.
      return .refused(.failed(status: 500), reason: "The witness cannot answer now.")
    }
  }

  private func answer(_ request: AddCheckpointRequest, now: UInt64) throws -> WitnessAnswer {
    let place = WitnessStorage.place(of: request.checkpoint.claim.origin)
    let lock = try storage.lock()
    defer { withExtendedLifetime(lock) {} }
    guard let log = try log(at: place) else {
      return .refused(.unknownLog, reason: "This witness does not follow that log.")
    }
    let judgement = try log.judge(request, signers: [signer], now: now)
    if let next = judgement.next?.latest {
      try storage.store(checkpoint: next.note.bytes, at: place)
    }
    if let contradiction = judgement.contradiction {
      try keep(contradiction, of: log, at: place, now)
    }
    return judgement.answer
  }

  private func keep(
    _ contradiction: Contradiction, of log: WitnessedLog, at place: String, _ now: UInt64
  ) throws {
    let evidence = try Evidence(
      contradiction, origin: log.origin, verifiers: log.verifiers, source: storage.name,
      seconds: now)
    try storage.keep(
      evidence: evidence.bytes, named: evidence.fileName, at: place,
      isConclusive: evidence.isConclusive)
  }

  private func log(at place: String) throws -> WitnessedLog? {
    guard let keys = try storage.keys(at: place) else { return nil }
    let verifiers = try ProofCheck.keys(in: String(decoding: keys, as: UTF8.self))
    guard let latest = try storage.checkpoint(at: place) else {
      return try WitnessedLog(verifiers: verifiers)
    }
    return try WitnessedLog(
      verifiers: verifiers, latest: latest, signers: [signer.verifier])
  }

  private static func storage(_ directory: String) throws(ServiceError) -> WitnessStorage {
    do {
      return try WitnessStorage(at: directory)
    } catch .notALedger {
      throw .notFound(
        BilingualText(
          "\(directory) 不是见证方目录;请用 `tanzhang witness init` 创建。",
          "\(directory) is not the directory of a witness; make it with `tanzhang witness init`."))
    } catch {
      throw .storage(error)
    }
  }
}
