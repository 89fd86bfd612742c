// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import MethodologyEngine
import Testing

@Suite struct WorkedExampleTests {
  @Test(arguments: ShippedDocument.all)
  func `every shipped document checks, and its worked examples hold`(
    document: ShippedDocument
  ) throws {
    let source = try MethodologyDocument(parsing: document.bytes)
    let program: MethodologyProgram
    do throws(MethodologyProblems) {
      program = try MethodologyProgram(source.methodology)
    } catch {
      Issue.record("\(document.name)\n\(source.located(error))")
      return
    }
    for outcome in program.runExamples() where !outcome.isMet {
      Issue.record("\(document.name) examples[\(outcome.position + 1)]: \(outcome)")
    }
  }

  @Test func `the template checks, and its worked examples hold`() throws {
    let methodology = try MethodologyDocument.read(Array(Sample.text.utf8))
    let outcomes = try MethodologyProgram(methodology).runExamples()
    #expect(outcomes.count == 2)
    let broken = outcomes.filter { !$0.isMet }
    #expect(broken == [])
  }
}
