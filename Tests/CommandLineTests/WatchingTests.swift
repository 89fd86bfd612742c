// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Witnesses, policies, monitors, copies and timestamps, as they are typed.
@Suite struct WatchingTests {
  let command: BuiltCommand

  init() throws {
    command = try BuiltCommand()
    try succeed([
      "init", "--origin", "ledger.example/city", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
    ])
    try command.write(try succeed(["vkey"]), to: "ledger.vkey")
  }

  @discardableResult
  private func succeed(_ arguments: [String], _ code: Int32 = 0) throws -> String {
    let result = try command.run(arguments)
    #expect(result.code == code, "\(arguments): \(result.messages)")
    return result.output + (code == 0 ? "" : result.messages)
  }

  private func append(_ identifier: String) throws {
    try succeed([
      "participant", "register", "--identifier", identifier, "--name-zh", "示例\(identifier)",
      "--name-en", "Example \(identifier)", "--province", "CN-NX",
    ])
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: command.directory.appendingPathComponent(name), encoding: .utf8)
  }

  private func copy(_ from: String, _ to: String) throws {
    let (from, to) = (
      command.directory.appendingPathComponent(from),
      command.directory.appendingPathComponent(to)
    )
    try? FileManager.default.removeItem(at: to)
    try FileManager.default.copyItem(at: from, to: to)
  }

  /// A witness `name` that follows the ledger.
  private func makeWitness(_ name: String, suite: String = "sha256-ed25519") throws {
    let key = try succeed([
      "witness", "init", name, "--name", "witness.example/\(name)", "--as", name, "--suite",
      suite,
    ])
    try command.write(key, to: "\(name).vkey")
    try succeed(["witness", "follow", name, "--vkey", "ledger.vkey", "--as", name])
  }

  /// Has the witness cosign the newest checkpoint, from the size it cosigned last.
  private func cosign(_ name: String, from size: Int = 0) throws {
    try succeed(["cosign", "request", "--from", "\(size)", "-o", "request"])
    try succeed([
      "witness", "answer", name, "--as", name, "--request", "request", "-o", "answer",
    ])
    try succeed(["cosign", "take", "answer", "--witness", "\(name).vkey", "--from", "\(size)"])
  }

  @Test func `publishing waits for the quorum of a policy`() throws {
    defer { command.remove() }
    try makeWitness("w1")
    try makeWitness("w2", suite: "sm3-sm2")
    let keys = try ["ledger", "w1", "w2"].map { try text("\($0).vkey").dropLast() }
    try command.write(
      """
      log \(keys[0])
      witness w1 \(keys[1])
      witness w2 \(keys[2])
      group both all w1 w2
      quorum both

      """, to: "policy")
    let publish = ["publish", "public", "--policy", "policy"]
    #expect(try succeed(publish, 5).contains("w1 absent, w2 absent"))
    try cosign("w1")
    #expect(try succeed(publish, 5).contains("w2 absent"))
    try cosign("w2")
    try succeed(publish)
    #expect(try text("public/checkpoint").split(separator: "\n").count == 6)
    try succeed(["prove", "1", "-o", "proof", "--leaf-out", "leaf", "--policy", "policy"])
    let check = ["check-proof", "proof", "--entry", "leaf", "--vkey", "ledger.vkey"]
    #expect(
      try succeed(check + ["--vkey", "w1.vkey", "--vkey", "w2.vkey"])
        .contains("cosigned by witness.example/w1, witness.example/w2"))
    let judge = check + ["--policy", "policy"]
    #expect(
      try succeed(judge + ["--max-age", "1h"])
        .contains("cosigned by witness.example/w1, witness.example/w2"))
    #expect(
      try succeed(judge + ["--max-age", "1h", "--today", "2026-07-06"], 4)
        .contains("w1 (cosigned too long ago: 2026-07-05"))
    let verify = ["verify", "public", "--vkey", "ledger.vkey", "--policy", "policy"]
    try succeed(verify)
    try succeed(verify + ["--max-age", "1h"])
    try succeed(verify + ["--max-age", "1h", "--today", "2026-07-06"], 4)
    try succeed(verify + ["--max-age", "soon"], 5)

    try append("91330400MA2EX00137")
    #expect(try succeed(publish, 5).contains("size 2 with --cosigned"))
    let prove = ["prove", "1", "-o", "proof", "--policy", "policy"]
    #expect(try succeed(prove, 5).contains("size 2 with --cosigned"))
    try succeed(["prove", "1", "-o", "proof"])
    #expect(
      try succeed(judge, 4).contains("missing: w1 (did not cosign), w2 (did not cosign)"))
    try succeed(prove + ["--cosigned"])
    try succeed(judge)
    try succeed(publish + ["--cosigned"])
    try cosign("w1", from: 2)
    try cosign("w2", from: 2)
    #expect(try succeed(publish).contains("published 3 entries (2 before)"))
    #expect(try succeed(["cosign", "list", "-O", "csv"]).split(separator: "\n").count == 5)
    #expect(try succeed(["witness", "list", "w1", "--as", "w1"]).contains("ledger.example/city"))
    try succeed(["publish", "elsewhere", "--cosigned"], 5)
    try succeed(["publish", "elsewhere", "--max-age", "1h"], 5)
  }

  @Test func `what a witness answers otherwise is said with its exit code`() throws {
    defer { command.remove() }
    try makeWitness("w1")
    try cosign("w1")
    try append("91330400MA2EX00137")
    try succeed(["cosign", "request", "-o", "request"])
    let answer = try succeed(["witness", "answer", "w1", "--as", "w1", "--request", "request"])
    #expect(answer.hasPrefix("Status: 409 Conflict\nContent-Type: text/x.tlog.size\n"))
    try command.write(answer, to: "answer")
    let take = ["cosign", "take", "answer", "--witness", "w1.vkey"]
    #expect(try succeed(take, 6).contains("--from 2"))
    try command.write("Status: 422 Unprocessable Content\n\nno\n", to: "answer")
    #expect(try succeed(take, 4).contains("evidence/objection-0-3-"))
    try command.write("Status: 403 Forbidden\n\nno\n", to: "answer")
    #expect(try succeed(take, 5).contains("403 no"))
    try command.write("Status: 409 Conflict\nContent-Type: text/x.tlog.size\n\n1\n", to: "answer")
    #expect(try succeed(take, 5).contains("lost its state"))
    try command.write("Status: 409 Conflict\nContent-Type: text/x.tlog.size\n\n9\n", to: "answer")
    #expect(try succeed(take, 6).contains("stop writing"))
    try succeed(["witness", "init", "w1", "--name", "x", "--as", "w1"], 5)
    try succeed(["witness", "follow", "w1", "--vkey", "ledger.vkey", "--as", "w1"], 5)
    try succeed(["witness", "list", "nowhere", "--as", "w1"], 3)
  }

  @Test func `a witness answers as a CGI program`() throws {
    defer { command.remove() }
    try makeWitness("witness")
    try succeed(["cosign", "request", "-o", "request"])
    let length = try text("request").utf8.count
    func call(_ environment: [String: String], _ input: String?) throws -> String {
      let result = try command.run(
        ["witness", "answer", "witness"], input: input,
        environment: environment.merging(["GATEWAY_INTERFACE": "CGI/1.1"]) { $1 })
      #expect(result.code == 0)
      return result.output
    }
    let post = [
      "REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint", "CONTENT_LENGTH": "\(length)",
    ]
    let answer = try call(post, "request")
    #expect(answer.hasPrefix("Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"))
    #expect(answer.contains("\r\n\r\n\u{2014} witness.example/witness "))
    let cases: [([String: String], String)] = [
      (["CONTENT_LENGTH": "0"], "400"), (["CONTENT_LENGTH": "-1"], "413"),
      (["CONTENT_LENGTH": "x"], "413"), (["CONTENT_LENGTH": "99999999"], "413"),
      (["REQUEST_METHOD": "PUT"], "405"), (["PATH_INFO": "/"], "404"),
      (["PATH_INFO": "/../../keys/witness.pem"], "404"), ([:], "409"),
    ]
    for (changes, status) in cases {
      let answer = try call(post.merging(changes) { $1 }, "request")
      #expect(answer.hasPrefix("Status: \(status) "), "\(changes)")
    }
    let logs = command.directory.appendingPathComponent("witness/logs").path
    let place = try #require(try FileManager.default.contentsOfDirectory(atPath: logs).first)
    let get = ["REQUEST_METHOD": "GET", "PATH_INFO": "/\(place)/checkpoint"]
    #expect(try call(get, nil).contains("ledger.example/city\n2\n"))
  }

  @Test func `a monitor follows what is published, and keeps what convicts`() throws {
    defer { command.remove() }
    let monitor = ["monitor", "public", "--vkey", "ledger.vkey", "--state", "head"]
    try copy("ledger", "ledger2")
    try append("91330400MA2EX00137")
    try succeed(["publish", "public"])
    #expect(try succeed(monitor).contains("3 entries, 3 read"))
    #expect(try succeed(monitor).contains("grew from 3 to 3 entries, 0 read"))
    try append("91330400MA2EX00212")
    try succeed(["publish", "public"])
    #expect(try succeed(monitor + ["--lang", "zh"]).contains("自 3 条增至 4 条,读取 1 条"))
    let head = try text("head")

    // The copy of the ledger goes its own way under the same key.
    let other = ["-f", "ledger2"]
    for identifier in ["91330400MA2EX00212", "91330400MA2EX00137"] {
      try succeed(
        [
          "participant", "register", "--identifier", identifier, "--name-zh", "另",
          "--name-en", "Other \(identifier)", "--province", "CN-NX",
        ] + other)
    }
    try succeed(["publish", "public2"] + other)
    let second = ["monitor", "public2", "--vkey", "ledger.vkey", "--state", "head"]
    let found = try succeed(second, 4)
    #expect(found.contains("fork") && found.contains("evidence/fork-4-4-"))
    #expect(try succeed(second + ["-O", "json"], 4).contains("\"misbehaviour\": true"))
    #expect(try text("head") == head)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: command.directory.appendingPathComponent("evidence").path)
    let check = ["check-evidence", "evidence/\(names[0])", "--vkey"]
    #expect(names.count == 1)
    #expect(try succeed(check + ["ledger.vkey"], 4).contains("a fork is proven"))
    try makeWitness("w1")
    try succeed(check + ["w1.vkey"], 5)

    let diff = try succeed(["diff", "ledger", "public2", "--evidence", "both.json"], 4)
    #expect(diff.contains("they differ from entry 2 on"))
    #expect(diff.contains("Example City DRC"))
    #expect(diff.components(separatedBy: "signature: valid").count == 3)
    #expect(diff.contains("two histories"))
    try succeed(["check-evidence", "both.json", "--vkey", "ledger.vkey"], 4)
    #expect(try succeed(["diff", "ledger", "public"]).contains("the copies are the same"))
    #expect(try succeed(["diff", "ledger", "public2", "-O", "json"], 4).contains("\"entry\": 2"))
    try succeed(["diff", "ledger", "nowhere"], 3)
    try succeed(["monitor", "nowhere", "--vkey", "ledger.vkey", "--state", "head"], 3)
  }

  @Test func `a request for a timestamp is made, and nonsense is not kept as one`() throws {
    defer { command.remove() }
    try succeed(["checkpoint", "timestamp-request", "-o", "query"])
    let query = try Data(contentsOf: command.directory.appendingPathComponent("query"))
    #expect(query.first == 0x30)
    #expect(query.count > 50)
    try command.write("nonsense", to: "reply")
    try succeed(["checkpoint", "timestamp-add", "reply"], 5)
    try succeed(["verify", "--tsa-ca", "reply"], 5)
    #expect(try succeed(["checkpoint", "timestamps"]).isEmpty)
    #expect(try succeed(["checkpoint"]).hasPrefix("ledger.example/city\n2\n"))
  }
}
