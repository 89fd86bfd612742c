// SPDX-License-Identifier: Apache-2.0
public import LedgerService

/// Carries requests to witnesses, and files from published ledgers, over HTTP.
public struct WitnessClient: Sendable {
  private let client: BoundedClient

  /// Creates a client that waits for so many seconds for one answer.
  public init(timeout: Int = 30) { client = BoundedClient(timeout: timeout) }

  /// Posts an `add-checkpoint` request below a submission prefix.
  public func submit(_ body: [UInt8], to prefix: String) async throws -> WitnessAnswer {
    let answer = try await client.post(
      BoundedClient.url(prefix, WitnessDesk.submissionPath), body,
      byteLimit: WitnessAnswer.byteLimit)
    return try WitnessAnswer(
      status: answer.status, contentType: answer.contentType, body: answer.body)
  }

  /// Gets a file of a published ledger; nil when the server has none.
  public func file(
    _ path: String, of prefix: String, byteLimit: Int
  ) async throws -> [UInt8]? {
    let url = try BoundedClient.url(prefix, "/" + path)
    let answer = try await client.get(url, byteLimit: byteLimit)
    switch answer.status {
    case 200: return answer.body
    case 404, 410: return nil
    default: throw NetworkError.status(url: url, answer.status)
    }
  }
}
