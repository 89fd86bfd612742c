// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FileStorage
import InclusiveCredits
public import LedgerCore
public import Quantities

/// A list of persons who authorise a scenario, or withdraw, read and registered.
///
/// The list is a CSV file with a column `person` (pseudonyms) or `user_id` (the operator's own
/// identities, with the salt). Statements of up to 1 875 persons are on their way several at once.
/// Their ids depend on the list alone, so that the same list registers nothing twice.
public struct AuthorisationList: Sendable {
  /// What happens to the authorisations.
  public enum Act: Sendable {
    /// They begin.
    case grant
    /// They end.
    case withdraw
  }

  /// What became of the lines.
  public struct Report: Sendable {
    /// The persons registered.
    public internal(set) var accepted = 0
    /// The persons whom an earlier run of the same list registered.
    public internal(set) var earlier = 0
    /// The lines refused.
    public internal(set) var refused: [ImportRefusal] = []
    /// The first and the last entry written; `nil` when nothing was.
    public internal(set) var entries: ClosedRange<UInt64>?

    /// The report for `-O json`.
    public var json: JSONValue {
      [
        "accepted": .integer(Int64(accepted)), "earlier": .integer(Int64(earlier)),
        "refused": .integer(Int64(refused.count)),
        "refusals": .array(refused.prefix(ActivityReport.refusalLimit).map(\.json)),
        "entries": entries.map {
          ["first": .integer(Int64($0.lowerBound)), "last": .integer(Int64($0.upperBound))]
        } ?? .null,
      ]
    }
  }

  private struct Line: Sendable {
    let number: Int
    let pseudonym: Pseudonym
  }

  private let scenario: UInt32
  private let act: Act
  private let from: CalendarDate
  private let session: LedgerSession
  private let signer: StatementSigner
  private let clock: @Sendable () -> Timestamp

  /// Prepares the registration of a list for `scenario`; the act has effect `from` that day on.
  public init(
    _ act: Act, scenario: UInt32, from: CalendarDate, on session: LedgerSession,
    as signer: StatementSigner, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.scenario = scenario
    self.act = act
    self.from = from
    self.session = session
    self.signer = signer
    self.clock = clock
  }

  /// Registers the persons in the CSV file at `path`.
  public func run(
    path: String, _ maker: PersonPseudonym?, progress: (_ done: Int) -> Void
  ) async throws(ServiceError) -> Report {
    var chunks = try ActivityRun.open(path)
    var report = Report()
    var window = AdmissionWindow<Int>(session)
    var waiting: [Line] = []
    var header: [String]?
    while let chunk = try ActivityRun.next(&chunks) {
      var reader = try PersonLineReader(chunk, header: header, maker)
      header = reader.header
      while let line = reader.next() {
        switch line {
        case .failure(let refusal): report.refused.append(refusal)
        case .success(let (number, pseudonym)):
          waiting.append(Line(number: number, pseudonym: pseudonym))
        }
        guard waiting.count == InclusiveCreditLimits.pseudonymsPerRecord else { continue }
        try await submit(waiting, &window, &report)
        waiting.removeAll(keepingCapacity: true)
      }
      progress(report.accepted + report.earlier + report.refused.count)
    }
    try await submit(waiting, &window, &report)
    Self.note(try await window.settle(), &report)
    return report
  }

  /// Registers one person.
  public func run(_ pseudonym: Pseudonym) async throws(ServiceError) -> Report {
    var report = Report()
    var window = AdmissionWindow<Int>(session)
    try await submit([Line(number: 1, pseudonym: pseudonym)], &window, &report)
    Self.note(try await window.settle(), &report)
    return report
  }

  private static func note(_ durable: [(entry: UInt64, note: Int)], _ report: inout Report) {
    for (entry, count) in durable {
      report.accepted += count
      let entries = report.entries ?? entry...entry
      report.entries = min(entries.lowerBound, entry)...max(entries.upperBound, entry)
    }
  }

  private func submit(
    _ lines: [Line], _ window: inout AdmissionWindow<Int>, _ report: inout Report
  ) async throws(ServiceError) {
    guard !lines.isEmpty else { return }
    let pseudonyms = lines.flatMap(\.pseudonym.bytes)
    let identifier = identifier(pseudonyms)
    let issuer = signer.issuer
    let entry = await session.ledger.inspect { state in
      state.statements.entry(of: identifier, by: issuer)
    }
    guard entry == nil else {
      report.earlier += lines.count
      return
    }
    var count = lines.count
    let record: [UInt8]
    switch act {
    case .grant:
      record =
        AuthorisationRecord(scenario: scenario, from: from, pseudonyms: pseudonyms).encoded
    case .withdraw:
      let persons = await authorised(lines, &report)
      guard !persons.isEmpty else { return }
      count = persons.count
      record = WithdrawalRecord(scenario: scenario, from: from, persons: persons).encoded
    }
    do {
      let statement = try signer.sign([record], identifier: identifier, issuedAt: clock())
      Self.note(try await window.admit(statement, noting: count), &report)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func identifier(_ pseudonyms: [UInt8]) -> [UInt8] {
    var text = CBORWriter(reserving: pseudonyms.count + 64)
    text.writeArrayHeader(5)
    text.write(text: "tanzhang/authorisation-list/v1")
    text.write(unsigned: act == .grant ? 0 : 1)
    text.write(unsigned: UInt64(scenario))
    text.write(integer: Int64(from.daysSinceEpoch))
    text.write(bytes: pseudonyms)
    let digest = HashFunction.sha256.digest(of: text.bytes)
    return Array(digest.bytes.prefix(Statement.identifierLength))
  }

  /// The numbers of those whose authorisation can end; the others are refused.
  private func authorised(_ lines: [Line], _ report: inout Report) async -> [UInt32] {
    let (scenario, from) = (scenario, from)
    let found = await session.ledger.inspect { state -> [UInt32?] in
      guard let credits = state.mechanism(InclusiveCredits.self) else { return [] }
      return lines.map { line in
        credits.persons.number(of: line.pseudonym).flatMap { number in
          credits.authorisations.isActive(scenario, number, on: from) ? number : nil
        }
      }
    }
    var persons: Set<UInt32> = []
    var ordered: [UInt32] = []
    for (line, number) in zip(lines, found) {
      if let number, persons.insert(number).inserted {
        ordered.append(number)
        continue
      }
      report.refused.append(
        ImportRefusal(
          row: line.number, line: line.number, column: "",
          rejection: Rejection(
            InclusiveCreditRules.authorisation,
            found: BilingualText("\(from):无有效授权", "\(from): no active authorisation"),
            required: BilingualText("有效的授权", "an active authorisation"))))
    }
    return ordered
  }
}

/// Reads the lines of a chunk of a list of persons.
struct PersonLineReader {
  let header: [String]
  private let chunk: LineChunks.Chunk
  private let maker: PersonPseudonym?
  private var cells: ActivityCells
  private var start = 0
  private var line: Int
  private let person: Int
  private let user: Int
  private var scratch: [UInt8] = []

  init(
    _ chunk: LineChunks.Chunk, header known: [String]?, _ maker: PersonPseudonym?
  ) throws(ServiceError) {
    self.chunk = chunk
    self.maker = maker
    line = chunk.firstLine
    try ActivityParser.requireUTF8(chunk)
    if let known {
      header = known
    } else {
      let first = Array(chunk.bytes.prefix { $0 != 0x0A })
      header = try ActivityParser.header(of: first)
      start = first.count + 1
      line += 1
    }
    let names = { (slot: ActivitySlot) in
      ActivitySlot.common.first { $0.slot == slot }?.names ?? []
    }
    person =
      header.firstIndex { column in
        names(.person).contains { ColumnNames.matches(column, $0) }
      } ?? -1
    user =
      header.firstIndex { column in
        names(.user).contains { ColumnNames.matches(column, $0) }
      } ?? -1
    cells = ActivityCells(.csv, header: header)
    guard person >= 0 || user >= 0 && maker != nil else {
      throw .invalid(
        user >= 0
          ? BilingualText(
            "列 user_id 需要盐值文件:--salt。",
            "The column user_id needs the file of the salt: --salt.")
          : BilingualText(
            "文件缺少列:person / user_id。", "The file lacks columns: person / user_id."))
    }
  }

  /// The next line that is not empty.
  mutating func next() -> Result<(line: Int, pseudonym: Pseudonym), ImportRefusal>? {
    while start < chunk.bytes.count {
      let end = chunk.bytes[start...].firstIndex(of: 0x0A) ?? chunk.bytes.count
      let range = CellReader.trimmed(chunk.bytes.span, start..<end)
      start = end + 1
      defer { line += 1 }
      guard !range.isEmpty else { continue }
      do throws(ImportRefusal) {
        return .success((line, try read(range)))
      } catch {
        return .failure(error)
      }
    }
    return nil
  }

  private mutating func read(_ range: Range<Int>) throws(ImportRefusal) -> Pseudonym {
    do throws(ActivityCells.Problem) {
      _ = try cells.read(chunk.bytes, range)
    } catch {
      throw refusal("", ActivityListRules.line, error.found, error.required)
    }
    let bytes = cells.isScratch ? cells.scratch : chunk.bytes
    if person >= 0, !cells.ranges[person].isEmpty {
      if let pseudonym = CellReader.pseudonym(bytes.span, cells.ranges[person]) {
        return pseudonym
      }
      let count = cells.ranges[person].count
      throw refusal("person", ActivityListRules.form, "\(count) bytes", "64 hexadecimal digits")
    }
    guard user >= 0, let maker, !cells.ranges[user].isEmpty else {
      throw refusal("person", ActivityListRules.missing, "—", "person")
    }
    let range = cells.ranges[user]
    if let plain = maker.pseudonym(ofPlain: bytes.span, range, &scratch) { return plain }
    guard let other = try? maker.pseudonym(of: CellReader.text(bytes.span, range)) else {
      throw refusal("user_id", ActivityListRules.missing, "—", "user_id")
    }
    return other
  }

  private func refusal(
    _ column: String, _ rule: Rule, _ found: String, _ required: String
  ) -> ImportRefusal {
    ImportRefusal(
      row: line, line: line, column: column,
      rejection: Rejection(rule, found: found, required: required))
  }
}
