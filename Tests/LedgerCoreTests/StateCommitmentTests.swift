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
    #expect(one.state.commitment(function: .sha256) == other.state.commitment(function: .sha256))
    let before = one.state.commitment(function: .sha256)
    try one.apply(try one.participant(30, [.enterprise]), by: TestLedger.authority)
    let after = one.state.commitment(function: .sha256)
    #expect(after != before)
    #expect(after.size == before.size + 1)
    try other.apply(try other.participant(31, [.enterprise]), by: TestLedger.authority)
    #expect(other.state.commitment(function: .sha256).root != after.root)
  }

  @Test(arguments: [HashFunction.sha256, .sm3])
  func `every row is proved, and what is not there to be absent`(function: HashFunction) throws {
    let ledger = try TestLedger.founded()
    let tree = ledger.state.commitmentTree(function: function)
    let commitment = ledger.state.commitment(function: function)
    #expect(commitment.root == tree.root)
    var rows = 0
    ledger.state.visitImages(changedOnly: false) { image in
      let key = StateCommitment.key(section: image.section, row: image.key)
      let value = try? commitment.value(of: key, proof: tree.prove(key), function: function)
      #expect(value == image.value)
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
    let ledger = try TestLedger.founded()
    let tree = ledger.state.commitmentTree(function: .sha256)
    let commitment = ledger.state.commitment(function: .sha256)
    let key = StateCommitment.key(section: SectionCode.participants, row: StateImage.key(1))
    let gap = tree.prove(key + [0])
    #expect(throws: TransparencyLogError.self) {
      try commitment.value(of: key, proof: gap, function: .sha256)
    }
  }
}
