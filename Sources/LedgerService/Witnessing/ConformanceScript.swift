// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

/// The requests of `WitnessConformance`.
struct ConformanceScript {
  let log: ExampleLog
  /// The same log up to leaf 2, then another one.
  private let fork: ExampleLog
  private let stranger: ExampleLog
  private let suite: Suite
  private(set) var steps: [WitnessConformance.Step] = []

  init(origin: String, suite: Suite) throws {
    self.suite = suite
    log = try ExampleLog(origin: origin, suite: suite, count: 300)
    fork = try ExampleLog(origin: origin, suite: suite, count: 300, branch: " forked", from: 2)
    stranger = try ExampleLog(origin: origin + "/unknown", suite: suite, count: 3)
  }

  mutating func write() throws {
    try writeMalformed()
    try writeUntrusted()
    try writeFirst()
    try writeInconsistent()
    try writeLater()
  }

  private mutating func add(
    _ chinese: String, _ english: String, _ body: [UInt8],
    _ expected: WitnessConformance.Expectation
  ) {
    steps.append(
      WitnessConformance.Step(
        name: BilingualText(chinese, english), body: body, expected: expected))
  }

  private mutating func add(
    _ chinese: String, _ english: String, _ request: AddCheckpointRequest,
    _ expected: WitnessConformance.Expectation
  ) {
    add(chinese, english, request.bytes, expected)
  }

  private mutating func writeMalformed() throws {
    let good = String(decoding: try log.request(from: 0, to: 3).bytes, as: UTF8.self)
    let hash = Digest.zero.base64
    let bodies: [(String, String, String)] = [
      ("空请求", "an empty body", ""),
      ("没有 old 行", "no old line", String(good.dropFirst("old 0\n".count))),
      ("规模有前导零", "a size with a leading zero", good.replacing("old 0", with: "old 00")),
      ("规模为负", "a negative size", good.replacing("old 0", with: "old -1")),
      ("规模不是数字", "a size that is no number", good.replacing("old 0", with: "old x")),
      (
        "规模超出 64 位", "a size beyond 64 bits",
        good.replacing("old 0", with: "old 18446744073709551616")
      ),
      ("没有空行", "no empty line", good.replacing("old 0\n\n", with: "old 0\n")),
      (
        "哈希不是 base64", "a hash that is not base64",
        good.replacing("old 0\n", with: "old 0\n\(hash.dropLast())\n")
      ),
      (
        "64 个哈希", "64 hashes",
        good.replacing("old 0\n", with: "old 0\n" + String(repeating: hash + "\n", count: 64))
      ),
      ("没有检查点", "no checkpoint", "old 0\n\n"),
      ("检查点没有签名", "a checkpoint without signature", String(good.prefix { $0 != "\u{2014}" })),
    ]
    for (chinese, english, body) in bodies {
      let isUnsigned = english.hasSuffix("signature")
      add(chinese, english, Array(body.utf8), .refused(isUnsigned ? [400, 403] : [400]))
    }
    let old = AddCheckpointRequest(oldSize: 4, proof: [], checkpoint: try log.checkpoint(3))
    add("旧规模大于新规模", "an old size above the new one", old, .refused([400]))
    let huge = AddCheckpointRequest(oldSize: .max, proof: [], checkpoint: try log.checkpoint(3))
    add("旧规模极大", "an enormous old size", huge, .refused([400]))
  }

  private mutating func writeUntrusted() throws {
    add(
      "不认识的账本", "a log that is not followed", try stranger.request(from: 0, to: 3),
      .refused([404]))
    let good = try log.request(from: 0, to: 3)
    let other = try NoteSigner(
      name: log.signer.verifier.name,
      key: try SigningKey(
        algorithm: suite.signature, seed: [UInt8](repeating: 0x78, count: 32)))
    let note = try good.checkpoint.claim.sign(with: [other])
    let unknown = AddCheckpointRequest(
      oldSize: 0, proof: [], checkpoint: try UnverifiedCheckpoint(note: note))
    add("其他密钥的签名", "a signature by another key", unknown, .refused([403]))
    let wrong = try log.checkpoint(2).note.signatures
    let forged = try SignedNote(text: good.checkpoint.note.text, signatures: wrong)
    let request = AddCheckpointRequest(
      oldSize: 0, proof: [], checkpoint: try UnverifiedCheckpoint(note: forged))
    add("签名属于另一检查点", "the signature of another checkpoint", request, .refused([403]))
  }

  private mutating func writeFirst() throws {
    let early = AddCheckpointRequest(
      oldSize: 2, proof: try log.request(from: 2, to: 3).proof,
      checkpoint: try log.checkpoint(3))
    add("首个检查点,旧规模不为零", "a first checkpoint from size 2", early, .conflict(0))
    let padded = AddCheckpointRequest(
      oldSize: 0, proof: [.zero], checkpoint: try log.checkpoint(3))
    add("自零起而带有证明", "a proof from size 0", padded, .refused([422]))
    let empty = AddCheckpointRequest(oldSize: 0, proof: [], checkpoint: try log.sign(0, .zero))
    add("规模为零而树根不空", "size 0 with a root", empty, .refused([422]))
    add("首个检查点", "a first checkpoint", try log.request(from: 0, to: 3), .cosigned)
    add("再次自零起", "from size 0 once more", try log.request(from: 0, to: 3), .conflict(3))
    add("同一检查点", "the same checkpoint again", try log.request(from: 3, to: 3), .cosigned)
  }

  private mutating func writeInconsistent() throws {
    let good = try log.request(from: 3, to: 8)
    var swapped = good.proof
    swapped.swapAt(0, 1)
    let proofs: [(String, String, [Digest])] = [
      ("没有证明", "no proof", []), ("哈希互换", "swapped hashes", swapped),
      ("缺一哈希", "a hash too few", Array(good.proof.dropLast())),
      ("多一哈希", "a hash too many", good.proof + [.zero]),
      ("哈希被改", "a changed hash", [.zero] + good.proof.dropFirst()),
    ]
    for (chinese, english, proof) in proofs {
      let request = AddCheckpointRequest(oldSize: 3, proof: proof, checkpoint: good.checkpoint)
      add(chinese, english, request, .refused([422]))
    }
    let root = AddCheckpointRequest(
      oldSize: 3, proof: good.proof, checkpoint: try log.sign(8, .zero))
    add("树根被改", "another root", root, .refused([422]))
    let same = AddCheckpointRequest(oldSize: 3, proof: [], checkpoint: try fork.checkpoint(3))
    // 409 without a size is what version 1.0.0 of the protocol asks for.
    add("同一规模的另一树根", "another root of the same size", same, .refused([409, 422]))
    add(
      "另一历史及其自洽的证明", "another history with its own proof",
      try fork.request(from: 3, to: 8), .refused([422]))
    let huge = AddCheckpointRequest(
      oldSize: 3, proof: good.proof, checkpoint: try log.sign(.max >> 1, .zero))
    add("规模极大", "an enormous size", huge, .refused([422]))
  }

  private mutating func writeLater() throws {
    add("下一检查点", "the next checkpoint", try log.request(from: 3, to: 8), .cosigned)
    add(
      "较旧的检查点", "an older checkpoint", try log.request(from: 3, to: 5), .conflict(8))
    let back = AddCheckpointRequest(oldSize: 8, proof: [], checkpoint: try log.checkpoint(5))
    add("退回", "a rollback", back, .refused([400]))
    add("旧规模过时", "a stale old size", try log.request(from: 5, to: 300), .conflict(8))
    var request = try log.request(from: 8, to: 256)
    var note = request.checkpoint.note
    try note.append(stranger.signer.sign(note.text))
    request = AddCheckpointRequest(
      oldSize: 8, proof: request.proof, checkpoint: try UnverifiedCheckpoint(note: note))
    add("附有他人签名", "a signature of a stranger besides", request, .cosigned)
    add("满瓦片之后", "past a full tile", try log.request(from: 256, to: 300), .cosigned)
    add("至此为止", "the newest again", try log.request(from: 300, to: 300), .cosigned)
  }
}
