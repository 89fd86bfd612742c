// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Foundation
import LedgerCore
import LedgerService
import Quantities
import Testing

@Suite struct CDDLWriterTests {
  static let grammar = CDDLWriter(shapes: SampleRecords.shapes).text
  static let python = ProcessInfo.processInfo.environment["TANZHANG_CDDL_PYTHON"]

  @Test func `the committed grammar is that of the source code`() throws {
    try CommittedFile("Ledger/records.cddl").expect(Self.grammar)
  }

  @Test func `every rule is defined once, every name used is defined`() {
    var defined: [String] = []
    for line in Self.grammar.split(separator: "\n") {
      if let match = line.firstMatch(of: #/^([a-z][\w.-]*) = /#) { defined.append(String(match.1)) }
    }
    #expect(Set(defined).count == defined.count)
    let prelude: Set = ["bytes", "text", "uint", "int", "bool", "null"]
    for line in Self.grammar.split(separator: "\n") where !line.hasPrefix(";") {
      let code = line.prefix { $0 != ";" }
      for match in code.matches(of: #/(?:[:=*\/] |^  )([a-z][\w.-]*)(?=[ ,\]\/]|$)/#) {
        let name = String(match.1)
        #expect(defined.contains(name) || prelude.contains(name), "\(name) in \(line)")
      }
    }
  }

  /// Only the limits of the tool are changed: pycddl 0.6 knows no ranges below zero, and applies
  /// `.cbor` inside an array to all of it, so each layer is validated by itself.
  static let grammarForTool =
    grammar
    .replacing(#/-\d+\.\.-?\d+/#, with: "int")
    .replacing(#/ \.cbor [a-z-]+/#, with: "")

  /// Asks the tool for each sample whether it follows `root`.
  private static func accepted(_ samples: [(root: String, bytes: [UInt8])]) throws -> [Bool] {
    let script = """
      import pycddl, sys
      grammar = open(sys.argv[1]).read()
      schemas = {}
      for line in open(sys.argv[2]):
          root, sample = line.split()
          if root not in schemas:
              schemas[root] = pycddl.Schema("root = " + root + "\\n" + grammar)
          try:
              schemas[root].validate_cbor(bytes.fromhex(sample))
              sys.stdout.write("1")
          except pycddl.ValidationError:
              sys.stdout.write("0")
      """
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (code, schema) = (folder.appending(path: "check.py"), folder.appending(path: "g.cddl"))
    let input = folder.appending(path: "samples")
    try script.write(to: code, atomically: true, encoding: .utf8)
    try grammarForTool.write(to: schema, atomically: true, encoding: .utf8)
    try samples.map { "\($0.root) \(Hexadecimal.encode($0.bytes))\n" }.joined()
      .write(to: input, atomically: true, encoding: .utf8)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [code.path, schema.path, input.path]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let answers = String(decoding: output, as: UTF8.self)
    try #require(answers.count == samples.count)
    return answers.map { $0 == "1" }
  }

  @Test(.enabled(if: python != nil, "TANZHANG_CDDL_PYTHON names no python with pycddl"))
  func `another tool accepts statements and entries with every record type`() throws {
    var samples: [(root: String, bytes: [UInt8])] = []
    for suite in Suite.all {
      let key = try SigningKey(
        algorithm: suite.signature, seed: [UInt8](repeating: 7, count: 32))
      let signer = StatementSigner(issuer: 5, audience: "example.org/log", suite: suite, key: key)
      for shape in SampleRecords.shapes {
        for seed in 0..<8 as Range<UInt64> {
          var random = SampleRecords(seed: seed)
          let record = random.record(shape)
          let bytes = try signer.sign(
            [record], identifier: [UInt8](repeating: UInt8(seed), count: 16),
            issuedAt: Timestamp(milliseconds: 1_750_000_000_000))
          let envelope = try Statement(decoding: bytes).envelope
          samples += [
            (shape.name, record), ("signed-statement", bytes),
            ("protected-header", Array(bytes[envelope.protectedRange])),
            ("statement-payload", Array(bytes[envelope.payloadRange])),
            (
              "ledger-entry",
              Entry.encode(
                previous: .zero, registered: Timestamp(milliseconds: 1_750_000_000_123),
                statement: bytes)
            ),
          ]
        }
      }
    }
    for (sample, isAccepted) in zip(samples, try Self.accepted(samples)) {
      #expect(isAccepted, "\(sample.root) \(Hexadecimal.encode(sample.bytes))")
    }
  }

  @Test(.enabled(if: python != nil, "TANZHANG_CDDL_PYTHON names no python with pycddl"))
  func `another tool refuses records of another shape`() throws {
    var samples: [(root: String, bytes: [UInt8])] = []
    for shape in SampleRecords.shapes {
      var random = SampleRecords(seed: shape.type)
      guard case .array(let items) = try CBORValue(decoding: random.record(shape)) else {
        Issue.record("a record is an array")
        return
      }
      var mutants: [[CBORValue]] = [
        items + [.null], Array(items.dropLast()), [.unsigned(65_000)] + items.dropFirst(),
      ]
      for (position, field) in shape.fields.enumerated() {
        // A map is of no kind; and what is too great for its kind, where CDDL can say so.
        for wrong in [CBORValue.map([])] + Self.wrongValues(for: field.kind) {
          var mutant = items
          mutant[position + 1] = wrong
          mutants.append(mutant)
        }
      }
      samples += try mutants.map { (shape.name, try CBORValue.array($0).encoded()) }
    }
    for (sample, isAccepted) in zip(samples, try Self.accepted(samples)) {
      #expect(!isAccepted, "\(sample.root) \(Hexadecimal.encode(sample.bytes))")
    }
  }

  @Test(.enabled(if: python != nil, "TANZHANG_CDDL_PYTHON names no python with pycddl"))
  func `another tool refuses entries and headers of another shape`() throws {
    func header(_ pairs: [CBORValue.Pair]) -> CBORValue { .map(pairs) }
    let good: [CBORValue.Pair] = [
      .init(.unsigned(1), .negative(argument: 7)),
      .init(.unsigned(3), .text(Statement.contentType)),
      .init(.unsigned(4), .bytes([UInt8](repeating: 4, count: 8))),
      .init(
        .unsigned(15),
        .map([
          .init(.unsigned(1), .text("0")), .init(.unsigned(3), .text("a")),
          .init(.unsigned(7), .bytes([UInt8](repeating: 7, count: 16))),
        ])),
    ]
    func replacing(_ position: Int, _ value: CBORValue) -> CBORValue {
      var pairs = good
      pairs[position].value = value
      return header(pairs)
    }
    let hash = CBORValue.bytes([UInt8](repeating: 0, count: 32))
    let samples: [(root: String, value: CBORValue, isGood: Bool)] = [
      ("protected-header", header(good), true),
      ("protected-header", replacing(0, .negative(argument: 6)), false),
      ("protected-header", replacing(1, .text("application/cbor")), false),
      ("protected-header", replacing(2, .bytes([4])), false),
      ("protected-header", replacing(3, .map([])), false),
      ("protected-header", header(Array(good.dropLast())), false),
      ("protected-header", header(good + [.init(.unsigned(16), .null)]), false),
      ("ledger-entry", .array([hash, .unsigned(1), .bytes([])]), true),
      ("ledger-entry", .array([.bytes([1]), .unsigned(1), .bytes([])]), false),
      ("ledger-entry", .array([hash, .unsigned(1 << 63), .bytes([])]), false),
      ("ledger-entry", .array([hash, .unsigned(1)]), false),
      ("statement-payload", .array([.array([.unsigned(65_000)])]), false),
    ]
    let answers = try Self.accepted(samples.map { ($0.root, try $0.value.encoded()) })
    for (sample, isAccepted) in zip(samples, answers) {
      #expect(isAccepted == sample.isGood, "\(sample.root) \(sample.value)")
    }
  }

  private static func wrongValues(for kind: FieldKind) -> [CBORValue] {
    switch kind {
    case .unsigned(.max), .boolean: [.negative(argument: 0)]
    case .unsigned(let maximum): [.unsigned(maximum + 1)]
    case .integer, .date, .month: [.text("2026-01-01")]
    case .text(let maximum): [.text(String(repeating: "a", count: maximum + 1))]
    case .bytes(let count): [.bytes([UInt8](repeating: 0, count: count + 1)), .text("")]
    case .byteString(let maximum): [.bytes([UInt8](repeating: 0, count: maximum + 1))]
    case .energy, .money: [.unsigned(1 << 63), .negative(argument: 0)]
    case .participant, .number: [.unsigned(4_294_967_295), .negative(argument: 0)]
    case .province: [.unsigned(100)]
    case .choice(let names): [.unsigned(UInt64(names.count)), .text(names[0])]
    case .list: [.text("")]
    }
  }
}
