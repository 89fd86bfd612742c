// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService

/// The command `tanzhang commit`.
struct CommitCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit",
    abstract: "Commit the ledger to its whole state now, so that balances can be proved.",
    discussion: """
      Example:
        tanzhang commit
        tanzhang prove balance:91330400MA2EX00010 -o balance.proof.json

      The ledger commits by itself every 4096 entries; before a balance is proved, or the ledger \
      published, a commitment of today says more than one of last week. It signs with the key \
      `commitment`, made with the ledger; --as names another key of the ledger's authority.
      """)

  @OptionGroup var global: GlobalOptions

  func execute(_ console: Console) async throws {
    let keys = try global.keyStore()
    let session = try await session(keys)
    do {
      let receipt = try await session.commitState(
        by: try keys.key(global.signer ?? KeyStore.commitmentName))
      try await session.close()
      console.print(receipt)
    } catch {
      try await session.close()
      throw error
    }
  }
}
