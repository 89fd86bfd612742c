// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// One account's balance: units of an asset class in a standing.
public struct AccountLine: Sendable, Equatable {
  /// The number of the asset class.
  public let asset: UInt32
  /// The standing.
  public let standing: Standing
  /// The balance in the asset class's smallest unit; negative only in `issuance`.
  public internal(set) var amount: Int64

  /// Creates a line.
  public init(asset: UInt32, standing: Standing, amount: Int64) {
    self.asset = asset
    self.standing = standing
    self.amount = amount
  }
}

/// All balances, by participant: the double-entry book.
///
/// A participant has few lines, so a short sheet searched in order beats any dictionary.
public struct Accounts: StateSection {
  /// Units that went from one account to another.
  public struct Movement: Sendable, Equatable {
    /// The number of the asset class.
    public let asset: UInt32
    /// The number of the series.
    public let series: UInt32
    /// The first serial number; the others follow it.
    public let first: UInt64
    /// How many units.
    public let amount: Int64
    /// The participant that gave.
    public let from: UInt32
    /// The participant that received; often the same in another standing.
    public let to: UInt32
    /// The standing in which the units were.
    public let fromStanding: Standing
    /// The standing in which they are since.
    public let toStanding: Standing
    /// The record that moved them, as its position in the statement.
    public let record: UInt16
  }

  /// The section's code.
  public let code: UInt8
  private var sheets: [AccountSheet] = []
  private var undo: [Movement] = []
  /// The movements of the statement admitted last, in order.
  public private(set) var newest: [Movement] = []
  private var changes = ChangeSet()

  init(code: UInt8) {
    self.code = code
  }

  /// The lines of `participant`, in the order in which they were opened.
  public func lines(of participant: UInt32) -> [AccountLine] {
    participant < sheets.count ? sheets[Int(participant)].lines : []
  }

  /// The balance of one account; zero when nothing was ever moved there.
  public func balance(of participant: UInt32, asset: UInt32, standing: Standing) -> Int64 {
    participant < sheets.count
      ? sheets[Int(participant)].balance(asset: asset, standing: standing) : 0
  }

  /// The number of participants that may hold something.
  public var participantCount: Int { sheets.count }

  /// The sum over all accounts for each asset class, which is zero unless the book is wrong.
  public func sums() -> [UInt32: Int64] {
    var sums: [UInt32: Int64] = [:]
    for sheet in sheets {
      for line in sheet.lines { sums[line.asset, default: 0] += line.amount }
    }
    return sums
  }

  /// Moves `amount` units from one account to another.
  ///
  /// The caller has checked that the giving account holds them; a balance that would become
  /// negative outside `issuance` is a programmer's error.
  mutating func move(_ movement: Movement) {
    add(
      -movement.amount, to: movement.from, asset: movement.asset,
      standing: movement.fromStanding)
    add(movement.amount, to: movement.to, asset: movement.asset, standing: movement.toStanding)
    undo.append(movement)
  }

  private mutating func add(
    _ amount: Int64, to participant: UInt32, asset: UInt32, standing: Standing
  ) {
    let index = Int(participant)
    while sheets.count <= index { sheets.append(AccountSheet()) }
    changes.insert(participant)
    let balance = sheets[index].add(amount, asset: asset, standing: standing)
    precondition(
      balance >= 0 || standing == .issuance, "a balance outside issuance became negative")
  }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    if changedOnly {
      for number in changes.numbers { visit(image(number)) }
    } else {
      for number in 0..<UInt32(sheets.count)
      where !sheets[Int(number)].isZero {
        visit(image(number))
      }
    }
  }

  private func image(_ participant: UInt32) -> StateImage {
    let lines = lines(of: participant)
    let isEmpty = !lines.contains { $0.amount != 0 }
    let value = isEmpty ? [] : Self.encode(lines)
    return StateImage(section: code, key: StateImage.key(participant), value: value)
  }

  /// The stored form of a participant's lines: zero balances left out, ordered by asset class
  /// and standing, so that equal books have equal bytes however they came about.
  static func encode(_ lines: [AccountLine]) -> [UInt8] {
    let sorted = lines.filter { $0.amount != 0 }
      .sorted { ($0.asset, $0.standing) < ($1.asset, $1.standing) }
    var writer = CBORWriter(reserving: 16 + sorted.count * 12)
    writer.writeArrayHeader(sorted.count)
    for line in sorted {
      writer.writeArrayHeader(3)
      writer.write(unsigned: UInt64(line.asset))
      writer.write(unsigned: UInt64(line.standing.rawValue))
      writer.write(integer: line.amount)
    }
    return writer.bytes
  }

  /// Reads back the stored form of a participant's lines.
  public static func decode(_ value: [UInt8]) throws(CBORError) -> [AccountLine] {
    var reader = CBORReader(value.span)
    var lines: [AccountLine] = []
    for _ in 0..<(try reader.readArrayHeader()) {
      let offset = reader.offset
      guard try reader.readArrayHeader() == 3 else {
        throw .unexpected(offset: offset, expected: "an account line", found: "another array")
      }
      let asset = UInt32(truncatingIfNeeded: try reader.readUnsigned())
      let standing = Standing(rawValue: UInt8(truncatingIfNeeded: try reader.readUnsigned()))
      guard let standing else {
        throw .unexpected(offset: offset, expected: "a standing", found: "another number")
      }
      lines.append(
        AccountLine(asset: asset, standing: standing, amount: try reader.readInteger()))
    }
    try reader.expectEnd()
    return lines
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { changes.removeAll() }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    guard let participant = StateImage.number(key) else {
      throw .gap(section: code, expected: UInt32(sheets.count), found: .max)
    }
    while sheets.count <= participant { sheets.append(AccountSheet()) }
    do {
      sheets[Int(participant)] = AccountSheet(try Self.decode(value))
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    swap(&undo, &newest)
    undo.removeAll(keepingCapacity: true)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    while let movement = undo.popLast() {
      add(
        -movement.amount, to: movement.to, asset: movement.asset,
        standing: movement.toStanding)
      add(
        movement.amount, to: movement.from, asset: movement.asset,
        standing: movement.fromStanding)
    }
  }
}
