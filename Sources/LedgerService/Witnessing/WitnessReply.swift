// SPDX-License-Identifier: Apache-2.0
import Quantities
public import TransparencyLog

/// Answers of witnesses as they are found in files.
public enum WitnessReply {
  /// Reads an answer that a person saved: the body alone, or with the head of HTTP or CGI before
  /// it, as `curl -i` and `tanzhang witness answer` write it.
  public static func read(_ bytes: [UInt8]) throws(ServiceError) -> WitnessAnswer {
    do throws(TransparencyLogError) {
      guard bytes.starts(with: "HTTP/".utf8) || bytes.starts(with: "Status:".utf8) else {
        return try WitnessAnswer(status: 200, contentType: nil, body: bytes)
      }
      guard let head = Head(bytes) else {
        throw .malformed(
          .witnessAnswer, line: 1, requirement: "a status and an empty line precede the body")
      }
      return try WitnessAnswer(
        status: head.status, contentType: head.contentType, body: Array(bytes[head.end...]))
    } catch {
      throw .invalid(
        BilingualText("见证方的答复无法读取:\(error)", "The answer cannot be read: \(error)"))
    }
  }

  /// Status line and header fields, each ended by LF or CRLF.
  private struct Head {
    var status = 0
    var contentType: String?
    var end = 0

    init?(_ bytes: [UInt8]) {
      var start = 0
      while let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        var line = bytes[start..<feed]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        start = feed + 1
        if line.isEmpty {
          // A server that says "continue" first sends a second head.
          if status == 100 { continue }
          end = start
          if status == 0 { return nil }
          return
        }
        read(String(decoding: line, as: UTF8.self))
      }
      return nil
    }

    private mutating func read(_ line: String) {
      let words = line.split(separator: " " as Character)
      if line.hasPrefix("HTTP/") || line.lowercased().hasPrefix("status:") {
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
      } else if line.lowercased().hasPrefix("content-type:") {
        let value = line.dropFirst("content-type:".count)
        contentType = String(value.drop { $0 == " " })
      }
    }
  }
}
