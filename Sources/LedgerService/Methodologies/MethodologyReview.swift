// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
public import MethodologyEngine
public import Quantities

/// What a check of a methodology document finds: its problems, or what it computes.
public struct MethodologyReview: Sendable {
  /// The file.
  public let path: String
  /// What the document says; `nil` when it cannot be read.
  public let methodology: Methodology?
  /// The program; `nil` when there is none because of the problems.
  public let program: MethodologyProgram?
  /// What became of the worked examples.
  public let examples: [ExampleOutcome]
  /// Everything that is wrong, examples that do not hold included, in the order of the document.
  public let problems: [MethodologyProblem]

  /// What the author may have overlooked, though nothing is wrong, in the order of the document.
  public let notes: [MethodologyProblem]

  /// Whether nothing is wrong.
  public var isSound: Bool { problems.isEmpty }

  /// The parameters that the operator must still set, each once: `speed_limit`, `factor[mode]`
  /// when all of it is open, `factor[metro]` when only that is.
  public var openParameters: [String] {
    guard let program else { return [] }
    var names: [String] = []
    for parameter in program.methodology.parameters {
      if let by = parameter.by, parameter.values.isEmpty {
        names.append("\(parameter.name)[\(by)]")
      } else {
        names += program.unsetParameters.filter {
          $0 == parameter.name || $0.hasPrefix("\(parameter.name)[")
        }
      }
    }
    return names
  }

  /// Reads and checks the document at `path`: a file, or a folder that holds `methodology.yaml`.
  ///
  /// - Throws: ``ServiceError/notFound(_:)`` when there is no such file.
  public init(path: String) throws(ServiceError) {
    let inside = "\(path)/\(MethodologyFolder.fileName)"
    let file = LocalFile.exists(inside) ? inside : path
    self.init(path: file, bytes: try LocalFile.read(file))
  }

  /// Checks the bytes of a document that are, or would be, at `path`.
  public init(path: String, bytes: [UInt8]) {
    do throws(MethodologyProblems) {
      self.init(path: path, try MethodologyDocument(parsing: bytes))
    } catch {
      self.init(
        path: path, methodology: nil, program: nil, examples: [], problems: error.problems,
        notes: [])
    }
  }

  private init(path: String, _ document: MethodologyDocument) {
    let methodology = document.methodology
    var problems = Self.misplacement(of: methodology.identity, at: path)
    var program: MethodologyProgram?
    var examples: [ExampleOutcome] = []
    do throws(MethodologyProblems) {
      let checked = try MethodologyProgram(methodology)
      examples = checked.runExamples()
      problems += Self.problems(of: examples, in: methodology)
      program = checked
    } catch {
      problems += error.problems
    }
    let size = MethodologyCodec.encode(methodology).count
    if size > MethodologyLimits.canonicalBytes { problems.append(Self.tooLarge(size)) }
    func located(_ found: [MethodologyProblem]) -> [MethodologyProblem] {
      found.isEmpty ? [] : document.located(MethodologyProblems(found)).problems
    }
    self.init(
      path: path, methodology: methodology, program: program, examples: examples,
      problems: located(problems), notes: located(program?.notes ?? []))
  }

  private init(
    path: String, methodology: Methodology?, program: MethodologyProgram?,
    examples: [ExampleOutcome], problems: [MethodologyProblem], notes: [MethodologyProblem]
  ) {
    self.path = path
    self.methodology = methodology
    self.program = program
    self.examples = examples
    self.problems = problems
    self.notes = notes
  }

  /// The examples that do not hold; a parameter that there is not is reported once.
  private static func problems(
    of examples: [ExampleOutcome], in methodology: Methodology
  ) -> [MethodologyProblem] {
    let known = Set(methodology.parameters.map(\.name))
    var said: Set<BilingualText> = []
    return examples.filter { !$0.isMet }.compactMap { outcome in
      let problem = outcome.problem(in: methodology)
      let settings = methodology.examples[outcome.position].parameters
      let isMisspelt = settings.contains { !known.contains($0.name) }
      return isMisspelt && !said.insert(problem.message).inserted ? nil : problem
    }
  }

  /// A document in a folder that is called like another methodology.
  private static func misplacement(
    of identity: Methodology.Identity, at path: String
  ) -> [MethodologyProblem] {
    let parts = path.split(separator: "/")
    guard parts.count >= 3, parts.last == MethodologyFolder.fileName[...],
      let folder = Methodology.Identity(
        text: parts.dropLast().suffix(2).joined(separator: "/")), folder != identity
    else { return [] }
    return [
      MethodologyProblem(
        path: "methodology", line: 0, column: 0,
        message: BilingualText(
          "文件夹名为 \(folder),文件却自称 \(identity)。",
          "The folder is called \(folder), the document \(identity)."))
    ]
  }

  private static func tooLarge(_ size: Int) -> MethodologyProblem {
    MethodologyProblem(
      path: "", line: 0, column: 0,
      message: BilingualText(
        "备案时的规范形式有 \(size) 字节,最多 \(MethodologyLimits.canonicalBytes) 字节。",
        "Its canonical form for filing has \(size) bytes, at most "
          + "\(MethodologyLimits.canonicalBytes) are filed."))
  }
}

extension ExampleOutcome {
  /// What is wrong with an example that does not hold.
  fileprivate func problem(in methodology: Methodology) -> MethodologyProblem {
    let kind = methodology.result.kind
    let wanted = expected.phrase(of: kind)
    let message: BilingualText
    switch found {
    case .result(let amount):
      let amount = RecordedAmount.text(amount, of: kind)
      message = BilingualText(
        "计算得 \(amount),文件写的是 \(wanted.chinese)。",
        "It gives \(amount), the document says \(wanted.english).")
    case .refusal(let id):
      message = BilingualText(
        "被条件 \(id) 拒绝,文件写的是 \(wanted.chinese)。",
        "The condition \(id) refuses it, the document says \(wanted.english).")
    case .notRun(let reason):
      message = BilingualText(
        "无法运行:\(reason.chinese)", "It cannot be run: \(reason.english)")
    }
    return MethodologyProblem(
      path: "examples[\(position)]", line: 0, column: 0, message: message)
  }
}

extension Methodology.WorkedExample.Expectation {
  /// What is expected, as a phrase.
  public func phrase(of kind: Methodology.ResultDefinition.Kind) -> BilingualText {
    switch self {
    case .result(let amount):
      let amount = RecordedAmount.text(amount, of: kind)
      return BilingualText(amount, amount)
    case .refusal(let id): return BilingualText("由条件 \(id) 拒绝", "refusal by \(id)")
    }
  }
}

/// Recorded results as people read them.
public enum RecordedAmount {
  /// Milligrams in the unit that suits them, exactly: `373.6 gCO2e`; or points: `30`.
  public static func text(_ amount: Int64, of kind: Methodology.ResultDefinition.Kind) -> String {
    guard kind == .reduction else { return String(amount) }
    let units: [(limit: Int64, scale: Int, symbol: String)] = [
      (1_000_000_000, 9, "tCO2e"), (1_000_000, 6, "kgCO2e"), (0, 3, "gCO2e"),
    ]
    let unit = units.first { amount.magnitude >= $0.limit.magnitude } ?? (0, 3, "gCO2e")
    let number = try? ExactDecimal(coefficient: Int128(amount), scale: unit.scale)
    return "\((number ?? .zero).normalized) \(unit.symbol)"
  }
}
