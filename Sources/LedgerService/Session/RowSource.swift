// SPDX-License-Identifier: Apache-2.0
public import LedgerCore

/// Rows of the state, wherever they are kept.
public protocol RowSource: Sendable {
  /// The value of the row `key` of `section`, or `nil`.
  func value(_ section: UInt8, _ key: [UInt8]) throws(ServiceError) -> [UInt8]?
  /// The key of the row of `section` found by `text`, or `nil`.
  func key(_ section: UInt8, lookup text: String) throws(ServiceError) -> [UInt8]?
  /// Calls `visit` with the rows of `section` in ascending order of their keys, until it returns
  /// false.
  func forEachRow(
    of section: UInt8, _ visit: (StateImage) throws(ServiceError) -> Bool
  ) throws(ServiceError)
  /// Calls `visit` with the number and the value of each row of `section`, in ascending order,
  /// until it returns false; where rows lie on disk they are not copied.
  func forEachValue(
    of section: UInt8, _ visit: (UInt32, Span<UInt8>) throws(ServiceError) -> Bool
  ) throws(ServiceError)
}

extension RowSource {
  /// Reads the values from the rows, for sources that hold them in memory.
  public func forEachValue(
    of section: UInt8, _ visit: (UInt32, Span<UInt8>) throws(ServiceError) -> Bool
  ) throws(ServiceError) {
    try forEachRow(of: section) { (image) throws(ServiceError) in
      try visit(StateImage.number(image.key) ?? 0, image.value.span)
    }
  }
}

/// The rows of a state in memory: after a replay up to an earlier size, or without stored state.
struct MemoryRows: RowSource {
  private var rows: [UInt8: [[UInt8]: [UInt8]]] = [:]
  private var lookups: [UInt8: [String: [UInt8]]] = [:]

  init(_ state: LedgerState) {
    var rows: [UInt8: [[UInt8]: [UInt8]]] = [:]
    var lookups: [UInt8: [String: [UInt8]]] = [:]
    state.visitImages(changedOnly: false) { image in
      rows[image.section, default: [:]][image.key] = image.value
      for text in image.lookupKeys { lookups[image.section, default: [:]][text] = image.key }
    }
    self.rows = rows
    self.lookups = lookups
  }

  func value(_ section: UInt8, _ key: [UInt8]) throws(ServiceError) -> [UInt8]? {
    rows[section]?[key]
  }

  func key(_ section: UInt8, lookup text: String) throws(ServiceError) -> [UInt8]? {
    lookups[section]?[text]
  }

  func forEachRow(
    of section: UInt8, _ visit: (StateImage) throws(ServiceError) -> Bool
  ) throws(ServiceError) {
    let sorted = (rows[section] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (key, value) in sorted {
      guard try visit(StateImage(section: section, key: key, value: value)) else { return }
    }
  }
}

extension RowSource {
  /// The row numbered `number` of `section`.
  public func row<Row: StateRow>(
    _ type: Row.Type, _ section: UInt8, _ number: UInt32
  ) throws(ServiceError) -> Row? {
    guard let value = try value(section, StateImage.key(number)) else { return nil }
    return try Self.decoded(type, value)
  }

  /// The number of the row of `section` found by `text`.
  public func number(_ section: UInt8, lookup text: String) throws(ServiceError) -> UInt32? {
    try key(section, lookup: text).flatMap(StateImage.number)
  }

  /// All rows of `section` with their numbers.
  public func all<Row: StateRow>(
    _ type: Row.Type, _ section: UInt8
  ) throws(ServiceError) -> [(number: UInt32, row: Row)] {
    var rows: [(number: UInt32, row: Row)] = []
    try forEachRow(of: section) { (image) throws(ServiceError) in
      rows.append((StateImage.number(image.key) ?? 0, try Self.decoded(type, image.value)))
      return true
    }
    return rows
  }
}
