// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Foundation
import LedgerService
import Testing

@Suite struct MethodologyReviewTests {
  private let identity = Methodology.Identity(scheme: "example", id: "new", version: "1")
  private var text: String {
    MethodologyDocument.template(for: identity, from: CalendarDate(daysSinceEpoch: 20_000))
  }

  private func problems(_ text: String, at path: String = "a.yaml") -> [String] {
    MethodologyReview(path: path, bytes: Array(text.utf8)).problems.map {
      "\($0.line):\($0.column) \($0.path): \($0.message.english)"
    }
  }

  @Test func `the template is sound and says what the operator must set`() {
    let review = MethodologyReview(path: "a.yaml", bytes: Array(text.utf8))
    #expect(review.problems == [])
    #expect(review.isSound)
    #expect(review.openParameters == ["speed_limit"])
    #expect(review.examples.count == 2)
  }

  @Test func `an example that does not hold is a problem where it stands`() {
    #expect(
      problems(text.replacing("result: 164 gCO2e", with: "result: 164.01 gCO2e")) == [
        "106:5 examples[0]: It gives 164 gCO2e, the document says 164.01 gCO2e."
      ])
    #expect(
      problems(text.replacing("    refusal: plausible-speed", with: "    result: 80 gCO2e")) == [
        "113:5 examples[1]: The condition plausible-speed refuses it, the document says 80 gCO2e."
      ])
  }

  @Test func `what may have been overlooked is noted and is no problem`() {
    let changed = text.replacing(
      "require: distance <= speed_limit × duration", with: "require: true"
    )
    .replacing("choice: bus, value: 10,", with: "choice: bus, value: 10, through: 2025-12-31,")
    let review = MethodologyReview(path: "a.yaml", bytes: Array(changed.utf8))
    #expect(MethodologyReview(path: "a.yaml", bytes: Array(text.utf8)).notes == [])
    #expect(
      review.notes.map { "\($0.line):\($0.column) \($0.path): \($0.message.english)" } == [
        "70:5 parameters.factor: factor[bus] has no value from 2026-01-01 on; activities of these "
          + "dates are refused.",
        "77:5 parameters.speed_limit: Nothing uses speed_limit.",
      ])
  }

  @Test func `a parameter that examples misspell is reported once`() {
    let found = problems(text.replacing("{speed_limit: 120}", with: "{speed_limt: 120}"))
    #expect(
      found == [
        "106:5 examples[0]: It cannot be run: There is no parameter speed_limt; did you mean "
          + "speed_limit?"
      ])
  }

  @Test func `a mistake in an expression stands at its character`() {
    let found = problems(text.replacing("formula: distance ×", with: "formula: distanse ×"))
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("94:12 result.formula: "))
    let block = text.replacing(
      "formula: distance × factor[mode]", with: "formula: |\n    distance\n    × facto[mode]")
    #expect(problems(block).first?.hasPrefix("96:7 result.formula: ") == true)
  }

  @Test func `a problem of the engine stands at its key`() {
    let found = problems(text.replacing("unit: gCO2e/km", with: "unit: gCO2e/kmh"))
    #expect(found.first?.hasPrefix("72:11 parameters.factor.unit: ") == true)
  }

  @Test func `a document in the folder of another is a problem`() {
    #expect(
      problems(text, at: "Methodologies/example/old@1/methodology.yaml") == [
        "4:14 methodology: The folder is called example/old@1, the document example/new@1."
      ])
    #expect(problems(text, at: "Methodologies/example/new@1/methodology.yaml") == [])
  }

  @Test func `a file that is not there is not found`() {
    #expect(throws: ServiceError.self) { try MethodologyReview(path: "no/such/file") }
  }

  @Test func `settings are read as operators write them`() throws {
    let plain = try Methodology.ParameterSetting(text: "speed_limit=120")
    #expect(plain == .init(name: "speed_limit", value: ExactDecimal(120)))
    let chosen = try Methodology.ParameterSetting(text: "factor[metro]=46.7")
    #expect(chosen.choice == "metro" && "\(chosen.value)" == "46.7")
    for wrong in ["speed", "=3", "a=", "a=b", "a[]=1", "[x]=1", ""] {
      #expect(throws: ServiceError.self) { try Methodology.ParameterSetting(text: wrong) }
    }
  }
}

@Suite struct MethodologyFolderTests {
  private func inFolder(_ body: (MethodologyFolder) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try body(MethodologyFolder(url.path))
  }

  @Test func `a scaffold is written once and never over`() throws {
    try inFolder { folder in
      let identity = Methodology.Identity(scheme: "a", id: "b", version: "1")
      let file = try folder.scaffold(identity, from: CalendarDate(daysSinceEpoch: 20_000))
      #expect(file == "\(folder.path)/a/b@1/methodology.yaml")
      #expect(try MethodologyReview(path: file).isSound)
      #expect(throws: ServiceError.self) {
        try folder.scaffold(identity, from: CalendarDate(daysSinceEpoch: 0))
      }
      #expect(try folder.identities() == [identity])
      #expect(try folder.review("a/b@1").path == file)
      #expect(try folder.review("\(folder.path)/a/b@1").path == file)
    }
  }

  @Test func `what is not there is said with what is`() throws {
    try inFolder { folder in
      #expect(throws: ServiceError.self) { try folder.identities() }
      _ = try folder.scaffold(
        .init(scheme: "a", id: "b", version: "1"), from: CalendarDate(daysSinceEpoch: 20_000))
      do throws(ServiceError) {
        _ = try folder.review("a/c@1")
      } catch {
        #expect(
          error.message(in: .english) == "There is no a/c@1 in \(folder.path); there are: a/b@1.")
      }
    }
  }
}
