// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FileStorage
import InclusiveCredits
import LedgerCore
import Quantities

/// What happened to one inclusive credit since it was issued, without replaying the ledger.
///
/// The stored state says where the unit was issued and where it was last changed. Only what lies
/// between is looked through, and only for records that name serial numbers or holds; offers are
/// rows of their own.
struct CreditLife {
  /// One step of the life.
  struct Step {
    /// What a step does to holder and standing.
    enum Effect {
      case issued
      /// From the first to the second.
      case moved(from: UInt32, to: UInt32)
      case standing(Standing)
    }

    let position: RecordPosition
    let effect: Effect
    /// The numbers that went together.
    let range: ClosedRange<UInt64>
  }

  let unit: UnitLocation
  let issue: CreditIssue
  let reading: LedgerReading

  /// The events in order.
  func events() throws(ServiceError) -> [LifeEvent] {
    let segments = try reading.rows.segments(of: unit.number)
    guard let segment = segments.last(where: { $0.first <= unit.serial }), segment.isIssued
    else {
      throw .notFound(
        BilingualText("\(unit.code) 未签发。", "\(unit.code) has never been issued."))
    }
    var steps = [
      Step(
        position: issue.position, effect: .issued,
        range: issue.range ?? unit.serial...unit.serial)
    ]
    steps += try offers()
    steps += try scan(through: segment.lastChange.entry)
    if !steps.contains(where: { $0.position == segment.lastChange }) {
      steps.append(
        Step(
          position: segment.lastChange, effect: .standing(segment.standing),
          range: unit.serial...unit.serial))
    }
    steps.sort { ($0.position.entry, $0.position.record) < ($1.position.entry, $1.position.record) }
    return try described(steps, last: segment)
  }

  /// What offers of the unit did.
  private func offers() throws(ServiceError) -> [Step] {
    var steps: [Step] = []
    for (_, offer) in try reading.rows.all(Offer.self, InclusiveCredits.Section.offers)
    where offer.terms.series == unit.number {
      guard let range = Self.range(offer.terms.first, offer.terms.count),
        range.contains(unit.serial)
      else { continue }
      steps.append(Step(position: offer.position, effect: .standing(.frozen), range: range))
      guard let closing = offer.closing else { continue }
      let effect: Step.Effect =
        offer.status == .accepted
        ? .moved(from: offer.seller, to: offer.terms.buyer) : .standing(.available)
      steps.append(Step(position: closing, effect: effect, range: range))
    }
    return steps
  }

  /// What transfers and holds did, up to the entry that last changed the unit.
  private func scan(through last: UInt64) throws(ServiceError) -> [Step] {
    guard issue.position.entry < last else { return [] }
    var steps: [Step] = []
    var failure: ServiceError?
    do throws(StorageError) {
      try reading.files.forEachEntry(in: (issue.position.entry + 1)..<(last + 1)) { index, bytes in
        do throws(any Error) {
          let entry = try Entry(decoding: bytes)
          let statement = bytes.extracting(entry.statementRange)
          let envelope = try COSESign1(decoding: statement)
          var reader = CBORReader(statement, range: envelope.payloadRange)
          for record in 0..<(try reader.readArrayHeader()) {
            let item = try reader.skipItem()
            let position = RecordPosition(entry: index, record: record)
            if let step = try step(CBORReader(statement, range: item), position) {
              steps.append(step)
            }
          }
          return true
        } catch {
          failure = ServiceError(anything: error)
          return false
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
    return steps
  }

  /// The step a record makes, if it names the unit.
  private func step(_ record: CBORReader, _ position: RecordPosition) throws -> Step? {
    var reader = record
    _ = try reader.readArrayHeader()
    switch try reader.readUnsigned() {
    case PherTransferRecord.shape.type:
      guard try names(reader) else { return nil }
      let transfer = try PherTransferRecord(decoding: &reader)
      let entry = try SignedEntry(position.entry, reading, KeyRing())
      return Self.range(transfer.first, transfer.count).map {
        Step(
          position: position,
          effect: .moved(from: entry.statement.issuer, to: transfer.recipient), range: $0)
      }
    case HoldRecord.shape.type:
      guard try names(reader) else { return nil }
      let hold = try HoldRecord(decoding: &reader)
      return Self.range(hold.first, hold.count).map {
        Step(
          position: position, effect: .standing(HoldRecord.standings[hold.kind]), range: $0)
      }
    case ReleaseRecord.shape.type:
      let release = try ReleaseRecord(decoding: &reader)
      let hold = try reading.rows.row(Hold.self, SectionCode.holds, release.hold)
      guard let hold, hold.series == unit.number, hold.range.contains(unit.serial) else {
        return nil
      }
      return Step(position: position, effect: .standing(.available), range: hold.range)
    default: return nil
    }
  }

  /// Whether a record that begins with series, first and count is about the unit.
  private func names(_ record: CBORReader) throws(CBORError) -> Bool {
    var reader = record
    guard try reader.readNumber() == unit.number else { return false }
    let first = try reader.readUnsigned()
    let count = try reader.readUnsigned()
    return Self.range(first, count)?.contains(unit.serial) ?? false
  }

  private static func range(_ first: UInt64, _ count: UInt64) -> ClosedRange<UInt64>? {
    let (end, overflow) = first.addingReportingOverflow(count)
    return overflow || count == 0 ? nil : first...(end - 1)
  }

  /// Sentences; who held the unit before follows from who holds it now.
  private func described(
    _ steps: [Step], last segment: Segment
  ) throws(ServiceError) -> [LifeEvent] {
    var holders = [UInt32](repeating: segment.holder, count: steps.count + 1)
    for position in steps.indices.reversed() {
      holders[position] = holders[position + 1]
      if case .moved(let from, _) = steps[position].effect { holders[position] = from }
    }
    var names = NameBook(reading.rows)
    var events: [LifeEvent] = []
    var standing = Standing.issuance
    for (position, step) in steps.enumerated() {
      var next = Standing.available
      if case .standing(let other) = step.effect { next = other }
      let isIssue = if case .issued = step.effect { true } else { false }
      let change = LifeStep(
        from: isIssue ? holders[position + 1] : holders[position], to: holders[position + 1],
        fromStanding: standing, toStanding: next)
      events.append(try event(step, change, &names))
      standing = next
    }
    return events
  }

  private func event(
    _ step: Step, _ change: LifeStep, _ names: inout NameBook
  ) throws(ServiceError) -> LifeEvent {
    let entry = try SignedEntry(step.position.entry, reading, KeyRing())
    let record: ReadRecord
    do {
      record = try ReadRecord.all(of: entry.statement)[step.position.record]
    } catch {
      throw ServiceError(anything: error)
    }
    var phrase = CreditLifePhrase(
      change: change, record: record, date: entry.registered.date(offsetMinutes: 480),
      rows: reading.rows, names: names)
    let text = try phrase.text()
    names = phrase.names
    return LifeEvent(
      position: step.position, registered: entry.registered, type: record.shape.name,
      from: (change.from, change.fromStanding), to: (change.to, change.toStanding),
      range: step.range,
      sentence: BilingualText(
        "\(text.chinese)(条目 \(entry.index))。", "\(text.english) (entry \(entry.index))."))
  }
}
