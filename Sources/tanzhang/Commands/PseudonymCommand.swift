// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService

/// The command `tanzhang participant pseudonym`.
struct PseudonymCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "pseudonym",
    abstract: "Print the pseudonym of a person; the identity itself never enters a ledger.",
    discussion: """
      Example:
        head -c 32 /dev/urandom > salt
        tanzhang participant pseudonym --salt salt --person identity.txt

      The salt is a secret file of 16 bytes or more: destroying it forgets the person. The identity
      is the first line of a file, so that it stands in no list of processes.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("The secret salt.", valueName: "file")) var salt: String
  @Option(help: ArgumentHelp("The person's identity.", valueName: "file")) var person: String

  func execute(_ console: Console) async throws {
    let maker = try PersonPseudonym(salt: try LocalFile.read(salt))
    let pseudonym = try maker.pseudonym(of: try LocalFile.firstLine(of: person))
    console.print("pseudonym:\(pseudonym.text)")
  }
}
