// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// Wrong expressions: the column and the sentence an author reads.
@Suite struct SyntaxErrorTests {
  @Test(arguments: [
    ("", 1, "An expression is missing."),
    ("   ", 1, "An expression is missing."),
    ("distance *", 11, "The expression ends here; expected a number, a name or (."),
    ("distance * * 2", 12, "“*” cannot stand here; expected a number, a name or (."),
    ("(distance", 10, "The expression ends here; expected ), or a , or an operator."),
    ("distance)", 9, "“)” cannot stand here; expected an operator or the end of the expression."),
    ("factor[mode", 12, "The expression ends here; expected ]."),
    ("distance 2", 10, "“2” cannot stand here; expected an operator or the end of the expression."),
    ("8km", 2, "A letter cannot follow a number; write its unit in brackets, as in 8 [km]."),
    ("8. * 2", 3, "A digit is missing after the point."),
    ("1234567890123456789012 * 2", 1, "The number has more than 18 digits."),
    ("8 [km", 3, "The ] that closes this [ is missing."),
    (
      "8 [kilometre]", 4,
      "There is no unit “kilometre”; units are such as kWh, gCO2e, person·km, "
        + "kgCO2e/kWh."
    ),
    ("8 [g/person·km]", 12, "Put a product behind / in parentheses: g/(person·km)."),
    ("mode = \"bus\"", 6, "Equality is written ==."),
    ("mode == \"bus", 9, "The quotation mark is not closed."),
    ("peak && peak", 6, "Write and."),
    ("peak || peak", 6, "Write or."),
    ("!peak", 1, "Write not, or != for “differs”."),
    ("distance ^ 2", 10, "There is no power; multiply the factors."),
    ("distance * 5%", 13, "A percentage is written 25 [%]."),
    ("distance # note", 10, "“#” has no meaning in an expression."),
    ("里程 * 2", 1, "“里” has no meaning in an expression."),
    ("if peak then 1", 15, "The expression ends here; expected else for this if."),
    ("if peak 1 else 2", 9, "“1” cannot stand here; expected then for this if."),
    (
      "2 * if peak then 1 else 2", 5,
      "Behind an operator, put if in parentheses: (if … then … else …)."
    ),
    ("then", 1, "“then” cannot stand here; expected a number, a name or (."),
    (
      "1 < distance < 2", 14,
      "Comparisons cannot be chained; write a < b and b < c."
    ),
    (
      "sum(r meters: r.use)", 5,
      "“r” cannot stand here; expected a name for the row and in, as in sum(r in list: …)."
    ),
    ("sum(r in 3: r.use)", 10, "“3” cannot stand here; expected the name of a list."),
    ("sum(r in meters r.use)", 17, "“r” cannot stand here; expected a : behind the list."),
    ("sum(r in meters: r.)", 20, "“)” cannot stand here; expected the name of a field."),
    ("min(1, )", 8, "“)” cannot stand here; expected a number, a name or (."),
    ("min(1 2)", 7, "“2” cannot stand here; expected ), or a , or an operator."),
  ])
  func `a wrong expression is refused with its column`(
    expression: String, column: Int, message: String
  ) throws {
    let problem = try #require(problems(of: expression).first)
    #expect(problem.message.english == message)
    #expect(problem.column == column)
    #expect(problem.path == "result.formula")
    #expect(!problem.message.chinese.isEmpty && problem.message.chinese != message)
  }

  @Test func `a place inside a text of several lines is a place of the document`() throws {
    let text = Methodology.ExpressionText(
      "max(\n  distance * factor[mode]\n  - oops,\n0)", line: 40, column: 5)
    var methodology = TypeErrorTests.methodology
    methodology.result.expression = text
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    let problem = try #require(problems?.problems.first)
    #expect((problem.line, problem.column) == (42, 9))
    #expect(problem.message.english.hasPrefix("There is no name “oops”"))
  }

  @Test func `nesting and chains have an end`() throws {
    let limit = MethodologyLimits.expressionDepth
    let deep = String(repeating: "(", count: 1900) + "1" + String(repeating: ")", count: 1900)
    for text in [
      deep, String(repeating: "-", count: 3000) + "1",
      String(repeating: "not ", count: 900) + "peak",
      String(repeating: "1+", count: limit + 1) + "1",
      String(repeating: "if peak then ", count: 200) + "1",
      String(repeating: "max(1,", count: 500) + "1" + String(repeating: ")", count: 500),
    ] {
      let problem = try #require(problems(of: text).first)
      #expect(problem.message.english.hasPrefix("Nested or chained more than 60 deep"))
    }
    let long = String(repeating: "distance ", count: 600)
    #expect(problems(of: long).first?.message.english.contains("4000 bytes") == true)
  }

  @Test func `signs may be written as people print them`() throws {
    for formula in [
      "max(distance × factor[mode] − 2 [gCO2e],0)", "distance·factor[“bus”]÷3",
      "if distance ≥ 2 [km] and mode≠'bus' then 1 [gCO2e] else 0",
    ] {
      #expect(problems(of: formula).isEmpty, "\(formula)")
    }
  }

  private func problems(of formula: String) -> [MethodologyProblem] {
    var methodology = TypeErrorTests.methodology
    methodology.result.expression = Methodology.ExpressionText(formula)
    do {
      _ = try MethodologyProgram(methodology)
      return []
    } catch {
      return error.problems
    }
  }
}
