// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

extension KeyCommand {
  /// `tanzhang key link`: a key that is in a token already.
  struct Link: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Use a key that is in a PKCS#11 token already.",
      discussion: """
        Notes under a name where the key is, with its public half; nothing is copied.

        Example:
          tanzhang key link checkpoint --pin-file pin --token \\
            'pkcs11:token=city;object=checkpoint?module-path=/usr/lib/softhsm/libsofthsm2.so'
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The key's name: letters, digits, - and _.") var name: String
    @Option(help: "The key as a PKCS#11 URI (RFC 7512).") var token: String

    func execute(_ console: Console) async throws {
      let (key, isConfined) = try global.keyStore().link(name, token: token)
      var table = KeyCommand.table
      table.append(KeyCommand.row(name, key))
      console.print(table)
      guard !isConfined else { return }
      console.note(
        BilingualText(
          "令牌未声明此密钥在其中生成且从未离开;别处可能有其副本。",
          "The token does not say that this key was made in it and never left it; there may be "
            + "copies."))
    }
  }
}
