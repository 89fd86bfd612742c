// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import Testing

/// SplitMix64: the same history for the same seed, everywhere.
struct SeededHistory: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True once in `times`.
  mutating func once(in times: Int) -> Bool { number(1...times) == 1 }
}

/// What a state storage does with images.
struct StoredSection {
  private(set) var rows: [[UInt8]: [UInt8]] = [:]

  /// Stores what changed.
  mutating func store<Section: StateSection>(_ section: inout Section) {
    section.visitImages(changedOnly: true) { image in
      rows[image.key] = image.value.isEmpty ? nil : image.value
    }
    section.forgetChanges()
  }

  /// Expects the stored rows to be those of `section`, and a section loaded from them to be it.
  func expectSame<Section: StateSection>(
    as section: Section, empty: Section, _ comment: Comment? = nil
  ) throws {
    var all: [[UInt8]: [UInt8]] = [:]
    for image in section.images {
      #expect(image.section == section.code, comment)
      #expect(all.updateValue(image.value, forKey: image.key) == nil, "a key once")
    }
    let different = Set(all.keys).union(rows.keys).filter { all[$0] != rows[$0] }
    #expect(different.isEmpty, comment)
    var loaded = empty
    for (key, value) in rows.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      try loaded.load(key: key, value: value)
    }
    let isSame = loaded.images == section.images
    #expect(isSame, comment)
  }
}

extension StateSection {
  var images: [StateImage] {
    var images: [StateImage] = []
    visitImages(changedOnly: false) { images.append($0) }
    return images
  }

  /// The images of what changed since they were stored.
  var changes: [StateImage] {
    var images: [StateImage] = []
    visitImages(changedOnly: true) { images.append($0) }
    return images
  }

  /// Expects each image to be refused when bytes of it are missing, or others follow it.
  func expectDamageIsRefused(empty: Self) {
    for image in images {
      for length in 0..<image.value.count {
        expectRefusal(image.key, Array(image.value[..<length]), empty)
      }
      expectRefusal(image.key, image.value + [0], empty)
      expectRefusal(Array(image.key.dropLast()), image.value, empty)
      expectRefusal(image.key + [0], image.value, empty)
    }
  }

  private func expectRefusal(_ key: [UInt8], _ value: [UInt8], _ empty: Self) {
    var section = empty
    #expect(throws: StateError.self, "key \(key), value \(value)") {
      try section.load(key: key, value: value)
    }
  }
}

func date(_ day: Int) -> CalendarDate { CalendarDate(daysSinceEpoch: Int32(day)) }
