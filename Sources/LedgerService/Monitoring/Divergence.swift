// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Mechanisms
import Quantities
public import TransparencyLog

/// Where two copies of a ledger part, and who signed what.
public struct Divergence: Sendable {
  /// One of the copies.
  public struct Side: Sendable {
    /// Where it lies.
    public let path: String
    /// Its newest checkpoint.
    public let checkpoint: UnverifiedCheckpoint
    /// The key its first entry names; nil when that cannot be read.
    public let key: NoteVerifier?
    /// Whether that key signed the checkpoint.
    public let isSigned: Bool
    /// Whether its stored tree has the root of the checkpoint.
    public let isTreeSound: Bool
    /// The entry at the first divergence; nil when it has none there, or it cannot be read.
    public internal(set) var entry: RegisteredEntry?
    /// Whether the entry's statement is signed by a key valid there; nil when nobody can say.
    public internal(set) var isEntrySigned: Bool?
  }

  /// The copies, in the order given.
  public internal(set) var sides: [Side]
  /// The first entry that differs; nil when the shorter copy is a prefix of the longer.
  public internal(set) var index: UInt64?
  /// What convicts the ledger's key of signing both; nil when it does not.
  public internal(set) var contradiction: Contradiction?

  /// How many hashes were compared.
  public internal(set) var comparisons = 0

  /// Compares the ledgers or published directories at two paths.
  public init(_ first: String, _ second: String) throws(ServiceError) {
    let copies = [try LedgerCopy(first), try LedgerCopy(second)]
    let keys = copies.map { try? $0.claimedKey() }
    let known = if let key = keys[0] ?? keys[1] { key } else { try copies[0].claimedKey() }
    let function = HashFunction(treeSignedBy: [known])
    sides = zip(copies, keys).map { Self.side($0, $1, function) }
    var search = DivergenceSearch(copies[0], copies[1], function)
    index = try search.firstDifference(isTreeSound: sides.allSatisfy(\.isTreeSound))
    comparisons = search.comparisons
    guard let index else { return }
    try readEntries(copies, index, function)
    contradiction = contradiction(copies, function)
  }

  /// The evidence against the ledger's key; nil when there is none.
  public func evidence(now seconds: UInt64) throws(ServiceError) -> Evidence? {
    guard let contradiction, let key = sides[0].key else { return nil }
    return try Evidence(
      contradiction, origin: key.name, verifiers: [key], source: "diff", seconds: seconds)
  }

  private static func side(
    _ copy: LedgerCopy, _ key: NoteVerifier?, _ function: HashFunction
  ) -> Side {
    let claim = copy.checkpoint.claim
    let reader = copy.reader(size: claim.size, function: function)
    let root = try? treeRoot(size: claim.size, reader: reader, function: function)
    let isSigned = key.map { key in
      (try? copy.checkpoint.verified(origin: key.name, verifiers: [key])) != nil
    }
    return Side(
      path: copy.path, checkpoint: copy.checkpoint, key: key, isSigned: isSigned ?? false,
      isTreeSound: root == claim.root)
  }

  /// Reads the two entries; names and keys come from the entries both copies share.
  private mutating func readEntries(
    _ copies: [LedgerCopy], _ index: UInt64, _ function: HashFunction
  ) throws(ServiceError) {
    let state = Self.state(copies[0], upTo: index, function)
    for (number, copy) in copies.enumerated() where index < copy.size {
      guard let bytes = try? copy.entry(at: index) else { continue }
      let rows: any RowSource = state.map { MemoryRows($0) } ?? NoRows()
      // An entry that cannot be read is left out; that it differs is said in any case.
      sides[number].entry = try? RegisteredEntry(
        bytes, index: index, function: function, rows: rows)
      sides[number].isEntrySigned = state.flatMap { Self.isSigned(bytes, $0) }
    }
  }

  /// The state after the entries before `index`; nil when they cannot be replayed.
  private static func state(
    _ copy: LedgerCopy, upTo index: UInt64, _ function: HashFunction
  ) -> LedgerState? {
    guard let suite = Suite.all.first(where: { $0.hash == function }) else { return nil }
    var replay = Replay(suite: suite)
    do {
      try copy.forEachEntry(in: 0..<index) { number, bytes in
        try replay.apply(bytes, index: number, path: copy.path) { _, _ in }
        return true
      }
    } catch {
      return nil
    }
    return replay.state
  }

  /// Whether the entry's statement is signed by a key that is valid after `state`.
  private static func isSigned(_ bytes: [UInt8], _ state: LedgerState) -> Bool? {
    guard let entry = try? Entry(decoding: bytes.span),
      let statement = try? Statement(decoding: Array(bytes[entry.statementRange]))
    else { return nil }
    guard let key = try? state.signingKey(of: statement),
      let algorithm = SignatureAlgorithm(rawValue: key.algorithm),
      let verifying = try? VerifyingKey(algorithm: algorithm, bytes: key.bytes)
    else { return false }
    return statement.isSigned(by: verifying)
  }

  /// The two notes with the proof that the larger tree begins with another.
  private func contradiction(
    _ copies: [LedgerCopy], _ function: HashFunction
  ) -> Contradiction? {
    guard sides.allSatisfy(\.isSigned), sides.allSatisfy(\.isTreeSound),
      sides[0].key == sides[1].key
    else { return nil }
    let order = copies[0].size <= copies[1].size ? [0, 1] : [1, 0]
    let (older, newer) = (copies[order[0]], copies[order[1]])
    let reader = newer.reader(size: newer.size, function: function)
    guard
      let prefix = try? treeRoot(size: older.size, reader: reader, function: function),
      let proof = try? ConsistencyProof.prove(
        oldSize: older.size, newSize: newer.size, reader: reader, function: function),
      prefix != older.checkpoint.claim.root
    else { return nil }
    return Contradiction(
      known: older.checkpoint.note, claimed: newer.checkpoint.note, proof: proof.path,
      prefixRoot: prefix)
  }
}
