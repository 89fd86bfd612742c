// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// A damaged ledger made whole again from copies that need not be trusted.
///
/// Every entry is taken from whichever of the ledger and the copies has the one the signed
/// checkpoints cover. What comes out has the root of every checkpoint that the ledger's key signed:
/// a copy that lies is of no use, and does no harm.
public struct Restoration: Sendable {
  /// What a restoration did.
  public struct Report: Sendable, Equatable {
    /// The number of entries the ledger has again.
    public let size: UInt64
    /// The root of the tree over them.
    public let root: Digest
    /// The entries that the damaged ledger did not have as they were signed.
    public let repaired: [UInt64]
    /// Where the damaged files were put; `nil` when everything was as it should be.
    public let damagedPath: String?
  }

  /// The damaged ledger.
  let paths: LedgerPaths
  private let damaged: EntryCandidates
  private let copies: [EntryCandidates]
  private let key: NoteVerifier
  /// Further keys the reader brings: each must be the second key of the newest checkpoint.
  private let seconds: [NoteVerifier]
  private let suite: Suite

  /// Prepares a restoration.
  ///
  /// - Parameters:
  ///   - paths: The damaged ledger.
  ///   - copies: Ledgers or published directories to take entries from.
  ///   - pinned: The ledger's keys as the reader knows them; without any, the one that the ledger
  ///     and all copies name in their first entries.
  public init(
    _ paths: LedgerPaths, from copies: [String], keys pinned: [NoteVerifier] = []
  ) throws(ServiceError) {
    self.paths = paths
    damaged = EntryCandidates(damaged: paths.root)
    var candidates: [EntryCandidates] = []
    for path in copies { candidates.append(try EntryCandidates(copy: path)) }
    self.copies = candidates
    let first = pinned.first { $0.type == .ed25519 } ?? pinned.first
    seconds = pinned.filter { $0 != first }
    key = try Self.key(first, ([damaged] + candidates).compactMap { $0.claimedKey() })
    let function = HashFunction(treeSignedBy: [key])
    guard let suite = Suite.all.first(where: { $0.hash == function }) else {
      throw .invalid(
        BilingualText("账本的密码套件无法识别。", "The suite of the ledger's key is not known."))
    }
    self.suite = suite
  }

  private static func key(
    _ pinned: NoteVerifier?, _ claimed: [NoteVerifier]
  ) throws(ServiceError) -> NoteVerifier {
    if let pinned { return pinned }
    guard let first = claimed.first else {
      throw .invalid(
        BilingualText(
          "账本与副本的首条均无法读取;请用 --vkey 给出账本的公钥。",
          "Neither the ledger nor a copy has a first entry that can be read; name the ledger's "
            + "key with --vkey."))
    }
    guard claimed.allSatisfy({ $0.vkey == first.vkey }) else {
      throw .invalid(
        BilingualText(
          "账本与副本的首条写明的公钥不同;请用 --vkey 给出您所知的公钥。",
          "The ledger and the copies name different keys in their first entries; say with --vkey "
            + "which one you know to be right."))
    }
    return first
  }

  /// The checkpoints the ledger's key signed, by size, ascending; of one size every note there is,
  /// as one copy may have lost the second line that another has.
  ///
  /// Two roots of one size under one key are a fork, which no copy can mend.
  private func history() throws(ServiceError) -> [[UnverifiedCheckpoint]] {
    var bySize: [UInt64: [UnverifiedCheckpoint]] = [:]
    for checkpoint in ([damaged] + copies).flatMap({ $0.checkpoints() }) {
      // What the key did not sign is damaged or of another ledger.
      guard (try? checkpoint.verified(origin: key.name, verifiers: [key])) != nil else { continue }
      let claim = checkpoint.claim
      if let known = bySize[claim.size]?.first, known.claim.root != claim.root {
        throw .unsound(
          BilingualText(
            "账本密钥对 \(claim.size) 条签署了两个不同的根:账本已分叉,请用 `tanzhang diff` 取证。",
            "The ledger's key signed two roots of \(claim.size) entries: a fork, which cannot be "
              + "repaired. Keep the evidence with `tanzhang diff`."))
      }
      bySize[claim.size, default: []].append(checkpoint)
    }
    return bySize.sorted { $0.key < $1.key }.filter { $0.key > 0 }.map(\.value)
  }

  /// Restores the ledger.
  ///
  /// The damaged files are kept beside it, under the name the report gives; a sound ledger is left
  /// as it is, but for its stored state, which is made anew from the entries.
  public func run() async throws(ServiceError) -> Report {
    // What cannot even be verified is damaged. The stored state is made anew in any case: to read
    // it, if it is damaged, could end the process.
    if let report = try? await LedgerAudit.verifyHistory(paths.root), report.isSound {
      _ = try await LedgerRebuilding.run(paths)
      return Report(size: report.size, root: report.root, repaired: [], damagedPath: nil)
    }
    let history = try history()
    guard let newest = history.last?.first?.claim else {
      throw .unsound(
        BilingualText(
          "没有任何由账本密钥签署的检查点可读;请再提供一份副本(--from)。",
          "No checkpoint signed by the ledger's key can be read; name another copy with --from."))
    }
    let draft = "\(paths.root).restoring"
    guard !SmallFile.exists(draft) else {
      throw .invalid(
        BilingualText(
          "\(draft) 已存在,可能是中断的修复所留;请移走后再试。",
          "\(draft) exists, perhaps left by a repair that was interrupted; move it away first."))
    }
    do throws(any Error) {
      let lock = try FileLock(tryingLedgerAt: paths.root)
      defer { withExtendedLifetime(lock) {} }
      try FileStorage.create(at: draft, origin: key.name, suite: suite.name)
      let repaired = try await write(history, to: draft)
      try AttestationFiles(in: paths.root).copy(to: draft)
      let kept = try LedgerReplacement.replace(paths.root, by: draft)
      _ = try await LedgerRebuilding.run(paths)
      return Report(
        size: newest.size, root: newest.root, repaired: repaired, damagedPath: kept)
    } catch {
      // A draft that is not complete is worth nothing.
      LedgerReplacement.discard(draft)
      throw ServiceError(anything: error)
    }
  }

  /// Writes the entries the checkpoints cover, each group under its checkpoint.
  private func write(
    _ history: [[UnverifiedCheckpoint]], to draft: String
  ) async throws -> [UInt64] {
    let (storage, _) = try FileStorage.open(at: draft) { _, _ in true }
    defer { storage.close() }
    var writer = RestoredEntries(damaged: damaged, copies: copies, function: suite.hash)
    for checkpoints in history {
      let claim = checkpoints[0].claim
      try writer.extend(to: claim.size)
      guard writer.root == claim.root else {
        let lost = writer.doubtful.prefix(5).map(String.init).joined(separator: ", ")
        throw ServiceError.unsound(
          BilingualText(
            "条目无法复原:至第 \(claim.size) 条的根与签署的检查点不符(可疑条目:\(lost));"
              + "请再提供一份副本(--from)。账本未改动。",
            "It cannot be restored: the root of the first \(claim.size) entries is not the one "
              + "that was signed (entries in doubt: \(lost)). Name another copy with --from. "
              + "Nothing was changed."))
      }
      let second = writer.secondVerifier(origin: key.name)
      // One that no copy has with both lines is left out: the next covers what it covered.
      guard let whole = checkpoints.first(where: { SecondLine.isValid($0.note, second) }) else {
        continue
      }
      try await storage.commit(writer.take(under: whole.note))
    }
    try requireSecondLine(of: writer)
    try storage.synchronizeDerived()
    return writer.repaired
  }

  private func requireSecondLine(of writer: RestoredEntries) throws(ServiceError) {
    let second = writer.secondVerifier(origin: key.name)
    guard writer.isTaken else {
      throw .unsound(
        BilingualText(
          "最新检查点缺少第二密钥 \(second?.vkey ?? "") 的有效签名行;请再提供一份副本(--from)。账本未改动。",
          "The newest checkpoint lacks a valid line by the second key \(second?.vkey ?? ""); name "
            + "another copy with --from. Nothing was changed."))
    }
    if let other = seconds.first(where: { $0 != second }) {
      throw .unsound(
        BilingualText(
          "\(other.vkey) 不是本账本最新检查点的密钥。账本未改动。",
          "\(other.vkey) is no key of this ledger's newest checkpoint. Nothing was changed."))
    }
  }
}
