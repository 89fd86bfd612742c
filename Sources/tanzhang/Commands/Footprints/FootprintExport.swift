// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The forms a footprint can leave in.
enum ExchangeForm: String, CaseIterable, ExpressibleByArgument {
  case pact, cbam
  case batteryPassport = "battery-passport"
  case catenaX = "catena-x"
  case csv, stages
}

/// The command `tanzhang footprint export`.
struct FootprintExport: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print footprints as PACT v3, CBAM, battery-passport or Catena-X fields, or CSV.",
    discussion: """
      Examples:
        tanzhang footprint export 3 --fossil-carbon 0.2
        tanzhang footprint export 3 --to catena-x --fossil-carbon 0.2
        tanzhang footprint export 3 4 --to csv --fossil-carbon 0.2

      What a form cannot be told is null or left out, and said on the standard error. The mappings
      are in docs/FOOTPRINT_EXCHANGE.md.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Footprints: UUIDs or numbers.") var footprints: [String]
  @Option(
    help: ArgumentHelp(
      ExchangeForm.allCases.map(\.rawValue).joined(separator: ", "), valueName: "form"))
  var to = ExchangeForm.pact
  @Option(help: ArgumentHelp("Kilograms of fossil carbon in the unit.", valueName: "kg"))
  var fossilCarbon: String?
  @Option(help: ArgumentHelp("Kilograms of biogenic carbon in the unit.", valueName: "kg"))
  var biogenicCarbon: String?

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    let carbon = try fossilCarbon.map { (text) throws(ServiceError) in
      ExchangedFootprint.CarbonContent(
        fossil: try Input.decimal(text, "--fossil-carbon"),
        biogenic: try biogenicCarbon.map { (text) throws(ServiceError) in
          try Input.decimal(text, "--biogenic-carbon")
        })
    }
    var exchanged: [ExchangedFootprint] = []
    for text in footprints {
      let stored = try StoredFootprint(text, in: reading)
      exchanged.append(try ExchangeMaker.exchanged(stored, in: reading, carbon: carbon))
    }
    switch to {
    case .csv: console.printExactly(try FootprintDesk.table(of: exchanged))
    case .stages: console.printExactly(FootprintTable.stages(of: exchanged))
    case .pact, .cbam, .batteryPassport, .catenaX:
      let documents = try exchanged.map { (footprint) throws(ServiceError) in
        try document(of: footprint, console)
      }
      let value: JSONValue = documents.count == 1 ? documents[0] : .array(documents)
      console.print(value.encoded(pretty: true))
    }
  }

  private func document(
    of footprint: ExchangedFootprint, _ console: Console
  ) throws(ServiceError) -> JSONValue {
    let export: FieldSetExport
    switch to {
    case .cbam: export = CBAMExport.fields(of: footprint)
    case .batteryPassport: export = BatteryPassportExport.fields(of: footprint)
    case .catenaX: export = CatenaXExport.fields(of: footprint)
    case .pact, .csv, .stages: return try FootprintDesk.pact(footprint)
    }
    for note in export.notes {
      console.note(
        BilingualText("\(note.path):\(note.text.chinese)", "\(note.path): \(note.text.english)"))
    }
    return export.document
  }
}
