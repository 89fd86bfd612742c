// SPDX-License-Identifier: Apache-2.0

/// Why an exchange over the network came to nothing.
public enum NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is not an http or https URL.
  case notAURL(String)
  /// There was no answer; the reason is the system's.
  case unreachable(url: String, reason: String)
  /// The answer is longer than any good one can be.
  case tooLong(url: String, limit: Int)
  /// The server sent another status than one that can be used.
  case status(url: String, Int)
  /// The address cannot be listened on.
  case address(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .notAURL(let text): "\"\(text)\" is not a URL that begins with http:// or https://."
    case .unreachable(let url, let reason): "\(url) does not answer: \(reason)"
    case .tooLong(let url, let limit): "\(url) sends more than \(limit) bytes."
    case .status(let url, let status): "\(url) answers with status \(status)."
    case .address(let text): "\"\(text)\" is not an address like 127.0.0.1:7391."
    }
  }
}
