// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang key`.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make, list, rotate, delegate, certify and revoke keys.",
    discussion: "Example: tanzhang key new acme",
    subcommands: [
      New.self, Link.self, List.self, Rotate.self, Revoke.self, Delegate.self, Certify.self,
    ])

  struct New: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key; its public half is printed.",
      discussion: """
        Example: tanzhang key new acme

        With --token the key is made in a PKCS#11 token, which signs with it and does not let it
        out. A key named checkpoint, authority or commitment that is there before
        `tanzhang init` is the one that is used.

        Example:
          tanzhang key new checkpoint --pin-file pin --token \\
            'pkcs11:token=city?module-path=/usr/lib/softhsm/libsofthsm2.so'
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The key's name: letters, digits, - and _.") var name: String
    @Option(help: "The suite it is for: sha256-ed25519 or sm3-sm2.")
    var suite = "sha256-ed25519"
    @Option(help: "The token to make it in, as a PKCS#11 URI (RFC 7512).") var token: String?

    func execute(_ console: Console) async throws {
      let chosen = Suite.all[try Input.choice(suite, of: Suite.names, "--suite")]
      let keys = try global.keyStore()
      let key =
        if let token {
          try keys.create(name, algorithm: chosen.signature, token: token)
        } else {
          try keys.create(name, algorithm: chosen.signature).verifyingKey
        }
      var table = KeyCommand.table
      table.append(KeyCommand.row(name, key))
      console.print(table)
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the keys in the key directory.", discussion: "Example: tanzhang key list")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let keys = try global.keyStore()
      var table = KeyCommand.table
      for name in keys.names() {
        table.append(KeyCommand.row(name, try keys.key(name).verifyingKey))
      }
      console.print(table)
    }
  }

  struct Rotate: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register a further full key of a participant; the old one stays until revoked.",
      discussion: "Example: tanzhang key rotate 91330400MA2EX00010 --new acme-2027 --as acme")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The participant: code, number or name.") var participant: String
    @Option(help: "The new key's name; made if there is none.") var new: String

    func execute(_ console: Console) async throws {
      try await register(console) { writing, state in
        let number = try state.participantNumber(participant)
        let key = try writing.keyOrNew(new).verifyingKey
        return [KeyRecord(participant: number, key: key.bytes).encoded]
      }
    }
  }

  struct Revoke: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke a key: it signs no later entry.",
      discussion: """
        Example:
          tanzhang key revoke 91330400MA2EX00010 0f3a61c2d49b8e77 --reason "laptop lost"
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The participant.") var participant: String
    @Argument(help: "The key's identifier, 16 hexadecimal digits, or its name.") var kid: String
    @Option(help: "Why.") var reason: String

    func execute(_ console: Console) async throws {
      try await register(console) { writing, state in
        let identifier = try identifier(writing)
        return [
          KeyRevocationRecord(
            participant: try state.participantNumber(participant), identifier: identifier,
            reason: reason
          ).encoded
        ]
      }
    }

    private func identifier(_ writing: Writing) throws(ServiceError) -> [UInt8] {
      if let bytes = Hexadecimal.decode(kid), bytes.count == 8 { return bytes }
      let key = try writing.keys.key(kid).verifyingKey
      return key.identifier(using: writing.session.suite.hash)
    }
  }

  struct Delegate: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register a key that may sign some record types only.",
      discussion: "Example: tanzhang key delegate Acme --new clerk --types 102,104 --as acme")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The participant.") var participant: String
    @Option(help: "The delegated key's name; made if there is none.") var new: String
    @Option(help: "The record types, by name or number, with commas.") var types: String

    func execute(_ console: Console) async throws {
      try await register(console) { writing, state in
        var scope: [UInt64] = []
        for text in types.split(separator: ",") { scope.append(try type(String(text), state)) }
        let number = try state.participantNumber(participant)
        let key = try writing.keyOrNew(new).verifyingKey
        return [KeyRecord(participant: number, key: key.bytes, scope: scope.sorted()).encoded]
      }
    }

    private func type(_ text: String, _ state: LedgerState) throws(ServiceError) -> UInt64 {
      if let number = UInt64(text), state.recordShapes[number] != nil { return number }
      if let shape = state.recordShapes.values.first(where: { $0.name == text }) {
        return shape.type
      }
      throw .notFound(
        BilingualText("没有记录类型 \"\(text)\"。", "There is no record type \"\(text)\"."))
    }
  }

  static var table: TextTable {
    TextTable([
      .init("name", "名称", "NAME"), .init("identifier", "标识", "KID"),
      .init("publicKey", "公钥", "PUBLIC KEY"),
    ])
  }

  /// What a table says of a key; its identifier is by the hash of the suite it signs for.
  static func row(_ name: String, _ key: VerifyingKey) -> [String] {
    let suite = Suite.all.first { $0.signature == key.algorithm } ?? .sha256Ed25519
    return [
      name, Hexadecimal.encode(key.identifier(using: suite.hash)), Hexadecimal.encode(key.bytes),
    ]
  }
}
