// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Testing
import TransparencyLog

@Suite struct StateCommitmentTests {
  @Test func `replays of the same entries commit to the same, and of others to other`() throws {
    var one = try TestLedger.founded()
    var other = try TestLedger.founded()
    #expect(one.state.commitment() == other.state.commitment())
    let before = one.state.commitment()
    try one.apply(try one.participant(30, [.enterprise]), by: TestLedger.authority)
    let after = one.state.commitment()
    #expect(after != before)
    #expect(after.size == before.size + 1)
    try other.apply(try other.participant(31, [.enterprise]), by: TestLedger.authority)
    #expect(other.state.commitment().root != after.root)
  }

  @Test(arguments: Suite.all)
  func `every row is proved, and what is not there to be absent`(suite: Suite) throws {
    var ledger = try TestLedger.founded(suite: suite)
    let function = suite.hash
    let tree = ledger.state.commitmentTree()
    let commitment = ledger.state.commitment()
    #expect(commitment.root == tree.root)
    #expect(commitment.count == tree.count)
    var rows = 0
    ledger.state.visitImages(changedOnly: false) { image in
      let key = StateCommitment.key(section: image.section, row: image.key)
      let value = try? commitment.value(of: key, proof: tree.prove(key), function: function)
      #expect(value == function.digest(of: image.value).bytes)
      rows += 1 + image.lookupKeys.count
    }
    #expect(commitment.count == UInt64(rows))

    let known = try TestLedger.creditCode(TestLedger.maker)
    let key = StateCommitment.key(section: SectionCode.participants, lookup: known)
    let number = try commitment.value(of: key, proof: tree.prove(key), function: function)
    #expect(number == StateImage.key(TestLedger.maker))
    for absent in [
      StateCommitment.key(
        section: SectionCode.participants, lookup: try TestLedger.creditCode(99)),
      StateCommitment.key(section: SectionCode.participants, row: StateImage.key(99)),
      StateCommitment.key(section: SectionCode.series, lookup: "no such series"),
      [0], [255],
    ] {
      #expect(
        try commitment.value(of: absent, proof: tree.prove(absent), function: function) == nil)
    }
  }

  @Test func `a row that is there cannot be proved to be absent`() throws {
    var ledger = try TestLedger.founded()
    let tree = ledger.state.commitmentTree()
    let commitment = ledger.state.commitment()
    let key = StateCommitment.key(section: SectionCode.participants, row: StateImage.key(1))
    let gap = tree.prove(key + [0])
    #expect(throws: TransparencyLogError.self) {
      try commitment.value(of: key, proof: gap, function: .sha256)
    }
  }

  @Test func `the root is that of the tree in whatever order the rows come`() throws {
    var ledger = try TestLedger.founded()
    // Identifiers out of their order: the texts by which rows are found are sorted, not the rows.
    for number in [90, 40, 70, 50] as [UInt32] {
      try ledger.apply(try ledger.participant(number, [.enterprise]), by: TestLedger.authority)
    }
    #expect(ledger.state.commitment().root == ledger.state.commitmentTree().root)
  }

  @Test func `LED-113 a commitment to any other state than its own is refused`() throws {
    var ledger = try TestLedger.founded()
    let own = ledger.state.commitment()
    let others = [
      StateCommitment(size: own.size + 1, count: own.count, root: own.root),
      StateCommitment(size: own.size, count: own.count - 1, root: own.root),
      StateCommitment(size: own.size, count: own.count, root: .zero),
    ]
    for other in others {
      let refusal = try ledger.refusal(
        of: [StateCommitmentRecord(other)], by: TestLedger.authority)
      #expect(refusal?.rule == LedgerRules.stateCommitment)
    }
    try ledger.apply(StateCommitmentRecord(own), by: TestLedger.authority)
    #expect(ledger.state.header.commitment == own.size)
    // What was true of the state before is not of the state after.
    let late = try ledger.refusal(of: [StateCommitmentRecord(own)], by: TestLedger.authority)
    #expect(late?.rule == LedgerRules.stateCommitment)
  }

  @Test func `LED-113 a commitment comes before whatever else its statement does`() throws {
    var ledger = try TestLedger.founded()
    let record = StateCommitmentRecord(ledger.state.commitment())
    let newcomer = try ledger.participant(30, [.enterprise])
    let refusal = try ledger.refusal(of: [newcomer, record], by: TestLedger.authority)
    #expect(refusal?.rule == LedgerRules.stateCommitment)
    #expect(refusal?.record == 1)
    try ledger.apply([record, newcomer], by: TestLedger.authority)
  }

  @Test func `LED-6 nobody but the ledger's own participant commits`() throws {
    var ledger = try TestLedger.founded()
    let record = StateCommitmentRecord(ledger.state.commitment())
    let refusal = try ledger.refusal(of: [record], by: TestLedger.registry)
    #expect(refusal?.rule == LedgerRules.role)
  }

  @Test func `a state read back from its rows commits to the same`() throws {
    var ledger = try TestLedger.founded()
    try ledger.apply(
      StateCommitmentRecord(ledger.state.commitment()), by: TestLedger.authority)
    var loaded = LedgerState(loading: [ToyMechanism.self])
    let images = ledger.state.images.sorted {
      ($0.section, StateImage.number($0.key) ?? 0) < ($1.section, StateImage.number($1.key) ?? 0)
    }
    for image in images { try loaded.load(image) }
    try loaded.finishLoading()
    #expect(loaded.header.commitment == ledger.state.header.commitment)
    #expect(loaded.commitment() == ledger.state.commitment())
  }
}
