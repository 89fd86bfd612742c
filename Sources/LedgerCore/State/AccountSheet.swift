// SPDX-License-Identifier: Apache-2.0

/// The lines of one participant: the first four in place, the rare others behind.
///
/// Nearly every participant has at most four lines, so a movement touches one cache line and no
/// other allocation.
struct AccountSheet: Sendable {
  private static let inPlace = 4
  private var first: [4 of AccountLine]
  private var count = 0
  private var others: [AccountLine] = []

  init() {
    first = [4 of AccountLine](
      repeating: AccountLine(asset: .max, standing: .issuance, amount: 0))
  }

  init(_ lines: [AccountLine]) {
    self.init()
    for line in lines { append(line) }
  }

  /// The lines in the order in which they were opened.
  var lines: [AccountLine] {
    var lines: [AccountLine] = []
    lines.reserveCapacity(count + others.count)
    for position in 0..<count { lines.append(first[position]) }
    return lines + others
  }

  /// Whether every balance is zero.
  var isZero: Bool {
    for position in 0..<count where first[position].amount != 0 { return false }
    return !others.contains { $0.amount != 0 }
  }

  /// The balance of one line; zero when it was never opened.
  func balance(asset: UInt32, standing: Standing) -> Int64 {
    for position in 0..<count
    where first[position].asset == asset && first[position].standing == standing {
      return first[position].amount
    }
    return others.first { $0.asset == asset && $0.standing == standing }?.amount ?? 0
  }

  private mutating func append(_ line: AccountLine) {
    guard count < Self.inPlace else { return others.append(line) }
    first[count] = line
    count += 1
  }

  /// Adds to a line, opening it if need be, and returns the new balance.
  mutating func add(_ amount: Int64, asset: UInt32, standing: Standing) -> Int64 {
    for position in 0..<count
    where first[position].asset == asset && first[position].standing == standing {
      first[position].amount += amount
      return first[position].amount
    }
    for position in others.indices
    where others[position].asset == asset && others[position].standing == standing {
      others[position].amount += amount
      return others[position].amount
    }
    append(AccountLine(asset: asset, standing: standing, amount: amount))
    return amount
  }
}
