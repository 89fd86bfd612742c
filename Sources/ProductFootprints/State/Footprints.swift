// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import LedgerCore

/// The footprints, by number and UUID, with what is derived from them: who stands on whom, and
/// which footprints an owner's product has.
public struct Footprints: StateSection {
  /// A footprint that stands on another, and where the next one is noted.
  private struct Link: Sendable {
    let dependent: UInt32
    let next: UInt32
  }

  private struct Product: Hashable, Sendable {
    let owner: UInt32
    let identifier: String
  }

  private static let none = UInt32.max
  private var rows: Table<Footprint>
  /// For each footprint the newest link of those that stand on it.
  private var newestLink: [UInt32] = []
  private var links: [Link] = []
  private var products: [Product: [UInt32]] = [:]
  /// How many rows `rollback` leaves.
  private var kept = 0

  init(code: UInt8) { rows = Table(code: code) }

  /// The section's code.
  public var code: UInt8 { rows.code }
  /// How many there are, which is the next number to be assigned.
  public var count: Int { rows.count }
  /// All of them in order of their numbers.
  public var all: [Footprint] { rows.all }
  /// The footprint numbered `number`, or `nil`.
  public func row(_ number: UInt32) -> Footprint? { rows.row(number) }
  /// The footprint numbered `number`, which must exist.
  public subscript(_ number: UInt32) -> Footprint { rows[number] }
  /// The number of the footprint with this UUID, or `nil`.
  public func number(forKey identifier: String) -> UInt32? { rows.number(forKey: identifier) }

  /// The footprints that stand directly on footprint `number`, newest first.
  public func dependents(of number: UInt32) -> [UInt32] {
    guard number < newestLink.count else { return [] }
    var found: [UInt32] = []
    var next = newestLink[Int(number)]
    while next != Self.none {
      found.append(links[Int(next)].dependent)
      next = links[Int(next)].next
    }
    return found
  }

  /// The footprints of `owner` for a product, oldest first.
  public func footprints(of owner: UInt32, product identifier: String) -> [UInt32] {
    products[Product(owner: owner, identifier: identifier)] ?? []
  }

  func oldest(of owner: UInt32, product identifier: String) -> UInt32? {
    products[Product(owner: owner, identifier: identifier)]?.first
  }

  @discardableResult
  mutating func append(_ footprint: Footprint) -> UInt32 {
    let number = rows.append(footprint)
    index(footprint, number)
    return number
  }

  mutating func update(_ number: UInt32, _ change: (inout Footprint) -> Void) {
    rows.update(number, change)
  }

  private mutating func index(_ footprint: Footprint, _ number: UInt32) {
    newestLink.append(Self.none)
    for upstream in footprint.upstream {
      links.append(Link(dependent: number, next: newestLink[Int(upstream)]))
      newestLink[Int(upstream)] = UInt32(links.count - 1)
    }
    for identifier in footprint.statement.productIds {
      let product = Product(owner: footprint.owner, identifier: identifier)
      products[product, default: []].append(number)
    }
  }

  /// Undoes ``index(_:_:)`` of the newest row.
  private mutating func unindex(_ footprint: Footprint) {
    for upstream in footprint.upstream.reversed() {
      guard let link = links.popLast() else { preconditionFailure("every upstream has a link") }
      newestLink[Int(upstream)] = link.next
    }
    newestLink.removeLast()
    for identifier in footprint.statement.productIds.reversed() {
      products[Product(owner: footprint.owner, identifier: identifier)]?.removeLast()
    }
  }
}

extension Footprints {
  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    rows.visitImages(changedOnly: changedOnly, visit)
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { rows.forgetChanges() }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    try rows.load(key: key, value: value)
    let number = UInt32(rows.count - 1)
    guard rows[number].upstream.allSatisfy({ $0 < number }) else {
      throw .gap(section: code, expected: number, found: rows[number].upstream.max() ?? number)
    }
    index(rows[number], number)
    kept = rows.count
  }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    rows.commit()
    kept = rows.count
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    for number in (kept..<rows.count).reversed() { unindex(rows[UInt32(number)]) }
    rows.rollback()
  }
}
