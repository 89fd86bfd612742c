// SPDX-License-Identifier: Apache-2.0
import FlyingFox
import FlyingSocks
import Foundation
public import LedgerService

/// Answers requests over HTTP for a witness.
///
/// It speaks plain HTTP and knows no users; a web server before it adds TLS and limits.
public struct WitnessServer: Sendable {
  private let server: HTTPServer

  /// Prepares to listen on an IPv4 address.
  ///
  /// - Parameters:
  ///   - desk: The witness.
  ///   - address: The address with a port, such as `127.0.0.1:7391`; port 0 takes a free one.
  ///   - now: The time in POSIX seconds.
  public init(
    _ desk: WitnessDesk, on address: String, now: @escaping @Sendable () -> UInt64
  ) throws {
    let parts = address.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]),
      let socket = try? sockaddr_in.inet(ip4: String(parts[0]), port: port)
    else { throw NetworkError.address(address) }
    server = HTTPServer(
      address: socket, timeout: 15, logger: .disabled, handler: Handler(desk: desk, now: now))
  }

  /// Answers until the task is cancelled.
  public func run() async throws { try await server.run() }

  /// The port, once it listens.
  public func port() async throws -> UInt16? {
    try await server.waitUntilListening(timeout: 10)
    guard case .ip4(_, let port) = await server.listeningAddress else { return nil }
    return port
  }

  private struct Handler: HTTPHandler {
    let desk: WitnessDesk
    let now: @Sendable () -> UInt64

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
      let limit = AddCheckpointRequest.byteLimit
      var body: [UInt8] = []
      if let length = request.headers[.contentLength].map({ Int($0) ?? .max }), length > limit {
        return response(WitnessServer.tooLong)
      }
      for try await part in request.bodySequence {
        guard body.count + part.count <= limit else { return response(WitnessServer.tooLong) }
        body += part
      }
      return response(
        desk.respond(request.method.rawValue, request.path, body: body, now: now()))
    }

    private func response(_ answer: WitnessResponse) -> HTTPResponse {
      var headers: HTTPHeaders = [.contentType: answer.contentType]
      if let allowed = answer.allowedMethods { headers[HTTPHeader("Allow")] = allowed }
      return HTTPResponse(
        statusCode: HTTPStatusCode(answer.status, phrase: answer.phrase), headers: headers,
        body: Data(answer.body))
    }
  }

  private static let tooLong = WitnessResponse(
    status: 413, body: Array("The body is too long.\n".utf8))
}
