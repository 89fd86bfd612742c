// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang explain`.
struct ExplainCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell the life of one certificate or credit (溯源).",
    discussion: """
      Examples:
        tanzhang explain WFD23070811010123202507000001211
        tanzhang explain CAR-1-US-1008-27-845-WA-2015-2010-17
        tanzhang explain 0:17
        tanzhang explain SZPHER-METRO-2025:17
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A certificate code, another registry's serial, or SERIES:SERIAL.")
  var code: String

  func execute(_ console: Console) async throws {
    let reading = try await reading()
    if try CreditExplanationQuery.covers(code, in: reading.rows) {
      return try console.print(
        CreditExplanationQuery(code: code).run(on: reading), reading.standpoint)
    }
    let (unit, events) = try LifeQuery(code: code).run(on: reading)
    switch console.format {
    case .text:
      console.print(unit.code)
      for event in events { console.print("  " + event.sentence[console.language]) }
      console.print(reading.standpoint)
    case .json:
      console.print(JSONValue.array(events.map(Self.json)).encoded(pretty: true))
    case .csv:
      var table = TextTable([
        .init("entry", "条目", "ENTRY"), .init("record", "记录", "RECORD"),
        .init("registered", "登记时间", "REGISTERED"), .init("type", "类型", "TYPE"),
        .init("sentence", "说明", "SENTENCE"),
      ])
      for event in events {
        table.append(
          "\(event.position.entry)", "\(event.position.record)", "\(event.registered)",
          event.type, event.sentence[console.language])
      }
      console.print(table)
    }
  }

  private static func json(_ event: LifeEvent) -> JSONValue {
    [
      "entry": .integer(Int64(event.position.entry)),
      "record": .integer(Int64(event.position.record)),
      "registered": .string("\(event.registered)"), "type": .string(event.type),
      "from": .integer(Int64(event.from.holder)),
      "fromStanding": .string("\(event.from.standing)"),
      "to": .integer(Int64(event.to.holder)), "toStanding": .string("\(event.to.standing)"),
      "first": .string("\(event.range.lowerBound)"),
      "last": .string("\(event.range.upperBound)"),
      "zh": .string(event.sentence.chinese), "en": .string(event.sentence.english),
    ]
  }
}
