// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang methodology`.
struct MethodologyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methodology", abstract: "Write, check, read and file methodologies (方法学).",
    discussion: """
      Example, a methodology of your own:
        tanzhang methodology new example/my-scheme@1
        tanzhang methodology check Methodologies/example/my-scheme@1
        tanzhang methodology show example/my-scheme@1
        tanzhang methodology file Methodologies/example/my-scheme@1/methodology.yaml

      docs/METHODOLOGIES.md is the author's guide.
      """,
    subcommands: [
      MethodologyCheckCommand.self, MethodologyListCommand.self, MethodologyShowCommand.self,
      MethodologyNewCommand.self, MethodologyFileCommand.self, MethodologyFiledCommand.self,
      MethodologySuspendCommand.self, MethodologyResumeCommand.self,
      MethodologySupersedeCommand.self,
    ])
}

/// Where methodology documents are.
struct MethodologyFolderOption: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of methodology documents.", valueName: "dir"))
  var directory = "Methodologies"

  var folder: MethodologyFolder { MethodologyFolder(directory) }
}

/// The command `tanzhang methodology check`.
struct MethodologyCheckCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check methodology documents and run their worked examples; needs no ledger.",
    discussion: """
      Example: tanzhang methodology check Methodologies/shenzhen/public-transport@2021

      With --trace every example is shown step by step, with exact values and their sources.
      Each problem is printed as FILE:LINE:COLUMN: what is wrong and what was expected. Exit code 5
      when there is one. A note says what may have been overlooked and changes no exit code. Exit
      code 3 when something cannot be read; the rest is checked all the same.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Documents, or folders that hold them, also further down.") var files: [String]
  @Flag(help: "Show how each worked example is computed.") var trace = false

  func execute(_ console: Console) async throws {
    var reviews: [MethodologyReview] = []
    var isComplete = true
    for file in files {
      do throws(ServiceError) {
        for document in try MethodologyFolder.documents(at: file) {
          reviews.append(try MethodologyReview(path: document))
        }
      } catch {
        isComplete = false
        console.complain(error.message(in: console.language))
      }
    }
    switch console.format {
    case .text: for review in reviews { console.print(review, withTrace: trace) }
    case .json: console.print(JSONValue.array(reviews.map(\.json)).encoded(pretty: true))
    case .csv: console.print(Self.table(of: reviews, in: console.language))
    }
    if !isComplete { throw ExitStatus.notFound.code }
    if reviews.contains(where: { !$0.isSound }) { throw ExitStatus.refused.code }
  }

  private static func table(of reviews: [MethodologyReview], in language: Language) -> TextTable {
    var table = TextTable([
      .init("file", "文件", "FILE"), .init("line", "行", "LINE"), .init("column", "列", "COLUMN"),
      .init("path", "位置", "PATH"), .init("message", "问题", "PROBLEM"),
    ])
    for review in reviews {
      for problem in review.problems {
        table.append(
          review.path, "\(problem.line)", "\(problem.column)", problem.path,
          problem.message[language])
      }
    }
    return table
  }
}

extension Console {
  /// Prints the problems of a document, or what it computes and what is still open.
  fileprivate func print(_ review: MethodologyReview, withTrace: Bool) {
    for problem in review.problems {
      let part = problem.path.isEmpty ? "" : "\(problem.path): "
      print(
        "\(review.path):\(problem.line):\(problem.column): \(part)\(problem.message[language])")
    }
    if withTrace { printTraces(of: review) }
    let note = language == .chinese ? "提示" : "note"
    for found in review.notes {
      print(
        "\(review.path):\(found.line):\(found.column): \(note): \(found.message[language])")
    }
    guard review.isSound, let program = review.program else { return }
    let methodology = program.methodology
    print("\(methodology.identity)  \(methodology.title[language])")
    line("输入", "inputs", methodology.activity.inputs.map(\.name))
    line("属性", "attributes", methodology.attributes.map(\.name))
    line("已定参数", "set", methodology.parameters.filter { !$0.values.isEmpty }.map(\.name))
    line("未定参数", "not set", review.openParameters)
    let count = review.examples.count
    line("算例", "examples", [language == .chinese ? "\(count) 个全部成立" : "all \(count) hold"])
  }

  /// Every worked example with its steps.
  private func printTraces(of review: MethodologyReview) {
    guard let program = review.program else { return }
    for (position, example) in program.methodology.examples.enumerated() {
      print("examples[\(position)]: \(example.text[language])")
      let lines = program.trace(example: position)?.lines(in: language) ?? []
      // A formula of several lines stays one step.
      for line in lines { print("  " + line.split(separator: "\n").joined(separator: " ")) }
    }
  }

  private func line(_ chinese: String, _ english: String, _ names: [String]) {
    guard !names.isEmpty else { return }
    let name = language == .chinese ? chinese : english
    let padding = String(repeating: " ", count: max(1, 12 - TextWidth.cells(name)))
    print("  \(name)\(padding)\(names.joined(separator: ", "))")
  }
}

extension MethodologyReview {
  /// The review for other programs.
  var json: JSONValue {
    [
      "file": .string(path), "sound": .bool(isSound),
      "methodology": methodology.map { .string($0.identity.description) } ?? .null,
      "unset": .array(openParameters.map(JSONValue.string)),
      "examples": .integer(Int64(examples.count)),
      "problems": Self.json(problems), "notes": Self.json(notes),
    ]
  }

  private static func json(_ problems: [MethodologyProblem]) -> JSONValue {
    .array(
      problems.map {
        [
          "line": .integer(Int64($0.line)), "column": .integer(Int64($0.column)),
          "path": .string($0.path), "zh": .string($0.message.chinese),
          "en": .string($0.message.english),
        ]
      })
  }
}
