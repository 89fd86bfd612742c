// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FileStorage
import LedgerCore
import Quantities

/// Reads records where they lie, without copying: for questions to the whole history.
struct RecordScan {
  /// Where the fields that name participants stand in a record.
  struct Plan: Sendable {
    /// For each field up to the last that matters: how it is read.
    let steps: [Step]
  }

  enum Step: Sendable {
    case skip
    case participant
    case participants
    case identifier
  }

  private let plans: [Plan?]

  init() {
    let last = KnownRecords.shapes.keys.max() ?? 0
    plans = (0...last).map { type in
      KnownRecords.shapes[type].map { shape in
        var steps = shape.fields.map(Self.step)
        while case .skip? = steps.last { steps.removeLast() }
        return Plan(steps: steps)
      }
    }
  }

  private static func step(_ field: FieldDescription) -> Step {
    switch field.kind {
    case .participant: .participant
    case .list(.participant, _): .participants
    // A participant is registered under its identifier, before it has a number.
    case .text where field.name == "identifier": .identifier
    default: .skip
    }
  }

  /// A participant looked for.
  struct Subject {
    let number: UInt64
    let identifier: [UInt8]
  }

  /// An entry with the records that concern the subject.
  struct Match {
    let isSigner: Bool
    let registered: Timestamp
    var records: [Int] = []
  }

  /// The records of `entry` that `subject` signed or that name it; `nil` when there are none.
  func match(_ bytes: Span<UInt8>, _ subject: Subject) throws(CBORError) -> Match? {
    let entry = try Entry(decoding: bytes)
    let statement = bytes.extracting(entry.statementRange)
    let envelope = try COSESign1(decoding: statement)
    var match = Match(
      isSigner: Self.number(statement, envelope.issuer) == subject.number,
      registered: entry.registered)
    var reader = CBORReader(statement, range: envelope.payloadRange)
    for position in 0..<(try reader.readArrayHeader()) {
      if try names(&reader, subject) || match.isSigner { match.records.append(position) }
    }
    return match.records.isEmpty ? nil : match
  }

  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    var number: UInt64 = 0
    for position in range {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10, number < 1 << 32 else { return nil }
      number = number * 10 + UInt64(digit)
    }
    return number
  }

  /// Reads one record and says whether it names the subject.
  private func names(
    _ reader: inout CBORReader, _ subject: Subject
  ) throws(CBORError) -> Bool {
    let fields = try reader.readArrayHeader() - 1
    let type = try reader.readUnsigned()
    let steps = type < plans.count ? plans[Int(type)]?.steps ?? [] : []
    var found = false
    for position in 0..<fields {
      guard position < steps.count else {
        _ = try reader.skipItem()
        continue
      }
      switch steps[position] {
      case .skip: _ = try reader.skipItem()
      case .participant:
        if try !reader.skipNullIfPresent() {
          found = try reader.readUnsigned() == subject.number || found
        }
      case .participants:
        for _ in 0..<(try reader.readArrayHeader()) {
          found = try reader.readUnsigned() == subject.number || found
        }
      case .identifier:
        let range = try reader.readText()
        found = Self.same(reader.bytes, range, subject.identifier) || found
      }
    }
    return found
  }

  private static func same(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]
  ) -> Bool {
    guard range.count == text.count else { return false }
    for (place, position) in range.enumerated() where bytes[position] != text[place] {
      return false
    }
    return true
  }
}
