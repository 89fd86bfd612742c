// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// The one ordered pass: chain, tree, checkpoints, index and rules, entry by entry.
struct Replay {
  private(set) var state: LedgerState
  private(set) var tree: TileAppender
  private(set) var records: UInt64 = 0
  var checkpoints = CheckpointQueue()
  private var trust: TrustCheck
  private var cursors: [HashCursor]
  private var index: IndexCursor?
  private var previous = Digest.zero
  private var registered = Timestamp(milliseconds: 0)
  private var firstRefusal: UInt64?
  /// Set when nothing more can be replayed: no genesis, or a ruleset this software lacks.
  private var isHalted = false
  /// The verified timestamp over the most entries.
  var newestTimestamp: ProvenTime? { trust.newestTimestamp }
  private let ring = KeyRing()
  private let source: any LedgerSource
  private let options: VerificationOptions
  private let log: FindingLog

  init(
    _ source: any LedgerSource, state: LedgerState, function: HashFunction, trust: TrustCheck,
    options: VerificationOptions, log: FindingLog
  ) throws(VerificationError) {
    self.source = source
    self.state = state
    self.trust = trust
    self.options = options
    self.log = log
    tree = TileAppender(function: function)
    cursors = source.hashStores.enumerated().map { level, store in
      HashCursor(source.path, level: level, store: store)
    }
    index = try IndexCursor(source)
    self.trust.compare(tree, log)
  }

  /// Replays a block and returns the signatures to be checked.
  mutating func replay(_ block: PreparedBlock) throws(VerificationError) -> [CheckJob] {
    let log = log
    var jobs: [CheckJob] = []
    jobs.reserveCapacity(block.items.count)
    for item in block.items {
      let entry = tree.size
      let place = Place(entry: entry, file: block.file, byteOffset: item.offset)
      if entry.isMultiple(of: 256) {
        try index?.compare(item.offset.map { $0 - 2 }, entry: entry, log)
      }
      try append(item.hash, entry)
      if let job = check(item, place) { jobs.append(.signature(job)) }
      jobs += secondLines()
      previous = item.hash
      try trust.compareAttestations(tree, registered, log)
      if options.storedState?.size == tree.size { try compareStoredState() }
    }
    return jobs
  }

  /// The second lines that checkpoints of this size must carry.
  private mutating func secondLines() -> [CheckJob] {
    let reached = checkpoints.takeReached()
    guard !reached.isEmpty, let verifier = state.header.secondVerifier else { return [] }
    return reached.map { .secondLine(SecondLineJob(checkpoint: $0, verifier: verifier)) }
  }

  private mutating func append(_ hash: Digest, _ entry: UInt64) throws(VerificationError) {
    var upper: [Digest] = []
    tree.append(hash) { level, completed in
      if level > 0 { upper.append(completed) }
    }
    try compare(hash, level: 0, entry)
    for (position, hash) in upper.enumerated() {
      try compare(hash, level: position + 1, entry)
    }
    checkpoints.compare(tree, log)
    trust.compare(tree, log)
  }

  private mutating func compare(
    _ hash: Digest, level: Int, _ entry: UInt64
  ) throws(VerificationError) {
    while cursors.count <= level {
      cursors.append(
        HashCursor(
          source.path, level: cursors.count, store: source.missingStore(level: cursors.count)))
    }
    try cursors[level].compare(hash, entry: entry, log)
  }

  /// Checks chain and time and applies the statement.
  private mutating func check(_ item: PreparedBlock.Item, _ place: Place) -> SignatureJob? {
    guard let entry = item.entry else {
      refuse(place)
      return nil
    }
    let (before, earlier) = (previous, registered)
    if entry.previous != before {
      log.add {
        Finding(.chain, place, expected: before.hexadecimal, actual: entry.previous.hexadecimal)
      }
    }
    if entry.registered < earlier {
      log.add {
        Finding(.time, place, expected: "≥ \(earlier)", actual: "\(entry.registered)")
      }
    }
    registered = max(earlier, entry.registered)
    guard let statement = item.statement else {
      refuse(place)
      return nil
    }
    var reader = CBORReader(statement.bytes.span, range: statement.envelope.payloadRange)
    if let count = try? reader.readArrayHeader() { records += UInt64(count) }
    guard !isHalted else { return nil }
    return apply(statement, entry.registered, place)
  }

  private mutating func apply(
    _ statement: Statement, _ time: Timestamp, _ place: Place
  ) -> SignatureJob? {
    let key: ParticipantKey
    do {
      key = try state.signingKey(of: statement)
    } catch {
      refuse(place, error, as: error.rule == LedgerRules.signature ? .signature : .rule)
      return nil
    }
    do {
      _ = try state.apply(statement, registered: time)
    } catch {
      // A time that goes back was reported as such above.
      refuse(place, error.rule == LedgerRules.timeOrder ? nil : error, as: .rule)
    }
    guard let verifying = ring.verifyingKey(key) else {
      log.add {
        Finding(.signature, place, expected: "a usable public key", actual: "\(key.bytes)")
      }
      return nil
    }
    return SignatureJob(statement: statement, key: verifying, place: place)
  }

  private mutating func refuse(
    _ place: Place, _ rejection: Rejection? = nil, as check: Check = .rule
  ) {
    let earlier = firstRefusal
    if let rejection {
      log.add { Finding(rejection, as: check, place, mayFollowFrom: earlier) }
    }
    firstRefusal = earlier ?? place.entry
    if state.size == 0 || rejection?.rule == LedgerRules.ruleset { isHalted = true }
  }

  private func compareStoredState() throws(VerificationError) {
    guard let stored = options.storedState else { return }
    try StateCheck.compare(stored, state, log)
  }

  /// Forgets what was read ahead of the hashes and bundles compared so far.
  mutating func reopen() throws(VerificationError) {
    for level in cursors.indices { cursors[level].reopen() }
    try index?.reopen()
  }

  /// What is stored beyond the hashes and bundles compared so far, and may not be.
  func rest() throws(VerificationError) -> [Finding] {
    var findings: [Finding] = []
    for cursor in cursors { findings += try cursor.rest() }
    return try findings + (index?.rest() ?? [])
  }

  /// Checks what can be judged only at the end, and with `rest` what is stored beyond it.
  func finish(rest: Bool) throws(VerificationError) {
    if rest {
      for finding in try self.rest() { log.add { finding } }
    }
    let size = tree.size
    if size == 0 {
      log.add { Finding(.coverage, expected: "a genesis entry", actual: "no entries") }
    }
    checkpoints.finish(size, log)
    let second = checkpoints.newest.flatMap {
      state.header.secondVerifier(forSize: $0.checkpoint.size)
    }
    trust.finish(size, checkpoints.newest, second: second, log)
    if let stored = options.storedState {
      if stored.size == 0 { try compareStoredState() }
      if stored.size > size {
        log.add {
          Finding(
            .state, Place(entry: size), expected: "a state of at most \(size) entries",
            actual: "a state of \(stored.size) entries")
        }
      }
    }
    StateCheck.balance(state, log)
  }
}
