// SPDX-License-Identifier: Apache-2.0

/// The rows of a table that changed since the state was last stored.
struct ChangeSet: Sendable {
  private var flags: [Bool] = []
  private(set) var numbers: [UInt32] = []

  mutating func insert(_ number: UInt32) {
    let index = Int(number)
    if index >= flags.count {
      let missing = max(index + 1 - flags.count, flags.count)
      flags.append(contentsOf: repeatElement(false, count: missing))
    }
    guard !flags[index] else { return }
    flags[index] = true
    numbers.append(number)
  }

  mutating func removeAll() {
    for number in numbers { flags[Int(number)] = false }
    numbers.removeAll(keepingCapacity: true)
  }
}
