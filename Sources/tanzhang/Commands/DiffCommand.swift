// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang diff`.
struct DiffCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Find the first entry in which two copies of a ledger differ, and who signed each.",
    discussion: """
      Examples:
        tanzhang diff Ledger/data /srv/www/ledger
        tanzhang diff mine yours --evidence fork.json

      The copies are ledgers or published directories. Exit codes: 0 one continues the other ·
      4 they differ. With both checkpoints signed by one key, --evidence keeps what convicts it.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A ledger or published directory.") var first: String
  @Argument(help: "Another.") var second: String
  @Option(help: ArgumentHelp("Where evidence goes, if there is any.", valueName: "file"))
  var evidence: String?

  func execute(_ console: Console) async throws {
    let divergence = try Divergence(first, second)
    if console.format == .json {
      console.print(Self.json(divergence).encoded(pretty: true))
    } else {
      console.print(divergence)
    }
    guard divergence.index != nil else { return }
    if let evidence, let found = try divergence.evidence(now: try global.seconds()) {
      try LocalFile.write(found.bytes, to: evidence)
    }
    throw ExitStatus.unsound.code
  }

  private static func json(_ divergence: Divergence) -> JSONValue {
    [
      "entry": divergence.index.map { .integer(Int64(clamping: $0)) } ?? .null,
      "convicts": .bool(divergence.contradiction != nil),
      "copies": .array(
        divergence.sides.map { side in
          [
            "path": .string(side.path), "origin": .string(side.checkpoint.claim.origin),
            "size": .integer(Int64(clamping: side.checkpoint.claim.size)),
            "root": .string(side.checkpoint.claim.root.base64),
            "key": side.key.map { .string($0.vkey) } ?? .null,
            "checkpointSigned": .bool(side.isSigned), "treeSound": .bool(side.isTreeSound),
            "statementSigned": side.isEntrySigned.map { .bool($0) } ?? .null,
            "entry": side.entry?.json ?? .null,
          ]
        }),
    ]
  }
}

extension Console {
  /// Prints where two copies part and both entries.
  func print(_ divergence: Divergence) {
    let isChinese = language == .chinese
    for side in divergence.sides {
      let claim = side.checkpoint.claim
      print("\(side.path)  \(claim.origin)  \(claim.size)  \(claim.root.base64)")
      if !side.isSigned {
        print(isChinese ? "  检查点未由其首条所载密钥签署" : "  the key of its first entry did not sign it")
      }
      if !side.isTreeSound {
        print(isChinese ? "  存储的树与检查点不符" : "  its stored tree is not that of the checkpoint")
      }
    }
    guard let index = divergence.index else {
      let sizes = divergence.sides.map { $0.checkpoint.claim.size }
      return print(
        sizes[0] == sizes[1]
          ? isChinese ? "两份完全相同" : "the copies are the same"
          : isChinese
            ? "较短的一份是较长一份的前 \(min(sizes[0], sizes[1])) 条"
            : "the shorter is the first \(min(sizes[0], sizes[1])) entries of the longer")
    }
    print(isChinese ? "自条目 \(index) 起不同" : "they differ from entry \(index) on")
    for side in divergence.sides {
      print("--- \(side.path)")
      guard let entry = side.entry else {
        print(isChinese ? "条目 \(index) 无法读取" : "entry \(index) cannot be read")
        continue
      }
      print(entry)
      let signed =
        side.isEntrySigned.map {
          $0
            ? isChinese ? "有效" : "valid"
            : isChinese ? "无效" : "not valid"
        } ?? (isChinese ? "无从核验" : "not known")
      print((isChinese ? "  签名:" : "  signature: ") + signed)
    }
    if divergence.contradiction != nil {
      print(
        isChinese
          ? "两份检查点由同一密钥签署且相互矛盾:账本签署了两份历史。"
          : "One key signed both checkpoints, and they contradict each other: two histories.")
    }
  }
}
