// SPDX-License-Identifier: Apache-2.0
public import FileStorage
import LedgerCore
public import Quantities
public import TransparencyLog

/// Feeds a ledger's checkpoint to witnesses and keeps what they answer.
///
/// How a request reaches a witness is left to whoever feeds.
public struct Feeder: Sendable {
  /// What came of one witness.
  public struct Result: Sendable {
    /// The witness.
    public let witness: WitnessPolicy.Witness
    /// How it ended.
    public let outcome: WitnessFeed.Outcome
    /// The file that holds the evidence of a witness's objection, if there was one.
    public var evidencePath: String?
  }

  /// What one answer led to.
  public struct Reply: Sendable {
    /// What to do.
    public let step: WitnessFeed.Step
    /// The old size of the next request, if one is to be sent.
    public let nextOldSize: UInt64
    /// The file that holds the evidence of a witness's objection, if there was one.
    public var evidencePath: String?
  }

  private let cosignatures: Cosignatures
  private let suite: Suite
  /// Where evidence goes; made when it is needed.
  private let evidenceDirectory: String

  /// Prepares to feed the ledger whose files these are.
  ///
  /// - Parameter evidence: The directory for evidence; `evidence` beside the ledger by default.
  public init(_ files: LedgerFiles, evidence: String? = nil) throws(ServiceError) {
    cosignatures = Cosignatures(files)
    suite = try Prover.suite(of: files)
    evidenceDirectory = evidence ?? LedgerPaths(root: files.path).sibling("evidence")
  }

  /// The request that asks for a cosignature of the checkpoint of `size` entries, by default the
  /// newest, from one who cosigned `oldSize` entries before.
  public func request(
    ofSize size: UInt64? = nil, from oldSize: UInt64 = 0
  ) throws(ServiceError) -> AddCheckpointRequest {
    let checkpoint = try cosignatures.checkpoint(ofSize: size)
    return try request(WitnessFeed(checkpoint, to: [], oldSize: oldSize))
  }

  private func request(_ feed: WitnessFeed) throws(ServiceError) -> AddCheckpointRequest {
    let reader = TileHashReader(
      source: cosignatures.files, size: feed.checkpoint.claim.size, function: suite.hash)
    do throws(TransparencyLogError) {
      return try feed.request(reader: reader, function: suite.hash)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Asks every witness of `policy` for its cosignature and keeps what it gives.
  ///
  /// - Parameters:
  ///   - size: The size of the checkpoint, by default the newest.
  ///   - now: The time, for evidence.
  ///   - exchange: Takes a request to a witness; what it throws is the outcome of that witness
  ///     alone.
  public func feed(
    _ policy: WitnessPolicy, size: UInt64? = nil, now: Timestamp,
    exchange: (WitnessPolicy.Witness, [UInt8]) async throws -> WitnessAnswer
  ) async throws(ServiceError) -> [Result] {
    let checkpoint = try cosignatures.checkpoint(ofSize: size)
    var results: [Result] = []
    for witness in policy.witnesses {
      var feed = WitnessFeed(
        checkpoint, to: [witness.verifier],
        cosignedSize: try cosignatures.newestSize(cosignedBy: witness.verifier))
      var step = WitnessFeed.Step.send
      while step == .send {
        let request = try request(feed)
        do {
          step = feed.take(
            try await exchange(witness, request.bytes),
            now: UInt64(clamping: now.milliseconds / 1_000))
        } catch {
          step = .done(.refused(reason: "\(error)"))
        }
      }
      guard case .done(let outcome) = step else { continue }
      results.append(try keep(outcome, of: witness, try request(feed), now))
    }
    return results
  }

  /// Takes one answer to `request`, as it came back from a witness with one of these keys.
  public func take(
    _ answer: WitnessAnswer, ofSize size: UInt64? = nil, from oldSize: UInt64,
    witness: WitnessPolicy.Witness, now: Timestamp
  ) throws(ServiceError) -> Reply {
    let checkpoint = try cosignatures.checkpoint(ofSize: size)
    var feed = WitnessFeed(
      checkpoint, to: [witness.verifier],
      cosignedSize: try cosignatures.newestSize(cosignedBy: witness.verifier),
      oldSize: oldSize)
    let request = try request(feed)
    let step = feed.take(answer)
    var reply = Reply(step: step, nextOldSize: feed.oldSize)
    if case .done(let outcome) = step {
      reply.evidencePath = try keep(outcome, of: witness, request, now).evidencePath
    }
    return reply
  }

  private func keep(
    _ outcome: WitnessFeed.Outcome, of witness: WitnessPolicy.Witness,
    _ request: AddCheckpointRequest, _ now: Timestamp
  ) throws(ServiceError) -> Result {
    var result = Result(witness: witness, outcome: outcome)
    switch outcome {
    case .cosigned(let lines, _):
      try cosignatures.keep(lines, of: request.checkpoint, by: [witness.verifier])
    case .inconsistent(let reason):
      result.evidencePath = try keep(reason, witness, request, now)
    case .ahead, .forgetful, .refused: break
    }
    return result
  }

  /// Keeps what a witness objected to, with the request that can be sent to it again.
  private func keep(
    _ reason: String, _ witness: WitnessPolicy.Witness, _ request: AddCheckpointRequest,
    _ now: Timestamp
  ) throws(ServiceError) -> String {
    let claim = request.checkpoint.claim
    let json: JSONValue = [
      "format": "tanzhang-objection 1", "witness": .string(witness.verifier.vkey),
      "reason": .string(reason), "time": .string("\(now)"),
      "request": .string(String(decoding: request.bytes, as: UTF8.self)),
    ]
    let key = String(witness.verifier.keyID, radix: 16)
    let name = "objection-\(request.oldSize)-\(claim.size)-\(key).json"
    do throws(StorageError) {
      try SmallFile.makeDirectory(evidenceDirectory)
      let path = "\(evidenceDirectory)/\(name)"
      try SmallFile.replace(path, Array((json.encoded(pretty: true) + "\n").utf8))
      return path
    } catch {
      throw .storage(error)
    }
  }
}

extension LedgerPaths {
  /// The directory `name` beside the ledger's.
  func sibling(_ name: String) -> String {
    let parent = root.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parent.isEmpty ? name : parent.joined(separator: "/") + "/\(name)"
  }
}
