// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct MethodologySettingTests {
  private let sample = EverythingMethodology.value
  private let operatorsSource = Methodology.Source(document: "operator", date: nil)

  private func message(
    _ setting: Methodology.ParameterSetting, from: String? = nil, through: String? = nil
  ) -> String? {
    do throws(MethodologyProblems) {
      _ = try sample.setting(
        setting, from: from.map(EverythingMethodology.date),
        through: through.map(EverythingMethodology.date), source: operatorsSource)
      return nil
    } catch {
      return error.problems.map { "\($0.path): \($0.message.english)" }.joined(separator: "\n")
    }
  }

  @Test func `an open parameter takes a value with its source`() throws {
    let filed = try sample.setting(
      .init(name: "limit", value: .one), source: operatorsSource)
    #expect(
      filed.parameters[1].values == [
        .init(choice: nil, value: .one, from: nil, through: nil, source: operatorsSource)
      ])
    #expect(filed.parameters[0] == sample.parameters[0])
  }

  @Test func `dates that the document leaves open can be set`() {
    let later = Methodology.ParameterSetting(name: "factor", choice: "metro", value: .one)
    #expect(message(later, from: "2024-07-01") == nil)
    #expect(message(later, through: "2023-12-31") == nil)
  }

  @Test func `a value that the document fixes stays`() {
    let setting = Methodology.ParameterSetting(name: "factor", choice: "metro", value: .one)
    let expected = """
      parameters.factor: The document fixes factor at 46.70 (Example 1); to change it, make \
      another version.
      """
    #expect(message(setting) == expected)
    #expect(message(setting, from: "2024-06-30") == expected)
    #expect(message(setting, through: "2024-01-01") == expected)
  }

  @Test(arguments: [
    (
      Methodology.ParameterSetting(name: "none", value: .one),
      "parameters.none: There is no parameter none; there are: factor, limit."
    ),
    (
      Methodology.ParameterSetting(name: "limt", value: .one),
      "parameters.limt: There is no parameter limt; did you mean limit?"
    ),
    (
      Methodology.ParameterSetting(name: "limit", choice: "bus", value: .one),
      "parameters.limit: limit has one value; it cannot be set for bus."
    ),
    (
      Methodology.ParameterSetting(name: "factor", value: .one),
      "parameters.factor: factor has a value for each mode; name one of bus, metro."
    ),
    (
      Methodology.ParameterSetting(name: "factor", choice: "tram", value: .one),
      "parameters.factor: mode has no tram; it has bus, metro."
    ),
  ])
  func `what cannot be set says why`(setting: Methodology.ParameterSetting, expected: String) {
    #expect(message(setting) == expected)
  }

  @Test func `dates in the wrong order are refused`() {
    let setting = Methodology.ParameterSetting(name: "limit", value: .one)
    #expect(
      message(setting, from: "2024-02-01", through: "2024-01-01")
        == "parameters.limit: It starts on 2024-02-01 and ends on 2024-01-01, before that.")
  }
}
