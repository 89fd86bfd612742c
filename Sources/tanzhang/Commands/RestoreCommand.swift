// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang restore`.
struct RestoreCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Repair a damaged ledger from copies, each entry checked against what was signed.",
    discussion: """
      Examples:
        tanzhang restore --from /srv/www/ledger
        tanzhang restore --from mirror --from backup/ledger --vkey ledger.vkey

      A copy is a ledger or a published directory; it need not be trusted. The damaged files are
      kept beside the ledger.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("A copy to take entries from.", valueName: "dir"))
  var from: [String] = []
  @Option(help: ArgumentHelp("The ledger's keys as you know them, one a line.", valueName: "file"))
  var vkey: [String] = []

  func execute(_ console: Console) async throws {
    let restoration = try Restoration(
      global.paths, from: from, keys: try Input.logKeys(vkey))
    let report = try await restoration.run()
    guard let kept = report.damagedPath else {
      return console.note(
        BilingualText(
          "账本完好,未作改动;已据条目重建存储的状态。",
          "The ledger is sound and was not changed; its stored state was made anew."))
    }
    for index in report.repaired {
      console.print(
        console.language == .chinese ? "已修复条目 \(index)" : "repaired entry \(index)")
    }
    console.note(
      BilingualText(
        "账本已复原:\(report.size) 个条目,根 \(report.root);受损文件保留在 \(kept)。",
        "The ledger is whole again: \(report.size) entries, root \(report.root). The damaged "
          + "files are kept in \(kept)."))
  }
}
