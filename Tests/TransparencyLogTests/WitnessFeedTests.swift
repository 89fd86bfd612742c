// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

/// The log's side against witnesses that are honest, confused or malicious.
struct WitnessFeedTests {
  /// Feeds a witness that is a function, and counts the requests.
  private func feed(
    _ fixture: WitnessFixture, _ size: Int, oldSize: UInt64 = 0,
    _ witness: (AddCheckpointRequest) throws -> WitnessAnswer
  ) throws -> (outcome: WitnessFeed.Outcome, requests: Int) {
    var feed = WitnessFeed(
      try fixture.checkpoint(size), to: [fixture.witness.verifier], oldSize: oldSize)
    for requests in 1...10 {
      let request = try feed.request(
        reader: fixture.log.reader(size: size), function: fixture.log.function)
      let answer = try witness(try AddCheckpointRequest(parsing: request.bytes))
      let read = try WitnessAnswer(
        status: answer.status, contentType: answer.contentType, body: answer.body)
      if case .done(let outcome) = feed.take(read) { return (outcome, requests) }
    }
    Issue.record("the feeder asks for ever")
    return (.refused(reason: ""), 0)
  }

  @Test(arguments: [SignatureAlgorithm.ed25519, .sm2])
  func `a witness that is behind is asked again from where it is`(
    algorithm: SignatureAlgorithm
  ) throws {
    let fixture = try WitnessFixture(algorithm)
    for (known, old, requests) in [(3, 0, 2), (3, 3, 1), (16, 5, 2), (20, 0, 2), (0, 7, 2)] {
      var log = try WitnessedLog(verifiers: [fixture.signer.verifier])
      if known > 0 { log = try fixture.witnessed(known, at: 50) }
      let result = try feed(fixture, 20, oldSize: UInt64(old)) { request in
        let judgement = try log.judge(request, signers: [fixture.witness], now: 60)
        log = judgement.next ?? log
        return judgement.answer
      }
      guard case .cosigned(let lines, let times) = result.outcome else {
        Issue.record("\(result)")
        continue
      }
      #expect(times == [60])
      #expect(lines.count == 1)
      #expect(result.requests == requests)
    }
  }

  @Test func `a witness that knows more says so, and is not asked again`() throws {
    let fixture = try WitnessFixture()
    #expect(try feed(fixture, 5) { _ in .conflict(size: 6) }.outcome == .ahead(size: 6))
    #expect(try feed(fixture, 5) { _ in .conflict(size: .max) }.outcome == .ahead(size: .max))
  }

  @Test func `a witness that forgot what it cosigned is found out`() throws {
    let fixture = try WitnessFixture()
    var feed = WitnessFeed(
      try fixture.checkpoint(20), to: [fixture.witness.verifier], cosignedSize: 7)
    #expect(feed.oldSize == 7)
    #expect(feed.take(.conflict(size: 6)) == .done(.forgetful(cosigned: 7, named: 6)))
    #expect(feed.take(.conflict(size: 8)) == .send)
    // Of an older checkpoint it is asked from nothing, and says that it is ahead.
    let older = WitnessFeed(
      try fixture.checkpoint(5), to: [fixture.witness.verifier], cosignedSize: 7)
    #expect(older.oldSize == 0)
  }

  @Test func `an old cosignature sent again is not taken for a new one`() throws {
    let fixture = try WitnessFixture()
    let text = try fixture.checkpoint(20).note.text
    let tolerance = CosignatureFreshness.clockTolerance
    for (time, isTaken) in [
      (10_000, true), (10_000 - tolerance, true), (9_999 - tolerance, false),
      (10_000 + tolerance, true), (10_001 + tolerance, false), (0, false),
    ] as [(UInt64, Bool)] {
      var feed = WitnessFeed(try fixture.checkpoint(20), to: [fixture.witness.verifier])
      let line = try fixture.witness.cosign(text, time: time)
      let step = feed.take(.cosigned([line]), now: 10_000)
      #expect((step == .done(.cosigned([line], times: [time]))) == isTaken, "\(time)")
    }
  }

  @Test func `a witness that changes its mind is given up`() throws {
    let fixture = try WitnessFixture()
    var next: UInt64 = 0
    let dancing = try feed(fixture, 20) { _ in
      next += 1
      return .conflict(size: next)
    }
    #expect(dancing.requests == WitnessFeed.requestLimit)
    #expect(dancing.outcome.isRefusal)
    let stubborn = try feed(fixture, 20) { .conflict(size: $0.oldSize) }
    #expect(stubborn.requests == 1)
    #expect(stubborn.outcome.isRefusal)
  }

  @Test func `a cosignature of another text, key or time is not taken`() throws {
    let fixture = try WitnessFixture()
    let text = try fixture.checkpoint(20).note.text
    let other = try NoteSigner(
      name: "witness.example/w1", type: .cosignature,
      key: SigningKey(seed: [UInt8](repeating: 8, count: 32)))
    let good = try fixture.witness.cosign(text, time: 9)
    var bytes = good.signature
    bytes[0] = 1
    let answers: [[NoteSignature]] = [
      [try fixture.witness.cosign(fixture.checkpoint(19).note.text, time: 9)],
      [try other.cosign(text, time: 9)], [try fixture.signer.sign(text)],
      [try NoteSignature(name: good.name, keyID: good.keyID, signature: bytes)],
      [good, try NoteSignature(name: good.name, keyID: good.keyID, signature: bytes)],
    ]
    for lines in answers {
      #expect(try feed(fixture, 20) { _ in .cosigned(lines) }.outcome.isRefusal)
    }
    let mixed = try feed(fixture, 20) { _ in .cosigned([try other.cosign(text, time: 1), good]) }
    #expect(mixed.outcome == .cosigned([good], times: [9]))
  }

  @Test func `an answer of 422 is evidence, of other statuses it is not`() throws {
    let fixture = try WitnessFixture()
    for status in [400, 403, 404, 422, 500, 503] {
      let outcome = try feed(fixture, 20) { _ in
        try WitnessAnswer(status: status, contentType: "text/plain", body: Array("no".utf8))
      }.outcome
      #expect(
        outcome
          == (status == 422
            ? .inconsistent(reason: "no") : .refused(reason: "\(status) no")))
    }
  }

  @Test func `answers that break the grammar are refused`() throws {
    let size = WitnessAnswer.sizeContentType
    for body in ["", "5", "05\n", "-5\n", "5\n\n", "5\n6\n", "18446744073709551616\n", "x\n"] {
      #expect(throws: TransparencyLogError.self, "\(body)") {
        try WitnessAnswer(status: 409, contentType: size, body: Array(body.utf8))
      }
    }
    #expect(
      try WitnessAnswer(status: 409, contentType: size, body: Array("50\n".utf8))
        == .conflict(size: 50))
    for body in ["", "\n", "hello\n", "\u{2014} w AAAAAAA=\n\n", "\u{2014} w AAAAAAA="] {
      #expect(throws: TransparencyLogError.self, "\(body)") {
        try WitnessAnswer(status: 200, contentType: nil, body: Array(body.utf8))
      }
    }
    let line = "\u{2014} w " + Base64.encode([UInt8](repeating: 1, count: 76)) + "\n"
    let many = String(repeating: line, count: SignedNote.signatureLimit + 1)
    #expect(throws: TransparencyLogError.self) {
      try WitnessAnswer(status: 200, contentType: nil, body: Array(many.utf8))
    }
    let huge = [UInt8](repeating: 0x41, count: WitnessAnswer.byteLimit + 1)
    #expect(throws: TransparencyLogError.self) {
      try WitnessAnswer(status: 500, contentType: nil, body: huge)
    }
  }

  @Test func `a stranger's reason can neither be long nor act on a terminal`() throws {
    let text = "\u{1B}[2Jno\u{202E}\n" + String(repeating: "x", count: 5_000)
    let answer = try WitnessAnswer(status: 403, contentType: nil, body: Array(text.utf8))
    guard case .refused(.untrusted, let reason) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(reason.hasPrefix(" [2Jno  xxx"))
    #expect(reason.count == 200)
  }
}

extension WitnessFeed.Outcome {
  fileprivate var isRefusal: Bool {
    if case .refused = self { true } else { false }
  }
}
