// SPDX-License-Identifier: Apache-2.0
public import TransparencyLog

/// What a web server passes on to a witness, and what comes back; no server is needed to say it.
public struct WitnessResponse: Sendable, Hashable {
  /// The HTTP status.
  public let status: Int
  /// The type of the body.
  public let contentType: String
  /// The body.
  public let body: [UInt8]
  /// The methods that are allowed, when another was used.
  public let allowedMethods: String?

  /// Makes a response.
  public init(
    status: Int, contentType: String = "text/plain; charset=utf-8", body: [UInt8],
    allowedMethods: String? = nil
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.allowedMethods = allowedMethods
  }

  /// The response to `add-checkpoint`.
  public init(_ answer: WitnessAnswer) {
    self.init(status: answer.status, contentType: answer.contentType, body: answer.body)
  }

  /// The reason phrase of the status.
  public var phrase: String {
    let phrases = [
      200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
      405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
      422: "Unprocessable Content",
    ]
    return phrases[status] ?? "Internal Server Error"
  }

  /// The response as a program gives it to a web server (RFC 3875 §6).
  ///
  /// - Parameter lineEnd: Both LF and CRLF are allowed; some servers pass them on unread.
  public func gatewayText(lineEnd: String = "\n") -> String {
    var lines = ["Status: \(status) \(phrase)", "Content-Type: \(contentType)"]
    if let allowedMethods { lines.append("Allow: \(allowedMethods)") }
    lines.append("Content-Length: \(body.count)")
    return lines.map { $0 + lineEnd }.joined() + lineEnd + String(decoding: body, as: UTF8.self)
  }
}

extension WitnessDesk {
  /// The path of requests for cosignatures, below the submission prefix.
  public static let submissionPath = "/add-checkpoint"

  /// Answers a request; the paths of the protocol are all there are.
  ///
  /// - Parameters:
  ///   - method: The HTTP method.
  ///   - path: The path below the prefix, beginning with a slash.
  ///   - body: The body; at most `AddCheckpointRequest.byteLimit` bytes are read.
  ///   - now: The time in POSIX seconds.
  public func respond(
    _ method: String, _ path: String, body: [UInt8], now: UInt64
  ) -> WitnessResponse {
    if path == Self.submissionPath {
      guard method == "POST" else { return Self.refusal("POST") }
      return WitnessResponse(answer(body, now: now))
    }
    let parts = path.split(separator: "/" as Character, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty, parts[2] == "checkpoint" else {
      return Self.absence
    }
    guard method == "GET" || method == "HEAD" else { return Self.refusal("GET, HEAD") }
    do throws(ServiceError) {
      guard let note = try checkpoint(at: String(parts[1])) else { return Self.absence }
      return WitnessResponse(status: 200, body: note)
    } catch {
      return WitnessResponse(.refused(.failed(status: 500), reason: "The disk fails."))
    }
  }

  private static var absence: WitnessResponse {
    WitnessResponse(status: 404, body: Array("There is nothing here.\n".utf8))
  }

  private static func refusal(_ methods: String) -> WitnessResponse {
    WitnessResponse(
      status: 405, body: Array("Allowed here: \(methods).\n".utf8), allowedMethods: methods)
  }
}
