// SPDX-License-Identifier: Apache-2.0

/// What a witness answers to `add-checkpoint` (C2SP tlog-witness).
public enum WitnessAnswer: Hashable, Sendable {
  /// It cosigned (200): the signature lines of its keys.
  case cosigned([NoteSignature])
  /// The old size is not that of its newest checkpoint (409), which has `size` entries.
  case conflict(size: UInt64)
  /// It did not cosign, for a reason that a further request does not change.
  case refused(Refusal, reason: String)

  /// Why a witness does not cosign.
  public enum Refusal: Hashable, Sendable {
    /// 400: the body is malformed, or the old size is larger than the checkpoint's.
    case malformed
    /// 403: no signature by a key that is trusted for the origin, or one that does not verify.
    case untrusted
    /// 404: the witness does not follow this log.
    case unknownLog
    /// 422: the checkpoint does not extend the one cosigned last.
    case inconsistent
    /// Another status, 500 among them: the witness could not do its work.
    case failed(status: Int)

    /// The HTTP status.
    public var status: Int {
      switch self {
      case .malformed: 400
      case .untrusted: 403
      case .unknownLog: 404
      case .inconsistent: 422
      case .failed(let status): status
      }
    }
  }

  /// The content type of an answer that holds a size.
  public static let sizeContentType = "text/x.tlog.size"
  /// Most bytes an answer may have: as many signature lines as a note.
  public static let byteLimit = SignedNote.byteLimit
  /// Most characters of a reason that are kept; it comes from a stranger and is shown to people.
  static let reasonLimit = 200

  /// The HTTP status.
  public var status: Int {
    switch self {
    case .cosigned: 200
    case .conflict: 409
    case .refused(let refusal, _): refusal.status
    }
  }

  /// The content type of `body`.
  public var contentType: String {
    if case .conflict = self { return Self.sizeContentType }
    return "text/plain; charset=utf-8"
  }

  /// The body.
  public var body: [UInt8] {
    switch self {
    case .cosigned(let signatures): signatures.flatMap { Array($0.line.utf8) }
    case .conflict(let size): Array("\(size)\n".utf8)
    case .refused(_, let reason): Array("\(reason)\n".utf8)
    }
  }

  /// Reads the answer of a witness; throws when it is not one.
  public init(
    status: Int, contentType: String?, body: [UInt8]
  ) throws(TransparencyLogError) {
    guard body.count <= Self.byteLimit else {
      throw .limitExceeded(
        .witnessAnswer, quantity: "bytes", limit: Self.byteLimit, found: body.count)
    }
    switch status {
    case 200: self = .cosigned(try Self.signatures(in: body))
    case 409 where contentType == Self.sizeContentType:
      guard let text = CanonicalText.text(body), let lines = CanonicalText.lines(of: text[...]),
        lines.count == 1, let size = CanonicalText.number(lines[0])
      else {
        throw .malformed(.witnessAnswer, line: 1, requirement: "the size is a decimal line")
      }
      self = .conflict(size: size)
    // The first version of the protocol answered so to another root of the size it knows.
    case 409, 422: self = .refused(.inconsistent, reason: Self.reason(body))
    case 400: self = .refused(.malformed, reason: Self.reason(body))
    case 403: self = .refused(.untrusted, reason: Self.reason(body))
    case 404: self = .refused(.unknownLog, reason: Self.reason(body))
    default: self = .refused(.failed(status: status), reason: Self.reason(body))
    }
  }

  /// Reads signature lines, as they follow the text of a note.
  private static func signatures(in body: [UInt8]) throws(TransparencyLogError) -> [NoteSignature] {
    guard let text = CanonicalText.text(body), let lines = CanonicalText.lines(of: text[...]),
      !lines.isEmpty
    else {
      throw .malformed(.witnessAnswer, line: 1, requirement: "it is signature lines with LF")
    }
    guard lines.count <= SignedNote.signatureLimit else {
      throw .limitExceeded(
        .witnessAnswer, quantity: "signatures", limit: SignedNote.signatureLimit,
        found: lines.count)
    }
    var signatures: [NoteSignature] = []
    for (offset, line) in lines.enumerated() {
      signatures.append(try NoteSignature(parsing: line, lineNumber: offset + 1))
    }
    return signatures
  }

  /// The beginning of a stranger's text, without what could act on a terminal.
  private static func reason(_ body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(4 * reasonLimit), as: UTF8.self)
    let visible = text.unicodeScalars.prefix(reasonLimit).map { scalar in
      let category = scalar.properties.generalCategory
      let isVisible = category != .control && category != .format && category != .surrogate
      return isVisible ? Character(scalar) : " "
    }
    return String(visible.reversed().drop { $0 == " " }.reversed())
  }
}
