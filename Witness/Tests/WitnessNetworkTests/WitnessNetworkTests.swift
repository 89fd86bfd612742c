// SPDX-License-Identifier: Apache-2.0
import FileStorage
import FlyingFox
import FlyingSocks
import Foundation
import LedgerService
import Testing
import WitnessNetwork

/// A directory that is removed when the test is done with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-network-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A witness that listens on a free port while `body` runs.
func withWitness(
  _ body: (_ url: String, _ desk: WitnessDesk, _ play: WitnessConformance) async throws -> Void
) async throws {
  let folder = try TemporaryFolder()
  let play = try WitnessConformance()
  try WitnessDesk.create(folder.path + "/w", name: "witness.example/w1")
  let desk = try WitnessDesk(
    folder.path + "/w", key: SigningKey(seed: [UInt8](repeating: 5, count: 32)))
  try desk.follow([play.verifier])
  let server = try WitnessServer(desk, on: "127.0.0.1:0", now: { 1_000 })
  let task = Task { try await server.run() }
  defer { task.cancel() }
  let port = try #require(try await server.port())
  try await body("http://127.0.0.1:\(port)", desk, play)
}

/// A server that does as `handler` says while `body` runs.
func withServer(
  _ handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse,
  _ body: (_ url: String) async throws -> Void
) async throws {
  let server = HTTPServer(
    address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), logger: .disabled,
    handler: ClosureHTTPHandler(handler))
  let task = Task { try await server.run() }
  defer { task.cancel() }
  try await server.waitUntilListening(timeout: 10)
  guard case .ip4(_, let port) = await server.listeningAddress else { return }
  try await body("http://127.0.0.1:\(port)")
}

@Suite struct WitnessNetworkTests {
  @Test func `over HTTP a witness answers as the protocol says`() async throws {
    try await withWitness { url, desk, play in
      let client = WitnessClient()
      let outcomes = try await play.run(witness: desk.verifier, now: { 1_000 }) {
        (body) async throws(ServiceError) in
        do {
          return try await client.submit(body, to: url)
        } catch {
          throw .invalid(BilingualText("\(error)", "\(error)"))
        }
      }
      for outcome in outcomes { #expect(outcome.violation == nil, "\(outcome.step.name.english)") }
      let place = HashFunction.sha256.digest(of: Array(play.verifier.name.utf8)).hexadecimal
      let note = try await client.file("\(place)/checkpoint", of: url, byteLimit: 10_000)
      let bytes = try #require(note)
      #expect(try UnverifiedCheckpoint(parsing: bytes).claim.size == 300)
    }
  }

  @Test func `other paths, methods and sizes are refused with their status`() async throws {
    try await withWitness { url, _, _ in
      let client = BoundedClient()
      let limit = AddCheckpointRequest.byteLimit
      let get = try await client.get(BoundedClient.url(url, "/add-checkpoint"), byteLimit: 100)
      #expect(get.status == 405)
      for path in ["/", "/witness", "/../witness", "/%2e%2e/witness/checkpoint", "/x/checkpoint"] {
        let answer = try await client.get(BoundedClient.url(url, path), byteLimit: 100)
        #expect(answer.status == 404, "\(path)")
      }
      let long = try await client.post(
        BoundedClient.url(url, "/add-checkpoint"), [UInt8](repeating: 0x41, count: limit + 1),
        byteLimit: 100)
      #expect(long.status == 413)
      let empty = try await client.post(
        BoundedClient.url(url, "/add-checkpoint"), [], byteLimit: 1_000)
      #expect(empty.status == 400)
      #expect(empty.contentType == "text/plain; charset=utf-8")
    }
  }

  @Test func `the client gives up on long answers, redirects and silence`() async throws {
    try await withServer { request in
      switch request.path {
      case "/long":
        return HTTPResponse(statusCode: .ok, body: Data(repeating: 0x41, count: 5_000_000))
      case "/redirect":
        let headers: HTTPHeaders = [.location: "http://127.0.0.1:1/x"]
        return HTTPResponse(statusCode: .movedPermanently, headers: headers)
      default:
        try await Task.sleep(nanoseconds: 20_000_000_000)
        return HTTPResponse(statusCode: .ok)
      }
    } _: { url in
      let client = BoundedClient()
      let long = try BoundedClient.url(url, "/long")
      await #expect(throws: NetworkError.tooLong(url: long, limit: 1_000)) {
        try await client.get(long, byteLimit: 1_000)
      }
      let redirect = try await client.get(
        BoundedClient.url(url, "/redirect"), byteLimit: 1_000)
      #expect(redirect.status == 301)
      await #expect(throws: NetworkError.self) {
        try await BoundedClient(timeout: 2)
          .get(BoundedClient.url(url, "/silent"), byteLimit: 1_000)
      }
      await #expect(throws: NetworkError.self) {
        try await client.get(BoundedClient.url("http://127.0.0.1:1", "/"), byteLimit: 1_000)
      }
    }
  }

  @Test(arguments: [
    "", "ftp://a.example", "file:///etc/passwd", "example", "http://", "http:///x", "http://a b",
    "http://a\n",
  ])
  func `only http and https are spoken`(prefix: String) {
    #expect(throws: NetworkError.self) { try BoundedClient.url(prefix, "/x") }
  }

  @Test(arguments: ["", "127.0.0.1", "127.0.0.1:99999", "name:80", ":80", "1.2.3:4"])
  func `an address that is none is refused`(address: String) throws {
    let folder = try TemporaryFolder()
    try WitnessDesk.create(folder.path + "/w", name: "w")
    let desk = try WitnessDesk(
      folder.path + "/w", key: SigningKey(seed: [UInt8](repeating: 5, count: 32)))
    #expect(throws: NetworkError.self) { try WitnessServer(desk, on: address, now: { 0 }) }
  }
}
