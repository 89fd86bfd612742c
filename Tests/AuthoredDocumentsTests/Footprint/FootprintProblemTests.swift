// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import FootprintEngine
import Quantities
import Testing

/// One thing broken in an example, and what is said about it.
struct BrokenFootprint: Sendable, CustomTestStringConvertible {
  var old: String
  var new: String
  var path: String
  var message: String

  init(_ old: String, _ new: String, _ path: String, _ message: String) {
    (self.old, self.new, self.path, self.message) = (old, new, path, message)
  }

  var testDescription: String { new.isEmpty ? "no \(old)" : new }

  static let all: [BrokenFootprint] = [
    BrokenFootprint("boundary:", "boundry:", "boundry", "did you mean `boundary`?"),
    BrokenFootprint("electricity: location-based\n", "", "", "needs `electricity`"),
    BrokenFootprint(
      "location-based", "location-base", "electricity", "Did you mean `location-based`?"),
    BrokenFootprint(
      "20000000-0000-4000-8000-000000000003", "steel", "footprint", "A UUID is expected here"),
    BrokenFootprint("declared: 1 t", "declared: 1e3 kg", "unit.declared", "A number and a unit"),
    BrokenFootprint("declared: 1 t", "declared: \"1,000 kg\"", "unit.declared", "A number and a"),
    BrokenFootprint(
      "  declared: 1 t\n", "", "unit", "exactly one of `declared`, `functional`"),
    BrokenFootprint("mass: 1000 kg", "mass: 1 m", "unit.mass", "A mass in `kg`, `g` or `t`"),
    BrokenFootprint("gwp: AR6", "gwp: AR9", "gwp", "Did you mean `AR"),
    BrokenFootprint("gwp: AR6", "gwp: []", "gwp", "1 to 5 items are expected"),
    BrokenFootprint(
      "through: 2025-12-31", "through: 2024-12-31", "period.through", "before the first"),
    BrokenFootprint(
      "process: power-plant", "credit: a\n        process: b",
      "processes.coke-oven.lines.power", "exactly one of `factor`"),
    BrokenFootprint(
      "amount: 35 kWh", "amount: 35 kWh\n        amounts: [1 t]",
      "processes.coke-oven.lines.power", "exactly one of `amount`"),
    BrokenFootprint(
      "process: power-plant", "process: power-plant\n        carbon: true",
      "processes.coke-oven.lines.power.carbon", "with `factor` or `factors` only"),
    BrokenFootprint(
      "{normal: 2 %}", "{normal: 2}",
      "processes.coke-oven.lines.power.uncertainty.normal", "A share such as `0.4 %`"),
    BrokenFootprint(
      "{lognormal: 1.1}", "{triangular: [80 %]}",
      "processes.coke-oven.lines.coal.uncertainty.triangular", "2 to 2 items"),
    BrokenFootprint(
      "amount: 1.35 t", "transport: {mass: 1 t}",
      "processes.coke-oven.lines.coal.transport", "needs `distance`"),
    BrokenFootprint(
      "technology: 2", "technology: 6",
      "processes.coke-oven.lines.coal.quality.technology", "from 1 to 5"),
    BrokenFootprint(
      "primary: true", "evidence: [00ff]",
      "processes.coke-oven.lines.coal.evidence[0]", "64 hexadecimal digits"),
    BrokenFootprint(
      "allocated-weight: 7.301868", "allocated-weight: 7.3 GJ",
      "processes.coke-oven.co-products.gas.allocated-weight", "A number such as 26.9"),
    BrokenFootprint(
      "stage: manufacturing", "stage: making",
      "processes.coke-oven.stage", "`raw-materials`, `manufacturing`"),
    BrokenFootprint("id: coke-oven", "id: Coke oven", "processes[0].id", "lower-case letters"),
    BrokenFootprint("share: 0.6 %", "share: null", "cut-offs[0].share", "Leave the whole key out"),
  ]
}

@Suite struct FootprintProblemTests {
  @Test(arguments: BrokenFootprint.all)
  func `a broken document says what is wrong and where`(broken: BrokenFootprint) throws {
    let text = try ShippedFootprints.text("steel-coil")
    #expect(text.contains(broken.old))
    let changed = text.replacing(broken.old, with: broken.new, maxReplacements: 1)
    let line =
      text.prefix(upTo: try #require(text.ranges(of: broken.old).first).lowerBound)
      .count { $0 == "\n" } + 1
    do throws(FootprintProblems) {
      _ = try FootprintDocument(parsing: Array(changed.utf8))
      Issue.record("read")
    } catch {
      let problem = try #require(error.problems.first { $0.path == broken.path }, "\(error)")
      #expect(problem.found.english.contains(broken.message), "\(problem.found.english)")
      #expect(problem.found.chinese.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" })
      #expect(problem.rule == nil)
      if !broken.path.isEmpty { #expect(abs(problem.line - line) <= 3, "line \(problem.line)") }
    }
  }

  @Test func `a document that is empty, too long or no YAML is refused in words`() {
    func words(_ text: String) -> String? {
      do throws(FootprintProblems) {
        _ = try FootprintDocument(parsing: Array(text.utf8))
        return nil
      } catch {
        return error.problems.first?.found.english
      }
    }
    #expect(words("")?.contains("docs/FOOTPRINT_SCHEMA.md") == true)
    #expect(words("a: [b\nc: d")?.contains("bracket") == true)
    #expect(words("a: 1\n---\nb: 2")?.contains("one footprint model") == true)
    #expect(
      words(String(repeating: "#", count: FootprintLimits.documentBytes + 1))?
        .contains("2000000") == true)
    #expect(
      words(String(repeating: "[", count: 40) + String(repeating: "]", count: 40))?.contains(
        "deeper") == true)
  }
}
