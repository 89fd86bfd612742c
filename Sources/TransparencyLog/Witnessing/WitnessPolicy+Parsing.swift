// SPDX-License-Identifier: Apache-2.0

extension WitnessPolicy {
  /// Most bytes a policy may have.
  public static let byteLimit = 1 << 18
  /// Most logs, most witnesses and most groups a policy may have.
  public static let itemLimit = 256

  /// Reads a policy file.
  public init(parsing bytes: [UInt8]) throws(TransparencyLogError) {
    guard bytes.count <= Self.byteLimit else {
      throw .limitExceeded(.policy, quantity: "bytes", limit: Self.byteLimit, found: bytes.count)
    }
    var reader = PolicyReader()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines { try reader.read(line) }
    self = try reader.finish()
  }
}

/// Reads a policy line by line; every name is defined before it is used.
private struct PolicyReader {
  private var logs: [WitnessPolicy.Log] = []
  private var witnesses: [WitnessPolicy.Witness] = []
  private var defined: [[UInt8]: WitnessPolicy.Quorum] = [:]
  private var members: Set<[UInt8]> = []
  private var groups = 0
  private var quorum: WitnessPolicy.Quorum?
  private var line = 0

  private static let none = Array("none".utf8)

  mutating func read(_ bytes: ArraySlice<UInt8>) throws(TransparencyLogError) {
    line += 1
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
      throw malformed("there are no control characters but tab and newline")
    }
    let words = bytes.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
    guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
    let items = Array(words.dropFirst())
    switch String(decoding: keyword, as: UTF8.self) {
    case "log": try readLog(items)
    case "witness": try readWitness(items)
    case "group": try readGroup(items)
    case "quorum": try readQuorum(items)
    default: throw malformed("a line begins with log, witness, group, quorum or #")
    }
  }

  func finish() throws(TransparencyLogError) -> WitnessPolicy {
    guard let quorum else { throw malformed("there is a quorum line") }
    return WitnessPolicy(logs: logs, witnesses: witnesses, quorum: quorum)
  }

  private mutating func readLog(_ items: [[UInt8]]) throws(TransparencyLogError) {
    guard (1...2).contains(items.count) else { throw malformed("it is log <vkey> [<url>]") }
    let verifier = try verifier(items[0])
    guard !verifier.type.isCosignature else {
      throw malformed("the key of a log is not one of a witness")
    }
    guard !logs.contains(where: { $0.verifier.key == verifier.key }) else {
      throw malformed("a key is given to one log only")
    }
    try limit(logs.count, "logs")
    logs.append(WitnessPolicy.Log(verifier: verifier, url: try url(items.dropFirst())))
  }

  private mutating func readWitness(_ items: [[UInt8]]) throws(TransparencyLogError) {
    guard (2...3).contains(items.count) else {
      throw malformed("it is witness <name> <vkey> [<url>]")
    }
    let verifier = try verifier(items[1])
    guard verifier.type.isCosignature else {
      throw malformed("the key of a witness is one for cosignatures")
    }
    guard !witnesses.contains(where: { $0.verifier.key == verifier.key }) else {
      throw malformed("a key is given to one witness only")
    }
    try limit(witnesses.count, "witnesses")
    try define(items[0], as: .witness(witnesses.count))
    witnesses.append(
      WitnessPolicy.Witness(
        name: items[0], verifier: verifier, url: try url(items.dropFirst(2))))
  }

  private mutating func readGroup(_ items: [[UInt8]]) throws(TransparencyLogError) {
    guard items.count >= 3 else {
      throw malformed("it is group <name> any|all|<number> <name>...")
    }
    try limit(groups, "groups")
    groups += 1
    var list: [WitnessPolicy.Quorum] = []
    for name in items[2...] {
      guard let member = defined[name] else {
        throw malformed("a member is defined on an earlier line")
      }
      guard members.insert(name).inserted else { throw malformed("a name is a member once") }
      list.append(member)
    }
    let threshold: Int
    switch String(decoding: items[1], as: UTF8.self) {
    case "any": threshold = 1
    case "all": threshold = list.count
    case let text:
      guard let number = CanonicalText.number(text[...]), (1...UInt64(list.count)).contains(number)
      else { throw malformed("the number is from 1 to that of the members") }
      threshold = Int(number)
    }
    try define(items[0], as: .threshold(threshold, of: list))
  }

  private mutating func readQuorum(_ items: [[UInt8]]) throws(TransparencyLogError) {
    guard quorum == nil else { throw malformed("there is one quorum line") }
    guard items.count == 1 else { throw malformed("it is quorum <name>|none") }
    guard let found = items[0] == Self.none ? .some(.none) : defined[items[0]] else {
      throw malformed("the quorum is defined on an earlier line")
    }
    quorum = found
  }

  private mutating func define(
    _ name: [UInt8], as item: WitnessPolicy.Quorum
  ) throws(TransparencyLogError) {
    guard name != Self.none, defined[name] == nil else {
      throw malformed("a name is defined once, and none is not one")
    }
    defined[name] = item
  }

  private func verifier(_ bytes: [UInt8]) throws(TransparencyLogError) -> NoteVerifier {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw malformed("a vkey is UTF-8")
    }
    return try NoteVerifier(vkey: text)
  }

  private func url(_ items: ArraySlice<[UInt8]>) throws(TransparencyLogError) -> String? {
    guard let bytes = items.first else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw malformed("a URL is UTF-8")
    }
    return text
  }

  private func limit(_ count: Int, _ quantity: String) throws(TransparencyLogError) {
    guard count < WitnessPolicy.itemLimit else {
      throw .limitExceeded(
        .policy, quantity: quantity, limit: WitnessPolicy.itemLimit, found: count + 1)
    }
  }

  private func malformed(_ requirement: String) -> TransparencyLogError {
    .malformed(.policy, line: line, requirement: requirement)
  }
}
