// SPDX-License-Identifier: Apache-2.0
import FileStorage
import LedgerCore
import Quantities

/// A line of an activity list that was not registered, and why.
public struct ActivityRefusal: Sendable {
  /// Where it stands, the rule, what was found and what was required.
  public let refusal: ImportRefusal
  /// The line as it stands in the list.
  public let source: [UInt8]

  init(_ refusal: ImportRefusal, source: ArraySlice<UInt8>) {
    self.refusal = refusal
    self.source = Array(source)
  }

  init(line: Int, _ rejection: Rejection, source: ArraySlice<UInt8>) {
    self.init(
      ImportRefusal(row: line, line: line, column: "", rejection: rejection), source: source)
  }
}

/// The file of the lines refused: as they stood in the list, each with the reason behind it.
///
/// It can be corrected and submitted like the list itself: what it says of the reasons is not
/// read. Lines are written as they are refused, so that memory does not grow with them.
struct ActivityRefusalFile: ~Copyable {
  /// The columns that tell the reason.
  static let columns = ["line", "rule", "found", "required", "remedy"]
  /// The member of a JSON line that tells the reason.
  static let member = "refusal"
  private static let flushSize = 1 << 20

  private let format: ActivityListFormat
  private var file: GrowingFile
  private var buffer: [UInt8] = []
  /// The columns of the list that are kept; `nil` when all are, as they stand.
  private let kept: [Int]?

  init(path: String, _ format: ActivityListFormat, header: [String]) throws(ServiceError) {
    self.format = format
    do throws(StorageError) {
      file = try GrowingFile(path: path)
    } catch {
      throw .storage(error)
    }
    let kept = header.indices.filter { !Self.columns.contains(header[$0]) }
    self.kept = kept.count == header.count ? nil : kept
    if format == .csv { append(kept.map { header[$0] } + Self.columns) }
  }

  mutating func write(_ refusals: [ActivityRefusal]) throws(ServiceError) {
    for refusal in refusals {
      switch format {
      case .csv: appendCSV(refusal)
      case .jsonLines: appendJSON(refusal)
      }
    }
    guard buffer.count >= Self.flushSize else { return }
    try flush()
  }

  /// Completes the file and puts it in its place.
  consuming func finish() throws(ServiceError) {
    try flush()
    do throws(StorageError) {
      try file.finish()
    } catch {
      throw .storage(error)
    }
  }

  private mutating func flush() throws(ServiceError) {
    do throws(StorageError) {
      try file.write(buffer)
    } catch {
      throw .storage(error)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ cells: [String]) {
    buffer += Array(cells.map(CSVText.quoted).joined(separator: ",").utf8)
    buffer.append(0x0A)
  }

  private mutating func appendCSV(_ refusal: ActivityRefusal) {
    let rejection = refusal.refusal.rejection
    let reasons = [
      String(refusal.refusal.line), rejection.rule.code, rejection.found.english,
      rejection.required.english, rejection.rule.remedy.english,
    ]
    // A line whose cells cannot be told apart is kept as it is, in one cell.
    let isWhole = rejection.rule != ImportRules.fields
    if isWhole, kept == nil {
      buffer += refusal.source
      buffer.append(UInt8(ascii: ","))
      append(reasons)
      return
    }
    var cells = [String(decoding: refusal.source, as: UTF8.self)]
    if isWhole, let kept, let all = CSVText.cells(of: refusal.source) {
      cells = kept.map { $0 < all.count ? all[$0] : "" }
    }
    append(cells + reasons)
  }

  private mutating func appendJSON(_ refusal: ActivityRefusal) {
    let rejection = refusal.refusal.rejection
    let reason: JSONValue = [
      "line": .integer(Int64(refusal.refusal.line)), "rule": .string(rejection.rule.code),
      "found": .string(rejection.found.english), "required": .string(rejection.required.english),
      "remedy": .string(rejection.rule.remedy.english),
    ]
    // A line that is no object is kept as a text.
    var members = [
      JSONValue.Member("text", .string(String(decoding: refusal.source, as: UTF8.self)))
    ]
    if let value = try? JSONValue(parsing: refusal.source), let own = value.members {
      members = own.filter { $0.name != Self.member }
    }
    members.append(JSONValue.Member(Self.member, reason))
    buffer += Array(JSONValue.object(members).encoded(pretty: false).utf8)
    buffer.append(0x0A)
  }
}

/// The text of CSV cells (RFC 4180).
enum CSVText {
  /// The cell between quotes when it needs them.
  static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D })
    else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// The cells of one line; `nil` when its quotes are wrong.
  static func cells(of line: [UInt8]) -> [String]? {
    var record = CSVRecord()
    // What cannot be split has no cells, whatever is wrong with it.
    guard var reader = try? CSVReader(line), (try? reader.read(into: &record)) == true else {
      return nil
    }
    return (0..<record.count).map { reader.text(of: record, at: $0) }
  }
}
