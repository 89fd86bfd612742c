// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct WorkedExampleTests {
  private static func example(
    _ distance: String, _ mode: String, _ expectation: Methodology.WorkedExample.Expectation,
    parameters: [Methodology.ParameterSetting] = []
  ) -> Methodology.WorkedExample {
    Methodology.WorkedExample(
      text: SampleMethodology.text("example"), source: nil,
      date: SampleMethodology.date("2025-03-01"), durationSeconds: 1200, attributes: [:],
      inputs: ["distance": .text(distance), "mode": .text(mode)], expectation: expectation,
      parameters: parameters)
  }

  @Test func `worked examples are run and compared to the milligram`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.examples = [
      Self.example("8", "metro", .result(373_600)), Self.example("8", "metro", .result(373_601)),
      Self.example("0", "bus", .refusal("moves")), Self.example("0", "bus", .result(0)),
      Self.example("90", "bus", .refusal("speed")), Self.example("900", "bus", .result(1)),
      Self.example("8", "tram", .result(1)),
    ]
    let outcomes = try MethodologyProgram(methodology).runExamples()
    #expect(outcomes.map(\.isMet) == [true, false, true, false, true, false, false])
    #expect(outcomes.map(\.position) == Array(0..<7))
    #expect(outcomes[1].found == .result(373_600))
    #expect(outcomes[3].found == .refusal("moves"))
    guard case .notRun(let message) = outcomes[6].found else {
      Issue.record("an unknown choice was run")
      return
    }
    #expect(message.english == "mode is “tram”; expected one of bus, metro.")
  }

  @Test func `an example may set what the document leaves open`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.parameters[1].values = []
    let speed = Methodology.ParameterSetting(
      name: "top_speed", choice: nil, value: SampleMethodology.decimal("60"))
    methodology.examples = [
      Self.example("8", "metro", .result(373_600), parameters: [speed]),
      Self.example("25", "metro", .refusal("speed"), parameters: [speed]),
      Self.example("8", "metro", .result(373_600)),
    ]
    let outcomes = try MethodologyProgram(methodology).runExamples()
    #expect(outcomes.map(\.isMet) == [true, true, false])
    let filed = try methodology.setting(
      .init(name: "top_speed", value: SampleMethodology.decimal("90")),
      source: .init(document: "notice", date: nil))
    let program = try MethodologyProgram(filed)
    #expect(program.runExamples(isFiled: true).map(\.isMet) == [true, true, true])
    // A document whose examples set what it fixes itself is wrong.
    #expect(program.runExamples().map(\.isMet) == [false, false, true])
  }

  @Test func `an example on a date without values says which date and why`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.effectiveThrough = SampleMethodology.date("2027-12-31")
    methodology.parameters[1].values = [
      SampleMethodology.value("60", from: "2020-01-01", through: "2026-01-30")
    ]
    methodology.parameters.append(SampleMethodology.parameter("spare", "1", []))
    let spare = Methodology.ParameterSetting(name: "spare", value: .one)
    let dates = ["2019-03-08", "2028-01-01", "2026-01-31", "2025-03-01"]
    methodology.examples = dates.map { date in
      var example = Self.example("8", "metro", .result(373_600), parameters: [spare])
      example.date = SampleMethodology.date(date)
      return example
    }
    let found = try MethodologyProgram(methodology).runExamples().map(\.found)
    let reasons = found.map { if case .notRun(let reason) = $0 { reason.english } else { "" } }
    #expect(
      reasons == [
        "2019-03-08 is before effective.from 2020-01-01.",
        "2028-01-01 is after effective.through 2027-12-31.",
        "top_speed has no value on 2026-01-31.", "",
      ])
  }
}
