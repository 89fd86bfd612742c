// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FileStorage
import InclusiveCredits
import LedgerCore
import Quantities

/// A line read as an activity, not yet judged by any rule of the ledger.
struct ParsedActivity: Sendable {
  /// The line in the file, from 1.
  let line: Int
  /// Where the line stands in its chunk.
  let source: Range<Int>
  /// The event date.
  let date: CalendarDate
  /// Where its row ends in the chunk's rows; it begins where the one before it ends.
  let rowEnd: Int
  /// How many bytes longer the row would be with the longest number of a person.
  ///
  /// Batches are cut by that length, so that they do not depend on who is known already.
  let padding: Int
  /// The pseudonym, when the ledger does not know it.
  let unknown: Pseudonym?
}

/// What a chunk of a list holds.
struct ParsedChunk: Sendable {
  /// The chunk's own bytes.
  let bytes: [UInt8]
  /// The rows of the activities, one after the other.
  var rows: [UInt8] = []
  /// The activities in the order of the lines.
  var activities: [ParsedActivity] = []
  /// The lines that are no activities.
  var refusals: [ActivityRefusal] = []
  /// The file's bytes up to and with this chunk.
  let end: Int
}

/// Reads chunks of an activity list; each chunk by itself, so that several are read at once.
struct ActivityParser: Sendable {
  let format: ActivityListFormat
  /// The columns of a CSV list; empty for JSON Lines.
  let header: [String]
  let forms: ActivityForms
  let persons: PersonLookup
  /// The ledger's hash function, which digests natural keys.
  let function: HashFunction

  /// Begins to read a chunk.
  func begin(_ chunk: LineChunks.Chunk) -> Task<Result<ParsedChunk, ServiceError>, Never> {
    Task {
      do throws(ServiceError) {
        return .success(try parse(chunk))
      } catch {
        return .failure(error)
      }
    }
  }

  func parse(_ chunk: LineChunks.Chunk) throws(ServiceError) -> ParsedChunk {
    try Self.requireUTF8(chunk)
    var reader = try ActivityRowReader(self)
    var result = ParsedChunk(bytes: chunk.bytes, end: chunk.end)
    result.activities.reserveCapacity(chunk.bytes.count / 40)
    var line = chunk.firstLine
    let hasMark = line == 1 && chunk.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var start = hasMark ? 3 : 0
    while start < chunk.bytes.count {
      let end = Self.endOfLine(chunk.bytes.span, from: start)
      let source = CellReader.trimmed(chunk.bytes.span, start..<end)
      // The first line of a CSV list is its header.
      if !source.isEmpty, format == .jsonLines || line > 1 {
        do throws(ImportRefusal) {
          result.activities.append(try reader.read(chunk.bytes, source, line))
        } catch {
          result.refusals.append(ActivityRefusal(error, source: chunk.bytes[source]))
        }
      }
      start = end + 1
      line += 1
    }
    result.rows = reader.writer.bytes
    return result
  }

  private static func endOfLine(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    return position
  }

  static func requireUTF8(_ chunk: LineChunks.Chunk) throws(ServiceError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: chunk.bytes.span)
    } catch {
      // The same sentence as for other lists, counted from the beginning of the file.
      let start = chunk.end - chunk.bytes.count
      let isGB18030 = CSVReader.looksLikeGB18030(chunk.bytes)
      throw ServiceError(
        anything: CSVError.notUTF8(
          offset: start + error.byteOffsets.lowerBound, looksLikeGB18030: isGB18030))
    }
  }

  /// The names in the first line of a CSV list.
  static func header(of line: [UInt8]) throws(ServiceError) -> [String] {
    let cells: [String]
    do throws(CSVError) {
      var reader = try CSVReader(line)
      var record = CSVRecord()
      _ = try reader.read(into: &record)
      cells = (0..<record.count).map { reader.text(of: record, at: $0) }
    } catch {
      throw ServiceError(anything: error)
    }
    return try ColumnNames.read(cells)
  }
}

/// The methodology versions that a scenario has had, and which applies when.
struct ActivityForms: Sendable {
  private let scenario: Scenario
  private let numbers: [UInt32]
  /// The forms, the one approved first in front.
  let all: [ActivityForm]

  init(_ scenario: Scenario, _ forms: [(number: UInt32, form: ActivityForm)]) {
    precondition(!forms.isEmpty, "a scenario has a methodology")
    self.scenario = scenario
    numbers = forms.map(\.number)
    all = forms.map(\.form)
  }

  /// The form of the version that the scenario took last.
  var newest: ActivityForm { all[all.count - 1] }

  /// The position of the form for events of `date`.
  func position(on date: CalendarDate) -> Int {
    all.count == 1 ? 0 : numbers.firstIndex(of: scenario.methodology(on: date)) ?? 0
  }

  /// The form for events of `date`.
  func form(on date: CalendarDate) -> ActivityForm { all[position(on: date)] }

  /// The methodology version for events of `date`.
  func number(on date: CalendarDate) -> UInt32 { scenario.methodology(on: date) }
}
