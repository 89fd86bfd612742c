// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import Quantities
public import TransparencyLog

/// Follows a published ledger: proves at every look that what is published now continues what was
/// known before, and keeps evidence when it does not.
///
/// The new entries are read and hashed onto the tree that is known, so no stored hash is believed.
/// `isThorough` reads the old ones once more, to find changed copies of what was proven earlier.
public struct Monitor: Sendable {
  private let verifiers: [NoteVerifier]
  private let requirement: CosignatureRequirement?
  private let evidenceDirectory: String

  /// Prepares to follow the ledger whose keys these are.
  ///
  /// - Parameters:
  ///   - verifiers: The ledger's keys, as the monitor knows them; each must sign every checkpoint.
  ///   - requirement: The cosignatures a checkpoint must have.
  ///   - evidence: The directory for evidence; made when it is needed.
  public init(
    _ verifiers: [NoteVerifier], requirement: CosignatureRequirement? = nil, evidence: String
  ) {
    precondition(!verifiers.isEmpty, "a ledger has a key")
    self.verifiers = verifiers
    self.requirement = requirement
    evidenceDirectory = evidence
  }

  private var origin: String { verifiers[0].name }
  private var function: HashFunction { HashFunction(treeSignedBy: verifiers) }

  /// Looks at the published directory (or ledger) at `path`; `now` is the time in POSIX seconds.
  ///
  /// Throws only when something cannot be read at all, or evidence cannot be written.
  public func look(
    at path: String, known: MonitorState?, isThorough: Bool = false, now: UInt64
  ) throws(ServiceError) -> MonitorReport {
    let copy = try LedgerCopy(path)
    let claim = copy.checkpoint.claim
    var report = MonitorReport(
      origin: origin, previousSize: known?.checkpoint.claim.size, size: claim.size,
      root: claim.root)
    report.state = known
    let verified: VerifiedCheckpoint
    do {
      verified = try copy.checkpoint.verified(origin: origin, byAll: verifiers)
    } catch {
      report.add(.signature, "\(error)")
      return report
    }
    if let requirement {
      let witnesses = requirement.judge(verified.note)
      if !witnesses.isSatisfied {
        report.add(.witness, witnesses.description(of: requirement.policy))
      }
    }
    if let known, claim.size <= known.checkpoint.claim.size {
      guard try continues(known, verified, &report, now) else { return report }
      guard isThorough else { return report }
    }
    try walk(copy, verified, known, fromStart: isThorough, &report, now)
    return report
  }

  /// Whether a checkpoint of no more entries than are known is the known one.
  private func continues(
    _ known: MonitorState, _ verified: VerifiedCheckpoint, _ report: inout MonitorReport,
    _ now: UInt64
  ) throws(ServiceError) -> Bool {
    let (old, new) = (known.checkpoint.claim, verified.checkpoint)
    guard new.size < old.size || new.root != old.root else { return true }
    let evidence = try keep(
      Contradiction(known: known.checkpoint.note, claimed: verified.note), now)
    let kind: MonitorReport.Kind = new.size == old.size ? .fork : .rollback
    report.add(
      kind, "known \(old.size) \(old.root.base64), published \(new.size) \(new.root.base64)",
      evidence)
    return false
  }

  /// Hashes entries onto the known tree and compares what comes out with what is published.
  private func walk(
    _ copy: LedgerCopy, _ verified: VerifiedCheckpoint, _ known: MonitorState?,
    fromStart: Bool, _ report: inout MonitorReport, _ now: UInt64
  ) throws(ServiceError) {
    let claim = verified.checkpoint
    let start = fromStart ? nil : known?.tree
    var walker = TreeWalk(start ?? CompactRange(function: function))
    walker.readEntries(of: copy, upTo: claim.size, known: known?.checkpoint.claim)
    report.entriesRead = walker.entriesRead
    let isWhole = walker.tree.size == claim.size && walker.tree.root() == claim.root
    if isWhole, walker.isKnownPassed {
      if let problem = walker.tileProblem(of: copy) { report.add(.tiles, problem) }
      if report.findings.allSatisfy({ $0.kind == .witness }) {
        report.state = MonitorState(
          try rewrapped(verified), walker.tree)
      }
      return
    }
    try explain(copy, verified, known, walker, &report, now)
  }

  /// The checkpoint as it is kept: with every signature that was verified or may be later.
  private func rewrapped(
    _ verified: VerifiedCheckpoint
  ) throws(ServiceError) -> UnverifiedCheckpoint {
    do {
      return try UnverifiedCheckpoint(note: verified.note)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Finds out why the entries do not lead to the signed root.
  private func explain(
    _ copy: LedgerCopy, _ verified: VerifiedCheckpoint, _ known: MonitorState?,
    _ walker: TreeWalk, _ report: inout MonitorReport, _ now: UInt64
  ) throws(ServiceError) {
    let claim = verified.checkpoint
    let reader = copy.reader(size: claim.size, function: function)
    guard (try? treeRoot(size: claim.size, reader: reader, function: function)) == claim.root else {
      var evidence: String?
      if let known, known.checkpoint.claim.size < claim.size {
        evidence = try keep(
          Contradiction(known: known.checkpoint.note, claimed: verified.note), now)
      }
      report.add(
        .tiles, "the stored tree of \(claim.size) entries has another root", evidence)
      if let problem = walker.entryProblem { report.add(.entries, problem) }
      return
    }
    // The tiles lead to the signed root, so they are what the ledger signed.
    if let known, known.checkpoint.claim.size < claim.size {
      let old = known.checkpoint.claim
      let prefix = try? treeRoot(size: old.size, reader: reader, function: function)
      let proof = try? ConsistencyProof.prove(
        oldSize: old.size, newSize: claim.size, reader: reader, function: function)
      if let prefix, let proof, prefix != old.root {
        let evidence = try keep(
          Contradiction(
            known: known.checkpoint.note, claimed: verified.note, proof: proof.path,
            prefixRoot: prefix), now)
        report.add(
          .rewrite,
          "known \(old.size) \(old.root.base64); of the tree of \(claim.size) the first "
            + "\(old.size) have \(prefix.base64)", evidence)
        return
      }
    }
    report.add(
      .entries, walker.firstDifference(from: reader) ?? "they lead to another root")
  }

  private func keep(
    _ contradiction: Contradiction, _ now: UInt64
  ) throws(ServiceError) -> String {
    let evidence = try Evidence(
      contradiction, origin: origin, verifiers: verifiers, source: "monitor", seconds: now)
    let path = "\(evidenceDirectory)/\(evidence.fileName)"
    do throws(StorageError) {
      try SmallFile.makeDirectory(evidenceDirectory)
      if !SmallFile.exists(path) { try SmallFile.replace(path, evidence.bytes) }
    } catch {
      throw .storage(error)
    }
    return path
  }
}

extension MonitorReport {
  fileprivate mutating func add(_ kind: Kind, _ detail: String, _ evidencePath: String? = nil) {
    findings.append(Finding(kind: kind, detail: detail, evidencePath: evidencePath))
  }
}
