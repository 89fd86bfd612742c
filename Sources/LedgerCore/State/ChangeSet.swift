// SPDX-License-Identifier: Apache-2.0

/// The rows of a table that changed since the state was last stored.
public struct ChangeSet: Sendable {
  private var flags: [Bool] = []
  /// Their numbers, each once.
  public private(set) var numbers: [UInt32] = []

  /// Starts with none.
  public init() {}

  /// Notes that the row numbered `number` changed.
  public mutating func insert(_ number: UInt32) {
    let index = Int(number)
    if index >= flags.count {
      let missing = max(index + 1 - flags.count, flags.count)
      flags.append(contentsOf: repeatElement(false, count: missing))
    }
    guard !flags[index] else { return }
    flags[index] = true
    numbers.append(number)
  }

  /// Regards all rows as stored.
  public mutating func removeAll() {
    for number in numbers { flags[Int(number)] = false }
    numbers.removeAll(keepingCapacity: true)
  }
}
