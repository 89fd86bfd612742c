// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

/// Stored rows that are not what this software wrote are refused, never guessed at.
@Suite struct StoredStateTests {
  private func load(_ images: [StateImage]) throws -> LedgerState {
    var state = LedgerState(loading: [ToyMechanism.self])
    for image in images { try state.load(image) }
    try state.finishLoading()
    return state
  }

  private func images() throws -> [StateImage] {
    var ledger = try TestLedger.founded()
    try ledger.apply(
      [
        ToyIssue(count: 9, holder: TestLedger.maker),
        ToyIssue(prefix: "V", count: 9, holder: TestLedger.buyer),
      ], by: TestLedger.registry)
    try ledger.apply(
      HoldRecord(series: 0, first: 1, count: 2, kind: 0, keeper: 1, reason: "r"),
      by: TestLedger.registry)
    try ledger.apply(
      ParameterRecord(
        name: "toy.limit", effective: try TestLedger.date("2026-01-01"), value: 7, source: "s"),
      by: TestLedger.authority)
    try ledger.apply(
      ToyClaim(
        "energy", capacity: 5, amount: 3, scheme: "gec", date: try TestLedger.date("2026-06-01")),
      by: TestLedger.maker)
    return ledger.state.images
  }

  @Test func `every truncated row is refused`() throws {
    let images = try images()
    #expect(try load(images).images == images)
    for (position, image) in images.enumerated() {
      for length in 0..<image.value.count {
        var changed = Array(images[..<position])
        changed.append(
          StateImage(
            section: image.section, key: image.key, value: Array(image.value[..<length])))
        #expect(throws: StateError.self, "section \(image.section), \(length) bytes") {
          try load(changed)
        }
      }
    }
  }

  @Test func `a missing row leaves a gap`() throws {
    let images = try images()
    let tables: Set<UInt8> = [SectionCode.participants, SectionCode.series, 32]
    for section in tables {
      let first = try #require(images.firstIndex { $0.section == section })
      var rest = images
      rest.remove(at: first)
      #expect(throws: StateError.self) { try load(rest) }
    }
  }

  @Test func `an unknown section is refused`() throws {
    for section in [0, 12, 31, 33, 255] as [UInt8] {
      let image = StateImage(section: section, key: StateImage.key(0), value: [0x80])
      #expect(throws: StateError.unknownSection(section)) { try load([image]) }
    }
  }

  @Test func `an unknown suite or ruleset is refused`() throws {
    func header(_ suite: String, _ ruleset: UInt64) -> StateImage {
      var writer = CBORWriter()
      writer.writeArrayHeader(5)
      writer.write(text: "ledger.example/test")
      writer.write(text: suite)
      writer.write(bytes: [])
      writer.write(unsigned: ruleset)
      writer.write(integer: 0)
      return StateImage(
        section: SectionCode.ledger, key: StateImage.key(0), value: writer.bytes)
    }
    #expect(throws: Never.self) { try load([header("sm3-sm2", 1)]) }
    #expect(throws: StateError.self) { try load([header("md5-rsa", 1)]) }
    #expect(throws: StateError.self) { try load([header("sm3-sm2", 2)]) }
  }

  @Test func `segments are stored in order from 0`() throws {
    func encoded(_ distances: [UInt64], extra: Int = 0) -> [UInt8] {
      var writer = CBORWriter()
      writer.writeArrayHeader(distances.count * 6 + extra)
      for distance in distances {
        writer.write(unsigned: distance)
        for _ in 0..<5 { writer.write(unsigned: 0) }
      }
      for _ in 0..<extra { writer.write(unsigned: 0) }
      return writer.bytes
    }
    #expect(try Holdings.decode(encoded([0, 5, 1])).map(\.first) == [0, 5, 6])
    for distances in [[], [1], [0, 0], [0, 5, 0], [0, .max, 1]] as [[UInt64]] {
      #expect(throws: CBORError.self) { try Holdings.decode(encoded(distances)) }
    }
    #expect(throws: CBORError.self) { try Holdings.decode(encoded([0], extra: 1)) }
  }

  @Test func `ids of many entries fill several rows and load`() throws {
    var ledger = try TestLedger.founded()
    while ledger.state.size < 515 {
      try ledger.apply(RulesetRecord(version: 1), by: TestLedger.authority)
    }
    let images = ledger.state.images
    #expect(images.filter { $0.section == SectionCode.statements }.count == 3)
    var loaded = ledger
    loaded.state = try load(images)
    #expect(loaded.state.images == images)
    for entry in [0, 255, 256, 514] {
      let refusal = loaded.refusal(of: ledger.entries[entry].statement)
      #expect(refusal?.found.english == (entry == 0 ? "entry 0" : "entry \(entry)"))
    }
    let short = images.map { image in
      image.section == SectionCode.statements && image.key == StateImage.key(0)
        ? StateImage(
          section: image.section, key: image.key,
          value: images.last { $0.section == SectionCode.statements }?.value ?? [])
        : image
    }
    #expect(throws: StateError.self, "a row that is not full but has one after it") {
      try load(short)
    }
  }
}
