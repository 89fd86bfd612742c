// SPDX-License-Identifier: Apache-2.0
import CCurl
import Dispatch

/// An HTTP client for servers that are not trusted: no redirects, no other protocols, a limit on
/// time and on bytes.
public struct BoundedClient: Sendable {
  /// An answer.
  public struct Answer: Sendable {
    /// The status.
    public let status: Int
    /// The content type, as it was sent.
    public let contentType: String?
    /// The body.
    public let body: [UInt8]
  }

  private let timeout: Int

  /// Creates a client that waits for so many seconds for one answer.
  public init(timeout: Int = 30) {
    self.timeout = timeout
  }

  /// Joins a prefix from a policy or a command line and a path.
  public static func url(_ prefix: String, _ path: String) throws(NetworkError) -> String {
    let rest = ["http://", "https://"].first { prefix.lowercased().hasPrefix($0) }
      .map { prefix.dropFirst($0.utf8.count) }
    let isVisible = prefix.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    guard let rest, isVisible, let first = rest.utf8.first, first != UInt8(ascii: "/") else {
      throw .notAURL(prefix)
    }
    return (prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix) + path
  }

  /// Gets what is at `url`.
  public func get(_ url: String, byteLimit: Int) async throws(NetworkError) -> Answer {
    try await send(url, nil, byteLimit)
  }

  /// Posts a body.
  public func post(
    _ url: String, _ body: [UInt8], byteLimit: Int
  ) async throws(NetworkError) -> Answer {
    try await send(url, body, byteLimit)
  }

  /// Runs the exchange on a thread of its own: it blocks.
  private func send(
    _ url: String, _ body: [UInt8]?, _ byteLimit: Int
  ) async throws(NetworkError) -> Answer {
    let timeout = timeout
    let outcome = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          returning: Exchange.run(url, body, byteLimit: byteLimit, timeout: timeout))
      }
    }
    return try outcome.get()
  }
}

/// One request; it collects the body and gives up when that grows too long.
private struct Exchange {
  private var body: [UInt8] = []
  private let byteLimit: Int
  private var isTooLong = false

  /// The library is set up once, before any other use of it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  static func run(
    _ url: String, _ content: [UInt8]?, byteLimit: Int, timeout: Int
  ) -> Result<BoundedClient.Answer, NetworkError> {
    guard isReady, let handle = curl_easy_init() else {
      return .failure(.unreachable(url: url, reason: "libcurl cannot be set up"))
    }
    defer { curl_easy_cleanup(handle) }
    let headers = curl_slist_append(nil, "Content-Type: application/octet-stream")
    defer { curl_slist_free_all(headers) }
    var exchange = Exchange(byteLimit: byteLimit)
    let body = content ?? []
    let code = body.withUnsafeBytes { buffer in
      withUnsafeMutablePointer(to: &exchange) { pointer -> CURLcode in
        var codes = options(handle, url, timeout: timeout)
        codes.append(tanzhang_curl_write(handle, Self.write, pointer))
        if content != nil {
          codes.append(tanzhang_curl_list(handle, CURLOPT_HTTPHEADER, headers))
          codes.append(tanzhang_curl_body(handle, buffer.baseAddress, buffer.count))
        }
        return codes.first { $0 != CURLE_OK } ?? curl_easy_perform(handle)
      }
    }
    if exchange.isTooLong { return .failure(.tooLong(url: url, limit: byteLimit)) }
    guard code == CURLE_OK else {
      let reason = String(cString: curl_easy_strerror(code))
      return .failure(.unreachable(url: url, reason: reason))
    }
    return .success(
      BoundedClient.Answer(
        status: tanzhang_curl_status(handle),
        contentType: tanzhang_curl_content_type(handle).map { String(cString: $0) },
        body: exchange.body))
  }

  private init(byteLimit: Int) {
    self.byteLimit = byteLimit
  }

  private static func options(
    _ handle: UnsafeMutableRawPointer, _ url: String, timeout: Int
  ) -> [CURLcode] {
    [
      tanzhang_curl_text(handle, CURLOPT_URL, url),
      tanzhang_curl_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
      tanzhang_curl_number(handle, CURLOPT_FOLLOWLOCATION, 0),
      tanzhang_curl_number(handle, CURLOPT_PATH_AS_IS, 1),
      tanzhang_curl_number(handle, CURLOPT_TIMEOUT, timeout),
      tanzhang_curl_number(handle, CURLOPT_CONNECTTIMEOUT, timeout),
      tanzhang_curl_number(handle, CURLOPT_NOSIGNAL, 1),
      tanzhang_curl_text(handle, CURLOPT_USERAGENT, "tanzhang-witness"),
    ]
  }

  /// Called by the library with a part of the body; another number than that of its bytes ends it.
  private static let write: tanzhang_curl_writer = { data, size, count, context in
    guard let data, let context else { return 0 }
    let exchange = context.assumingMemoryBound(to: Exchange.self)
    let length = size * count
    guard exchange.pointee.body.count + length <= exchange.pointee.byteLimit else {
      exchange.pointee.isTooLong = true
      return 0
    }
    data.withMemoryRebound(to: UInt8.self, capacity: length) {
      exchange.pointee.body += UnsafeBufferPointer(start: $0, count: length)
    }
    return length
  }
}
