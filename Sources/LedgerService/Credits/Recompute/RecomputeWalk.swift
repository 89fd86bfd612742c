// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import LedgerVerification
import MethodologyEngine
import Quantities

/// Reads the records of entries in order: enters what changes the book, and makes jobs of what has
/// to be evaluated.
struct RecomputeWalk {
  /// What a record asks for.
  enum Step {
    /// Rows to be evaluated.
    case job(RecomputeJob)
    /// A statement about closed months, to be compared when all rows before it are entered.
    case settlement((inout RecomputeBook) -> Void)
  }

  private struct ProgramKey: Hashable {
    let methodology: UInt32
    let scenario: UInt32
    let date: CalendarDate
  }

  /// A batch, as far as removals from it need it.
  private struct Batch {
    let scenario: UInt32
    let date: CalendarDate
    let isCredited: Bool
    let methodology: UInt32
  }

  /// Programs kept at a time: scenarios times the days on which they report.
  private static let programLimit = 4_096

  private(set) var scope: RecomputeScope
  private var batches: [Batch] = []
  private var programs: [ProgramKey: BoundProgram] = [:]

  init(_ scope: RecomputeScope) { self.scope = scope }

  /// Reads one entry and hands each step to `take`, in order.
  mutating func read(
    _ index: UInt64, _ block: EntryBlocks.Block, _ range: Range<Int>,
    _ book: inout RecomputeBook, _ take: (Step, inout RecomputeBook) async -> Void
  ) async throws(CBORError) {
    let start = range.lowerBound
    let entry = try Entry(decoding: block.bytes.span.extracting(range))
    let statement = entry.statementRange.shifted(by: start)
    let envelope = try COSESign1(decoding: block.bytes.span.extracting(statement))
    var payload = envelope.payloadRange.shifted(by: statement.lowerBound)
    var count = 0
    (count, payload) = try Self.header(block.bytes, payload)
    for record in 0..<count {
      let position = RecordPosition(entry: index, record: record)
      let step: Step?
      (step, payload) = try self.step(block.bytes, payload, position, &book)
      if let step { await take(step, &book) }
    }
  }

  private static func header(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(CBORError) -> (Int, Range<Int>) {
    var reader = CBORReader(bytes.span, range: range)
    let count = try reader.readArrayHeader()
    return (count, reader.offset..<range.upperBound)
  }

  /// Reads the record at the start of `range`; returns what is left of it.
  private mutating func step(
    _ bytes: [UInt8], _ range: Range<Int>, _ position: RecordPosition,
    _ book: inout RecomputeBook
  ) throws(CBORError) -> (Step?, Range<Int>) {
    var reader = CBORReader(bytes.span, range: range)
    let item = try reader.skipItem()
    var fields = CBORReader(bytes.span, range: item)
    _ = try fields.readArrayHeader()
    var step: Step?
    switch try fields.readUnsigned() {
    case 300: book.file(try MethodologyFilingRecord(decoding: &fields), position)
    case 302: book.set(try SchemeRecord(decoding: &fields))
    case 303:
      book.approve(try ScenarioRecord(decoding: &fields))
      scope.admit(UInt32(book.scenes.count - 1), book.scenes[book.scenes.count - 1])
    case 304: book.change(try ScenarioChangeRecord(decoding: &fields))
    case 307: step = try batch(bytes, &fields, position, &book)
    case 308:
      step = removal(try ActivityRemovalRecord(decoding: &fields), position, &book)
    case 309:
      let record = try VerificationRecord(decoding: &fields)
      if scope.includes(record.scenario, record.month) {
        step = .settlement { $0.settle(record, position) }
      }
    case 310:
      let record = try CreditIssueRecord(decoding: &fields)
      if scope.includes(record.scenario, record.month) {
        step = .settlement { $0.settle(record, position) }
      }
    case 319:
      let record = try PersonalPoolRecord(decoding: &fields)
      if scope.includes(record.scenario) { step = .settlement { $0.settle(record, position) } }
    default: break
    }
    return (step, reader.offset..<range.upperBound)
  }

  /// Reads the fields of a batch where they lie: its rows are not copied.
  private mutating func batch(
    _ bytes: [UInt8], _ reader: inout CBORReader, _ position: RecordPosition,
    _ book: inout RecomputeBook
  ) throws(CBORError) -> Step? {
    let scenario = try reader.readNumber()
    let date = try reader.readDate()
    let status = DataStatus.allCases[try reader.readChoice(of: DataStatus.names.count)]
    let count = Int64(try reader.readUnsigned(atMost: UInt64(UInt32.max)))
    let total = try reader.readAmount()
    _ = try reader.readBytes()
    try reader.skipItem()
    let rows = try reader.readBytes()
    let methodology =
      scenario < book.scenes.count ? book.scenes[Int(scenario)].methodology(on: date) : 0
    let batch = Batch(
      scenario: scenario, date: date, isCredited: status == .measured, methodology: methodology)
    batches.append(batch)
    guard scope.includes(scenario, date.calendarMonth),
      let (program, layout) = program(of: batch, position, &book)
    else { return nil }
    return .job(
      RecomputeJob(
        bytes: bytes, rows: rows, program: program, layout: layout, positions: nil,
        period: ScenarioMonth(scenario: scenario, month: date.calendarMonth),
        wantsShares: batch.isCredited && book.keepsPersons(scenario), isRemoval: false,
        isCredited: batch.isCredited, stated: (count, total), position: position))
  }

  private mutating func removal(
    _ record: ActivityRemovalRecord, _ position: RecordPosition, _ book: inout RecomputeBook
  ) -> Step? {
    guard record.batch < batches.count else {
      book.differ(
        position, "batch \(record.batch)", BilingualText("没有这个批次", "there is no such batch"),
        recomputed: "\(batches.count)", stated: "\(record.batch)")
      return nil
    }
    let batch = batches[Int(record.batch)]
    let month = batch.date.calendarMonth
    guard scope.includes(batch.scenario, month),
      let (program, layout) = program(of: batch, position, &book)
    else { return nil }
    return .job(
      RecomputeJob(
        bytes: record.rows, rows: 0..<record.rows.count, program: program, layout: layout,
        positions: record.positions,
        period: ScenarioMonth(scenario: batch.scenario, month: month),
        wantsShares: batch.isCredited && book.keepsPersons(batch.scenario), isRemoval: true,
        isCredited: batch.isCredited, stated: (Int64(record.positions.count), record.total),
        position: position))
  }

  private mutating func program(
    of batch: Batch, _ position: RecordPosition, _ book: inout RecomputeBook
  ) -> (BoundProgram, ActivityLayout)? {
    let key = ProgramKey(
      methodology: batch.methodology, scenario: batch.scenario, date: batch.date)
    let month = ScenarioMonth(scenario: batch.scenario, month: batch.date.calendarMonth)
    guard batch.scenario < book.scenes.count, batch.methodology < book.filings.count,
      let program = book.filings[Int(batch.methodology)].program,
      let layout = book.filings[Int(batch.methodology)].layout
    else {
      book.differ(
        position, book.subject(month),
        BilingualText("没有可用的方法学或场景", "no usable methodology or scenario"),
        recomputed: "—", stated: "\(batch.scenario), \(batch.methodology)")
      return nil
    }
    if let known = programs[key] { return (known, layout) }
    do throws(MethodologyProblems) {
      let bound = try program.bound(
        on: batch.date, attributes: book.scenes[Int(batch.scenario)].approval.attributes)
      if programs.count >= Self.programLimit { programs.removeAll(keepingCapacity: true) }
      programs[key] = bound
      return (bound, layout)
    } catch {
      book.differ(
        position, book.subject(month),
        BilingualText("方法学在该日不可计算", "the methodology cannot be computed on that day"),
        recomputed: error.description, stated: "\(batch.date)")
      return nil
    }
  }
}

extension Range<Int> {
  /// The range so many places further on.
  func shifted(by offset: Int) -> Range<Int> {
    (lowerBound + offset)..<(upperBound + offset)
  }
}
