// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Mechanisms

/// Every record type of the software, and valid records of each at random.
///
/// The bytes are made from the descriptions without the codec under test.
struct SampleRecords {
  static let shapes: [RecordDescription] =
    CoreRecords.shapes + Mechanisms.all.flatMap { $0.records }

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The bytes of a record of `shape` that keeps to its description, edges included.
  mutating func record(_ shape: RecordDescription) -> [UInt8] {
    var writer = CBORWriter()
    writer.writeArrayHeader(shape.fields.count + 1)
    writer.write(unsigned: shape.type)
    for field in shape.fields {
      if field.isOptional, below(3) == 0 {
        writer.writeNull()
      } else {
        write(field.kind, to: &writer)
      }
    }
    return writer.bytes
  }

  private mutating func write(_ kind: FieldKind, to writer: inout CBORWriter) {
    switch kind {
    case .unsigned(let maximum): writer.write(unsigned: unsigned(atMost: maximum))
    case .integer: writer.write(integer: Int64(bitPattern: unsigned(atMost: .max)))
    case .text(let maximum): writer.write(text: text(atMost: maximum))
    case .bytes(let count): writer.write(bytes: bytes(count))
    case .byteString(let maximum): writer.write(bytes: bytes(Int(below(UInt64(maximum) + 1))))
    case .date: writer.write(integer: Int64(unsigned(atMost: 2_932_896 + 25_567)) - 25_567)
    case .month: writer.write(integer: Int64(unsigned(atMost: 96_359 + 840)) - 840)
    case .energy, .money: writer.write(unsigned: unsigned(atMost: UInt64(Int64.max)))
    case .participant, .number: writer.write(unsigned: unsigned(atMost: 4_294_967_294))
    case .province: writer.write(unsigned: unsigned(atMost: 99))
    case .choice(let names): writer.write(unsigned: below(UInt64(names.count)))
    case .boolean: writer.write(boolean: below(2) == 1)
    case .list(let item, let maximum):
      let count = Int(below(UInt64(min(maximum, 5)) + 1))
      writer.writeArrayHeader(count)
      for _ in 0..<count { write(item, to: &writer) }
    }
  }

  /// A number with its edges more often than their share.
  private mutating func unsigned(atMost maximum: UInt64) -> UInt64 {
    switch below(8) {
    case 0: 0
    case 1: maximum
    case 2: min(maximum, 1 << below(64))
    case 3: min(maximum, below(1000))
    default: maximum == .max ? next() : below(maximum + 1)
    }
  }

  private mutating func text(atMost maximum: Int) -> String {
    let alphabet: [Character] = ["a", "Z", "0", " ", "\"", "\\", "\n", "中", "é", "🌱", "\u{7f}"]
    var text = ""
    let target = Int(below(UInt64(min(maximum, 40)) + 1))
    while true {
      let longer = text + String(alphabet[Int(below(UInt64(alphabet.count)))])
      guard longer.utf8.count <= target else { return text }
      text = longer
    }
  }

  private mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
