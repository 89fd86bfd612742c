// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang checkpoint-key`.
struct CheckpointKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint-key",
    abstract: "Have checkpoints carry a second signature line, by a key of SM2.",
    discussion: """
      Example: tanzhang checkpoint-key add sm2

      The ledger's authority names the key in an entry. Every checkpoint over that entry carries \
      the second line besides the Ed25519 one, and verify demands it, until another key is named \
      or none. The writer finds the private key by its name, which begins with checkpoint-sm2.
      """,
    subcommands: [List.self, Add.self, Replace.self, End.self])

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the keys of the checkpoints, and from which size on each signs.",
      discussion: "Example: tanzhang checkpoint-key list -O json")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      var table = TextTable([
        .init("from", "起", "FROM", isNumber: true), .init("until", "止", "UNTIL", isNumber: true),
        .init("vkey", "公钥", "KEY"),
      ])
      for key in try await reading().checkpointKeys() {
        table.append("\(key.from)", key.until.map { "\($0)" } ?? "", key.verifier.vkey)
      }
      console.print(table)
    }
  }

  struct Add: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Name a second key, made if there is none; from this entry on both sign.",
      discussion: "Example: tanzhang checkpoint-key add sm2")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its algorithm: sm2.") var algorithm: String
    @Option(help: "The key's name; it begins with checkpoint-sm2.") var name = KeyStore.secondName

    func execute(_ console: Console) async throws {
      _ = try Input.choice(algorithm, of: ["sm2"], "algorithm")
      try await nameKey(name, isReplacing: false, console)
    }
  }

  struct Replace: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Name another second key in place of the one there is.",
      discussion: "Example: tanzhang checkpoint-key replace --new checkpoint-sm2-2027")

    @OptionGroup var global: GlobalOptions
    @Option(help: "The new key's name, made if there is none; it begins with checkpoint-sm2.")
    var new: String

    func execute(_ console: Console) async throws {
      try await nameKey(new, isReplacing: true, console)
    }
  }

  struct End: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "End the second line: from this entry on the Ed25519 line stands alone.",
      discussion: "Example: tanzhang checkpoint-key end")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let receipt = try await writing { writing in
        try await writing.session.nameSecondKey(nil, as: writing.signer)
      }
      console.print(receipt)
    }
  }
}

extension LedgerCommand {
  /// Makes the key called `name` if there is none, and names it on the ledger.
  fileprivate func nameKey(_ name: String, isReplacing: Bool, _ console: Console) async throws {
    let keys = try global.keyStore()
    let known = try await reading().checkpointKeys()
    guard (known.count > 1 && known.last?.until == nil) == isReplacing else {
      throw ServiceError.invalid(
        isReplacing
          ? BilingualText(
            "检查点尚无第二密钥;请用 `tanzhang checkpoint-key add sm2`。",
            "The checkpoints have no second key; add one with `tanzhang checkpoint-key add sm2`.")
          : BilingualText(
            "检查点已有第二密钥;请用 `tanzhang checkpoint-key replace` 更换。",
            "The checkpoints have a second key; take another with "
              + "`tanzhang checkpoint-key replace`."))
    }
    let key = try keys.secondKey(name)
    let receipt = try await writing { writing in
      try await writing.session.nameSecondKey(key, as: writing.signer)
    }
    console.print(receipt)
  }
}
