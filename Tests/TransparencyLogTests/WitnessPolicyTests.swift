// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct WitnessPolicyTests {
  static let witnesses: [NoteSigner] = (0..<6).compactMap { number in
    guard let key = try? SigningKey(seed: [UInt8](repeating: UInt8(number + 10), count: 32))
    else { return nil }
    return try? NoteSigner(name: "w\(number).example", type: .cosignature, key: key)
  }

  static func vkey(_ number: Int) -> String { witnesses[number].verifier.vkey }

  /// The example of the specification, with spaces where it allows them.
  static var example: String {
    """
    # logs
    log \(log) https://log.example/
     \t# witnesses
    witness X1 \(vkey(0))
    \twitness X2\t\(vkey(1)) \t https://x2.example/
    witness X3 \(vkey(2))
    group X-witnesses 2 X1 X2 X3

    witness Y1 \(vkey(3))
    witness Y2 \(vkey(4))
    witness Y3 \(vkey(5))
    group Y-witnesses any Y1 Y2 Y3
    group X-and-Y all X-witnesses Y-witnesses
    quorum X-and-Y

    """
  }

  static var log: String {
    guard let key = try? SigningKey(seed: [UInt8](repeating: 1, count: 32)),
      let signer = try? NoteSigner(name: "log.example", key: key)
    else { return "" }
    return signer.verifier.vkey
  }

  private func note(_ cosigners: Set<Int>, time: UInt64 = 1_000) throws -> SignedNote {
    let checkpoint = try Checkpoint(origin: "log.example", size: 0, root: .zero)
    let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
    var note = try checkpoint.sign(with: [NoteSigner(name: "log.example", key: key)])
    for number in cosigners.sorted() {
      try note.append(Self.witnesses[number].cosign(note.text, time: time))
    }
    return note
  }

  @Test func `the specification's example is satisfied by exactly the sets it says`() throws {
    let policy = try WitnessPolicy(parsing: Array(Self.example.utf8))
    #expect(policy.logs.map(\.url) == ["https://log.example/"])
    #expect(policy.witnesses.map(\.url) == [nil, "https://x2.example/", nil, nil, nil, nil])
    for mask in 0..<64 {
      let set = Set((0..<6).filter { mask >> $0 & 1 == 1 })
      let expected = set.intersection([0, 1, 2]).count >= 2 && !set.isDisjoint(with: [3, 4, 5])
      #expect(try policy.judge(note(set)).isSatisfied == expected, "\(set)")
    }
  }

  @Test func `none asks for nothing, and a witness may be the quorum itself`() throws {
    let none = try WitnessPolicy(parsing: Array("quorum none\n".utf8))
    #expect(try none.judge(note([])).isSatisfied)
    let one = try WitnessPolicy(
      parsing: Array("witness a \(Self.vkey(0))\nquorum a".utf8))
    #expect(try one.judge(note([0])).isSatisfied)
    #expect(try !one.judge(note([1])).isSatisfied)
  }

  @Test(arguments: [
    "", "# nothing\n", "quorum none\nquorum none\n", "quorum\n", "quorum a\n", "quorum none x\n",
    "quorums none\n", "Quorum none\n", "witness a\nquorum none\n", "witness a KEY0 u v\nquorum a\n",
    "witness none KEY0\nquorum none\n",
    "witness a KEY0\nwitness a KEY1\nquorum a\n",
    "witness a KEY0\nwitness b KEY0\nquorum a\n", "witness a LOG\nquorum a\n",
    "log KEY0\nquorum none\n",
    "log LOG\nlog LOG\nquorum none\n", "log\nquorum none\n", "witness a KEYx\nquorum a\n",
    "witness a KEY0\ngroup g any\nquorum g\n", "witness a KEY0\ngroup g 0 a\nquorum g\n",
    "witness a KEY0\ngroup g 2 a\nquorum g\n", "witness a KEY0\ngroup g 01 a\nquorum g\n",
    "witness a KEY0\ngroup g -1 a\nquorum g\n", "witness a KEY0\ngroup g some a\nquorum g\n",
    "witness a KEY0\ngroup g any a a\nquorum g\n", "group g any g\nquorum g\n",
    "witness a KEY0\ngroup g any a none\nquorum g\n", "quorum g\nwitness g KEY0\n",
    "witness a KEY0\ngroup g any a\ngroup h any a\nquorum h\n",
    "group g any a\nwitness a KEY0\nquorum g\n",
    "witness a KEY0\ngroup a any a\nquorum a\n", "quorum\u{0B}none\n", "quorum none\r\n",
    "quorum none\u{7F}\n",
  ])
  func `a policy that breaks the grammar is refused`(text: String) {
    let text = text.replacing("KEY0", with: Self.vkey(0)).replacing("KEY1", with: Self.vkey(1))
      .replacing("LOG", with: Self.log)
    #expect(throws: TransparencyLogError.self) { try WitnessPolicy(parsing: Array(text.utf8)) }
  }

  @Test func `names are bytes, not characters`() throws {
    let text = "witness K \(Self.vkey(0))\nwitness \u{212A} \(Self.vkey(1))\nquorum \u{212A}\n"
    let policy = try WitnessPolicy(parsing: Array(text.utf8))
    #expect(policy.quorum == .witness(1))
    let latin = Array("witness ".utf8) + [0xE9] + Array(" \(Self.vkey(0))\nquorum ".utf8) + [0xE9]
    #expect(try WitnessPolicy(parsing: latin).quorum == .witness(0))
  }

  @Test func `limits hold`() throws {
    let long = [UInt8](repeating: UInt8(ascii: "#"), count: WitnessPolicy.byteLimit + 1)
    #expect(throws: TransparencyLogError.self) { try WitnessPolicy(parsing: long) }
    var text = "witness a \(Self.vkey(0))\ngroup g0 any a\n"
    for number in 1...WitnessPolicy.itemLimit { text += "group g\(number) any g\(number - 1)\n" }
    #expect(throws: TransparencyLogError.self) {
      try WitnessPolicy(parsing: Array((text + "quorum g1\n").utf8))
    }
    let deepest = text.split(separator: "\n").dropLast().joined(separator: "\n")
    let policy = try WitnessPolicy(
      parsing: Array("\(deepest)\nquorum g\(WitnessPolicy.itemLimit - 1)\n".utf8))
    #expect(try policy.judge(note([0])).isSatisfied)
    #expect(try !policy.judge(note([])).isSatisfied)
  }

  @Test func `stale and early cosignatures do not count, and what is counted is said`() throws {
    let policy = WitnessPolicy(witnesses: Self.witnesses.map(\.verifier), threshold: 2)
    let tolerance = CosignatureFreshness.clockTolerance
    let limit = CosignatureFreshness(now: 1_000, maximumAge: 60)
    for (time, isSatisfied) in [
      (939, false), (940, true), (1_000, true), (1_000 + tolerance, true),
      (1_001 + tolerance, false), (UInt64(Int64.max), false), (0, false),
    ] as [(UInt64, Bool)] {
      let report = policy.judge(try note([0, 1], time: time), freshness: limit)
      #expect(report.isSatisfied == isSatisfied, "\(time)")
      #expect(report.count == (isSatisfied ? 2 : 0))
      #expect(policy.judge(try note([0, 1], time: time)).isSatisfied)
    }
    let report = policy.judge(try note([3], time: 900), freshness: limit)
    #expect(report.standings[3] == .stale(time: 900))
    #expect(report.standings[0] == .absent)
  }

  @Test func `the newest cosignature of a witness counts, and an invalid one spoils all`() throws {
    let policy = WitnessPolicy(witnesses: [Self.witnesses[0].verifier], threshold: 1)
    var note = try note([0], time: 100)
    try note.append(Self.witnesses[0].cosign(note.text, time: 300))
    try note.append(Self.witnesses[0].cosign(note.text, time: 200))
    #expect(policy.judge(note).standings == [.cosigned(time: 300)])
    let other = try Self.witnesses[0].cosign("another text\n", time: 400)
    try note.append(other)
    #expect(policy.judge(note).standings == [.invalid])
    #expect(!policy.judge(note).isSatisfied)
    let lenient = WitnessPolicy(witnesses: [Self.witnesses[0].verifier], threshold: 0)
    #expect(!lenient.judge(note).isSatisfied)
  }
}
