// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Foundation
import LedgerCore
import Mechanisms
import Quantities
import TransparencyLog

/// A ledger of two entries from fixed seeds, with every step of its making.
///
/// SM2 signatures are random. Those on the page are kept as long as they verify, so that the
/// page stays the same; only a change of what is signed makes new ones.
struct FormatExamples {
  let suite: Suite
  let origin: String
  private let page: String
  private let authorityKey: SigningKey
  private let checkpointKey: SigningKey
  static let times = [1_767_225_600_000, 1_767_225_601_500].map {
    Timestamp(milliseconds: $0)
  }

  init(_ suite: Suite, keeping page: String) throws {
    self.suite = suite
    self.page = page
    origin = "ledger.example/\(suite.name)"
    authorityKey = try SigningKey(
      algorithm: suite.signature, seed: [UInt8](repeating: 1, count: 32))
    checkpointKey = try SigningKey(
      algorithm: suite.signature, seed: [UInt8](repeating: 2, count: 32))
  }

  /// The examples by name, each the lines between its markers.
  func all() throws -> [String: String] {
    let statements = try statements()
    var entries: [[UInt8]] = []
    var leaves = [Digest.zero]
    for (index, statement) in statements.enumerated() {
      let entry = Entry.encode(
        previous: leaves[index], registered: Self.times[index], statement: statement.bytes)
      entries.append(entry)
      leaves.append(suite.hash.leafHash(of: entry))
    }
    let root = suite.hash.nodeHash(leaves[1], leaves[2])
    let (checkpoint, vkey) = try checkpoint(root: root)
    let parts: [(String, [(String, String)])] = [
      (
        "keys",
        [
          hex("private key of the authority", [UInt8](repeating: 1, count: 32)),
          hex("public key of the authority", authorityKey.verifyingKey.bytes),
          hex("kid of the authority", authorityKey.verifyingKey.identifier(using: suite.hash)),
          hex("private key of the checkpoints", [UInt8](repeating: 2, count: 32)),
          hex("public key of the checkpoints", checkpointKey.verifyingKey.bytes),
          ("verifier key (vkey) of the checkpoints", "\n  \(vkey)\n"),
        ]
      ),
      (
        "statement",
        signing(statements[0])
      ),
      (
        "entries",
        [
          hex("entry 0", entries[0]), hex("leaf hash of entry 0", leaves[1].bytes),
          hex("statement 1", statements[1].bytes), hex("entry 1", entries[1]),
          hex("leaf hash of entry 1", leaves[2].bytes),
        ]
      ),
      (
        "tree",
        [
          hex("root of the tree of 2 entries", root.bytes),
          hex("tile/0/000.p/2", leaves[1].bytes + leaves[2].bytes),
          hex("first 4 bytes of tile/entries/000.p/2", Self.framed(entries[0], 4)),
        ]
      ),
      ("checkpoint", [("checkpoint", "\n" + checkpoint)]),
    ]
    return parts.reduce(into: [:]) { examples, part in
      let lines = part.1.map { part.0 == "checkpoint" ? $0.1 : "\($0.0):\($0.1)" }
      examples["\(suite.name)-\(part.0)"] = "```\n" + trimmed(lines.joined()) + "```\n"
    }
  }

  /// The two statements: genesis, and the registration of a person.
  func statements() throws -> [Statement] { try (0..<2).map { try statement($0) } }

  private func trimmed(_ text: String) -> String {
    text.hasPrefix("\n") ? String(text.dropFirst()) : text
  }

  private func signing(_ statement: Statement) -> [(String, String)] {
    let protected = Array(statement.bytes[statement.envelope.protectedRange])
    let payload = Array(statement.bytes[statement.envelope.payloadRange])
    return [
      hex("protected header", protected), hex("payload: [genesis record]", payload),
      hex(
        "bytes that are signed",
        COSESign1.signatureInput(protected: protected, payload: payload)),
      hex("statement 0", statement.bytes),
    ]
  }

  // MARK: - Making

  private func statement(_ index: Int) throws -> Statement {
    let signer = StatementSigner(
      issuer: 0, audience: origin, suite: suite, key: authorityKey)
    let fresh = try Statement(
      decoding: try signer.sign(
        [index == 0 ? genesis.encoded : participant.encoded],
        identifier: [UInt8](repeating: UInt8(index + 1) * 0x11, count: 16),
        issuedAt: Self.times[index]))
    guard let kept = kept("statement \(index)"), let old = try? Statement(decoding: kept),
      old.isSigned(by: authorityKey.verifyingKey), same(old, fresh)
    else { return fresh }
    return old
  }

  private func same(_ old: Statement, _ new: Statement) -> Bool {
    old.bytes[old.envelope.protectedRange] == new.bytes[new.envelope.protectedRange]
      && old.bytes[old.envelope.payloadRange] == new.bytes[new.envelope.payloadRange]
  }

  private var since: CalendarDate { Self.times[0].date(offsetMinutes: 480) }

  private var genesis: GenesisRecord {
    GenesisRecord(
      origin: origin, suite: suite, ruleset: 1, checkpointKey: checkpointKey.verifyingKey.bytes,
      authority: ParticipantRecord(
        identifier: "91350100M000100Y43", chineseName: "示例主管部门",
        englishName: "Example authority", province: 33, isExample: true, roles: [.authority],
        since: since, key: authorityKey.verifyingKey.bytes))
  }

  private var participant: ParticipantRecord {
    ParticipantRecord(
      identifier: "pseudonym:" + String(repeating: "5a", count: 32), chineseName: "示例个人",
      englishName: "Example person", province: 0, isExample: true, roles: [.individual],
      since: since, key: nil)
  }

  private func checkpoint(root: Digest) throws -> (note: String, vkey: String) {
    let signer = try NoteSigner(name: origin, key: checkpointKey)
    let checkpoint = try Checkpoint(origin: origin, size: 2, root: root)
    let marker = "<!-- example:\(suite.name)-checkpoint -->\n```\n"
    if let start = page.range(of: marker), let end = page[start.upperBound...].range(of: "```\n") {
      let old = String(page[start.upperBound..<end.lowerBound])
      if let kept = try? UnverifiedCheckpoint(parsing: Array(old.utf8)), kept.claim == checkpoint,
        (try? kept.verified(origin: origin, verifiers: [signer.verifier])) != nil
      {
        return (old, signer.verifier.vkey)
      }
    }
    let note = try checkpoint.sign(with: [signer])
    return (String(decoding: note.bytes, as: UTF8.self), signer.verifier.vkey)
  }

  // MARK: - Text

  /// The bytes that stand on the page under `label` in one of this suite's examples.
  private func kept(_ label: String) -> [UInt8]? {
    var isInSuite = false
    var digits: String?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<!-- example:") { isInSuite = line.contains(suite.name) }
      if isInSuite, line == "\(label):" {
        digits = ""
      } else if digits != nil {
        guard line.hasPrefix("  ") else { break }
        digits?.append(contentsOf: line.dropFirst(2))
      }
    }
    return digits.flatMap(Hexadecimal.decode)
  }

  private func hex(_ label: String, _ bytes: [UInt8]) -> (String, String) {
    var digits = Substring(Hexadecimal.encode(bytes))
    var text = "\n"
    while !digits.isEmpty {
      text += "  \(digits.prefix(80))\n"
      digits = digits.dropFirst(80)
    }
    return (label, text)
  }

  private static func framed(_ entry: [UInt8], _ count: Int) -> [UInt8] {
    Array(([UInt8(entry.count >> 8), UInt8(entry.count & 0xff)] + entry).prefix(count))
  }
}
