// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import LedgerService
import Quantities

extension Damage {
  /// History written anew by whoever has the ledger's own key: the tree and its checkpoint agree.
  static let histories: [Damage] = [
    Damage("the last entries are dropped", needsOld: true) { copy in
      try copy.republish { $0.items.removeLast(3) }
      return .file("old.checkpoint")
    },
    Damage("a sound statement takes the place of another", needsOld: true) { copy in
      let index = copy.size - 4
      try copy.republish { ledger in
        ledger.items[index].statement = try ledger.statement(
          by: ForgedLedger.Party.notary.0, ForgedLedger.Party.notary.1,
          [ForgedLedger.note.encoded])
      }
      return .file("old.checkpoint")
    },
    Damage("two entries are swapped and keep what they name as the one before") { copy in
      let index = copy.anyEntry(upTo: 14)
      let (_, leaves) = copy.ledger.entries()
      try copy.republish { ledger in
        for position in [index, index + 1] {
          ledger.items[position].previous = leaves[position - 1]
        }
        ledger.items.swapAt(index, index + 1)
      }
      return .entry(index)
    },
    Damage("two entries are swapped and chained anew") { copy in
      let index = 13
      try copy.republish { $0.items.swapAt(index, index + 1) }
      return .entry(index + 1)
    },
    Damage("an entry names itself as the first") { copy in
      let index = copy.anyEntry()
      try copy.republish { $0.items[index].previous = .zero }
      return .entry(index)
    },
    Damage("the registered time goes back") { copy in
      let index = copy.anyEntry()
      try copy.republish { $0.items[index].milliseconds -= 60_000 }
      return .entry(index)
    },
    Damage("an entry has bytes after its end") { copy in
      let index = copy.anyEntry()
      try copy.republish { $0.rewrite = { $0 == index ? $1 + [0] : $1 } }
      return .entry(index)
    },
    Damage("a number of an entry is not in its shortest form") { copy in
      let index = copy.anyEntry()
      // The byte string of `previous`: 58 20 becomes 59 00 20.
      try copy.republish {
        $0.rewrite = { $0 == index ? [$1[0], 0x59, 0] + $1[2...] : $1 }
      }
      return .entry(index)
    },
  ]

  /// Statements that should not have been admitted, in a ledger that agrees with itself.
  static let statements: [Damage] = [
    inserted("a byte of a statement is another", at: { _ in 6 }) { ledger in
      var statement = ledger.items[6].statement
      statement[statement.count - 100] ^= 1
      return statement
    },
    inserted("a statement is registered twice") { $0.items[6].statement },
    inserted("a statement is signed with a key nobody registered") { ledger in
      try ledger.statement(by: ForgedLedger.Party.stranger, [ForgedLedger.note.encoded])
    },
    inserted("a statement is signed with a revoked key") { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.textile, [ForgedLedger.retirement(71, 1).encoded])
    },
    inserted("a key signs the very entry that registers it", at: { _ in 8 }) { ledger in
      let key = try ForgedLedger.key(ledger.suite, ForgedLedger.Party.textileAgain.1)
      let record = KeyRecord(participant: 2, key: key.verifyingKey.bytes)
      return try ledger.statement(by: ForgedLedger.Party.textileAgain, [record.encoded])
    },
    inserted("a delegated key signs what it may not") { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.notary,
        [ForgedLedger.participant("91330400MA2EX0031X", nil).encoded])
    },
    inserted("a participant signs for another") { ledger in
      try ledger.statement(
        by: (1, ForgedLedger.Party.textileAgain.1), [ForgedLedger.retirement(71, 1).encoded])
    },
    inserted("a statement was meant for another ledger") { ledger in
      let (issuer, key) = ForgedLedger.Party.notary
      return try ledger.statement(
        by: issuer, key, [ForgedLedger.note.encoded], for: "ledger.example/other")
    },
    inserted("a second genesis") { ledger in
      let statement = try Statement(decoding: ledger.items[0].statement)
      let record = Array(statement.bytes[try statement.records()[0].range])
      return try ledger.statement(by: ForgedLedger.Party.authority, [record])
    },
  ]

  /// Records the rules refuse.
  static let meanings: [Damage] = [
    inserted("serial numbers are issued a second time", needsRules: true) { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.authority,
        [
          IssueRecord(
            project: 0, month: ForgedLedger.month, powerClass: .feedIn,
            metered: Energy(wattHours: 5_000_000), first: 1_000, count: 5, recipient: 1,
            isSeparatelyMetered: true, evidence: .zero
          ).encoded
        ])
    },
    inserted("certificates leave who has them no more", needsRules: true) { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.solar, [ForgedLedger.transfer(100, 2, to: 2).encoded])
    },
    inserted("certificates are retired twice", needsRules: true) { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.textileAgain, [ForgedLedger.retirement(60, 1).encoded])
    },
    inserted("certificates that were never issued are retired", needsRules: true) { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.solar, [ForgedLedger.retirement(1_000, 2).encoded])
    },
    inserted("an enterprise registers a participant", needsRules: true) { ledger in
      try ledger.statement(
        by: ForgedLedger.Party.solar,
        [ForgedLedger.participant("91330400MA2EX0031X", nil).encoded])
    },
    inserted("an enterprise registers a key for another", needsRules: true) { ledger in
      let key = try ForgedLedger.key(ledger.suite, 9).verifyingKey
      return try ledger.statement(
        by: ForgedLedger.Party.solar, [KeyRecord(participant: 2, key: key.bytes).encoded])
    },
  ]

  /// A history in which one entry (the last but two unless told) has a statement of its own.
  private static func inserted(
    _ name: String, at position: @escaping @Sendable (Int) -> Int = { $0 - 3 },
    needsRules: Bool = false,
    _ make: @escaping @Sendable (inout ForgedLedger) throws -> [UInt8]
  ) -> Damage {
    Damage(name, needsRules: needsRules) { copy in
      let index = position(copy.size)
      try copy.republish { $0.items[index].statement = try make(&$0) }
      return .entry(index)
    }
  }
}

extension ForgedLedger {
  mutating func statement(by party: (UInt32, UInt8), _ records: [[UInt8]]) throws -> [UInt8] {
    try statement(by: party.0, party.1, records)
  }
}
