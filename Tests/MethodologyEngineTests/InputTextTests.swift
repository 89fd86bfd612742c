// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct InputTextTests {
  private static let distance = SampleMethodology.quantity("distance", "km", 2, "-5", "300.5")
  private static let mode = SampleMethodology.input("mode", .choice(["bus", "地铁"]))
  private static let flag = SampleMethodology.input("peak", .flag)
  private static let day = SampleMethodology.input("day", .date)
  private static let rows = SampleMethodology.input(
    "rows", .list([distance, mode], minimum: 1, maximum: 2))

  @Test(
    arguments: [
      (distance, "8", Int64(800), "8"), (distance, "8.25", 825, "8.25"),
      (distance, "8.2500", 825, "8.25"),
      (distance, "-5.00", -500, "-5"), (distance, "300.5", 30_050, "300.5"),
      (distance, "007", 700, "7"),
      (mode, "bus", 0, "bus"), (mode, "地铁", 1, "地铁"), (flag, "true", 1, "true"),
      (flag, "是", 1, "true"),
      (flag, "0", 0, "false"), (day, "1970-01-02", 1, "1970-01-02"),
    ] as [(Methodology.InputDefinition, String, Int64, String)])
  func `a text is read as an integer and written back`(
    input: Methodology.InputDefinition, text: String, raw: Int64, written: String
  ) throws {
    #expect(try input.raw(text: text) == raw)
    #expect(input.text(raw: raw) == written)
  }

  @Test(
    arguments: [
      (distance, ""), (distance, "-"), (distance, "8."), (distance, ".5"), (distance, "8.255"),
      (distance, "300.51"), (distance, "-5.01"), (distance, "8 km"), (distance, "1e3"),
      (distance, "+8"),
      (distance, "99999999999999999999"), (distance, "1.2.3"), (mode, "tram"),
      (mode, ""), (flag, "yes"), (day, "2025-02-30"), (day, "2025/02/28"), (rows, "1"),
    ] as [(Methodology.InputDefinition, String)])
  func `what an input cannot take is refused with what it needs`(
    input: Methodology.InputDefinition, text: String
  ) throws {
    let fault = #expect(throws: InputFault.self) { try input.raw(text: text) }
    let message = try #require(fault?.message)
    #expect(fault?.input == input.name)
    #expect(message.english.contains(input.requirement.english))
    #expect(message.chinese.contains(input.requirement.chinese))
  }

  @Test func `requirements are sentences`() {
    #expect(Self.distance.requirement.english == "-5 to 300.5 km with at most 2 decimals")
    let fault = #expect(throws: InputFault.self) { try Self.distance.raw(text: "8 km") }
    #expect(
      fault?.message.english == """
        distance is “8 km”; expected -5 to 300.5 km with at most 2 decimals; write the number \
        only, in km.
        """)
    #expect(Self.mode.requirement.chinese == "bus、地铁 之一")
    #expect(Self.rows.requirement.english == "1 to 2 rows of distance, mode")
  }

  @Test func `named values are laid out flat and read back`() throws {
    let layout = InputLayout([Self.distance, Self.rows, Self.flag])
    let values: [String: Methodology.ExampleValue] = [
      "distance": .text("8"), "peak": .text("1"),
      "rows": .rows([["distance": "1.5", "mode": "bus"], ["distance": "2", "mode": "地铁"]]),
    ]
    let flat = try layout.flat(values)
    #expect(flat == [800, 2, 150, 0, 200, 1, 1])
    let read = try #require(layout.values(flat))
    #expect(read.map(\.definition.name) == ["distance", "rows", "peak"])
    #expect(read[1].value == values["rows"])
    #expect(read[2].value == .text("true"))
    #expect(layout.values([800, 2, 150, 0, 200, 1]) == nil)
    #expect(layout.values([800, 900, 1]) == nil)
    #expect(layout.values(flat + [1]) == nil)
    #expect(layout.values([]) == nil)
  }

  @Test(
    arguments: [
      (["rows": .rows([["distance": "1", "mode": "bus"]])], "distance"),
      (["distance": .text("1"), "rows": .rows([])], "rows"),
      (["distance": .text("1"), "rows": .text("2")], "rows"),
      (["distance": .rows([]), "rows": .rows([])], "distance"),
      (["distance": .text("1"), "rows": .rows([["distance": "1"]])], "rows[0].mode"),
      (
        ["distance": .text("1"), "rows": .rows([["distance": "x", "mode": "bus"]])],
        "rows[0].distance"
      ),
      (
        ["distance": .text("1"), "rows": .rows([["distance": "1", "mode": "bus", "z": "1"]])],
        "rows[0].z"
      ),
      (["distance": .text("1"), "speed": .text("1")], "speed"),
    ] as [([String: Methodology.ExampleValue], String)])
  func `what is missing, unknown or of the wrong kind is named`(
    values: [String: Methodology.ExampleValue], input: String
  ) {
    let fault = #expect(throws: InputFault.self) {
      try InputLayout([Self.distance, Self.rows]).flat(values)
    }
    #expect(fault?.input == input)
    #expect(fault?.message.english.hasSuffix(".") == true)
  }
}
