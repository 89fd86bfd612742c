// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang cosign`.
struct CosignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cosign",
    abstract: "Have witnesses cosign the ledger's checkpoint, and keep what they give.",
    discussion: """
      Example, with any program that can send a file:

        tanzhang cosign request -o request
        curl -si --data-binary @request https://witness.example/add-checkpoint > answer
        tanzhang cosign take answer --witness w1.vkey
        tanzhang publish public --policy witnesses.policy

      A witness that is at another size answers with it; ask again with --from SIZE. The program
      tanzhang-witness does all this for every witness of a policy.
      """,
    subcommands: [Request.self, Take.self, List.self])

  struct Request: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the request for a cosignature (C2SP tlog-witness, add-checkpoint).",
      discussion: "Example: tanzhang cosign request --from 4096 -o request")

    @OptionGroup var global: GlobalOptions
    @Option(help: "The size of the checkpoint the witness cosigned last (default: none).")
    var from: UInt64 = 0
    @Option(help: "The size of the checkpoint to be cosigned (default: the newest).")
    var size: UInt64?
    @Option(name: [.customShort("o"), .long], help: "Where it goes (default: output).")
    var output: String?

    func execute(_ console: Console) async throws {
      let feeder = try Feeder(try await reading().files)
      let bytes = try feeder.request(ofSize: size, from: from).bytes
      guard let output else {
        return console.printExactly(String(decoding: bytes, as: UTF8.self))
      }
      try LocalFile.write(bytes, to: output)
    }
  }

  struct Take: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the cosignature in a witness's answer, or say what the answer means.",
      discussion: """
        Example:
          tanzhang cosign take answer --witness w1.vkey

        The answer may be the body alone or have the head of HTTP before it (curl -i). Exit codes:
        4 the witness says that the checkpoint does not extend what it saw · 5 it refused ·
        6 it is at another size.
        """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The answer.") var answer: String
    @Option(help: ArgumentHelp("The key of the witness.", valueName: "file")) var witness: String
    @Option(help: "The old size of the request (default: none).") var from: UInt64 = 0
    @Option(help: "The size of the checkpoint (default: the newest).") var size: UInt64?
    @Option(help: "Where evidence goes (default: evidence, beside the ledger).")
    var evidence: String?

    func execute(_ console: Console) async throws {
      let text = String(decoding: try LocalFile.read(witness), as: UTF8.self)
      let files = try await reading().files
      let feeder = try Feeder(files, evidence: evidence)
      let reply = try WitnessReply.read(try LocalFile.read(answer))
      guard let key = try ProofCheck.keys(in: text).first, key.type.isCosignature else {
        throw ServiceError.invalid(
          BilingualText("\(witness) 不是见证方的公钥。", "\(witness) is not the key of a witness."))
      }
      let result = try feeder.take(
        reply, ofSize: size, from: from,
        witness: WitnessPolicy.Witness(name: Array(key.name.utf8), verifier: key, url: nil),
        now: try global.clock()())
      let code = console.print(result, from: key.name)
      guard code == .done else { throw code.code }
    }
  }

  struct List: LedgerCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the cosignatures that are kept.",
      discussion: "Example: tanzhang cosign list -O csv")

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) async throws {
      var table = TextTable([
        .init("size", "条目数", "SIZE", isNumber: true), .init("witness", "见证方", "WITNESS"),
        .init("keyID", "密钥标识", "KEY ID"), .init("time", "见证时间", "COSIGNED"),
      ])
      let cosignatures = Cosignatures(try await reading().files)
      for size in try cosignatures.sizes() {
        for line in try cosignatures.lines(ofSize: size) {
          table.append("\(size)", line.name, line.keyID, "\(Timestamp(seconds: line.seconds))")
        }
      }
      console.print(table)
    }
  }
}

extension Console {
  /// Says what an answer of a witness led to, and what the exit code is.
  func print(_ reply: Feeder.Reply, from witness: String) -> ExitStatus {
    switch reply.step {
    case .send:
      complain(
        BilingualText(
          "\(witness) 上次见证的规模是 \(reply.nextOldSize);请以 --from \(reply.nextOldSize) 重新请求。",
          "\(witness) cosigned size \(reply.nextOldSize) last; make a request with --from "
            + "\(reply.nextOldSize).")[language])
      return .conflict
    case .done(.cosigned(_, let times)):
      let time = times.max().map { "\(Timestamp(seconds: $0))" } ?? ""
      note(BilingualText("\(witness) 于 \(time) 见证。", "\(witness) cosigned at \(time)."))
      return .done
    case .done(.ahead(let size)):
      complain(
        BilingualText(
          "\(witness) 已见证 \(size) 条,多于此检查点。若账本没有这么多条,则它是由旧副本恢复的,"
            + "或其密钥被他人使用:请勿继续写入。",
          "\(witness) has cosigned \(size) entries, more than this checkpoint has. If the ledger "
            + "has fewer, it was restored from an old copy or another uses its key: stop writing."
        )[language])
      return .conflict
    case .done(.forgetful(let cosigned, let named)):
      complain(
        BilingualText(
          "\(witness) 曾见证 \(cosigned) 条,如今只称 \(named) 条:它丢失了状态,其见证不再可信。",
          "\(witness) cosigned \(cosigned) entries and now knows \(named): it lost its state and "
            + "is no longer to be counted on.")[language])
      return .refused
    case .done(.inconsistent(let reason)):
      let evidencePath = reply.evidencePath ?? ""
      complain(
        BilingualText(
          "\(witness) 称检查点与其所见不一致(\(reason));证据:\(evidencePath)",
          "\(witness) says that the checkpoint contradicts what it saw (\(reason)); evidence: "
            + evidencePath)[language])
      return .unsound
    case .done(.refused(let reason)):
      complain(
        BilingualText("\(witness) 拒绝见证:\(reason)", "\(witness) refused: \(reason)")[language])
      return .refused
    }
  }
}
