// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import LedgerCore
public import Quantities
public import TransparencyLog

/// Plays an example log against a witness and compares every answer with C2SP tlog-witness.
///
/// The witness must trust `verifier`, and must not have seen its log before. What is played holds
/// every way to be wrong that the protocol names, between the requests that must succeed; a
/// refusal that changed something would make the next success fail.
public struct WitnessConformance: Sendable {
  /// What the protocol asks the witness to answer.
  public enum Expectation: Sendable, Hashable {
    /// A cosignature by its key, of now.
    case cosigned
    /// The size it knows, with 409.
    case conflict(UInt64)
    /// One of these statuses, and no cosignature.
    case refused(Set<Int>)
  }

  /// One request.
  public struct Step: Sendable {
    /// What is tried.
    public let name: BilingualText
    /// The body.
    public let body: [UInt8]
    /// What must come back.
    public let expected: Expectation
  }

  /// A step with its answer.
  public struct Outcome: Sendable {
    /// The step.
    public let step: Step
    /// The answer.
    public let answer: WitnessAnswer
    /// Why the answer is wrong; nil when it is right.
    public let violation: BilingualText?
  }

  /// The steps, in their order.
  public let steps: [Step]
  /// The key the witness must trust; everybody knows its private half.
  public let verifier: NoteVerifier

  /// Prepares the play of a log called `origin`.
  public init(
    origin: String = "conformance.example/log", suite: Suite = .sha256Ed25519
  ) throws(ServiceError) {
    do throws(any Error) {
      var script = try ConformanceScript(origin: origin, suite: suite)
      try script.write()
      steps = script.steps
      verifier = script.log.signer.verifier
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Sends every request through `exchange`, in order.
  ///
  /// - Parameters:
  ///   - witness: The key of the witness.
  ///   - now: The time in POSIX seconds, asked after each answer.
  ///   - exchange: Takes a body to the witness and gives its answer.
  public func run(
    witness: NoteVerifier, now: () -> UInt64,
    exchange: ([UInt8]) async throws(ServiceError) -> WitnessAnswer
  ) async throws(ServiceError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for step in steps {
      let answer = try await exchange(step.body)
      outcomes.append(
        Outcome(
          step: step, answer: answer,
          violation: Self.violation(of: step, answer, witness, now: now())))
    }
    return outcomes
  }

  private static func violation(
    of step: Step, _ answer: WitnessAnswer, _ witness: NoteVerifier, now: UInt64
  ) -> BilingualText? {
    switch (step.expected, answer) {
    case (.conflict(let expected), .conflict(let found)) where found == expected: return nil
    case (.refused(let statuses), _) where statuses.contains(answer.status):
      if case .cosigned = answer { break }
      return nil
    case (.cosigned, .cosigned(let lines)):
      return violation(of: lines, step, witness, now: now)
    default: break
    }
    let found = "\(answer.status) \(String(decoding: answer.body.prefix(80), as: UTF8.self))"
    return BilingualText(
      "应为 \(step.expected.text),实为 \(found)", "expected \(step.expected.text), found \(found)")
  }

  private static func violation(
    of lines: [NoteSignature], _ step: Step, _ witness: NoteVerifier, now: UInt64
  ) -> BilingualText? {
    guard let request = try? AddCheckpointRequest(parsing: step.body) else {
      return BilingualText("见证了无法读取的请求", "it cosigned a body that is malformed")
    }
    var feed = WitnessFeed(request.checkpoint, to: [witness], oldSize: request.oldSize)
    guard case .done(.cosigned(let known, let times)) = feed.take(.cosigned(lines)),
      known.count == lines.count
    else {
      return BilingualText(
        "签名不是该见证方密钥所作", "the lines are not all valid ones of the witness's key")
    }
    let tolerance = CosignatureFreshness.clockTolerance
    let isNow = times.allSatisfy { $0 <= now &+ tolerance && $0 &+ tolerance >= now }
    return isNow ? nil : BilingualText("见证时间不是现在", "the time of the cosignature is not now")
  }
}

extension WitnessConformance.Expectation {
  /// The status, or statuses, with the size of a conflict.
  public var text: String {
    switch self {
    case .cosigned: "200"
    case .conflict(let size): "409 \(size)"
    case .refused(let statuses): statuses.sorted().map(String.init).joined(separator: " or ")
    }
  }
}
