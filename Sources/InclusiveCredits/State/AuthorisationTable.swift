// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Which persons have authorised which scenarios, from when until when.
///
/// An authorisation runs from its first day up to, not including, the day of its withdrawal. A
/// person may authorise again after a withdrawal. The authorisations of a person for a scenario
/// neither overlap nor touch: what would is made one.
///
/// The first authorisation takes 8 bytes, 80 MB for 10⁷ persons and one scenario, in pages of 1024
/// persons that exist when one of them has authorised the scenario. Each of the others takes 12
/// bytes, and so does the first as soon as there is a second one. The last date there is,
/// `Int32.max`, stands for none and has no effect.
public struct AuthorisationTable: StateSection {
  /// One authorisation, in days since 1970-01-01.
  struct Period: Sendable, Equatable {
    static let open = Int32.max
    let from: Int32
    /// The first day without; ``open`` when there is none.
    let until: Int32

    func covers(_ day: Int32) -> Bool { from <= day && (day < until || until == Self.open) }
  }

  /// The authorisations of a person for a scenario: none, one, or the newest of several.
  ///
  /// One that is real begins before it ends; whatever does not is free to say something else.
  private struct Cell: Sendable {
    private let first: Int32
    private let second: Int32

    static var none: Cell { Cell(first: 0, second: 0) }
    static func one(_ period: Period) -> Cell { Cell(first: period.from, second: period.until) }
    static func several(_ newest: UInt32) -> Cell {
      Cell(first: .max, second: Int32(bitPattern: newest))
    }

    private init(first: Int32, second: Int32) {
      self.first = first
      self.second = second
    }

    /// The number of the node of the newest, when there are several.
    var newest: UInt32? { first == .max ? UInt32(bitPattern: second) : nil }
    var one: Period? { first < second ? Period(from: first, until: second) : nil }
  }

  /// One of several authorisations of a person for a scenario.
  private struct Node: Sendable {
    var period: Period
    /// The number of the node of the one before, plus one; 0 when there is none.
    var older: UInt32
  }

  private struct Column: Sendable {
    var cells = SparsePages<Cell>(absent: .none, shift: 10)
    /// By chunk of persons.
    var changes = ChangeSet()
  }

  /// The persons in one row of the stored state, so that a change writes little.
  static let chunkSize = 256

  /// The section's code.
  public let code: UInt8
  /// By scenario.
  private var columns: [Column] = []
  private var nodes = PagedArray<Node>()
  private var undoneCells: [(scenario: UInt32, person: UInt32, old: Cell)] = []
  private var undoneNodes: [(number: UInt32, old: Node)] = []
  /// How many nodes are not going to be taken back.
  private var kept = 0

  /// Creates an empty table.
  public init(code: UInt8) { self.code = code }

  private func cell(_ scenario: UInt32, _ person: UInt32) -> Cell {
    scenario < columns.count ? columns[Int(scenario)].cells[Int(person)] : .none
  }

  private mutating func set(_ cell: Cell, _ scenario: UInt32, _ person: UInt32) {
    while columns.count <= scenario { columns.append(Column()) }
    undoneCells.append((scenario, person, self.cell(scenario, person)))
    columns[Int(scenario)].cells[Int(person)] = cell
    columns[Int(scenario)].changes.insert(person / UInt32(Self.chunkSize))
  }

  private mutating func set(_ node: Node, at number: UInt32, _ scenario: UInt32, _ person: UInt32) {
    undoneNodes.append((number, nodes[Int(number)]))
    nodes[Int(number)] = node
    columns[Int(scenario)].changes.insert(person / UInt32(Self.chunkSize))
  }

  private mutating func append(_ period: Period, after older: UInt32?) -> UInt32 {
    nodes.append(Node(period: period, older: older.map { $0 + 1 } ?? 0))
    return UInt32(nodes.count - 1)
  }

  /// The cell of the authorisations from that of node `number` back; one alone needs no node.
  private func cell(from number: UInt32) -> Cell {
    let node = nodes[Int(number)]
    return node.older == 0 ? .one(node.period) : .several(number)
  }

  /// Notes that `person` authorises `scenario` from `date` on.
  ///
  /// A running authorisation that starts later is moved to `date`, one that started earlier stays
  /// as it is; ended ones that start later, or end on `date` or later, become part of it.
  public mutating func grant(_ scenario: UInt32, _ person: UInt32, from date: CalendarDate) {
    let from = date.daysSinceEpoch
    guard from < Period.open else { return }
    let cell = cell(scenario, person)
    let open = Period(from: from, until: Period.open)
    guard let newest = cell.newest else {
      guard let one = cell.one, one.from < from else { return set(.one(open), scenario, person) }
      if one.until == Period.open { return }
      if one.until >= from {
        return set(.one(Period(from: one.from, until: Period.open)), scenario, person)
      }
      let older = append(one, after: nil)
      return set(.several(append(open, after: older)), scenario, person)
    }
    // The newest that starts before the date; those after it become part of the new one.
    var number = newest
    while nodes[Int(number)].period.from >= from {
      guard nodes[Int(number)].older > 0 else { return set(.one(open), scenario, person) }
      number = nodes[Int(number)].older - 1
    }
    var node = nodes[Int(number)]
    if node.period.until < from {
      return set(.several(append(open, after: number)), scenario, person)
    }
    if node.period.until == Period.open { return }
    node.period = Period(from: node.period.from, until: Period.open)
    set(node, at: number, scenario, person)
    set(self.cell(from: number), scenario, person)
  }

  /// Ends the authorisation that covers `date` at `date`; returns whether there was one.
  public mutating func withdraw(
    _ scenario: UInt32, _ person: UInt32, from date: CalendarDate
  ) -> Bool {
    let day = date.daysSinceEpoch
    guard day < Period.open else { return false }
    let cell = cell(scenario, person)
    guard let newest = cell.newest else {
      guard let one = cell.one, one.covers(day) else { return false }
      let rest = one.from == day ? Cell.none : .one(Period(from: one.from, until: day))
      set(rest, scenario, person)
      return true
    }
    var (number, younger) = (newest, UInt32?.none)
    while nodes[Int(number)].period.from > day {
      guard nodes[Int(number)].older > 0 else { return false }
      younger = number
      number = nodes[Int(number)].older - 1
    }
    var node = nodes[Int(number)]
    guard node.period.covers(day) else { return false }
    if node.period.from < day {
      node.period = Period(from: node.period.from, until: day)
      set(node, at: number, scenario, person)
    } else if let younger {
      var before = nodes[Int(younger)]
      before.older = node.older
      set(before, at: younger, scenario, person)
      set(self.cell(from: newest), scenario, person)
    } else {
      set(self.cell(from: node.older - 1), scenario, person)
    }
    return true
  }

  /// Whether `person` authorised `scenario` on `date`.
  public func isActive(_ scenario: UInt32, _ person: UInt32, on date: CalendarDate) -> Bool {
    let day = date.daysSinceEpoch
    let cell = cell(scenario, person)
    guard var number = cell.newest else { return cell.one?.covers(day) ?? false }
    while nodes[Int(number)].period.from > day {
      guard nodes[Int(number)].older > 0 else { return false }
      number = nodes[Int(number)].older - 1
    }
    return nodes[Int(number)].period.covers(day)
  }

  /// The authorisations of `person` for `scenario`, oldest first; `until` is the first day without.
  public func periods(
    _ scenario: UInt32, _ person: UInt32
  ) -> [(from: CalendarDate, until: CalendarDate?)] {
    stored(scenario, person).map { period in
      (
        CalendarDate(daysSinceEpoch: period.from),
        period.until == Period.open ? nil : CalendarDate(daysSinceEpoch: period.until)
      )
    }
  }

  /// The authorisations of `person` for `scenario`, oldest first.
  func stored(_ scenario: UInt32, _ person: UInt32) -> [Period] {
    let cell = cell(scenario, person)
    guard var number = cell.newest else { return cell.one.map { [$0] } ?? [] }
    var periods = [nodes[Int(number)].period]
    while nodes[Int(number)].older > 0 {
      number = nodes[Int(number)].older - 1
      periods.append(nodes[Int(number)].period)
    }
    return periods.reversed()
  }

  /// Gives `person`, who has none, these authorisations for `scenario`, oldest first.
  mutating func restore(_ periods: [Period], _ scenario: UInt32, _ person: UInt32) {
    var newest: UInt32?
    for period in periods where periods.count > 1 { newest = append(period, after: newest) }
    set(newest.map { .several($0) } ?? .one(periods[0]), scenario, person)
  }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    undoneCells.removeAll(keepingCapacity: true)
    undoneNodes.removeAll(keepingCapacity: true)
    kept = nodes.count
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while let step = undoneCells.popLast() {
      columns[Int(step.scenario)].cells[Int(step.person)] = step.old
    }
    while let step = undoneNodes.popLast() { nodes[Int(step.number)] = step.old }
    while nodes.count > kept { nodes.removeLast() }
  }

  /// Calls `visit` with each scenario and chunk of persons that may hold authorisations, or have
  /// changed since they were stored.
  func forEachChunk(changedOnly: Bool, _ visit: (_ scenario: UInt32, _ chunk: UInt32) -> Void) {
    for scenario in columns.indices {
      if changedOnly {
        for chunk in columns[scenario].changes.numbers { visit(UInt32(scenario), chunk) }
      } else {
        columns[scenario].cells.forEachPage { page in
          for person in stride(from: page.lowerBound, to: page.upperBound, by: Self.chunkSize) {
            visit(UInt32(scenario), UInt32(person / Self.chunkSize))
          }
        }
      }
    }
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() {
    for scenario in columns.indices { columns[scenario].changes.removeAll() }
  }
}
