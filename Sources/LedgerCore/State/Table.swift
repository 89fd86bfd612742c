// SPDX-License-Identifier: Apache-2.0
import ConciseBinary

/// Rows numbered densely from 0, found by number or by key, with undo and change tracking.
///
/// A number, once assigned, belongs to its row for ever.
public struct Table<Row: StateRow>: StateSection {
  /// The section's code.
  public let code: UInt8
  private var rows: [Row] = []
  private var index: [String: UInt32] = [:]
  private var undo: [(number: UInt32, old: Row?)] = []
  private var changes = ChangeSet()

  /// Creates an empty table stored under `code`.
  public init(code: UInt8) {
    self.code = code
  }

  /// The number of rows, which is the next number to be assigned.
  public var count: Int { rows.count }

  /// Whether `number` has been assigned.
  public func contains(_ number: UInt32) -> Bool { number < rows.count }

  /// The row numbered `number`, or `nil`.
  public func row(_ number: UInt32) -> Row? {
    number < rows.count ? rows[Int(number)] : nil
  }

  /// What `body` makes of the row numbered `number`, which must exist, without copying the row.
  func read<Value>(_ number: UInt32, _ body: (borrowing Row) -> Value) -> Value {
    body(rows[Int(number)])
  }

  /// The row numbered `number`, which must exist.
  public subscript(_ number: UInt32) -> Row { rows[Int(number)] }

  /// The number of the row with the lookup key `key`, or `nil`.
  public func number(forKey key: String) -> UInt32? { index[key] }

  /// Appends a row and returns its number.
  @discardableResult
  public mutating func append(_ row: Row) -> UInt32 {
    let number = UInt32(rows.count)
    rows.append(row)
    for key in row.lookupKeys {
      let old = index.updateValue(number, forKey: key)
      precondition(old == nil, "a lookup key belongs to one row; check it before appending")
    }
    undo.append((number, nil))
    changes.insert(number)
    return number
  }

  /// Replaces the row numbered `number` by what `change` makes of it; lookup keys must not change.
  public mutating func update(_ number: UInt32, _ change: (inout Row) -> Void) {
    let old = rows[Int(number)]
    change(&rows[Int(number)])
    precondition(rows[Int(number)].lookupKeys == old.lookupKeys, "lookup keys are for ever")
    undo.append((number, old))
    changes.insert(number)
  }

  /// All rows in order of their numbers.
  public var all: [Row] { rows }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    if changedOnly {
      for number in changes.numbers where number < rows.count { visit(image(number)) }
    } else {
      for number in 0..<UInt32(rows.count) { visit(image(number)) }
    }
  }

  private func image(_ number: UInt32) -> StateImage {
    var writer = CBORWriter(reserving: 128)
    rows[Int(number)].encode(to: &writer)
    return StateImage(
      section: code, key: StateImage.key(number), value: writer.bytes,
      lookupKeys: rows[Int(number)].lookupKeys)
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { changes.removeAll() }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    let expected = UInt32(rows.count)
    guard let number = StateImage.number(key), number == expected else {
      throw .gap(section: code, expected: expected, found: StateImage.number(key) ?? .max)
    }
    do {
      var reader = CBORReader(value.span)
      let row = try Row(decoding: &reader)
      try reader.expectEnd()
      for key in row.lookupKeys { index[key] = number }
      rows.append(row)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }

  /// Keeps what was done since the last call.
  public mutating func commit() { undo.removeAll(keepingCapacity: true) }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while let step = undo.popLast() {
      if let old = step.old {
        rows[Int(step.number)] = old
      } else {
        for key in rows[Int(step.number)].lookupKeys { index[key] = nil }
        rows.removeLast()
      }
    }
  }
}
