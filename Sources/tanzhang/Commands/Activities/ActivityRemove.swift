// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

struct ActivityRemove: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take activities out of a batch that is not verified yet.",
    discussion: """
      Examples:
        tanzhang activity remove 17 --rows 3,64 --reason excluded --as verifier
        tanzhang activity remove 17 --key-text T000000042 --reason points --as metro

      Rows are positions in the batch from 0, as `tanzhang activity show` prints them. Each record
      carries the rows with their way to the batch's root, so that the ledger need not keep rows.
      For points, the scenario's ruleset gives the persons points instead.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The batch: its code or number.") var batch: String
  @Option(help: ArgumentHelp("Positions in the batch.", valueName: "n,n,…")) var rows: String?
  @Option(help: ArgumentHelp("Natural keys, 32 hexadecimal digits each.", valueName: "hex"))
  var key: [String] = []
  @Option(help: ArgumentHelp("The text of a natural key, as key_text.", valueName: "text"))
  var keyText: [String] = []
  @Option(help: ArgumentHelp(RemovalReason.names.joined(separator: ", "), valueName: "reason"))
  var reason: String

  func validate() throws {
    guard rows != nil || !key.isEmpty || !keyText.isEmpty else {
      throw ValidationError("Name the activities with --rows, --key or --key-text.")
    }
  }

  func execute(_ console: Console) async throws {
    let number = try Input.number(batch, "batch")
    let positions = try rows.map { (text) throws(ServiceError) in
      try Input.positions(text, "--rows")
    }
    let kind = try Input.choice(reason, of: RemovalReason.names, "--reason")
    let (receipt, count, total, isPoints) = try await writing { writing in
      let found = try await RegisteredBatch(number, of: writing.session)
      let texts = keyText.map { ActivityKey.text(of: [$0], writing.session.suite.hash) }
      let chosen = try found.positions(ofKeys: key + texts).union(positions ?? [])
      let records = try found.removal(of: chosen, RemovalReason.allCases[kind])
      let receipt = try await writing.session.submit(
        records.map(\.encoded), as: writing.signer)
      let total = records.reduce(Int64(0)) { $0 + $1.total }
      return (receipt, chosen.count, total, found.methodology.result.kind == .points)
    }
    console.print(receipt)
    guard console.format == .text else { return }
    let amount = TextTable.grouped(isPoints ? String(total) : CreditAmount.grams(total))
    let unit = isPoints ? BilingualText("积分", "points") : BilingualText("克 CO2e", "g CO2e")
    console.print(
      console.language == .chinese
        ? "移出 \(count) 条活动,\(amount) \(unit.chinese)"
        : "taken out: \(count) activities, \(amount) \(unit.english)")
  }
}

struct ActivityKeyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Print the natural key of the texts that make an activity unique.",
    discussion: """
      Example: tanzhang activity key T000000042

      The key is what two platforms must agree on for the same activity: the first 16 bytes of
      H("tanzhang/activity-key/v1" 00 ‖ texts), where H is the ledger's hash function and the texts
      are one array in deterministic CBOR.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The texts, in the methodology's order.") var text: [String]

  func execute(_ console: Console) async throws {
    let suite = try await reading().suite
    console.print(ActivityKey.text(of: text, suite.hash))
  }
}
