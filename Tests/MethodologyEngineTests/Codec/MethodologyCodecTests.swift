// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import MethodologyEngine
import Quantities
import Testing

@Suite struct MethodologyCodecTests {
  private let sample = EverythingMethodology.value

  private func refusal(_ bytes: [UInt8]) -> CBORError? {
    do throws(CBORError) {
      _ = try MethodologyCodec.decode(bytes)
      return nil
    } catch {
      return error
    }
  }

  /// The bytes of the sample with one text put in another's place, wherever it stands.
  private func bytes(replacing old: String, with new: String) -> [UInt8] {
    func encoded(_ text: String) -> [UInt8] {
      var writer = CBORWriter()
      writer.write(text: text)
      return writer.bytes
    }
    return MethodologyCodec.encode(sample).replacing(encoded(old), with: encoded(new))
  }

  @Test func `a methodology with everything in it comes back equal`() throws {
    let bytes = MethodologyCodec.encode(sample)
    let decoded = try MethodologyCodec.decode(bytes)
    #expect(decoded == sample)
    #expect(MethodologyCodec.encode(decoded) == bytes)
  }

  @Test func `where an expression stood in its document is not part of the form`() {
    var moved = sample
    moved.result.expression = .init(sample.result.expression.text, line: 40, column: 7)
    #expect(MethodologyCodec.encode(moved) == MethodologyCodec.encode(sample))
  }

  @Test func `a number written with more zeros is the same methodology`() {
    var other = sample
    other.parameters[0].values[0].value = EverythingMethodology.number("46.7000")
    #expect(MethodologyCodec.encode(other) == MethodologyCodec.encode(sample))
  }

  @Test func `whatever changes in a methodology changes its bytes`() {
    let bytes = MethodologyCodec.encode(sample)
    let changes: [(inout Methodology) -> Void] = [
      { $0.identity.version = "2" }, { $0.code = nil }, { $0.status = .filed },
      { $0.effectiveThrough = nil }, { $0.crediting.needsAuthorisation = false },
      { $0.crediting.maximumYears = nil }, { $0.activity.timing = .month },
      { $0.activity.inputs.swapAt(0, 1) }, { $0.activity.naturalKey.reverse() },
      { $0.parameters[0].values[0].value = .one }, { $0.parameters[1].by = "mode" },
      { $0.parameters[0].values[1].source.document += " " },
      { $0.definitions[0].expression.text = "2  × distance" },
      { $0.conditions[1].source = EverythingMethodology.source },
      { $0.limits[0].measure = .sum("distance") }, { $0.result.rounding = .down },
      { $0.result.validityMonths = nil }, { $0.exclusivity.energy = nil },
      { $0.examples[0].expectation = .result(373_601) },
      { $0.examples[0].inputs["mode"] = .text("bus") },
      { $0.examples[0].parameters.reverse() }, { $0.examples.removeLast() },
    ]
    for (position, change) in changes.enumerated() {
      var other = sample
      change(&other)
      #expect(MethodologyCodec.encode(other) != bytes, "change \(position)")
    }
  }

  @Test func `every shorter input is refused, and none traps`() {
    let bytes = MethodologyCodec.encode(sample)
    for count in 0..<bytes.count {
      #expect(refusal(Array(bytes.prefix(count))) != nil, "\(count) bytes")
    }
    #expect(
      refusal(bytes + [0]) == .trailingBytes(offset: bytes.count, count: 1))
  }

  @Test func `no changed byte is read as something that is not written so`() throws {
    let bytes = MethodologyCodec.encode(sample)
    for position in bytes.indices {
      for change: UInt8 in [1, 0x20, 0x80, 0xFF] {
        var mutated = bytes
        mutated[position] ^= change
        guard let read = try? MethodologyCodec.decode(mutated) else { continue }
        #expect(MethodologyCodec.encode(read) == mutated, "byte \(position) ^ \(change)")
      }
    }
  }

  @Test(arguments: [
    ("46.7", "46.70"), ("46.7", "046.7"), ("46.7", "-0"), ("46.7", "4e1"), ("46.7", ""),
    ("46.7", "1234567890123456789.1"), ("halfEven", "nearest"),
    ("travel", String(repeating: "a", count: MethodologyLimits.nameBytes + 1)),
    ("distance", String(repeating: "d", count: MethodologyLimits.expressionBytes + 1)),
    ("Example 1", String(repeating: "e", count: MethodologyLimits.textBytes + 1)),
  ])
  func `a piece that is not canonical or too long is refused`(old: String, new: String) {
    #expect(refusal(bytes(replacing: old, with: new)) != nil)
  }

  @Test(arguments: ["zzzz", "mode"])
  func `names of an example out of order or twice are refused`(name: String) throws {
    var bytes = MethodologyCodec.encode(sample)
    let places = bytes.ranges(of: [0x64] + Array("legs".utf8))
    bytes.replaceSubrange(try #require(places.last), with: [0x64] + Array(name.utf8))
    switch refusal(bytes) {
    case .unorderedKey, .duplicateKey: break
    case let other: Issue.record("\(String(describing: other))")
    }
  }

  @Test func `rows in rows are refused, so nesting has an end`() {
    var deep = sample
    let inner = Methodology.InputDefinition(
      name: "inner", label: EverythingMethodology.text("inner"),
      kind: .list([sample.activity.inputs[1]], minimum: 0, maximum: 1), evidence: nil)
    deep.activity.inputs[4].kind = .list([inner], minimum: 0, maximum: 1)
    #expect(refusal(MethodologyCodec.encode(deep)) != nil)
    deep = sample
    deep.attributes[0] = inner
    #expect(refusal(MethodologyCodec.encode(deep)) != nil)
  }

  @Test func `more of anything than the limits allow is refused`() {
    let changes: [(inout Methodology) -> Void] = [
      { $0.examples = Array(repeating: $0.examples[1], count: MethodologyLimits.examples + 1) },
      { $0.limits = Array(repeating: $0.limits[0], count: MethodologyLimits.limits + 1) },
      { $0.conditions = Array(repeating: $0.conditions[0], count: 65) },
      { $0.activity.naturalKey = Array(repeating: "k", count: MethodologyLimits.entries + 1) },
      { $0.crediting.bufferBasisPoints = 10_001 }, { $0.crediting.maximumYears = 0 },
      { $0.crediting.lateWindowDays = -1 }, { $0.result.validityMonths = 121 },
      { $0.examples[0].durationSeconds = -1 },
    ]
    for (position, change) in changes.enumerated() {
      var other = sample
      change(&other)
      #expect(refusal(MethodologyCodec.encode(other)) != nil, "change \(position)")
    }
    let padding = [UInt8](repeating: 0, count: MethodologyLimits.canonicalBytes)
    #expect(refusal(MethodologyCodec.encode(sample) + padding) != nil)
  }

  @Test func `another version of the form is refused by its number`() {
    var bytes = MethodologyCodec.encode(sample)
    bytes[2] = 2
    #expect(refusal(bytes) == .unexpectedValue(offset: 2, expected: 1, found: 2))
  }

  @Test func `random bytes never trap`() {
    var state: UInt64 = 20_240_501
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    let bytes = MethodologyCodec.encode(sample)
    for _ in 0..<2_000 {
      var mutated = bytes
      for _ in 0..<(next() % 8 + 1) {
        mutated[Int(next() % UInt64(mutated.count))] = UInt8(truncatingIfNeeded: next())
      }
      _ = refusal(mutated)
    }
  }
}
