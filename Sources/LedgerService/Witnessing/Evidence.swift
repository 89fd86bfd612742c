// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Quantities
public import TransparencyLog

/// A file that shows a stranger what a log signed: two notes and the proof between them, as JSON.
public struct Evidence: Sendable {
  /// What it says it is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// Two roots of one size.
    case fork
    /// A larger tree whose beginning is not the smaller one.
    case rewrite
    /// A smaller checkpoint after a larger one.
    case rollback
    /// A proof that does not verify, and may be the fault of whoever made it.
    case failedProof = "failed-proof"
  }

  static let format = "tanzhang-evidence 1"
  static let byteLimit = 4 << 20

  /// What it says it is about; the notes decide.
  public let kind: Kind
  /// The log.
  public let origin: String
  /// The two notes and the proof.
  public let contradiction: Contradiction
  /// Who met them: a witness, a monitor.
  public let source: String
  /// When, in POSIX seconds.
  public let seconds: UInt64
  private let sizes: (UInt64, UInt64)
  private let root: Digest

  /// Makes evidence of what was met; throws unless both notes are the log's own checkpoints.
  public init(
    _ contradiction: Contradiction, origin: String, verifiers: [NoteVerifier], source: String,
    seconds: UInt64
  ) throws(ServiceError) {
    do throws(TransparencyLogError) {
      let known = try UnverifiedCheckpoint(note: contradiction.known).claim
      let claimed = try UnverifiedCheckpoint(note: contradiction.claimed).claim
      let verdict = try contradiction.verdict(origin: origin, verifiers: verifiers)
      sizes = (known.size, claimed.size)
      root = claimed.root
      kind =
        switch verdict {
        case .fork: .fork
        case .rewritten: .rewrite
        case .unproven, .consistent: claimed.size < known.size ? .rollback : .failedProof
        }
    } catch {
      throw ServiceError(anything: error)
    }
    self.contradiction = contradiction
    self.origin = origin
    self.source = source
    self.seconds = seconds
  }

  /// Whether the notes and the proof alone convict the log.
  public var isConclusive: Bool { kind == .fork || kind == .rewrite }

  /// A name that the same two checkpoints always have.
  public var fileName: String {
    "\(kind.rawValue)-\(sizes.0)-\(sizes.1)-\(root.hexadecimal.prefix(16)).json"
  }

  /// The file.
  public var bytes: [UInt8] {
    let json: JSONValue = [
      "format": .string(Self.format), "kind": .string(kind.rawValue),
      "origin": .string(origin), "source": .string(source),
      "time": .string("\(Timestamp(seconds: seconds))"),
      "known": .string(String(decoding: contradiction.known.bytes, as: UTF8.self)),
      "claimed": .string(String(decoding: contradiction.claimed.bytes, as: UTF8.self)),
      "proof": .array(contradiction.proof.map { .string($0.base64) }),
      "prefixRoot": contradiction.prefixRoot.map { .string($0.base64) } ?? .null,
    ]
    return Array((json.encoded(pretty: true) + "\n").utf8)
  }

  /// Reads the notes and the proof of a file; what they show is left to `verdict`.
  public static func contradiction(in bytes: [UInt8]) throws(ServiceError) -> Contradiction {
    guard bytes.count <= byteLimit else {
      throw .invalid(BilingualText("证据文件过大。", "The evidence is too large."))
    }
    do throws(any Error) {
      let json = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
      guard json["format"]?.text == format, let known = json["known"]?.text,
        let claimed = json["claimed"]?.text, let hashes = json["proof"]?.elements
      else {
        throw ServiceError.invalid(
          BilingualText("不是 \(format) 证据文件。", "It is not evidence of the form \(format)."))
      }
      var prefixRoot: Digest?
      if let text = json["prefixRoot"]?.text { prefixRoot = try digest(text) }
      return Contradiction(
        known: try SignedNote(parsing: Array(known.utf8)),
        claimed: try SignedNote(parsing: Array(claimed.utf8)),
        proof: try hashes.map { try digest($0.text ?? "") }, prefixRoot: prefixRoot)
    } catch let error as TransparencyLogError {
      throw .invalid(BilingualText("证据文件:\(error)", "The evidence: \(error)"))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private static func digest(_ text: String) throws -> Digest {
    guard let digest = Digest(base64: text) else {
      throw ServiceError.invalid(
        BilingualText("证据文件中的哈希无法读取。", "A hash of the evidence cannot be read."))
    }
    return digest
  }
}

extension Contradiction.Verdict {
  /// What the notes show, in one sentence.
  public var sentence: BilingualText {
    switch self {
    case .fork:
      BilingualText(
        "账本就同一规模签署了两个不同的树根:分叉成立。",
        "The ledger signed two roots of one size: a fork is proven.")
    case .rewritten:
      BilingualText(
        "账本签署的较大的树,其开头并非此前签署的那棵:改写成立。",
        "The beginning of the larger tree is not the tree signed before: a rewrite is proven.")
    case .unproven:
      BilingualText(
        "两份检查点均由账本签署,但仅凭此处所附,尚不能证明二者矛盾。",
        "The ledger signed both checkpoints; that they contradict each other is not proven here.")
    case .consistent:
      BilingualText("两份检查点相互一致。", "The two checkpoints agree.")
    }
  }
}
