// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
public import LedgerCore
import Quantities

extension FootprintRules {
  /// The rule of the rule book that a problem breaks; what is not well-formed breaks LED-101.
  public static func rule(of problem: FootprintProblem) -> Rule {
    switch problem.rule {
    case .factorComplete: factorComplete
    case .factorPurpose: factorPurpose
    case .factorDate: factorDate
    case .marketBased: marketBased
    case .assessment: assessment
    case .reproduced: reproduced
    case .units: units
    case .standardCoalKind: standardCoalKind
    case .statement: statement
    case .stages: stages
    case .offsets: offsets
    case .sum: sum
    case .signs: signs
    case .cutOffs: cutOffs
    case .upstream: upstream
    case .circle: circle
    case nil: LedgerRules.malformed
    }
  }
}

extension Rejection {
  /// The refusal of a model or document: the first of its problems, and how many more there are.
  init(_ problems: FootprintProblems) {
    let first = problems.problems[0]
    let more = problems.problems.count - 1
    let tail = more > 0 ? " (+\(more))" : ""
    let place = first.path.isEmpty ? ("", "") : ("\(first.path):", "\(first.path): ")
    self.init(
      FootprintRules.rule(of: first),
      found: BilingualText(
        place.0 + Self.phrase(first.found.chinese) + tail,
        place.1 + Self.phrase(first.found.english) + tail),
      required: BilingualText(
        Self.phrase(first.required.chinese), Self.phrase(first.required.english)))
  }

  /// A sentence without its full stop, to stand inside another one.
  private static func phrase(_ text: String) -> String {
    guard let last = text.last, last == "." || last == "。" else { return text }
    return String(text.dropLast())
  }
}
