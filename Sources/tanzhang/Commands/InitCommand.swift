// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang init`.
struct InitCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a ledger with its root authority.",
    discussion: """
      Example:
        tanzhang init --origin ledger.example/city --authority 91330400MA2EX00010 \\
          --name-zh 示例市发改委 --name-en "Example City DRC" --province CN-ZJ --example

      Makes the keys `checkpoint`, `authority` and `commitment`, with --second-line sm2 also
      `checkpoint-sm2`, whose line every checkpoint then carries besides; registers the national
      rule parameters with their sources and the asset classes GEC-T, GEC-N, PHER-T and PHER-G.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: "The ledger's name in every checkpoint, for instance ledger.example/city.")
  var origin: String

  @Option(help: ArgumentHelp("The root authority's social credit code.", valueName: "uscc"))
  var authority: String

  @Option(help: "The authority's name in Chinese.")
  var nameZh: String

  @Option(help: "The authority's name in English.")
  var nameEn: String

  @Option(help: "The authority's province, for instance CN-ZJ.")
  var province: String?

  @Option(help: "The cryptographic suite: sha256-ed25519 or sm3-sm2.")
  var suite = "sha256-ed25519"

  @Option(
    help: ArgumentHelp(
      "A second signature on every checkpoint, besides Ed25519: sm2.", valueName: "algorithm"))
  var secondLine: String?

  @Flag(help: "The authority is an invented example.")
  var example = false

  func execute(_ console: Console) async throws {
    let names = Suite.names
    let chosen = Suite.all[try Input.choice(suite, of: names, "--suite")]
    let keys = try global.keyStore()
    var creation = LedgerCreation(
      origin: origin, suite: chosen, identifier: authority, chineseName: nameZh,
      englishName: nameEn, province: try Input.province(province, "--province"),
      isExample: example, since: try global.currentDay())
    if let secondLine { _ = try Input.choice(secondLine, of: ["sm2"], "--second-line") }
    creation.hasSecondLine = secondLine != nil
    let paths = global.paths
    let receipt = try await creation.run(at: paths, keys: keys, clock: try global.clock())
    try await registerAssets(keys, chosen)
    console.print(receipt)
    console.note(
      BilingualText(
        "账本在 \(paths.root),私钥在 \(paths.keys);请妥善保管私钥。",
        "The ledger is in \(paths.root), its keys in \(paths.keys); keep the keys safe."))
  }

  private func registerAssets(_ keys: KeyStore, _ suite: Suite) async throws {
    let session = try await LedgerSession.open(
      global.paths, keys: keys, clock: try global.clock())
    let signer = StatementSigner(
      issuer: 0, audience: origin, suite: suite,
      key: try keys.key(LedgerCreation.authorityKeyName))
    let certificates = [
      AssetRecord(
        code: TradeClass.tradable.assetCode, chineseName: "可交易绿证",
        englishName: "tradable green certificates", unit: "MWh", issuer: 0),
      AssetRecord(
        code: TradeClass.nonTradable.assetCode, chineseName: "不可交易绿证",
        englishName: "non-tradable green certificates", unit: "MWh", issuer: 0),
    ]
    let assets = certificates + InclusiveCredits.assetClasses(issuer: 0)
    do {
      _ = try await session.submit(assets.map(\.encoded), as: signer)
    } catch {
      try await session.close()
      throw error
    }
    try await session.close()
  }
}
