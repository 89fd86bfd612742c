// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import Quantities
import Testing

@Suite struct FootprintModelCodecTests {
  private static func model(_ seed: UInt64) -> FootprintModel {
    var random = RandomFootprintModel(seed: seed)
    return random.model()
  }

  private func refusal(_ bytes: [UInt8]) -> CBORError? {
    do throws(CBORError) {
      _ = try FootprintModelCodec.decode(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func `every model comes back equal, in the same bytes`() throws {
    for seed in UInt64(0)..<500 {
      let model = Self.model(seed)
      let bytes = FootprintModelCodec.encode(model)
      let decoded = try FootprintModelCodec.decode(bytes)
      #expect(decoded == model, "seed \(seed)")
      #expect(FootprintModelCodec.encode(decoded) == bytes, "seed \(seed)")
    }
  }

  @Test func `the first item after the header is the version`() {
    var bytes = FootprintModelCodec.encode(Self.model(1))
    #expect(Array(bytes.prefix(2)) == [0x88, 0x01])
    bytes[1] = 2
    #expect(refusal(bytes) == .unexpectedValue(offset: 1, expected: 1, found: 2))
  }

  @Test func `a number written with more zeros is the same model`() throws {
    var model = Self.model(2)
    model.statement.massPerUnit = try ExactDecimal(text: "12.5")
    let bytes = FootprintModelCodec.encode(model)
    model.statement.massPerUnit = try ExactDecimal(text: "12.500")
    #expect(FootprintModelCodec.encode(model) == bytes)
  }

  @Test func `models that differ have different bytes`() {
    var seen: [[UInt8]: FootprintModel] = [:]
    for seed in UInt64(0)..<300 {
      let model = Self.model(seed)
      let bytes = FootprintModelCodec.encode(model)
      if let other = seen[bytes] { #expect(other == model) }
      seen[bytes] = model
    }
    #expect(seen.count > 290)
  }

  @Test func `every shorter input is refused, and none traps`() {
    let bytes = FootprintModelCodec.encode(Self.model(3))
    for count in 0..<bytes.count {
      #expect(refusal(Array(bytes.prefix(count))) != nil, "\(count) bytes")
    }
    #expect(refusal(bytes + [0]) == .trailingBytes(offset: bytes.count, count: 1))
  }

  @Test func `no changed bit is read as something that is not written so`() {
    for seed: UInt64 in [0, 9] {
      let bytes = FootprintModelCodec.encode(Self.model(seed))
      for position in bytes.indices {
        for bit in 0..<8 {
          var mutated = bytes
          mutated[position] ^= 1 << UInt8(bit)
          guard let read = try? FootprintModelCodec.decode(mutated) else { continue }
          #expect(FootprintModelCodec.encode(read) == mutated, "seed \(seed) byte \(position)")
        }
      }
    }
  }

  @Test func `bytes at random are refused without a trap`() {
    var generator = SplitMix64(seed: 77)
    let head: [UInt8] = [0x88, 0x01, 0x90]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...60, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(refusal(noise) != nil)
      #expect(refusal(head + noise) != nil)
    }
  }

  @Test(arguments: ["12.50", "012.5", "-0", "1e1", "", "+1", ".5", "1.", "NaN"])
  func `a number in another form is refused`(text: String) throws {
    var model = Self.model(4)
    model.cutOffs = [CutOff(name: "n", percent: try ExactDecimal(text: "12.5"), reason: "r")]
    var writer = CBORWriter()
    writer.write(text: text)
    let bytes = FootprintModelCodec.encode(model)
      .replacing([0x64] + Array("12.5".utf8), with: writer.bytes)
    #expect(refusal(bytes) != nil)
  }

  @Test func `a period that ends before it starts is refused`() throws {
    var model = Self.model(5)
    model.statement.period = try DatePeriod(
      start: CalendarDate(text: "2025-01-01"), end: CalendarDate(text: "2026-01-01"))
    let days: [UInt8] = [0x19, 0x4E, 0x79, 0x19, 0x4F, 0xE6]
    let bytes = FootprintModelCodec.encode(model)
    #expect(bytes.ranges(of: days).count == 1)
    let turned = bytes.replacing(days, with: Array(days[3...] + days[..<3]))
    guard case .unexpected(_, "a start before its end", _)? = refusal(turned) else {
      Issue.record("\(String(describing: refusal(turned)))")
      return
    }
  }

  @Test func `thirty digits are read, one more is not`() throws {
    var model = Self.model(6)
    model.statement.massPerUnit = try ExactDecimal(text: "0.00" + String(repeating: "9", count: 30))
    #expect(try FootprintModelCodec.decode(FootprintModelCodec.encode(model)) == model)
    model.statement.massPerUnit = try ExactDecimal(text: "0.00" + String(repeating: "9", count: 31))
    #expect(refusal(FootprintModelCodec.encode(model)) != nil)
  }

  @Test func `more of anything than the limits allow is refused`() {
    typealias Limits = FootprintLimits
    let line = ModelLine(
      id: "l", name: BilingualText("l", "l"), measures: [], source: .process("p"))
    let product = CoProduct(
      id: "c", name: BilingualText("c", "c"), output: Measure(.one, "kg"),
      treatment: .allocated(weight: .one))
    let process = ModelProcess(
      id: "p", name: BilingualText("p", "p"), stage: .use, output: Measure(.one, "kg"), lines: [])
    func many<Item>(_ item: Item, _ limit: Int) -> [Item] {
      Array(repeating: item, count: limit + 1)
    }
    func changed(_ line: ModelLine, _ change: (inout ModelLine) -> Void) -> ModelLine {
      var line = line
      change(&line)
      return line
    }
    let kilogram = Measure(.one, "kg")
    let codes = many("f", Limits.factors)
    let changes: [(inout FootprintModel) -> Void] = [
      { $0.processes = many(process, Limits.processes) },
      { $0.processes[0].lines = many(line, Limits.lines) },
      { $0.processes[0].coProducts = many(product, Limits.coProducts) },
      { $0.processes[0].lines = [changed(line) { $0.evidence = many([], Limits.evidence) }] },
      { $0.processes[0].lines = [changed(line) { $0.evidence = [[1]] }] },
      { $0.processes[0].lines = [changed(line) { $0.measures = many(kilogram, 8) }] },
      { $0.processes[0].lines = [changed(line) { $0.source = .factors(codes, carbon: false) }] },
      { $0.statement.productIds = many("urn:x:y", Limits.identifiers) },
      { $0.statement.standards = many("s", Limits.standards) },
      { $0.statement.assessments = many(.ar6, 5) },
      { $0.statement.comment = String(repeating: "c", count: Limits.textBytes + 1) },
      { $0.product = String(repeating: "c", count: Limits.nameBytes + 1) },
      { $0.statement.productIds = [String(repeating: "c", count: Limits.codeBytes + 1)] },
      { $0.cutOffs = many(CutOff(name: "", percent: .one, reason: ""), Limits.cutOffs) },
    ]
    for (position, change) in changes.enumerated() {
      var model = Self.model(7)
      change(&model)
      #expect(refusal(FootprintModelCodec.encode(model)) != nil, "change \(position)")
    }
    let padding = [UInt8](repeating: 0, count: FootprintModelCodec.maximumBytes)
    #expect(refusal(FootprintModelCodec.encode(Self.model(7)) + padding) != nil)
  }
}
