// SPDX-License-Identifier: Apache-2.0
import Quantities

extension BoundProgram {
  /// Evaluates one activity and shows how, see ``evaluate(_:duration:)``.
  ///
  /// - Throws: A ``TraceFault`` when a fraction on the way needs more than 127 bits, which the
  ///   compiled program, with its common factors, may still manage.
  public func trace(_ inputs: [Int64], duration: Int64) throws(TraceFault) -> Trace {
    guard (0...MethodologyLimits.durationSeconds).contains(duration) else {
      return Trace(outcome: .malformed, steps: [])
    }
    let rows: [[[Int64]]]
    switch Self.rows(of: inputs, program.methodology.activity.inputs) {
    case .failure(let refused): return Trace(outcome: refused.outcome, steps: [])
    case .success(let found): rows = found
    }
    var tracer = Tracer(
      program, date: date, attributes: attributes, inputs: rows, duration: duration)
    do {
      let outcome = try tracer.run()
      return Trace(outcome: outcome, steps: tracer.steps)
    } catch {
      throw TraceFault()
    }
  }

  /// Why flat values are no activity.
  private struct Refused: Error {
    let outcome: Outcome
  }

  /// The values of each input, one row after the other; what is no list has one row of one value.
  private static func rows(
    of flat: [Int64], _ definitions: [Methodology.InputDefinition]
  ) -> Result<[[[Int64]]], Refused> {
    if !definitions.contains(where: \.isList), flat.count != definitions.count {
      return .failure(Refused(outcome: .malformed))
    }
    var rest = flat[...]
    var result: [[[Int64]]] = []
    for (position, definition) in definitions.enumerated() {
      guard let first = rest.popFirst() else { return .failure(Refused(outcome: .malformed)) }
      let outside = Refused(outcome: .outOfBounds(input: position))
      guard definition.kind.rawRange.contains(Int128(first)) else { return .failure(outside) }
      guard case .list(let fields, _, _) = definition.kind else {
        result.append([[first]])
        continue
      }
      var rows: [[Int64]] = []
      for _ in 0..<first {
        var row: [Int64] = []
        for field in fields {
          guard let value = rest.popFirst() else {
            return .failure(Refused(outcome: .malformed))
          }
          guard field.kind.rawRange.contains(Int128(value)) else { return .failure(outside) }
          row.append(value)
        }
        rows.append(row)
      }
      result.append(rows)
    }
    return rest.isEmpty ? .success(result) : .failure(Refused(outcome: .malformed))
  }
}
