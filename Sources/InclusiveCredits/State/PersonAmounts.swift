// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Amounts by person: what is pending, credited, and which points can be spent.
///
/// A column holds one amount for each person, in pages, so that a column nobody uses costs
/// nothing and one that a city uses costs 8 bytes a person: 80 MB for 10⁷ persons. Months that
/// were issued have no pending column any more, so that there are as many columns as scenarios and
/// months not yet issued or whose points can still be spent, whatever the length of the ledger.
public struct PersonAmounts: StateSection {
  /// What a column holds.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Milligrams reported for a scenario and month, not yet issued.
    case pending = 0
    /// Milligrams issued of a scenario, all months together; ``Column/month`` is nil.
    case credited = 1
    /// Milligrams of those credited that the person has used; ``Column/month`` is nil.
    case used = 2
    /// Points of a scenario earned in a month and not yet spent.
    case points = 3
  }

  /// What names a column.
  public struct Column: Sendable, Hashable {
    /// What it holds.
    public var kind: Kind
    /// The scenario.
    public var scenario: UInt32
    /// The month; `nil` for all.
    public var month: CalendarMonth?

    /// Names a column.
    public init(_ kind: Kind, scenario: UInt32, month: CalendarMonth?) {
      self.kind = kind
      self.scenario = scenario
      self.month = month
    }
  }

  /// The persons in one row of the stored state, so that a change writes little.
  static let chunkSize = 256

  /// A column with its amounts.
  struct Amounts: Sendable {
    var name: Column
    /// The sum of the amounts, none of which is negative.
    var total: Int64 = 0
    var cells = SparsePages<Int64>(absent: 0, shift: 10)
    /// By chunk of persons.
    var changes = ChangeSet()
    /// Whether some of it may be stored.
    var isStored = false
  }

  /// All columns as they were before one was made or moved.
  private struct Step: Sendable {
    let all: [Amounts]
    let removedCount: Int
    /// How many amounts had been changed before.
    let changed: Int
  }

  /// The section's code.
  public let code: UInt8
  /// In the order of their names.
  private(set) var all: [Amounts] = []
  /// The position of the column used last.
  private var recent = 0
  private var changed: [(position: UInt32, person: UInt32, old: Int64)] = []
  private var steps: [Step] = []
  /// Columns that were stored and moved since, and their chunks.
  private(set) var removed: [(name: Column, chunks: [UInt32])] = []

  /// Creates an empty section.
  public init(code: UInt8) { self.code = code }

  /// The position of `column`, or where it belongs.
  private func position(of column: Column) -> (Int, exists: Bool) {
    if recent < all.count, all[recent].name == column { return (recent, true) }
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].name < column { low = middle + 1 } else { high = middle }
    }
    return (low, low < all.count && all[low].name == column)
  }

  /// The amount of `person` in `column`; 0 when nothing was ever added.
  public func amount(_ column: Column, _ person: UInt32) -> Int64 {
    let (position, exists) = position(of: column)
    return exists ? all[position].cells[Int(person)] : 0
  }

  /// Adds `amount`, which may be negative; the sum must not be.
  ///
  /// The caller has checked that ``total(_:)`` with `amount` is at most `Int64.max`, which no
  /// person's amount can be beyond.
  public mutating func add(_ amount: Int64, to column: Column, _ person: UInt32) {
    guard amount != 0 else { return }
    let (position, exists) = position(of: column)
    if !exists {
      prepareStep()
      all.insert(Amounts(name: column), at: position)
    }
    recent = position
    let old = all[position].cells[Int(person)]
    precondition(old + amount >= 0, "a person's amount became negative")
    changed.append((UInt32(position), person, old))
    all[position].cells[Int(person)] = old + amount
    all[position].total += amount
    all[position].changes.insert(person / UInt32(Self.chunkSize))
  }

  /// The sum of a column.
  public func total(_ column: Column) -> Int64 {
    let (position, exists) = position(of: column)
    return exists ? all[position].total : 0
  }

  /// Adds every amount of `column` to `other` and removes `column`.
  ///
  /// The caller has checked that the sum of both totals is at most `Int64.max`.
  public mutating func move(_ column: Column, into other: Column) {
    precondition(column != other, "a column is moved into another one")
    let (position, exists) = position(of: column)
    guard exists else { return }
    prepareStep()
    var moved = all.remove(at: position)
    if moved.isStored { removed.append((column, Self.chunks(moved.cells))) }
    guard moved.total > 0 else { return }
    let (target, targetExists) = self.position(of: other)
    if targetExists {
      Self.add(moved.cells, to: &all[target])
      all[target].total += moved.total
    } else {
      // Nothing is copied: the pages change their name.
      moved.name = other
      moved.isStored = false
      for chunk in Self.chunks(moved.cells) { moved.changes.insert(chunk) }
      all.insert(moved, at: target)
    }
  }

  private static func add(_ cells: SparsePages<Int64>, to amounts: inout Amounts) {
    cells.forEachPage { page in
      for person in page where cells[person] != 0 {
        amounts.cells[person] += cells[person]
        amounts.changes.insert(UInt32(person / chunkSize))
      }
    }
  }

  /// The chunks that may hold something.
  static func chunks(_ cells: SparsePages<Int64>) -> [UInt32] {
    var chunks: [UInt32] = []
    cells.forEachPage { page in
      for person in stride(from: page.lowerBound, to: page.upperBound, by: chunkSize) {
        chunks.append(UInt32(person / chunkSize))
      }
    }
    return chunks
  }

  /// Remembers the columns before one is made or moved: their pages are shared, not copied.
  private mutating func prepareStep() {
    steps.append(Step(all: all, removedCount: removed.count, changed: changed.count))
  }

  /// Visits every person with an amount that is not zero, in the order of their numbers.
  public func visit(_ column: Column, _ body: (UInt32, Int64) -> Void) {
    let (position, exists) = position(of: column)
    guard exists else { return }
    let cells = all[position].cells
    cells.forEachPage { page in
      for person in page {
        let amount = cells[person]
        if amount != 0 { body(UInt32(person), amount) }
      }
    }
  }

  /// The columns in which somebody has an amount, in a fixed order.
  public var columns: [Column] { all.filter { $0.total != 0 }.map(\.name) }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    changed.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while let step = steps.popLast() {
      takeBack(to: step.changed)
      all = step.all
      removed.removeLast(removed.count - step.removedCount)
    }
    takeBack(to: 0)
  }

  private mutating func takeBack(to count: Int) {
    while changed.count > count {
      let step = changed.removeLast()
      let position = Int(step.position)
      all[position].total -= all[position].cells[Int(step.person)] - step.old
      all[position].cells[Int(step.person)] = step.old
    }
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() {
    for position in all.indices {
      all[position].changes.removeAll()
      all[position].isStored = true
    }
    removed = []
  }

  /// Sets what was read back, of a column whose rows come together; each amount comes once.
  mutating func restore(_ amount: Int64, in column: Column, _ person: UInt32) {
    if all.last?.name != column { all.append(Amounts(name: column, isStored: true)) }
    all[all.count - 1].cells[Int(person)] = amount
    all[all.count - 1].total += amount
  }
}

extension PersonAmounts.Column: Comparable {
  /// In the order of the keys under which columns are stored: kind, scenario, month; all months
  /// come before each.
  public static func < (left: Self, right: Self) -> Bool {
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    if left.scenario != right.scenario { return left.scenario < right.scenario }
    guard let month = right.month else { return false }
    return left.month.map { $0 < month } ?? true
  }
}
