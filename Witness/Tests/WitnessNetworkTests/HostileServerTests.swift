// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerService
import Testing
import WitnessNetwork

/// A server that sends fixed bytes to whoever connects, whatever is asked.
final class RawServer: Sendable {
  let port: UInt16
  private let listener: Int32

  init(_ answer: [UInt8], repeating count: Int = 1) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    try #require(isBound)
    port = UInt16(bigEndian: address.sin_port)
    self.listener = listener
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        var request = [UInt8](repeating: 0, count: 65_536)
        _ = recv(connection, &request, request.count, 0)
        for _ in 0..<count {
          guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) > 0 else {
            break
          }
        }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  var url: String { "http://127.0.0.1:\(port)" }
}

/// Whatever a server sends, the client ends with an answer or an error, soon and within bounds.
@Suite struct HostileServerTests {
  @Test(arguments: [
    "", "\r\n", "HTTP/1.1\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\nx", "hello", "HTTP/1.1 200 OK",
    "HTTP/1.1 99999999999 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 200 OK\nContent-Type: text/x.tlog.size\n\n7\n",
    "HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n\r\n99999999999999999999\n",
    "HTTP/1.1 200 OK\r\n\r\n\u{2014} w AAAA\n",
  ])
  func `an answer that is malformed is an error, or refused`(answer: String) async throws {
    let server = try RawServer(Array(answer.utf8))
    let client = WitnessClient(timeout: 2)
    await #expect(throws: (any Error).self) { try await client.submit([0x41], to: server.url) }
  }

  @Test func `headers and bodies without end are given up`() async throws {
    let line = "X: " + String(repeating: "x", count: 60_000) + "\r\n"
    let headers = try RawServer(Array("HTTP/1.1 200 OK\r\n\(line)".utf8), repeating: 10_000)
    let client = WitnessClient(timeout: 2)
    await #expect(throws: NetworkError.self) {
      try await client.file("checkpoint", of: headers.url, byteLimit: 1_000)
    }
    let start = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 60_000)
    let body = try RawServer(Array(start.utf8), repeating: 10_000)
    let url = body.url + "/checkpoint"
    await #expect(throws: NetworkError.tooLong(url: url, limit: 100_000)) {
      try await client.file("checkpoint", of: body.url, byteLimit: 100_000)
    }
  }

  @Test func `a good answer in plain bytes is read`() async throws {
    let server = try RawServer(
      Array(
        "HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 2\r\n\r\n7\n"
          .utf8))
    #expect(try await WitnessClient().submit([], to: server.url) == .conflict(size: 7))
  }
}
